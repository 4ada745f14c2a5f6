"""Draws from a posterior density by Hamiltonian Monte Carlo, with the checks that say whether to trust them.

Scores are whitened by the Laplace covariance, so that one step size fits all directions; it is adapted to an
acceptance of 0.8 while warming up (Hoffman & Gelman 2014) and then held. Paths have a random length. Reported
are split R-hat and the effective sample size (Gelman et al. 2013, sections 11.4-11.5, with Geyer's initial
positive sequence).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import dot, exp_one, log_one
from detente.dynamics.linear import cholesky
from detente.steps import each
from detente.worlds.streams import normal_quantile, uniforms

__all__ = ["Sample", "effective", "sample", "split_rhat"]

Floats = NDArray[np.float64]
Density = Callable[[Floats], tuple[float, Floats]]

#: Longest path, in steps.
STEPS = 7


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sample:
    """Draws of scores.

    Parameters
    ----------
    draws
        (N, P), chain after chain.
    rhat
        (P,) split R-hat; near 1 where the chains agree.
    ess
        (P,) effective number of draws.
    accepted
        Mean probability of acceptance after the warm-up.
    chains
        Number of chains.
    seed
        The seed.
    """

    draws: Floats
    rhat: Floats
    ess: Floats
    accepted: float
    chains: int
    seed: int

    def __repr__(self) -> str:
        return (
            f"Sample({len(self.draws):,} draws, worst R-hat {self.rhat.max():.3f}, ESS {self.ess.min():.0f})"
        )

    @property
    def trusted(self) -> bool:
        """Whether the chains agree (R-hat below 1.05) on at least 100 effective draws."""
        return bool(self.rhat.max() < 1.05 and self.ess.min() >= 100)


def sample(
    density: Density,
    centre: Floats,
    covariance: Floats,
    draws: int = 1000,
    chains: int = 4,
    seed: int = 1,
    warmup: int = 150,
) -> Sample:
    """Draw from a density over scores.

    Parameters
    ----------
    density
        Scores (P,) -> log density and its gradient.
    centre, covariance
        Where it is, and how wide: (P,) and (P, P).
    draws, chains
        Draws in all, in so many chains.
    seed
        Each chain has streams of its own under the seed.
    warmup
        Draws of each chain that are thrown away, while the step size is adapted.
    """
    if draws < 4 * chains or chains < 1:
        raise ValueError("each chain needs at least four draws")
    root = cholesky(covariance)
    length = -(-draws // chains)
    found = [
        _chain(density, centre, root, length, warmup, (seed, k))
        for k in each("chains of draws", range(chains))
    ]
    kept = np.array([rows for rows, _ in found])
    accepted = float(np.mean([a for _, a in found]))
    return Sample(
        kept.reshape(-1, len(centre))[:draws], split_rhat(kept), effective(kept), accepted, chains, seed
    )


def split_rhat(draws: Floats) -> Floats:
    """Return (P,) split R-hat of draws (chains, N, P).

    Parameters
    ----------
    draws
        (chains, N, P) draws.

    Examples
    --------
    >>> bool(split_rhat(np.tile(np.arange(8.0)[None, :, None], (2, 1, 1)))[0] > 1.5)
    True
    """
    half = draws.shape[1] // 2
    parts = np.concatenate([draws[:, :half], draws[:, half : 2 * half]])
    within = parts.var(axis=1, ddof=1).mean(axis=0)
    between = parts.mean(axis=1).var(axis=0, ddof=1)
    ratio = np.divide(between, within, out=np.zeros_like(within), where=within > 0)
    return np.asarray(np.sqrt((half - 1) / half + ratio))


def effective(draws: Floats) -> Floats:
    """Return (P,) effective number of draws (chains, N, P).

    Parameters
    ----------
    draws
        (chains, N, P) draws.
    """
    chains, each, _ = draws.shape
    centred = draws - draws.mean(axis=1, keepdims=True)
    padded = np.fft.rfft(centred, n=2 * each, axis=1)
    covariance = np.fft.irfft((padded * padded.conj()).real, axis=1)[:, :each] / each
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    total = within * (each - 1) / each
    if chains > 1:
        total = total + draws.mean(axis=1).var(axis=0, ddof=1)
    rho = 1 - (within - covariance.mean(axis=0)) / np.where(total > 0, total, 1.0)
    pairs = rho[0 : each - each % 2 : 2] + rho[1 : each - each % 2 + 1 : 2]
    # Geyer: sums of neighbours are positive and fall; all after the first negative one is noise.
    positive = np.cumprod(pairs > 0, axis=0)
    falling = np.minimum.accumulate(pairs, axis=0) * positive
    return np.asarray(
        np.minimum(chains * each / np.maximum(2 * falling.sum(axis=0) - 1, 1e-9), chains * each)
    )


def _chain(
    density: Density, centre: Floats, root: Floats, draws: int, warmup: int, key: tuple[int, int]
) -> tuple[Floats, float]:
    """Return (draws, P) and the mean acceptance of one chain."""
    size, total = len(centre), warmup + draws
    stream = uniforms(key[0], f"calibrate:chain:{key[1]}", 0, (total + 1) * size + 2 * total)
    momenta = normal_quantile(stream[: (total + 1) * size]).reshape(-1, size)
    dice = stream[(total + 1) * size :].reshape(-1, 2)

    back = np.ascontiguousarray(root.T)

    def at(q: Floats) -> tuple[float, Floats]:
        value, gradient = density(centre + dot(root, q))
        return value, dot(back, gradient)

    q = 1.5 * momenta[-1]
    value, slope = at(q)
    kept = np.empty((draws, size))
    step, taken = _Step(0.5), 0.0
    for k in each("draws", range(total)):
        size_now = step.now if k < warmup else step.mean
        end, end_value, end_slope, gain = _path(at, q, value, slope, momenta[k], size_now, dice[k, 0])
        chance = exp_one(min(0.0, gain)) if np.isfinite(gain) else 0.0
        if dice[k, 1] < chance:
            q, value, slope = end, end_value, end_slope
        if k < warmup:
            step.learn(chance)
        else:
            kept[k - warmup] = centre + dot(root, q)
            taken += chance / draws
    return kept, taken


def _path(
    at: Density, q: Floats, value: float, slope: Floats, momentum: Floats, step: float, length: float
) -> tuple[Floats, float, Floats, float]:
    """Follow the leapfrog; return where it ends and how much the total energy fell."""
    energy = value - 0.5 * float(dot(momentum, momentum))
    for _ in range(1 + int(length * STEPS)):
        momentum = momentum + 0.5 * step * slope
        q = q + step * momentum
        value, slope = at(q)
        momentum = momentum + 0.5 * step * slope
    return q, value, slope, value - 0.5 * float(dot(momentum, momentum)) - energy


class _Step:
    """The step size, adapted by dual averaging (Hoffman & Gelman 2014, section 3.2)."""

    def __init__(self, first: float) -> None:
        self.now = self.mean = first
        self.aim = log_one(10 * first)
        self.gap, self.count = 0.0, 0

    def learn(self, chance: float) -> None:
        self.count += 1
        self.gap += (0.8 - chance - self.gap) / (self.count + 10)
        log = self.aim - math.sqrt(self.count) / 0.05 * self.gap
        share = exp_one(-0.75 * log_one(float(self.count)))
        self.mean = exp_one(share * log + (1 - share) * log_one(self.mean))
        self.now = exp_one(log)

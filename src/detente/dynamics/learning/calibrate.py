"""A history updates weights, rates and precision: the most probable values, and how far they are known.

The posterior is that of normal scores (see ``prior.py``). Its mode is found from several starts by BFGS;
around the mode it is taken as normal (Laplace) and, unless that is left out, sampled as it is.

A common factor of all of an actor's weights cancels, because utility is taken relative to its range. It is
therefore not confused with precision: the data say nothing of it and the prior of the weights holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import dot, log
from detente.case import Case
from detente.dynamics.ascent import climb
from detente.dynamics.clock import written_out
from detente.dynamics.learning.likelihood import Observed, Strike, likelihood, observe
from detente.dynamics.learning.posterior import Sample, sample
from detente.dynamics.learning.prior import Parameter, Prior, prior_of
from detente.dynamics.linear import cholesky, eigen
from detente.dynamics.motion import where
from detente.errors import DetenteError, UnknownName
from detente.game import Game, unfold
from detente.history.past.path import Path
from detente.readonly import ReadOnly
from detente.worlds.streams import normal_quantile, uniforms

__all__ = ["Calibration", "Direction", "Posterior", "calibrate", "posterior_of"]

Floats = NDArray[np.float64]

#: Step of the differences of gradients that make the Hessian.
STEP = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Prior and evidence together, as a density over scores.

    Parameters
    ----------
    prior
        The parameters.
    observed
        The evidence.
    actors
        Ids of the actors of ``observed.actors``.
    """

    prior: Prior
    observed: Observed
    actors: tuple[str, ...]

    def __call__(self, z: Floats) -> tuple[float, Floats]:
        """Return the log density at scores (P,), up to a constant, and its gradient."""
        prior = self.prior
        values, slopes = prior.at(z)
        total, gradient = 0.0, np.zeros(len(z))
        for actor, seen in zip(self.actors, self.observed.actors, strict=True):
            weights = prior.weights[actor].copy()
            at, which = prior.places[actor]
            weights[at] = values[which]
            rate, precision = _number(prior.rates[actor], values), _number(prior.precisions[actor], values)
            value, slope = likelihood(seen, weights, max(rate, 1e-300), precision)
            total += value
            gradient[which] += slope[at]
            _add(gradient, prior.rates[actor], slope[-2], max(rate, 1e-300))
            _add(gradient, prior.precisions[actor], slope[-1], precision)
        return total - 0.5 * float(dot(z, z)), gradient * slopes - z


@dataclass(frozen=True, slots=True)
class Direction:
    """A combination of scores that the data speak to.

    Parameters
    ----------
    strength
        How much the data know of it against the prior: 1 halves the prior's variance.
    loadings
        Parameter id -> its part, largest first; the squares of all add up to 1.
    """

    strength: float
    loadings: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Calibration(ReadOnly):
    """What a history says of the parameters.

    Parameters
    ----------
    case, reading
        Id of the case, and of the reading whose weights were the prior; empty for the case's own.
    parameters
        P parameters.
    posterior
        The density that was explored.
    mode
        (P,) most probable scores.
    covariance
        (P, P) of the scores, by Laplace.
    evidence
        Log marginal likelihood of the history, by Laplace; readings are compared by it.
    settled
        Whether the search for the mode ended where the gradient vanishes.
    sample
        Draws from the posterior, or ``None`` if none were asked for.
    """

    case: str
    reading: str
    parameters: tuple[Parameter, ...]
    posterior: Posterior
    mode: Floats
    covariance: Floats
    evidence: float
    settled: bool
    sample: Sample | None

    def __repr__(self) -> str:
        told = "settled" if self.settled else "not settled"
        return f"Calibration({len(self.parameters)} parameters, {self.posterior.observed!r}, {told})"

    def interval(self, level: float = 0.9, sampled: bool = True) -> Floats:
        """Return (P, 3): lower end, middle and upper end of what each parameter is after the history.

        Parameters
        ----------
        level
            Probability between the ends, in (0, 1).
        sampled
            Whether to read the ends off the sample, if there is one; else the normal approximation at the
            mode is used.

        Returns
        -------
        (P, 3) array
            In the units of the parameters: rates per year, weights as they are.
        """
        tail = np.array([(1 - level) / 2, 0.5, (1 + level) / 2])
        if sampled and self.sample is not None:
            scores = np.quantile(self.sample.draws, tail, axis=0).T
        else:
            scores = self.mode[:, None] + np.sqrt(np.diag(self.covariance))[:, None] * normal_quantile(tail)
        return self.posterior.prior.values(scores)

    def before(self, level: float = 0.9) -> Floats:
        """Return (P, 3): lower end, middle and upper end of what each parameter was before the history.

        Parameters
        ----------
        level
            Probability between the ends, in (0, 1).

        Returns
        -------
        (P, 3) array
            In the units of the parameters.
        """
        tail = np.array([(1 - level) / 2, 0.5, (1 + level) / 2])
        return self.posterior.prior.values(np.tile(normal_quantile(tail), (len(self.parameters), 1)))

    @property
    def spread(self) -> Floats:
        """(P,) posterior over prior deviation of each score: 1 where the data say nothing."""
        if self.sample is not None:
            return np.asarray(self.sample.draws.std(axis=0, ddof=1))
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlation(self) -> Floats:
        """(P, P) correlations of the scores after the history."""
        sd = np.sqrt(np.diag(self.covariance))
        return np.asarray(self.covariance / np.outer(sd, sd))

    def directions(self, most: int = 5, least: float = 0.1) -> tuple[Direction, ...]:
        """Return the combinations that the data speak to, strongest first, down to a least strength.

        Parameters
        ----------
        most
            How many at most.
        least
            Strength below which a combination is left out: 1 means that its variance is half of what it
            was, 0 that the data say nothing of it.

        Returns
        -------
        tuple of Direction
            By falling strength.
        """
        if not len(self.mode):
            return ()
        variance, vectors = eigen(self.covariance)
        strength = 1 / variance - 1
        order = np.argsort(-strength, kind="stable")[:most]
        return tuple(
            Direction(float(strength[k]), _loadings(vectors[:, k], self.parameters))
            for k in order
            if strength[k] >= least
        )

    @property
    def learned(self) -> float:
        """How many parameters' worth the data have determined, between 0 and P."""
        return float(len(self.mode) - np.trace(self.covariance))


def calibrate(
    case: Case,
    path: Path,
    *,
    reading: str = "",
    game: Game | None = None,
    starts: int = 3,
    draws: int = 1000,
    chains: int = 4,
    warmup: int = 150,
    seed: int = 1,
) -> Calibration:
    """Learn weights, rates and precision from a history.

    Parameters
    ----------
    case
        The case, with a clock.
    path
        What happened.
    reading
        Id of a reading whose weights are the prior; the case's own if left out.
    game
        The whole game of the case, if it is there already.
    starts
        From how many points the mode is sought, the prior's middle first.
    draws, chains
        How many draws are kept, and in how many chains; no draws leave the sampling out.
    warmup
        Draws of each chain that are thrown away.
    seed
        Same seed, same answer.

    Raises
    ------
    DetenteError
        If the path says nothing of the game, or nothing is uncertain.
    UnknownName
        If there is no such reading.
    """
    if reading and reading not in case.readings:
        raise UnknownName("reading", reading, tuple(case.readings))
    whole = game if game is not None else unfold(case)
    posterior = posterior_of(case, whole, path, reading)
    if not len(posterior.prior):
        raise DetenteError(f"{case.case}: nothing is uncertain, so there is nothing to learn")
    mode, settled = _mode(posterior, starts, seed)
    precision = _hessian(posterior, mode)
    covariance = _inverted(precision)
    density = posterior(mode)[0]
    evidence = density + float(log(np.diag(cholesky(covariance))).sum())
    found = sample(posterior, mode, covariance, draws, chains, seed, warmup) if draws else None
    parameters = posterior.prior.parameters
    return Calibration(case.case, reading, parameters, posterior, mode, covariance, evidence, settled, found)


def posterior_of(case: Case, game: Game, path: Path, reading: str = "") -> Posterior:
    """Put prior and evidence together.

    Parameters
    ----------
    case
        A case with a clock.
    game
        Its whole game.
    path
        What happened, and when.
    reading
        The reading whose weights and chances are the prior.
    """
    observed = observe(game, path, _strikes(case, game))
    actors = tuple(game.actors[s.actor] for s in observed.actors)
    return Posterior(prior_of(case, actors, (path.start, path.end), reading), observed, actors)


def _strikes(case: Case, game: Game) -> list[Strike]:
    found: list[Strike] = []
    for shock in case.clock.shocks if case.clock is not None else ():
        everywhere = np.ones(len(game), np.bool_)
        tree = None if shock.when is None else written_out(shock.when.tree, case)
        found.append((shock.set, everywhere if tree is None else where(game, tree)))
    return found


def _mode(posterior: Posterior, starts: int, seed: int) -> tuple[Floats, bool]:
    size = len(posterior.prior)
    best: tuple[float, Floats, bool] | None = None
    for k in range(max(1, starts)):
        begin = (
            0.7 * normal_quantile(uniforms(seed, f"calibrate:start:{k}", 0, size)) if k else np.zeros(size)
        )
        found, value = climb(posterior, begin)
        still = bool(np.abs(posterior(found)[1]).max() < 1e-2)
        if best is None or value > best[0]:
            best = (value, found, still)
    assert best is not None
    return best[1], best[2]


def _hessian(posterior: Posterior, at: Floats) -> Floats:
    """(P, P) negative second derivatives, from differences of the gradient."""
    rows = []
    for k in range(len(at)):
        step = np.zeros(len(at))
        step[k] = STEP
        rows.append((posterior(at - step)[1] - posterior(at + step)[1]) / (2 * STEP))
    found = np.array(rows)
    return np.asarray((found + found.T) / 2)


def _inverted(precision: Floats) -> Floats:
    """Invert; where the density is flatter than a tenth of the prior (a kink), a tenth of it is taken."""
    strength, vectors = eigen(precision)
    return dot((vectors / np.maximum(strength, 0.1))[:, None], vectors[None])


def _number(given: int | float, values: Floats) -> float:
    return float(values[given]) if isinstance(given, int) else given


def _add(gradient: Floats, place: int | float, by_log: float, value: float) -> None:
    if isinstance(place, int):
        gradient[place] += by_log / value


def _loadings(vector: Floats, parameters: Sequence[Parameter]) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-np.abs(vector), kind="stable")
    sign = 1.0 if vector[order[0]] >= 0 else -1.0
    return tuple((parameters[k].id, float(sign * vector[k])) for k in order)

"""Lower and upper probabilities where actors' rates are known only within a factor.

Each actor's rate may be anything in [r/f, r f], at any time and in any state. The lowest expected value of a
function then follows f' = L f, where L takes, in each state and for each actor, the rate that makes the value
fall fastest: the upper one where the actor's moves lower it, the lower one where they raise it (Skulj 2015;
Krak, De Bock and Siebes 2017). Rates may follow the state, so the band is wider than that of worlds in which
each rate is one number throughout; both are to be shown.

Steps are those of a Runge-Kutta scheme of third order that is a mean of Euler steps (Shu and Osher 1988),
each of which is an average over states. Values therefore never leave the range of f, and bounds keep their
order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import dot, power
from detente.dynamics.chain.sparse import Chain
from detente.dynamics.linear import sparse_times
from detente.game.model import Bools
from detente.readonly import ReadOnly

__all__ = ["Band", "Leg", "band", "through"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Band(ReadOnly):
    """Bounds from imprecise rates.

    Parameters
    ----------
    low, high
        (T,) bounds at each time, moved outward by ``error``.
    error
        Estimated error of the steps.
    steps
        Number of steps that were taken.
    """

    low: Floats
    high: Floats
    error: float
    steps: int


def band(
    chain: Chain,
    mask: Bools,
    times: Floats,
    factor: float,
    imprecise: tuple[str, ...],
    measure: str = "at",
    tolerance: float = 1e-4,
) -> Band:
    """Bound the probability of a set at each time.

    Parameters
    ----------
    mask
        (S,) the set.
    times
        (T,) years.
    factor
        f, at least 1; at 1 the bounds are the precise value.
    imprecise
        Whose rates are imprecise; those of the others are taken as they are.
    measure
        ``at`` each time, ``by`` it, or ``throughout`` up to it.
    tolerance
        Largest error allowed of the whole.

    References
    ----------
    Skulj (2015), Applied Mathematics and Computation 250; Krak, De Bock and Siebes (2017), International
    Journal of Approximate Reasoning 88; Erreygers and De Bock (2017) for the error of the steps.
    """
    if factor < 1:
        raise ValueError(f"the factor must be at least 1, not {factor}")
    mask = np.asarray(mask, bool)
    frozen = {"at": np.zeros_like(mask), "by": mask, "throughout": ~mask}[measure]
    operator = _Operator.of(chain, factor, imprecise, frozen)
    times = np.asarray(times, np.float64)
    goal = mask.astype(np.float64)
    low, error, steps = _integrate(operator, goal, times, tolerance)
    # The upper expectation of f is minus the lower expectation of -f.
    high, other, more = _integrate(operator, -goal, times, tolerance)
    off = max(error, other)
    bounds = np.clip(dot(low, chain.start) - off, 0, 1), np.clip(dot(-high, chain.start) + off, 0, 1)
    return Band(*bounds, off, steps + more)


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """A time in which one chain holds, for going back from a deadline.

    Parameters
    ----------
    chain, years
        The chain, and how long it holds.
    frozen, value
        (S,) where the matter is settled during the leg, and the value that it then has.
    back
        Takes values at the beginning of the leg to those just before it; nothing happens if ``None``.
    """

    chain: Chain
    years: float
    frozen: Bools
    value: float
    back: Callable[[Floats], Floats] | None


def through(
    legs: Sequence[Leg],
    goal: Floats,
    sign: float,
    factor: float,
    imprecise: tuple[str, ...],
    tolerance: float = 1e-4,
) -> tuple[Floats, float]:
    """Return (S,) least expected value of ``goal`` from the beginning of the last leg, and the error.

    Parameters
    ----------
    legs
        The latest first.
    sign
        1 for the least, -1 for the greatest expected value.
    """
    f, error, whole = sign * goal, 0.0, math.fsum(leg.years for leg in legs)
    for leg in legs:
        f = np.where(leg.frozen, sign * leg.value, f)
        if leg.years > 0:
            operator = _Operator.of(leg.chain, factor, imprecise, leg.frozen)
            values, off, _ = _integrate(operator, f, np.array([leg.years]), tolerance * leg.years / whole)
            f, error = values[0], error + off
        if leg.back is not None:
            f = leg.back(f)
    return sign * f, error


@dataclass(frozen=True, slots=True, eq=False)
class _Operator:
    """The lower rate operator: the rows of each group of moves with one rate, as sparse matrices."""

    fixed: object
    loose: tuple[object, ...]
    factor: float
    active: Floats
    limit: float

    @classmethod
    def of(cls, chain: Chain, factor: float, imprecise: tuple[str, ...], frozen: Bools) -> _Operator:
        known = [m for m in range(len(chain.movers)) if chain.movers[m] not in imprecise]
        loose = [m for m in range(len(chain.movers)) if chain.movers[m] in imprecise]
        fastest = np.where(np.isin(chain.mover, loose), factor, 1.0) * chain.rates
        limit = float(np.bincount(chain.origins, fastest, len(chain)).max(initial=0.0))
        parts = tuple(_drift(chain, [m]) for m in loose)
        return cls(_drift(chain, known), parts, factor, np.where(frozen, 0.0, 1.0), limit)

    def lower(self, f: Floats) -> Floats:
        """Return (S,) L f."""
        out = sparse_times(self.fixed, f)
        for part in self.loose:
            d = sparse_times(part, f)
            out = out + np.where(d < 0, d * self.factor, d / self.factor)
        return out * self.active


def _drift(chain: Chain, movers: list[int]) -> object:
    """Return the generator (S, S) of some movers alone."""
    from scipy.sparse import csr_array, diags_array

    kept = np.isin(chain.mover, movers)
    origins, indices, rates = chain.origins[kept], chain.indices[kept], chain.rates[kept]
    size = len(chain)
    moves = csr_array((rates, (origins, indices)), shape=(size, size))
    out = np.bincount(origins, rates, size).astype(np.float64)
    return (moves - diags_array(out)).tocsr()


def _integrate(operator: _Operator, f: Floats, times: Floats, tolerance: float) -> tuple[Floats, float, int]:
    """Return (T, S) least expected values of f at each time, the error and the number of steps."""
    out = np.empty((len(times), len(f)))
    end = float(times.max(initial=0.0))
    now, error, steps = 0.0, 0.0, 0
    longest = 1 / operator.limit if operator.limit > 0 else np.inf
    step = longest
    for row in np.argsort(times, kind="stable"):
        goal = float(times[row])
        while now < goal:
            h = min(step, longest, goal - now)
            after, off = _stride(operator.lower, f, h)
            allowed = tolerance * h / end
            if off <= allowed or h < end * 1e-7:
                f, now, error, steps = after, now + h if h < goal - now else goal, error + off, steps + 1
            # The error of a step grows with its third power.
            step = h * min(2.0, max(0.3, 0.9 * float(power(allowed / max(off, 1e-300), 1 / 3))))
        out[row] = f
    return out, error, steps


def _stride(lower: Callable[[Floats], Floats], f: Floats, h: float) -> tuple[Floats, float]:
    """Return f one step on by the scheme of third order, and how far the one of second order differs."""
    first = f + h * lower(f)
    again = first + h * lower(first)
    second = 0.5 * f + 0.5 * again
    middle = 0.75 * f + 0.25 * again
    third: Floats = f / 3 + 2 / 3 * (middle + h * lower(middle))
    return third, float(np.abs(third - second).max(initial=0.0))

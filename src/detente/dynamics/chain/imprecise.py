"""Lower and upper probabilities where actors' rates are known only within a factor.

Each actor's rate may be anything in [r/f, r f], at any time and in any state. The lowest expected value of a
function then follows f' = L f, where L takes, in each state and for each actor, the rate that makes the value
fall fastest: the upper one where the actor's moves lower it, the lower one where they raise it (Skulj 2015;
Krak, De Bock and Siebes 2017). Rates may follow the state, so the band is wider than that of worlds in which
each rate is one number throughout; both are to be shown.

Steps are those of a Runge-Kutta scheme of fourth order in ten stages that is a mean of Euler steps (Ketcheson
2008), each of which is an average over states as long as a step is no longer than six mean stays in the state
that is left fastest. Values therefore never leave the range of f, and bounds keep their order. How far one
of third order on the same stages differs is the error of a step (Conde, Fekete and Shadid 2022).

References
----------
Ketcheson (2008), SIAM J. Sci. Comput. 30; Conde, Fekete and Shadid (2022), J. Comput. Appl. Math. 412.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import dot, power
from detente.compiled import njit
from detente.dynamics.chain.sparse import Chain
from detente.game.model import Bools, Ints
from detente.readonly import ReadOnly

__all__ = ["Band", "Leg", "band", "through"]

Floats = NDArray[np.float64]

#: Euler steps of which a step is a mean are this much shorter.
_PARTS = 6

#: Weights of the stages, from the first, in the scheme of third order.
_THIRD = (0.2, 0.0, 0.0, 0.3, 0.0, 0.0, 0.2, 0.0, 0.3, 0.0)


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
    """The lower rate operator: moves by origin and mover, and whose rates are loose."""

    start: NDArray[np.int64]
    target: Ints
    rates: Floats
    mover: NDArray[np.int16]
    loose: Bools
    factor: float
    active: Bools
    limit: float

    @classmethod
    def of(cls, chain: Chain, factor: float, imprecise: tuple[str, ...], frozen: Bools) -> _Operator:
        loose = np.array([m in imprecise for m in chain.movers], np.bool_)
        fastest = np.where(loose[chain.mover], factor, 1.0) * chain.rates
        leaving = np.bincount(chain.origins, fastest, len(chain))
        order = np.lexsort((chain.mover, chain.origins))
        return cls(
            chain.indptr.astype(np.int64),
            chain.indices[order],
            chain.rates[order],
            chain.mover[order],
            loose,
            factor,
            ~frozen,
            float(leaving[~frozen].max(initial=0.0)),
        )

    def lower(self, f: Floats) -> Floats:
        """Return (S,) L f."""
        out = np.empty_like(f)
        _lower(self.start, self.target, self.rates, self.mover, self.loose, self.factor, self.active, f, out)
        return out


@njit(cache=True, nogil=True)
def _lower(
    start: NDArray[np.int64],
    target: Ints,
    rates: Floats,
    mover: NDArray[np.int16],
    loose: Bools,
    factor: float,
    active: Bools,
    f: Floats,
    out: Floats,
) -> None:
    """Write L f into ``out`` (S,): what each mover does to f, at the rate that makes it least."""
    for s in range(len(start) - 1):
        total, k = 0.0, start[s]
        while active[s] and k < start[s + 1]:
            who, drift = mover[k], 0.0
            while k < start[s + 1] and mover[k] == who:
                drift += rates[k] * (f[target[k]] - f[s])
                k += 1
            if loose[who]:
                drift = drift * factor if drift < 0.0 else drift / factor
            total += drift
        out[s] = total


def _integrate(operator: _Operator, f: Floats, times: Floats, tolerance: float) -> tuple[Floats, float, int]:
    """Return (T, S) least expected values of f at each time, the error and the number of steps."""
    out = np.empty((len(times), len(f)))
    end = float(times.max(initial=0.0))
    now, error, steps = 0.0, 0.0, 0
    longest = _PARTS / operator.limit if operator.limit > 0 else np.inf
    step = longest
    for row in np.argsort(times, kind="stable"):
        goal = float(times[row])
        while now < goal:
            h = min(step, longest, goal - now)
            after, off = _stride(operator.lower, f, h)
            allowed = tolerance * h / end
            if off <= allowed or h < end * 1e-7:
                f, now, error, steps = after, now + h if h < goal - now else goal, error + off, steps + 1
            # The error of a step grows with its fourth power, what is allowed with the first.
            step = h * min(2.0, max(0.3, 0.9 * float(power(allowed / max(off, 1e-300), 1 / 3))))
        out[row] = f
    return out, error, steps


def _stride(lower: Callable[[Floats], Floats], f: Floats, h: float) -> tuple[Floats, float]:
    """Return f one step on by the scheme of fourth order, and how far the one of third order differs."""
    third, now, kept = f.copy(), f, f
    for stage, weight in enumerate(_THIRD[:-1]):
        drift = h * lower(now)
        third += weight * drift
        now = now + drift / _PARTS
        if stage == 4:
            kept = 0.04 * f + 0.36 * now
            now = 15 * kept - 5 * now
    fourth: Floats = kept + 0.6 * now + 0.1 * h * lower(now)
    return fourth, float(np.abs(fourth - third).max(initial=0.0))

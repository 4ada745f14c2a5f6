"""Criteria of choice under deep uncertainty, as functions of payoffs: choices x worlds.

Each is made as McPhail et al. (2018) take them apart: the payoff is turned into what is judged (the level,
the regret, whether it is enough), worlds are selected (all, the worst, a quantile), and what they say is
put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["CRITERIA", "Recipe", "dominates", "hurwicz_turns", "regrets", "share_of_best", "worst_group"]

Floats = NDArray[np.float64]

#: Payoffs closer than this are equal: they are quotients of sums of whole numbers.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Recipe:
    """One criterion.

    Parameters
    ----------
    judges
        What is judged in a world: ``level``, ``regret`` or ``enough``.
    value
        (..., W) of it, and Hurwicz's alpha -> (...,).
    sign
        1 if the largest value is chosen, -1 if the smallest.
    source
        Who proposed it.
    """

    judges: str
    value: Callable[[Floats, float], Floats]
    sign: int
    source: str


def _mean(x: Floats, _: float) -> Floats:
    found: Floats = x.mean(axis=-1)
    return found


def _least(x: Floats, _: float) -> Floats:
    found: Floats = x.min(axis=-1)
    return found


def _most(x: Floats, _: float) -> Floats:
    found: Floats = x.max(axis=-1)
    return found


def _hurwicz(x: Floats, alpha: float) -> Floats:
    found: Floats = alpha * x.max(axis=-1) + (1 - alpha) * x.min(axis=-1)
    return found


def _ninety(x: Floats, _: float) -> Floats:
    """Quantile between order statistics by straight lines (Hyndman and Fan 1996, type 7)."""
    place = 0.9 * (x.shape[-1] - 1)
    low = int(place)
    high = min(low + 1, x.shape[-1] - 1)
    parted = np.partition(x, (low, high), axis=-1)
    found: Floats = parted[..., low] + (place - low) * (parted[..., high] - parted[..., low])
    return found


#: Criterion -> how it is made. The order is that of the tables.
CRITERIA = {
    "expected": Recipe("level", _mean, 1, "Laplace; expected utility over the worlds as drawn"),
    "maximin": Recipe("level", _least, 1, "Wald 1950"),
    "hurwicz": Recipe("level", _hurwicz, 1, "Hurwicz 1951"),
    "regret": Recipe("regret", _most, -1, "Savage 1951"),
    "regret-90": Recipe("regret", _ninety, -1, "McPhail et al. 2018"),
    "satisficing": Recipe("enough", _mean, 1, "Starr 1963"),
}


def regrets(payoff: Floats) -> Floats:
    """Return (C, W): how much more the best choice of each world would have brought.

    Parameters
    ----------
    payoff
        (C, W) payoff of each choice in each world, larger is better.

    Examples
    --------
    >>> regrets(np.array([[1.0, 0.0], [0.0, 3.0]])).tolist()
    [[0.0, 3.0], [1.0, 0.0]]
    """
    found: Floats = payoff.max(axis=0) - payoff
    return found


def share_of_best(values: Floats) -> Floats:
    """Return (C, ...): 1 where a choice has the largest value, shared equally where several have.

    Parameters
    ----------
    values
        (C, ...) value of each of C choices.

    Examples
    --------
    >>> share_of_best(np.array([[2.0, 1.0], [2.0, 3.0]])).tolist()
    [[0.5, 0.0], [0.5, 1.0]]
    """
    top = values >= values.max(axis=0) - TIE
    shared: Floats = top / top.sum(axis=0)
    return shared


def worst_group(payoff: Floats, group: NDArray[np.intp]) -> Floats:
    """Return (C,): expected payoff under the group of worlds that is worst for the choice.

    Parameters
    ----------
    payoff
        (C, W) payoffs.
    group
        (W,) number from 0 of the group, such as the reading, of each world.

    Notes
    -----
    Maxmin expected utility (Gilboa and Schmeidler 1989), the set of priors being all mixtures of the
    groups: the least expectation over mixtures is that of one of them.
    """
    count = np.bincount(group)
    there = count > 0
    means = np.array([np.bincount(group, row)[there] / count[there] for row in payoff])
    found: Floats = means.min(axis=1)
    return found


def hurwicz_turns(payoff: Floats) -> Iterator[tuple[float, NDArray[np.bool_]]]:
    """Yield (alpha, (C,) chosen): from which weight of the best case on what is chosen, rising from 0.

    Parameters
    ----------
    payoff
        (C, W) value of each choice in each world.

    Notes
    -----
    The value of a choice is a straight line in alpha, so what is chosen changes only where two lines
    cross. Where lines cross without a change between the alphas before and after, nothing is said.
    """
    worst, best = payoff.min(axis=-1), payoff.max(axis=-1)
    slope = best - worst
    a, b = np.triu_indices(len(worst), 1)
    crosses = np.abs(slope[a] - slope[b]) > TIE
    at = (worst[b] - worst[a])[crosses] / (slope[a] - slope[b])[crosses]
    cuts = np.concatenate([[0.0], np.unique(at[(at > 0) & (at < 1)].round(12)), [1.0]])
    before: NDArray[np.bool_] | None = None
    for low, high in pairwise(cuts.tolist()):
        value = worst + (low + high) / 2 * slope
        chosen = value >= value.max() - TIE
        if before is None or (chosen != before).any():
            yield low, chosen
        before = chosen


def dominates(one: Floats, other: Floats) -> str:
    """Return in which order one choice dominates another: the strongest, or an empty string.

    Parameters
    ----------
    one, other
        (W,) payoffs over the same worlds.

    Returns
    -------
    str
        ``worlds`` if it is at least as good in each world; ``first`` or ``second`` for stochastic
        dominance of that order (Hadar and Russell 1969); in each case not the same everywhere.

    Examples
    --------
    >>> dominates(np.array([3.0, 1.0]), np.array([1.0, 2.0]))
    'first'
    """
    if _above(one, other):
        return "worlds"
    rises, others = np.sort(one), np.sort(other)
    if _above(rises, others):
        return "first"
    return "second" if _above(np.cumsum(rises), np.cumsum(others)) else ""


def _above(one: Floats, other: Floats) -> bool:
    margin = TIE * max(len(one), 1)
    return bool((one >= other - margin).all() and (one > other + margin).any())

"""Simple forecasters of monthly counts: what anything cleverer has to beat.

Each takes the counts known at a cut-off and says, for the sum over the next months, how likely each total
is. Nothing but these counts enters, so what comes later cannot leak in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import exp, log_gamma, log_one, log_times
from detente.forecast.baserate import JEFFREYS

__all__ = [
    "RIVALS",
    "WINDOW",
    "any_of",
    "climatology",
    "negative_binomial",
    "persistence",
    "totals",
    "windowed",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Months that the windowed base rate looks back.
WINDOW = 36

#: Tables of totals end where less than this is left.
_REST = 1e-10

#: A forecaster: (T,) counts up to the cut-off and months ahead -> (K,) probabilities of each total.
Rival = Callable[[Ints, int], Floats]


def totals(counts: Ints, months: int) -> Ints:
    """Sums of every run of so many months, (T - months + 1,); none where there are fewer months.

    Parameters
    ----------
    counts
        Events in each month, whole numbers from 0, (T,).
    months
        Length of a run, in months, at least 1.

    Examples
    --------
    >>> totals(np.array([1, 0, 2, 0]), 2).tolist()
    [1, 2, 2]
    """
    if len(counts) < months:
        return np.empty(0, np.int64)
    return np.convolve(counts, np.ones(months, np.int64), "valid").astype(np.int64)


def any_of(table: Floats) -> float:
    """Chance of at least one, from the probabilities of each total.

    Parameters
    ----------
    table
        Probability of 0, 1, 2, ... events, summing to one.
    """
    return float(1 - table[0])


def climatology(counts: Ints, months: int) -> Floats:
    """Every run of months in the past is as likely to come again, and as a prior each kind half a run.

    The prior is half a run without any event and half a run with one, spread over the totals that came, so
    that nothing is ruled out.

    Parameters
    ----------
    counts
        Events in each month, whole numbers from 0, (T,).
    months
        Length of a run, in months, at least 1.

    Examples
    --------
    >>> round(any_of(climatology(np.array([0, 1, 0, 2]), 1)), 6)
    0.5
    """
    past = totals(counts, months)
    found = np.bincount(past, minlength=2).astype(np.float64)
    some = found[1:] / found[1:].sum() if found[1:].sum() else np.eye(len(found) - 1)[0]
    found[0] += JEFFREYS
    found[1:] += JEFFREYS * some
    return np.asarray(found / found.sum(), np.float64)


def persistence(counts: Ints, months: int) -> Floats:
    """As over the last months: any or none comes again as often as it did before, and with the same total.

    Transitions between one run of months and the next are counted at every month of the past, with half a
    transition of each kind added.

    Parameters
    ----------
    counts
        Events in each month, whole numbers from 0, (T,).
    months
        Length of a run, in months, at least 1.

    Examples
    --------
    >>> any_of(persistence(np.array([0, 0, 0, 0]), 1))
    0.125
    """
    past = totals(counts, months)
    now, then = past[:-months], past[months:]
    last = int(past[-1]) if len(past) else 0
    same = (now > 0) == (last > 0)
    some = (float((then[same] > 0).sum()) + JEFFREYS) / (float(same.sum()) + 2 * JEFFREYS)
    table = np.zeros(max(last, 1) + 1)
    table[0], table[max(last, 1)] = 1 - some, some
    return table


def windowed(counts: Ints, months: int, window: int = WINDOW) -> Floats:
    """A steady rate, learnt from the last three years alone, with Jeffreys prior: a Gamma-Poisson mixture.

    Parameters
    ----------
    counts
        Events in each month, whole numbers from 0, (T,).
    months
        Length of a run, in months, at least 1.
    window
        How many of the last months count.

    Examples
    --------
    >>> round(any_of(windowed(np.zeros(60, dtype=int), 12)), 3)  # 1 - (1 + 12/36) ** -0.5
    0.134
    """
    recent = counts[-window:]
    shape, exposure = float(recent.sum()) + JEFFREYS, float(len(recent))
    return _table(shape, shape * months / exposure)


def negative_binomial(counts: Ints, months: int) -> Floats:
    """Independent months with more variance than a Poisson has, from all of the past by moments.

    Months with mean m and dispersion k (variance ``m + m**2 / k``) add up to a mean of ``months * m`` and a
    dispersion of ``months * k``. Half an event is added to the sum, so that the mean is above 0.

    Parameters
    ----------
    counts
        Events in each month, whole numbers from 0, (T,).
    months
        Length of a run, in months, at least 1.
    """
    mean = (float(counts.sum()) + JEFFREYS) / len(counts)
    extra = float(counts.var(ddof=1)) - mean if len(counts) > 1 else 0.0
    size = mean**2 / extra if extra > 0 else 1e6
    return _table(min(size, 1e6) * months, mean * months)


def _table(size: float, mean: float) -> Floats:
    """Probabilities of a negative binomial, up to where next to nothing is left, scaled to one."""
    p = size / (size + mean)
    k = np.arange(int(mean + 60 + 40 * np.sqrt(mean + mean * mean / size)), dtype=np.float64)
    ways = log_gamma(k + size) - log_gamma(size) - log_gamma(k + 1)
    table = exp(ways + size * log_one(p) + log_times(k, 1 - p))
    beyond = np.cumsum(table[::-1])[::-1]
    kept = table[: int((beyond > _REST).sum()) + 1]
    return np.asarray(kept / kept.sum(), np.float64)


#: Name -> forecaster, the reference last.
RIVALS: Mapping[str, Rival] = MappingProxyType(
    {
        "climatology": climatology,
        "persistence": persistence,
        "negative binomial": negative_binomial,
        "windowed base rate": windowed,
    }
)

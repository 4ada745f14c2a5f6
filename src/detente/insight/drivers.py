"""Which uncertain judgements decide between the choices: a first ranking from the given worlds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.insight.model import Driver, Estimate
from detente.worlds import Worlds

__all__ = ["drivers", "first_order"]

Floats = NDArray[np.float64]

#: Number of groups left out in turn for the standard error.
_GROUPS = 20


def drivers(worlds: Worlds, advantage: Floats) -> tuple[Driver, ...]:
    """Rank the uncertain judgements by how much of the advantage's variance each explains alone.

    Parameters
    ----------
    worlds
        The worlds; world 0 is left out, since it is not random.
    advantage
        (W,) the focal actor's advantage of the first choice over the best other.
    """
    y = advantage[1:]
    if len(y) < 2 * _GROUPS or not np.isfinite(y).all() or np.ptp(y) == 0:
        return ()
    found = []
    if len(worlds.readings) > 1:
        labels = worlds.reading[1:].astype(np.intp)
        found.append(Driver("reading", "", _estimate(labels, y, grouped=True), float("nan")))
    for actor, statements, weights in zip(worlds.actors, worlds.statements, worlds.weights, strict=True):
        for statement, x in zip(statements, weights[:, 1:], strict=False):
            if np.ptp(x) > 0:
                found.append(Driver(statement, actor, _estimate(x, y), _rank_correlation(x, y)))
    return tuple(sorted(found, key=lambda d: -d.share.value))


def first_order(x: NDArray[np.generic], y: Floats, grouped: bool = False) -> float:
    """Estimate Var(E[y | x]) / Var(y) by binning, corrected for the bias of few worlds in a bin.

    Parameters
    ----------
    x
        (N,) values of one judgement, or its group numbers if ``grouped``.
    y
        (N,) answers.

    Notes
    -----
    Given-data estimate (Plischke 2010) with adjusted R squared of the bin means; may be slightly
    below 0 where nothing is explained.

    Examples
    --------
    >>> x = np.arange(1000.0)
    >>> round(first_order(x, x), 2)
    1.0
    """
    bins = _bins(x, grouped)
    count = np.bincount(bins)
    count_used = count[count > 0]
    sums = np.bincount(bins, weights=y - y.mean())[count > 0]
    total = float(((y - y.mean()) ** 2).sum())
    if total == 0 or len(count_used) < 2:
        return 0.0
    explained = float((sums**2 / count_used).sum()) / total
    n, k = len(y), len(count_used)
    return 1 - (1 - explained) * (n - 1) / (n - k)


def _bins(x: NDArray[np.generic], grouped: bool) -> NDArray[np.intp]:
    if grouped:
        labels: NDArray[np.intp] = np.unique(x, return_inverse=True)[1]
        return labels
    number = int(np.clip(len(x) // 50, 4, 20))
    ranks = np.argsort(np.argsort(x, kind="stable"), kind="stable")
    bins: NDArray[np.intp] = ranks * number // len(x)
    return bins


def _estimate(x: NDArray[np.generic], y: Floats, grouped: bool = False) -> Estimate:
    """Grouped jackknife."""
    place = np.arange(len(y)) % _GROUPS
    parts = np.array([first_order(x[place != g], y[place != g], grouped) for g in range(_GROUPS)])
    se = float(np.sqrt((_GROUPS - 1) / _GROUPS * ((parts - parts.mean()) ** 2).sum()))
    return Estimate(first_order(x, y, grouped), se, len(y))


def _rank_correlation(x: Floats, y: Floats) -> float:
    a, b = np.argsort(np.argsort(x)), np.argsort(np.argsort(y))
    return float(np.corrcoef(a, b)[0, 1])

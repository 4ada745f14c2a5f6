"""Which uncertain judgements decide between the choices: a first ranking from the given worlds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.insight.measure.indices import PARTS, Bins, first_orders
from detente.paper.estimate import Estimate
from detente.worlds import Worlds

__all__ = ["Driver", "drivers", "first_order"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Driver:
    """How much one uncertain judgement decides between the choices.

    Parameters
    ----------
    statement
        Statement id, or ``reading`` for which reading holds.
    actor
        Whose statement, or an empty string.
    share
        First-order share of the variance of the focal actor's advantage of the first choice over
        the best other (Sobol 1993, estimated from the given worlds by binning).
    direction
        Rank correlation with that advantage, -1 to 1; above 0 a larger weight favours the first
        choice. `nan` for the reading.
    """

    statement: str
    actor: str
    share: Estimate
    direction: float


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
    if len(y) < 2 * PARTS or not np.isfinite(y).all() or np.ptp(y) == 0:
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
    return float(first_orders(Bins.of(x, grouped), y[None])[0][0])


def _estimate(x: NDArray[np.generic], y: Floats, grouped: bool = False) -> Estimate:
    """Grouped jackknife."""
    value, se = first_orders(Bins.of(x, grouped), y[None])
    return Estimate(float(value[0]), float(se[0]), len(y))


def _rank_correlation(x: Floats, y: Floats) -> float:
    """Spearman's: of twice the ranks, ties in the middle of theirs, so that all sums are of whole numbers."""
    a, b = (_ranks(v) for v in (x, y))
    products = [int((p * q).sum()) for p, q in ((a, b), (a, a), (b, b))]
    return products[0] / math.sqrt(products[1] * products[2]) if products[1] and products[2] else math.nan


def _ranks(x: Floats) -> NDArray[np.int64]:
    """(N,) twice the rank less the mean of all."""
    rising = np.sort(x)
    twice = np.searchsorted(rising, x, side="left") + np.searchsorted(rising, x, side="right")
    return twice.astype(np.int64) - len(x)

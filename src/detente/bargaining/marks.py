"""How good distributions over a scale were, once it is known what was written: losses, lower is better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import log
from detente.bargaining.model import SCALE, Floats, Spread

__all__ = ["FLOOR", "crps", "log_score", "median", "shortest"]

#: Share of the uniform distribution that the log score mixes in; without it a place that was given no
#: probability is an infinite loss.
FLOOR = 0.01

#: Ends of the 11 parts of the scale that the log score knows: round tens lie in the middle of one.
_EDGES = np.array([0.0, *np.arange(5.0, SCALE, 10.0), SCALE])

#: Probabilities that differ by less are equal.
_CLOSE = 1e-9


def _sorted(spread: Spread) -> tuple[Floats, Floats]:
    """Values in rising order with their probabilities."""
    order = np.argsort(spread.values, axis=1, kind="stable")
    return np.take_along_axis(spread.values, order, axis=1), np.take_along_axis(spread.shares, order, axis=1)


def crps(spread: Spread, outcome: Floats) -> Floats:
    """Return (B,) continuous ranked probability scores, in points of the scale.

    Parameters
    ----------
    spread
        The distributions.
    outcome
        (B,) what was written, 0 to 100.

    Notes
    -----
    ``E|X - y| - E|X - X'| / 2`` (Gneiting and Raftery 2007, Journal of the American Statistical Association
    102:359, eq. 21); the distance to the outcome for a single value.

    Examples
    --------
    >>> crps(Spread(np.array([[0.0, 100.0]]), np.array([[0.5, 0.5]])), np.array([100.0])).tolist()
    [25.0]
    """
    values, shares = _sorted(spread)
    reached = np.cumsum(shares, axis=1)[:, :-1]
    apart = (np.diff(values, axis=1) * reached * (1 - reached)).sum(axis=1)
    return np.asarray((shares * np.abs(values - outcome[:, None])).sum(axis=1) - apart)


def log_score(spread: Spread, outcome: Floats) -> Floats:
    """Return (B,) minus the logarithm of the probability given to the part of the scale that came.

    The parts are 0 to 5, 5 to 15, ..., 95 to 100; one hundredth of a uniform distribution is mixed in.

    Parameters
    ----------
    spread
        A distribution in each of B bargains.
    outcome
        (B,): what came, on the scale from 0 to 100.

    Returns
    -------
    (B,) float
        Natural logarithms, at least 0; less is better.

    Examples
    --------
    >>> log_score(Spread(np.array([[50.0]]), np.array([[1.0]])), np.array([52.0])).round(3).tolist()
    [0.009]
    """
    parts = _part(spread.values) == _part(outcome)[:, None]
    given = np.where(parts, spread.shares, 0.0).sum(axis=1)
    width = np.diff(_EDGES)[_part(outcome)] / SCALE
    return -log((1 - FLOOR) * given + FLOOR * width)


def _part(x: Floats) -> NDArray[np.int64]:
    return np.clip(np.searchsorted(_EDGES, x, side="right") - 1, 0, len(_EDGES) - 2)


def median(spread: Spread) -> Floats:
    """Return (B,) medians; halfway where half the probability lies below a gap.

    Parameters
    ----------
    spread
        A distribution in each of B bargains.

    Returns
    -------
    (B,) float
        On the scale from 0 to 100.
    """
    values, shares = _sorted(spread)
    reached = np.cumsum(shares, axis=1)
    first = np.argmax(reached >= 0.5 - _CLOSE, axis=1)[:, None]
    after = np.argmax(reached > 0.5 + _CLOSE, axis=1)[:, None]
    ends = np.take_along_axis(values, first, axis=1) + np.take_along_axis(values, after, axis=1)
    return np.asarray(ends[:, 0] / 2)


def shortest(spread: Spread, level: float = 0.8) -> tuple[Floats, Floats]:
    """Return (B,) ends of the shortest interval that has at least so much probability.

    With heaps at both ends of the scale the interval between two quantiles is the whole scale, whatever lies
    between; the shortest one leaves the smaller heap out (Hyndman 1996, The American Statistician 50:120).

    Parameters
    ----------
    spread
        A distribution in each of B bargains.
    level
        In (0, 1].

    Returns
    -------
    low, high : (B,) float
        On the scale from 0 to 100; of equally short intervals the lowest.

    Examples
    --------
    >>> low, high = shortest(Spread(np.array([[0.0, 50.0, 60.0]]), np.array([[0.15, 0.5, 0.35]])))
    >>> low.tolist(), high.tolist()
    ([50.0], [60.0])
    """
    values, shares = _sorted(spread)
    low, high = np.empty(len(values)), np.empty(len(values))
    for row, (v, p) in enumerate(zip(values, shares, strict=True)):
        reached = np.cumsum(p)
        before = reached - p
        last = np.searchsorted(reached, before + level - _CLOSE)
        width = np.where(last < len(v), v[np.minimum(last, len(v) - 1)] - v, np.inf)
        best = int(np.argmin(width))
        low[row], high[row] = v[best], v[last[best]]
    return low, high

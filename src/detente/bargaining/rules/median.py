"""The weighted median of positions."""

import numpy as np

from detente.bargaining.model import SCALE, Floats, Positions, Rule, Spread, sure

__all__ = ["MEDIAN", "middle"]

#: Sums of weights that differ by less are equal.
_CLOSE = 1e-12


def middle(given: Positions, weight: Floats) -> Floats:
    """Return (B,) the place that has half the weight on either side.

    Parameters
    ----------
    given
        The bargains.
    weight
        (B, A) weights that add up to one in each.

    Notes
    -----
    Where exactly half of the weight lies up to a position, everything from there to the next one is a
    median; the point halfway between them is returned.
    """
    order = np.argsort(np.where(given.present, given.at, np.inf), axis=1, kind="stable")
    x = np.take_along_axis(np.where(given.present, given.at, SCALE), order, axis=1)
    reached = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    first = np.argmax(reached >= 0.5 - _CLOSE, axis=1)[:, None]
    after = np.argmax(reached > 0.5 + _CLOSE, axis=1)[:, None]
    ends = np.take_along_axis(x, first, axis=1) + np.take_along_axis(x, after, axis=1)
    return np.asarray(ends[:, 0] / 2)


def settle(given: Positions) -> Spread:
    """Return the median of positions, weighted by capability times salience.

    Parameters
    ----------
    given
        B bargains of A actors.

    Returns
    -------
    Spread
        One value in each bargain.

    Examples
    --------
    >>> from detente.bargaining import positions
    >>> settle(positions([0, 40, 100], salience=[0.2, 0.2, 0.6])).mean.tolist()
    [100.0]
    """
    return sure(middle(given, given.weight))


MEDIAN = Rule(
    "median",
    "weighted median",
    "Black 1958, The Theory of Committees and Elections, ch. 4",
    "a majority of weights can have any text it prefers",
    settle,
)

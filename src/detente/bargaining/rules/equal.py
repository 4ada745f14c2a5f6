"""The median of positions, each actor counted once."""

import numpy as np

from detente.bargaining.model import Positions, Rule, Spread, shares, sure
from detente.bargaining.rules.median import middle

__all__ = ["EQUAL"]


def settle(given: Positions) -> Spread:
    """Return the median of positions.

    Parameters
    ----------
    given
        B bargains of A actors; capability and salience are left aside.

    Returns
    -------
    Spread
        One value in each bargain.

    Examples
    --------
    >>> from detente.bargaining import positions
    >>> settle(positions([0, 40, 100], salience=[0.2, 0.2, 0.6])).mean.tolist()
    [40.0]
    """
    return sure(middle(given, shares(np.ones(given.at.shape), given.present)))


EQUAL = Rule(
    "equal-median",
    "median of actors",
    "Black 1958, The Theory of Committees and Elections, ch. 4",
    "one actor, one vote, and a majority can have any text it prefers",
    settle,
)

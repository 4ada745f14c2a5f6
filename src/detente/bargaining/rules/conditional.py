"""The probabilistic Condorcet election in which a position must win all its contests."""

import numpy as np

from detente.bargaining.model import Positions, Rule, Spread
from detente.bargaining.rules.condorcet import options, victories

__all__ = ["CONDITIONAL"]


def settle(given: Positions) -> Spread:
    """Return the distribution over positions.

    Parameters
    ----------
    given
        B bargains of A actors.

    Returns
    -------
    Spread
        Over the different positions of each bargain.

    Examples
    --------
    >>> from detente.bargaining import positions
    >>> settle(positions([0, 50, 100])).shares.round(2).tolist()
    [[0.21, 0.57, 0.21]]
    """
    choices, there = options(given)
    beats = victories(given, choices, given.weight)
    each = np.where(there[:, None, :], beats, 1.0)
    wins = np.where(there, each.prod(axis=2), 0.0)
    return Spread(choices, wins / wins.sum(axis=1, keepdims=True))


CONDITIONAL = Rule(
    "conditional",
    "Condorcet election, all contests won",
    "Wise, Lester and Efird 2015, KAPSARC; proportional votes, conditional",
    "positions are voted on in pairs, and what beats all the others is written",
    settle,
)

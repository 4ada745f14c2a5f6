"""The position that is most probable when it must win all its contests."""

import numpy as np

from detente.bargaining.model import Positions, Rule, Spread, sure
from detente.bargaining.rules.conditional import CONDITIONAL

__all__ = ["MODE"]

#: Shares that differ by less are equal.
_CLOSE = 1e-9


def settle(given: Positions) -> Spread:
    """Return the most probable position; the lowest where several are.

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
    >>> settle(positions([0, 50, 100])).mean.tolist(), settle(positions([0, 100])).mean.tolist()
    ([50.0], [0.0])
    """
    found = CONDITIONAL.settle(given)
    best = found.shares >= found.shares.max(axis=1, keepdims=True) - _CLOSE
    return sure(np.where(best, found.values, np.inf).min(axis=1))


MODE = Rule(
    "mode",
    "Condorcet election, deterministic",
    "Wise, Lester and Efird 2015, KAPSARC; the most probable option is taken",
    "the position that is most likely to beat all the others is written",
    settle,
)

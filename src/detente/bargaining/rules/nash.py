"""The Nash bargaining solution with weights."""

import numpy as np

from detente.bargaining.model import SCALE, Positions, Rule, Spread, sure

__all__ = ["NASH"]

#: Halvings of the scale, to less than a millionth of a point.
_STEPS = 48


def settle(given: Positions) -> Spread:
    """Return the text that maximises the weighted product of utilities.

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
    >>> settle(positions([0, 100], salience=[0.2, 0.6])).mean.round(6).tolist()
    [75.0]

    Notes
    -----
    Utility falls from 1 at an actor's position to 0 at a whole scale's distance, and without a text each has
    less than any text gives it. A reference point as the point of disagreement leaves nothing to agree on
    as soon as actors stand on both sides of it. The sum of logarithms is concave, so the sign of its slope is
    followed by halving.
    """
    weight, at = given.weight, given.at
    low, high = np.zeros(len(at)), np.full(len(at), SCALE)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        gap = at - middle[:, None]
        slope = (weight * np.sign(gap) / (SCALE - np.abs(gap))).sum(axis=1)
        low, high = np.where(slope > 0, middle, low), np.where(slope < 0, middle, high)
        still = slope == 0
        low, high = np.where(still, middle, low), np.where(still, middle, high)
    return sure((low + high) / 2)


NASH = Rule(
    "nash",
    "Nash bargaining",
    "Nash 1950, Econometrica 18:155; weights as in Schneider, Finke and Bailer 2010, Political Studies 58:85",
    "the text that maximises the product of all utilities, when having no text is worse for all than any",
    settle,
)

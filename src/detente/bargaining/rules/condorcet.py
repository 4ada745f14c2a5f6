"""The probabilistic Condorcet election over the positions that actors hold."""

import numpy as np

from detente.bargaining.model import SCALE, Bools, Floats, Positions, Rule, Spread

__all__ = ["CONDORCET", "lasting", "options", "victories"]

#: Positions nearer than this are one option; a thousandth of the scale.
_SAME = SCALE / 1000

#: What each side of a contest has besides its votes, so that nothing is impossible.
_LEAST = 1e-8


def options(given: Positions) -> tuple[Floats, Bools]:
    """Return (B, M) the different positions in rising order, and which of the M are there.

    Parameters
    ----------
    given
        B bargains of A actors.

    Returns
    -------
    values : (B, M) float
        On the scale from 0 to 100; 0 where there is none.
    there : (B, M) bool
        M is the largest number of different positions in a bargain.
    """
    x = np.sort(np.where(given.present, given.at, np.inf), axis=1)
    there = np.isfinite(x)
    there[:, 1:] &= np.diff(np.where(there, x, SCALE), axis=1) > _SAME
    order = np.argsort(~there, axis=1, kind="stable")[:, : int(there.sum(axis=1).max())]
    kept = np.take_along_axis(there, order, axis=1)
    return np.where(kept, np.take_along_axis(x, order, axis=1), 0.0), kept


def victories(given: Positions, choices: Floats, weight: Floats, root: bool = False) -> Floats:
    """Return (B, M, M) the probability that option i beats option j.

    Parameters
    ----------
    given
        The bargains.
    choices
        (B, M) options.
    weight
        (B, A) weights that add up to one in each.
    root
        Whether a side wins in proportion to the square root of its votes, and not to its votes.
    """
    m = choices.shape[1]
    won = np.full((len(choices), m, m), _LEAST)
    for actor in range(given.at.shape[1]):
        near = -np.abs(choices - given.at[:, actor, None]) / SCALE
        won += weight[:, actor, None, None] * np.maximum(near[:, :, None] - near[:, None, :], 0.0)
    won = np.sqrt(won) if root else won
    return np.asarray(won / (won + won.transpose(0, 2, 1)))


def lasting(beats: Floats, there: Bools) -> Floats:
    """Return (B, M) how long each option stands if contests between two of them go on for ever.

    Parameters
    ----------
    beats
        (B, M, M): probability that the option of the row beats that of the column, in [0, 1].
    there
        (B, M) bool: which of the M options there are.

    Returns
    -------
    (B, M) float
        In [0, 1]; each row sums to one.

    Notes
    -----
    The fixed point of ``p_i = 1/M sum_j P_ij (p_i + p_j)``: the stationary distribution of a chain that meets
    a challenger drawn at random. It is found by the elimination of Grassmann, Taksar and Heyman (1985,
    Operations Research 33:1107), which subtracts nothing and so loses no digits.
    """
    step = beats.transpose(0, 2, 1) * (there[:, :, None] & there[:, None, :])  # from, to
    m = step.shape[1]
    for k in range(m - 1, 0, -1):
        out = step[:, k, :k].sum(axis=1)
        step[:, :k, k] /= np.where(out > 0, out, 1.0)[:, None]
        step[:, :k, :k] += step[:, :k, k, None] * step[:, k, None, :k]
    found = np.zeros(there.shape)
    found[:, 0] = 1.0
    for k in range(1, m):
        found[:, k] = (found[:, :k] * step[:, :k, k]).sum(axis=1)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


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
    >>> settle(positions([0, 100], salience=[0.2, 0.6])).shares.round(6).tolist()
    [[0.25, 0.75]]
    """
    choices, there = options(given)
    return Spread(choices, lasting(victories(given, choices, given.weight), there))


CONDORCET = Rule(
    "condorcet",
    "Condorcet election",
    "Wise, Lester and Efird 2015, KAPSARC; proportional votes, uniform Markov",
    "positions are voted on in pairs, the heavier side wins more often, and the winner is challenged again",
    settle,
)

"""Two actors who look ahead a number of moves: what they anticipate, one move further at a time."""

from __future__ import annotations

from detente.compiled import njit
from detente.game.model import Ints

__all__ = ["further"]


@njit(cache=True, nogil=True)
def further(
    start: Ints,
    target: Ints,
    own: Ints,
    other: Ints,
    ahead: Ints,
    ahead_other: Ints,
    low: Ints,
    low_other: Ints,
) -> None:
    """Write the least that the mover, and the other, may end with, if the mover is to move now.

    Parameters
    ----------
    start
        Where the mover's moves from each state begin in ``target``, (S + 1,).
    target
        States moved to, (M,).
    own, other
        Utilities of the mover and of the other, (S,).
    ahead, ahead_other
        The least that the mover, and the other, may end with where the other is to move next, (S,).
    low, low_other
        The answer, (S,).
    """
    for s in range(len(own)):
        low[s], low_other[s] = own[s], other[s]
        for k in range(start[s], start[s + 1]):
            t = target[k]
            if ahead[t] > low[s]:
                low[s], low_other[s] = ahead[t], ahead_other[t]
            elif ahead[t] == low[s] and low[s] > own[s]:
                low_other[s] = min(low_other[s], ahead_other[t])

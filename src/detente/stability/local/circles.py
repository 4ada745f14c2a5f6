"""Kernels over the improvements that lead on from the status quo: in which order, and where they end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["downward", "followed"]

Places = NDArray[np.int64]


@njit(cache=True, nogil=True)
def downward(size: int, begin: Places, goal: Ints, room: Ints, order: Ints, ring: Ints) -> None:
    """Write states in an order in which each comes after all that it leads to, and the circle of each.

    Parameters
    ----------
    size
        How many states were met; numbers are those of `improvements.leads`.
    begin, goal
        Where the moves from each state begin, and where they lead.
    room
        (5, N) the states on the way, those met but not on a circle that is known yet, the move of each that
        is next, when each was met, and the first state on the way that it leads back to.
    order, ring
        (N,), written.
    """
    way, open_, after, met, back = room[0], room[1], room[2], room[3], room[4]
    for n in range(size):
        met[n] = -1
    way[0] = open_[0] = met[0] = back[0] = 0
    after[0] = begin[0]
    depth, waiting, number, done, rings = 1, 1, 1, 0, 0
    while depth > 0:
        n = way[depth - 1]
        k, low, deeper = after[n], back[n], False
        while k < begin[n + 1] and not deeper:
            g = goal[k]
            k += 1
            if met[g] < 0:
                met[g] = back[g] = open_[waiting] = number
                open_[waiting], after[g], way[depth] = g, begin[g], g
                waiting, number, depth, deeper = waiting + 1, number + 1, depth + 1, True
            elif back[g] < low:  # what is judged is far back
                low = back[g]
        after[n], back[n] = k, low
        if deeper:
            continue
        depth -= 1
        if depth > 0:
            back[way[depth - 1]] = min(back[way[depth - 1]], low)
        if low == met[n]:
            last = -1
            while last != n:
                waiting -= 1
                last = open_[waiting]
                back[last] = size
                order[done], ring[done] = last, rings
                done += 1
            rings += 1


@njit(cache=True, nogil=True)
def followed(
    begin: Places, goal: Ints, counts: Bools, size: int, path: Ints, queue: Ints, rests: Ints
) -> tuple[int, int]:
    """Follow the moves that count from state 0; return resting points and states met.

    Parameters
    ----------
    size
        How many states were met; numbers are those of `improvements.leads`.
    begin, goal, counts
        Where the moves from each state begin, where they lead, and whether they count.
    path
        The states by their numbers.
    queue
        Room for the states met.
    rests
        Written: the resting points, the start first if it is one; or all states met if there are none.
    """
    seen = np.zeros(size, np.bool_)
    seen[0], queue[0] = True, 0
    head, tail, calms = 0, 1, 0
    while head < tail:
        n, calm = queue[head], True
        head += 1
        for m in range(begin[n], begin[n + 1]):
            if counts[m]:
                calm = False
                if not seen[goal[m]]:
                    seen[goal[m]] = True
                    queue[tail] = goal[m]
                    tail += 1
        if calm:
            rests[calms] = path[n]
            calms += 1
    if calms == 0:
        for k in range(tail):
            rests[k] = path[queue[k]]
    return calms, tail

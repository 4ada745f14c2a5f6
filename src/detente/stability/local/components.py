"""What the others can make of each state where every move can be taken back: connected components."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Ints

__all__ = ["components"]


@njit(cache=True, nogil=True)
def components(
    order: Ints, start: Ints, bounds: NDArray[np.int64], group: Ints
) -> tuple[Ints, NDArray[np.int64]]:
    """Number the components of the others' moves for each viewer.

    ``order``, ``group`` (A, S) are the fields of `detente.game.Classes` of each actor, ``start`` those of
    all, from ``bounds`` (A + 1,) on. Returns (A, S) numbers from 0, and (A,) how many there are.

    Parameters
    ----------
    order
        (A, S) int32: states of each actor, class by class.
    start
        (N,) int32: where classes begin in ``order``, for all actors in turn.
    bounds
        (A + 1,) int64: where an actor's part of ``start`` begins and ends.
    group
        (A, S) int32: class of each state for each actor.
    """
    actors, states = order.shape
    part = np.full((actors, states), -1, np.int32)
    count = np.zeros(actors, np.int64)
    stack = np.empty(states, np.int32)
    for i in range(actors):
        for root in range(states):
            if part[i, root] >= 0:
                continue
            part[i, root] = count[i]
            stack[0], top = root, 1
            while top > 0:
                top -= 1
                s = stack[top]
                for j in range(actors):
                    if j != i:
                        c = bounds[j] + group[j, s]
                        for k in range(start[c], start[c + 1]):
                            t = order[j, k]
                            if part[i, t] < 0:
                                part[i, t] = count[i]
                                stack[top] = t
                                top += 1
            count[i] += 1
    return part, count

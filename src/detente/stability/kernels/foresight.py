"""Where play may be expected to end if all look ahead to the end, in one world at a time.

``start`` (A, S + 1), ``target`` (M,), ``first`` (M + 1,) and ``part`` (N,) are every actor's moves and the
parts of their changes, as in ``parts.py``; ``u`` (A, S). A step of j from s may be part of a way to the end e
if u_j(e) > u_j(s), and u_j(e) is no less than ``need``, what another move from s would surely bring j.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["lasting"]

_MOST = np.iinfo(np.int32).max


@njit(cache=True, nogil=True)
def _into(start: Ints, target: Ints, first: Ints, part: Ints, u: Ints) -> tuple[Ints, Ints, Ints]:
    """Return where moves into each state begin, their origins and movers; no redundant improvements."""
    actors, states = u.shape
    kept = np.ones(len(target), np.bool_)
    begin = np.zeros(states + 2, np.int32)
    for a in range(actors):
        for s in range(states):
            for k in range(start[a, s], start[a, s + 1]):
                t = target[k]
                if u[a, t] > u[a, s]:
                    for p in range(first[k], first[k + 1]):
                        kept[k] &= u[a, part[p]] < u[a, t]
                begin[t + 2] += kept[k]
    for s in range(2, states + 2):
        begin[s] += begin[s - 1]
    origin, mover = np.empty(begin[states + 1], np.int32), np.empty(begin[states + 1], np.int32)
    for a in range(actors):
        for s in range(states):
            for k in range(start[a, s], start[a, s + 1]):
                if kept[k]:
                    at = begin[target[k] + 1]
                    origin[at], mover[at] = s, a
                    begin[target[k] + 1] += 1
    return begin, origin, mover


@njit(cache=True, nogil=True)
def _ends(begin: Ints, origin: Ints, mover: Ints, u: Ints, need: Ints, lasts: Bools, low: Ints) -> None:
    """Write the least u of each actor at the ends that play may come to from each state."""
    actors, states = u.shape
    low[:] = _MOST
    seen = np.full(states, -1, np.int32)
    queue = np.empty(states, np.int32)
    for e in range(states):
        if not lasts[e]:
            continue
        queue[0], seen[e], head, tail = e, e, 0, 1
        while head < tail:
            t = queue[head]
            head += 1
            for a in range(actors):
                low[a, t] = min(low[a, t], u[a, e])
            for k in range(begin[t], begin[t + 1]):
                s, j = origin[k], mover[k]
                if seen[s] != e and u[j, e] > u[j, s] and u[j, e] >= need[j, s]:
                    seen[s] = e
                    queue[tail] = s
                    tail += 1


@njit(cache=True, nogil=True)
def lasting(start: Ints, target: Ints, first: Ints, part: Ints, u: Ints, maximal: bool, low: Ints) -> Bools:
    """Return the states that may last, and write the least that a move to each state may come to.

    ``maximal``: nobody makes a move where another surely brings it more. ``low`` (A, S) holds the largest
    number where no end is left.

    Parameters
    ----------
    start
        Where the moves of each actor from each state begin in ``target``, (A, S + 1).
    target
        States moved to, (M,).
    first
        Where each move's parts begin in ``part``, (M + 1,).
    part
        States that a part of a move leads to, (N,).
    u
        Utilities, (A, S).
    maximal
        Whether nobody makes a move where another surely brings it more.
    low
        Is written: the least that a move to each state may come to, (A, S).
    """
    actors, states = u.shape
    begin, origin, mover = _into(start, target, first, part, u)
    lasts = np.ones(states, np.bool_)
    need = np.full((actors, states), -_MOST, np.int32)
    change = True
    while change:
        change = False
        _ends(begin, origin, mover, u, need, lasts, low)
        for t in range(states):
            for k in range(begin[t], begin[t + 1]):
                s, j = origin[k], mover[k]
                if lasts[s] and low[j, t] > u[j, s]:
                    lasts[s], change = False, True
                if maximal and low[j, t] > need[j, s]:
                    need[j, s], change = low[j, t], True
    return lasts

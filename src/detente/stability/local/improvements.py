"""Kernels that list the improvements that lead on from the status quo in one world.

``value`` to ``code`` are the fields of `detente.stability.local.tables.Tables`, ``kind`` to ``widest`` those
of `detente.stability.local.kinds.Kinds`; ``u`` is a world's row of values. States are numbered as they are
met.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Ints

__all__ = ["UNKNOWN", "improving", "leads", "rides"]

Places = NDArray[np.int64]
Codes = NDArray[np.uint64]
Words = NDArray[np.uint32]

#: A word of what improves that is not worked out yet; else nobody's bit is its own.
UNKNOWN = np.uint32(2**32 - 1)

_ONE, _NONE = np.uint32(1), np.uint32(0)


@njit(cache=True, nogil=True)
def improving(worth: Ints, row: Places, mask: Words, u: Ints, irredundant: bool, i: int) -> np.uint32:
    """Return a bit for each member of a class that its member i would move to."""
    low, size, seat, words = row[i, 0], row[i, 1], row[i, 2], row[i, 3]
    here, better = u[worth[low + seat]], _NONE
    for k in range(size):
        better |= np.uint32(u[worth[low + k]] > here) << np.uint32(k)
    if not irredundant:
        return better
    found = _NONE
    for k in range(size):
        if (better >> np.uint32(k)) & _ONE:
            inside, gain, n = mask[words + k] & better, u[worth[low + k]], low
            while inside and not (inside & _ONE and u[worth[n]] >= gain):
                inside >>= _ONE
                n += 1
            if inside == 0:
                found |= _ONE << np.uint32(k)
    return found


@njit(cache=True, nogil=True)
def rides(target: Ints, worth: Ints, code: Codes, u: Ints, s: int, low: int, high: int, k: int) -> bool:
    """Whether a part of the changes of move k from s does as much for its author."""
    t, gain = target[k], u[worth[k]]
    for n in range(low, high):
        part = target[n]
        if u[worth[n]] >= gain and n != k and part != s:
            inside = True
            for b in range(code.shape[1]):
                inside &= (code[part, b] & ~(code[s, b] | code[t, b])) == 0
            if inside:
                return True
    return False


@njit(cache=True, nogil=True)
def leads(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    kind: Ints,
    row: Places,
    mask: Words,
    widest: int,
    u: Ints,
    known: Words,
    irredundant: bool,
    most: int,
    path: Ints,
    place: Ints,
    begin: Places,
    goal: Ints,
    mover: Ints,
) -> tuple[int, Ints, Ints]:
    """List the improvements that lead on from ``path[0]``; return states, and the room for moves.

    Parameters
    ----------
    known
        (I,) what improves from a member of a class, worked out when it is first asked for.
    most
        Improvements that may be listed; if there are more, no states are returned.
    path
        (S,), written: the states, as they are met.
    place
        (S,) -1 for all states, and again at the end.
    begin
        (S + 1,), written: where the moves from each state met begin, and where they end.
    goal, mover
        Room for where they lead and who makes them, made larger if need be.
    """
    actors, size, n, m = value.shape[1], 1, 0, 0
    place[path[0]] = 0
    while n < size and m <= most:
        s = path[n]
        begin[n] = m
        if m + widest > len(goal):
            room = np.empty((2, 2 * m + widest), np.int32)
            for k in range(m):
                room[0, k], room[1, k] = goal[k], mover[k]
            goal, mover = room[0], room[1]
        for a in range(actors):
            i, low, there = kind[s, a, 0], kind[s, a, 1], m
            if i >= 0:
                better = known[i]
                if better == UNKNOWN:
                    better = known[i] = improving(worth, row, mask, u, irredundant, i)
                while better:
                    if better & _ONE:
                        goal[m] = target[low]
                        m += 1
                    better >>= _ONE
                    low += 1
            else:
                here, high = u[value[s, a]], first[line[s, a] + 1]
                for k in range(low, high):
                    if u[worth[k]] > here and not (
                        irredundant and rides(target, worth, code, u, s, low, high, k)
                    ):
                        goal[m] = target[k]
                        m += 1
            for k in range(there, m):
                mover[k], t = a, goal[k]
                if place[t] < 0:
                    place[t], path[size] = size, t
                    size += 1
                goal[k] = place[t]
        n += 1
    begin[n] = m
    for k in range(size):
        place[path[k]] = -1
    return size if m <= most else 0, goal, mover

"""Kernels that keep why a world rests where it rests, and say whether that still holds after a change.

What `detente.stability.local.limits` says of a world rests on comparisons of each actor's values: which moves
improve, and which of these are worse, once answered, than staying. Of one actor's values the second kind are
tests of its own moves only. So if some actors' values change, and of each of them the same moves improve and
the same tests come out as before, all that was said stands, by induction from the last moves to the first.
Where improvements lead in a circle the orders are worked out one after another; a circle in which such an
actor moves counts as changed.

A note on a world: how many states were met and moves listed, whether the limits differ; the states; where
the moves from each begin; the states in the order in which they were judged, twice their number, and one more
if it is on the same circle as the one before; and of each move where it leads, who makes it and at which
limit it counts, in one number.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints
from detente.stability.local.improvements import UNKNOWN, improving, rides

__all__ = ["HEAD", "MOVERS", "note_down", "stands"]

Places = NDArray[np.int64]
Codes = NDArray[np.uint64]
Words = NDArray[np.uint32]

#: Numbers before the states in a note, and actors, at most, that fit into a move's number.
HEAD, MOVERS = 3, 64

_GOAL, _MOVER = 4 * MOVERS, 4


@njit(cache=True, nogil=True)
def note_down(
    note: Ints,
    used: int,
    size: int,
    torn: bool,
    path: Ints,
    begin: Places,
    goal: Ints,
    mover: Ints,
    counts: Bools,
    order: Ints,
    ring: Ints,
) -> int:
    """Write what a world rests on from place ``used`` on; return the place after it, or -1 without room."""
    moves = begin[size]
    if used + HEAD + 3 * size + 1 + moves > len(note):
        return -1
    note[used], note[used + 1], note[used + 2] = size, moves, torn
    at = used + HEAD
    for k in range(size):
        note[at + k] = path[k]
        note[at + size + k] = begin[k]
        note[at + 2 * size + 1 + k] = 2 * order[k] + (k > 0 and ring[k] == ring[k - 1])
    note[at + 2 * size] = moves
    at += 3 * size + 1
    for m in range(moves):
        note[at + m] = goal[m] * _GOAL + mover[m] * _MOVER + 2 * counts[0, m] + counts[1, m]
    return int(at + moves)


@njit(cache=True, nogil=True)
def stands(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    kind: Ints,
    row: Places,
    mask: Words,
    known: Words,
    note: Ints,
    where: Places,
    values: Ints,
    touched: Bools,
    members: Places,
    out: Bools,
) -> None:
    """Say in ``out`` (W,) in which worlds what was noted still holds.

    Parameters
    ----------
    known
        (W, I) what improved from members of classes.
    note, where
        The notes, and where that on each world begins; -1 without one.
    values
        (W, V) the values now.
    touched
        (A,) whose values may have changed.
    members
        (A, 2) which members are those of each actor: from the first to before the second.
    """
    states, actors = value.shape
    least, second, who = np.empty(states, np.int32), np.empty(states, np.int32), np.empty(states, np.int32)
    for w in range(len(values)):
        begin, u, same = where[w], values[w], where[w] >= 0
        for a in range(actors):
            if same and touched[a]:
                same = _improve(worth, row, mask, known[w], u, members[a, 0], members[a, 1]) and _listed(
                    value, line, first, target, worth, code, kind, note, begin, u, a
                )
        for a in range(actors):
            if same and touched[a]:
                same = _tested(value, note, begin, u, a, 0, touched, least, second, who)
                if same and note[begin + 2]:
                    same = _tested(value, note, begin, u, a, 1, touched, least, second, who)
        out[w] = same


@njit(cache=True, nogil=True)
def _improve(worth: Ints, row: Places, mask: Words, known: Words, u: Ints, low: int, high: int) -> bool:
    """Whether the same moves improve from the members that were asked about."""
    for i in range(low, high):
        if known[i] != UNKNOWN and improving(worth, row, mask, u, True, i) != known[i]:
            return False
    return True


@njit(cache=True, nogil=True)
def _listed(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    kind: Ints,
    note: Ints,
    begin: int,
    u: Ints,
    a: int,
) -> bool:
    """Whether the same moves of an actor improve from the states whose moves are no class of its."""
    size = note[begin]
    path, start = begin + HEAD, begin + HEAD + size
    moves = start + 2 * size + 1
    for n in range(size):
        s = note[path + n]
        if kind[s, a, 0] >= 0:
            continue
        m, end = note[start + n], note[start + n + 1]
        while m < end and (note[moves + m] % _GOAL) // _MOVER != a:
            m += 1
        here, low, high = u[value[s, a]], kind[s, a, 1], first[line[s, a] + 1]
        for k in range(low, high):
            if u[worth[k]] > here and not rides(target, worth, code, u, s, low, high, k):
                if m >= end or (note[moves + m] % _GOAL) // _MOVER != a:
                    return False
                if note[path + note[moves + m] // _GOAL] != target[k]:
                    return False
                m += 1
        if m < end and (note[moves + m] % _GOAL) // _MOVER == a:
            return False
    return True


@njit(cache=True, nogil=True)
def _tested(
    value: Ints,
    note: Ints,
    begin: int,
    u: Ints,
    a: int,
    plane: int,
    touched: Bools,
    least: Ints,
    second: Ints,
    who: Ints,
) -> bool:
    """Whether an actor's moves count as before at one limit.

    ``least`` is the least that the others make of a state for the actor, ``who`` whose move that is the
    beginning of (-1: nobody's), ``second`` the least without that one's moves.
    """
    size = note[begin]
    path, start, order = begin + HEAD, begin + HEAD + size, begin + HEAD + 2 * size + 1
    moves, k = order + size, 0
    while k < size:
        end = k + 1
        while end < size and note[order + end] % 2:
            end += 1
        if end > k + 1:
            for i in range(k, end):
                n = note[order + i] // 2
                for m in range(note[start + n], note[start + n + 1]):
                    if touched[(note[moves + m] % _GOAL) // _MOVER]:
                        return False
                least[n] = second[n] = u[value[note[path + n], a]]
                who[n] = -1
        falls = True
        while falls:
            falls = False
            for i in range(k, end):
                n = note[order + i] // 2
                here = u[value[note[path + n], a]]
                low, other, j = here, here, -1
                for m in range(note[start + n], note[start + n + 1]):
                    x = note[moves + m]
                    g, by = x // _GOAL, (x % _GOAL) // _MOVER
                    if by == a:
                        counts = (x >> (1 - plane)) & 1
                        if (least[g] > here) != (counts == 1):
                            return False
                    elif (x >> plane) & 1:
                        v = second[g] if who[g] == by else least[g]
                        if v < low:
                            if by != j:
                                other, j = low, by
                            low = v
                        elif v < other and by != j:
                            other = v
                falls |= end > k + 1 and (low != least[n] or other != second[n] or j != who[n])
                least[n], second[n], who[n] = low, other, j
        k = end
    return True

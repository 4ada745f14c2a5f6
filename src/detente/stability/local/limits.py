"""Both limits of credibility in one world at a time, one circle of improvements after another.

Whether a move is undeterred rests on what the others can make of the state it leads to, so on moves that lie
farther on, and on itself only where improvements lead in a circle. So states are judged when all that they
lead to is judged: a state that lies on no circle by one look at its moves, the states of a circle (a strongly
connected component; Tarjan 1972) together, order after order, with what lies beyond them as it is. That the
limits of the whole are those of its parts is the splitting of logic programs (Lifschitz and Turner 1994), of
which the two limits are the well-founded model (Van Gelder, Ross and Schlipf 1991).

Moves are those that `detente.stability.local.improvements.leads` lists. ``after`` (2, N, A + 1, A) holds the
least that each viewer's others make of a state: in row 0 whoever moved there, in others after a move of some
actor, who does not move on; ``slot`` (2, N, A) is the row for each actor. Plane 0 is the even limit, plane 1
the odd one; where the two do not differ only the first is filled, and ``split`` (N,) is 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints
from detente.stability.kernels.sorting import arrange
from detente.stability.local.certificates import note_down
from detente.stability.local.circles import downward, followed
from detente.stability.local.improvements import UNKNOWN, leads

__all__ = ["conclude"]

Places = NDArray[np.int64]
Codes = NDArray[np.uint64]
Words = NDArray[np.uint32]

#: Improvements of a world; one that has more is left.
MOST = 2**22

_TOP = np.int32(2**31 - 1)


@njit(cache=True, nogil=True)
def _made(
    after: Ints,
    slot: Ints,
    own: Ints,
    split: Ints,
    begin: Places,
    goal: Ints,
    mover: Ints,
    counts: Bools,
    w: int,
    n: int,
    by: Ints,
) -> bool:
    """Work out in plane w what the moves from state n that count make of it; return whether that changes.

    ``by`` (2 A + 2, A) is room for the least that each actor begins, that of all, and of those before it.
    """
    actors, groups, last, change = own.shape[1], 0, -1, False
    for j in range(actors):
        slot[w, n, j] = 0
    for m in range(begin[n], begin[n + 1]):
        if counts[m]:
            g, j = goal[m], mover[m]
            plane = w * split[g]
            k = slot[plane, g, j]
            if j != last:
                slot[w, n, j], last = groups + 1, j
                for v in range(actors):
                    by[groups, v] = after[plane, g, k, v]
                groups += 1
            else:
                for v in range(actors):
                    by[groups - 1, v] = min(by[groups - 1, v], after[plane, g, k, v])
            by[groups - 1, j] = _TOP
    for v in range(actors):
        by[actors, v], by[actors + 1, v] = own[n, v], _TOP
    for k in range(groups):  # those before it
        for v in range(actors):
            by[actors + 2 + k, v] = by[actors, v]
            by[actors, v] = min(by[actors, v], by[k, v])
    for k in range(groups - 1, -1, -1):  # and behind it
        for v in range(actors):
            least = min(by[actors + 1, v], by[actors + 2 + k, v])
            change |= least != after[w, n, k + 1, v]
            after[w, n, k + 1, v] = least
            by[actors + 1, v] = min(by[actors + 1, v], by[k, v])
    for v in range(actors):
        change |= by[actors, v] != after[w, n, 0, v]
        after[w, n, 0, v] = by[actors, v]
    return change


@njit(cache=True, nogil=True)
def _weighed(
    after: Ints,
    slot: Ints,
    own: Ints,
    split: Ints,
    begin: Places,
    goal: Ints,
    mover: Ints,
    counts: Bools,
    w: int,
    n: int,
) -> bool:
    """Say which moves from state n count in plane w; return whether that changes any."""
    change = False
    for m in range(begin[n], begin[n + 1]):
        g, j = goal[m], mover[m]
        plane = w * split[g]
        undeterred = after[plane, g, slot[plane, g, j], j] > own[n, j]
        change |= undeterred != counts[m]
        counts[m] = undeterred
    return change


@njit(cache=True, nogil=True)
def _alone(
    after: Ints,
    slot: Ints,
    own: Ints,
    begin: Places,
    goal: Ints,
    mover: Ints,
    counts: Bools,
    n: int,
    by: Ints,
) -> None:
    """Judge the moves from a state on no circle where no two planes differ, and say what they make of it."""
    actors, groups, last = own.shape[1], 0, -1
    for j in range(actors):
        slot[0, n, j] = 0
        after[0, n, 0, j] = own[n, j]
    for m in range(begin[n], begin[n + 1]):
        g, j = goal[m], mover[m]
        k = slot[0, g, j]
        undeterred = after[0, g, k, j] > own[n, j]
        counts[0, m] = counts[1, m] = undeterred
        if not undeterred:
            continue
        if j != last:
            groups, last = groups + 1, j
            slot[0, n, j] = groups
            for v in range(actors):
                after[0, n, groups, v] = after[0, n, 0, v]  # what those before it make
                by[groups, v] = after[0, g, k, v]
        else:
            for v in range(actors):
                by[groups, v] = min(by[groups, v], after[0, g, k, v])
        by[groups, j] = _TOP
        for v in range(actors):
            after[0, n, 0, v] = min(after[0, n, 0, v], by[groups, v])
    for k in range(groups - 1, 0, -1):  # and those behind it
        for v in range(actors):
            after[0, n, k, v] = min(after[0, n, k, v], by[k + 1, v])
            by[k, v] = min(by[k, v], by[k + 1, v])


@njit(cache=True, nogil=True)
def _around(
    after: Ints,
    slot: Ints,
    own: Ints,
    split: Ints,
    begin: Places,
    goal: Ints,
    mover: Ints,
    counts: Bools,
    ring: Ints,
    by: Ints,
    budget: int,
) -> int:
    """Judge the moves from the states of a circle, order after order; return the work done."""
    work, order, change = 0, 0, True
    for n in ring:
        split[n] = 1
        for j in range(own.shape[1]):
            slot[0, n, j] = 0
        for v in range(own.shape[1]):
            after[0, n, 0, v] = _TOP
    for n in ring:  # at first all that lead to a state of the circle
        _weighed(after, slot, own, split, begin, goal, mover, counts[0], 0, n)
    while change and work <= budget:
        order += 1
        w, falls = order % 2, True
        for n in ring:
            for j in range(own.shape[1]):
                slot[w, n, j] = 0
                for v in range(own.shape[1]):
                    after[w, n, j, v] = own[n, v]
            for v in range(own.shape[1]):
                after[w, n, own.shape[1], v] = own[n, v]
        while falls:
            falls = False
            for n in ring:
                work += begin[n + 1] - begin[n]
                falls |= _made(after, slot, own, split, begin, goal, mover, counts[1 - w], w, n, by)
        change = order == 1
        for n in ring:
            change |= _weighed(after, slot, own, split, begin, goal, mover, counts[w], w, n)
    for n in ring:
        split[n] = _differ(after, slot, n)
    return work


@njit(cache=True, nogil=True)
def _differ(after: Ints, slot: Ints, n: int) -> bool:
    for j in range(slot.shape[2]):
        for v in range(slot.shape[2]):
            if after[0, n, slot[0, n, j], v] != after[1, n, slot[1, n, j], v]:
                return True
    return False


@njit(cache=True, nogil=True)
def _judged(
    u: Ints,
    value: Ints,
    path: Ints,
    size: int,
    begin: Places,
    goal: Ints,
    mover: Ints,
    order: Ints,
    ring: Ints,
    own: Ints,
    after: Ints,
    slot: Ints,
    split: Ints,
    by: Ints,
    counts: Bools,
    budget: int,
) -> tuple[int, bool]:
    """Say in ``counts`` which moves are undeterred at each limit; return the work, and if any differ."""
    work, k, torn = 0, 0, False
    for n in range(size):
        split[n] = 0
        for a in range(own.shape[1]):
            own[n, a] = u[value[path[n], a]]
    while k < size and work <= budget:
        n, end = order[k], k + 1
        while end < size and ring[end] == ring[k]:
            end += 1
        if end > k + 1:
            work += _around(after, slot, own, split, begin, goal, mover, counts, order[k:end], by, budget)
            for i in range(k, end):
                torn |= split[order[i]] > 0
        elif not torn:
            _alone(after, slot, own, begin, goal, mover, counts, n, by)
        else:
            for w in range(2):
                _weighed(after, slot, own, split, begin, goal, mover, counts[w], w, n)
            for w in range(2):
                _made(after, slot, own, split, begin, goal, mover, counts[1 - w], w, n, by)
            split[n] = _differ(after, slot, n)
        k = end
    return work, torn


@njit(cache=True, nogil=True)
def conclude(
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
    known: Words,
    note: Ints,
    where: Places,
    values: Ints,
    quo: int,
    irredundant: bool,
    budget: int,
    done: int,
    points: Places,
    noted: Places,
    still: Bools,
    state: Ints,
    filled: int,
) -> tuple[int, int]:
    """Follow improvements that are undeterred at either limit; as `detente.stability.local.orders.settle`.

    ``known`` (W, I), or (1, I), is what is known of what improves, and is added to. ``note`` is room for
    what the worlds rest on, ``where`` (W + 1,) where that on each begins, -1 without room; the last is where
    the room begins that is left.
    """
    states, actors = value.shape
    path, rests, place = np.empty(states, np.int32), np.empty(states, np.int32), np.full(states, -1, np.int32)
    begin, goal, mover = np.empty(states + 1, np.int64), np.empty(0, np.int32), np.empty(0, np.int32)
    counts, by = np.empty((2, 0), np.bool_), np.empty((2 * actors + 2, actors), np.int32)
    room, own, split = np.empty((7, 0), np.int32), np.empty((0, actors), np.int32), np.empty(0, np.int32)
    after, slot = np.empty((2, 0, actors + 1, actors), np.int32), np.empty((2, 0, actors), np.int32)
    for w in range(done, len(values)):
        u, path[0] = values[w], quo
        if len(known) == 1:
            known[0, :] = UNKNOWN
        size, goal, mover = leads(
            value,
            line,
            first,
            target,
            worth,
            code,
            kind,
            row,
            mask,
            widest,
            u,
            known[w if len(known) > 1 else 0],
            irredundant,
            min(budget, MOST),
            path,
            place,
            begin,
            goal,
            mover,
        )
        if size == 0:
            continue
        if size > len(own):
            most = min(2 * size, states)
            room, own = np.empty((7, most), np.int32), np.empty((most, actors), np.int32)
            after = np.empty((2, most, actors + 1, actors), np.int32)
            slot, split = np.empty((2, most, actors), np.int32), np.empty(most, np.int32)
        if begin[size] > counts.shape[1]:
            counts = np.empty((2, len(goal)), np.bool_)
        downward(size, begin, goal, room, room[5], room[6])
        work, torn = _judged(
            u,
            value,
            path,
            size,
            begin,
            goal,
            mover,
            room[5],
            room[6],
            own,
            after,
            slot,
            split,
            by,
            counts,
            budget,
        )
        if begin[size] + work > budget:
            continue
        if filled + 2 * size > len(state):
            return w, filled
        for which in range(2):
            if which == 0 or torn:
                calms, met = followed(begin, goal, counts[which], size, path, room[0], rests)
            count = calms if calms > 0 else met
            for k in range(count):
                state[filled + k] = rests[k]
            still[w, which] = calms > 0 and rests[0] == quo
            arrange(state, filled, filled + count)
            points[w, which], noted[w, which] = calms, count
            filled += count
        if len(note) > 0:
            end = note_down(note, where[-1], size, torn, path, begin, goal, mover, counts, room[5], room[6])
            if end >= 0:
                where[w], where[-1] = where[-1], end
    return len(values), filled

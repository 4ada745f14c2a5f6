"""Orders of credibility in one world at a time, over the improvements that lead on from the status quo.

Where an answer counts only if nothing deters its author, what deters depends on what deters it in turn, and
so on; but improvements never leave the states that improvements lead to. So these states are listed first,
numbered anew, and the orders are worked out among them, for all viewers of a state side by side.

Parameters are those of `detente.stability.local.search`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints
from detente.stability.kernels.sorting import arrange
from detente.stability.local.circles import followed

__all__ = ["MOST", "settle"]

Places = NDArray[np.int64]
Codes = NDArray[np.uint64]

#: Improvements listed in a world; where there are more it is left.
MOST = 2**16


@njit(cache=True, nogil=True)
def _listed(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    u: Ints,
    irredundant: bool,
    budget: int,
    path: Ints,
    place: Ints,
    origin: Ints,
    goal: Ints,
    mover: Ints,
) -> tuple[int, int, int]:
    """List the improvements that lead on from ``path[0]``; return states, improvements and the work done.

    ``place`` (S,) is -1 but for the start, which is 0; the states listed get their numbers there.
    """
    size, moves, work, n = 1, 0, 0, 0
    while n < size and work <= budget:
        s = path[n]
        for a in range(value.shape[1]):
            here, low, high = u[value[s, a]], first[line[s, a]], first[line[s, a] + 1]
            work += high - low
            for k in range(low, high):
                gain, t = u[worth[k]], target[k]
                if gain <= here:
                    continue
                rides = False
                if irredundant:
                    work += high - low
                    for m in range(low, high):
                        part = target[m]
                        if u[worth[m]] >= gain and m != k and part != s:
                            inside = True
                            for b in range(code.shape[1]):
                                inside &= (code[part, b] & ~(code[s, b] | code[t, b])) == 0
                            if inside:
                                rides = True
                                break
                if rides:
                    continue
                if moves == len(origin):
                    return size, moves, budget + 1
                if place[t] < 0:
                    place[t], path[size] = size, t
                    size += 1
                origin[moves], goal[moves], mover[moves] = n, place[t], a
                moves += 1
        n += 1
    return size, moves, work


@njit(cache=True, nogil=True)
def _least(
    origin: Ints, goal: Ints, mover: Ints, counts: Bools, least: Ints, who: Ints, other: Ints, fell: Ints
) -> int:
    """Lower the least that the others make of each state for every viewer; return the moves looked at.

    All are (n, A). ``who`` is the mover who begins the worst sequence (-1 if the state itself is the worst),
    ``other`` the least that another mover begins, or the state itself. ``fell`` (n,) is room to work in.
    """
    actors, sweep, work, falls = least.shape[1], 0, 0, True
    while falls:
        falls = False
        sweep += 1
        for m in range(len(goal) - 1, -1, -1):  # what lies farther on is worked out before what leads to it
            j, s, t = mover[m], origin[m], goal[m]
            if not counts[m] or (sweep > 1 and fell[t] < sweep - 1):
                continue
            work += 1
            change = False
            for v in range(actors):
                x = other[t, v] if who[t, v] == j else least[t, v]
                if x >= other[s, v] or v == j:
                    continue
                if x >= least[s, v]:
                    if who[s, v] != j:
                        other[s, v] = x
                        change = True
                    continue
                if who[s, v] != j:
                    other[s, v] = least[s, v]
                    who[s, v] = j
                least[s, v] = x
                change = True
            if change:
                falls, fell[s] = True, sweep
    return work


@njit(cache=True, nogil=True)
def _ordered(
    u: Ints,
    value: Ints,
    path: Ints,
    size: int,
    origin: Ints,
    goal: Ints,
    mover: Ints,
    most: int,
    budget: int,
    work: int,
    counts: Bools,
) -> int:
    """Work out which of M improvements are undeterred; return the work done.

    ``counts`` (2, M), all true, becomes which are undeterred at the last even and the last odd order: up to
    ``most``, or where the orders end if that is 0.
    """
    actors, order = value.shape[1], 0
    own = np.empty((size, actors), np.int32)
    for n in range(size):
        for a in range(actors):
            own[n, a] = u[value[path[n], a]]
    least, other = np.empty((2, size, actors), np.int32), np.empty((2, size, actors), np.int32)
    who, fell = np.empty((2, size, actors), np.int32), np.empty(size, np.int32)
    while (order != most or most == 0) and work <= budget:
        order += 1
        now = order % 2
        afresh = now == 1 or order == 2  # from one even order to the next answers are added: values only fall
        for n in range(size):
            fell[n] = 0
            for a in range(actors):
                if afresh:
                    least[now, n, a] = other[now, n, a] = own[n, a]
                    who[now, n, a] = -1
        work += _least(origin, goal, mover, counts[1 - now], least[now], who[now], other[now], fell)
        change = order == 1
        for m in range(len(goal)):
            undeterred = least[now, goal[m], mover[m]] > own[origin[m], mover[m]]
            change |= undeterred != counts[now, m]
            counts[now, m] = undeterred
        if not change:
            break
    return work


@njit(cache=True, nogil=True)
def settle(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    values: Ints,
    quo: int,
    irredundant: bool,
    most: int,
    budget: int,
    done: int,
    points: Places,
    noted: Places,
    still: Bools,
    state: Ints,
    filled: int,
) -> tuple[int, int]:
    """Follow improvements that are undeterred at an order; as `detente.stability.local.search.walk`.

    ``most`` is the order, or 0 for the limits. What is written has one column more: 0 for the last even
    order, 1 for the last odd one. In ``state`` a world's states of the first come before those of the second.
    """
    states = len(value)
    path, rests = np.empty(states, np.int32), np.empty(states, np.int32)
    place = np.full(states, -1, np.int32)
    room = np.empty((3, MOST), np.int32)
    for w in range(done, len(values)):
        u = values[w]
        path[0], place[quo] = quo, 0
        size, moves, work = _listed(
            value,
            line,
            first,
            target,
            worth,
            code,
            u,
            irredundant,
            budget,
            path,
            place,
            room[0],
            room[1],
            room[2],
        )
        for n in range(size):
            place[path[n]] = -1
        if work > budget:
            continue
        origin, goal, mover = room[0, :moves], room[1, :moves], room[2, :moves]
        counts = np.ones((2, moves), np.bool_)
        if moves > 0:
            work = _ordered(u, value, path, size, origin, goal, mover, most, budget, work, counts)
        if work > budget:
            continue
        if filled + 2 * size > len(state):
            return w, filled
        for which in range(2):
            calms, met = _followed(size, origin, goal, counts[which], path, rests)
            count = calms if calms > 0 else met
            for k in range(count):
                state[filled + k] = rests[k]
            still[w, which] = calms > 0 and rests[0] == quo
            arrange(state, filled, filled + count)
            points[w, which], noted[w, which] = calms, count
            filled += count
    return len(values), filled


@njit(cache=True, nogil=True)
def _followed(size: int, origin: Ints, goal: Ints, counts: Bools, path: Ints, rests: Ints) -> tuple[int, int]:
    """Follow the moves that count from state 0, sorted by origin; return resting points and states met.

    ``rests``, written: the resting points, the start first if it is one; or all states met if there are none.
    """
    begin = np.zeros(size + 1, np.int64)
    for m in range(len(origin)):
        begin[origin[m] + 1] = m + 1
    for n in range(size):
        begin[n + 1] = max(begin[n + 1], begin[n])
    calms, met = followed(begin, goal, counts, size, path, np.empty(size, np.int32), rests)
    return calms, met

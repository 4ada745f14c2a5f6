"""Both limits of credibility in one world at a time, one cycle of improvements after another.

Whether a move is undeterred rests on what the others can make of the state it leads to, so on moves that lie
farther on, and on itself only where improvements lead in a circle. So states are visited depth first, and
judged on the way back, when all that they lead to is judged (the strongly connected components of Tarjan
1972): a state that lies on no circle by one look at its moves, the states of a circle together, order after
order, with what lies beyond them as it is. The limits of a whole are those of its parts (splitting; Lifschitz
and Turner 1994 for logic programs, of which the even limit is the well-founded model).

``value`` to ``code`` are the fields of `detente.stability.local.tables.Tables`, ``seat`` to ``mask`` those of
`detente.stability.local.shapes.Shapes`. States are numbered as they are met. What is found of a state stands
in two planes: 0 for the even limit, 1 for the odd one; where they do not differ only the first is filled, and
``split`` is 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["LANES", "conclude"]

Places = NDArray[np.int64]
Codes = NDArray[np.uint64]

#: Viewers side by side, so that all of a state are looked at in one instruction.
LANES = 8

#: Improvements of a world; one that has more is left.
MOST = 2**22

_TOP = np.int32(2**31 - 1)
_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def _leads(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    seat: Ints,
    shape: Places,
    mask: Codes,
    u: Ints,
    irredundant: bool,
    s: int,
    goal: Ints,
    mover: Ints,
    m: int,
) -> tuple[int, int]:
    """List the improvements from a state from place m on; return the place after them, and the work."""
    work = 0
    for a in range(value.shape[1]):
        here, row = u[value[s, a]], line[s, a]
        low, high = first[row], first[row + 1]
        work += high - low
        if irredundant and shape[row] < 0:
            for k in range(low, high):
                if u[worth[k]] > here and not _rides(target, worth, code, u, s, low, high, k):
                    goal[m], mover[m] = target[k], a
                    m += 1
            continue
        if not irredundant:
            for k in range(low, high):
                if u[worth[k]] > here:
                    goal[m], mover[m] = target[k], a
                    m += 1
            continue
        better = np.uint64(0)
        for k in range(low, high):
            better |= np.uint64(u[worth[k]] > here) << np.uint64(k - low)
        if better == 0:
            continue
        parts = shape[row] + seat[s, a] * (high - low)
        for k in range(low, high):
            if (better >> np.uint64(k - low)) & _ONE:
                inside, gain, n = mask[parts + k - low] & better, u[worth[k]], low
                while inside and not (inside & _ONE and u[worth[n]] >= gain):
                    inside >>= _ONE
                    n += 1
                if inside == 0:
                    goal[m], mover[m] = target[k], a
                    m += 1
    return m, work


@njit(cache=True, nogil=True)
def _rides(target: Ints, worth: Ints, code: Codes, u: Ints, s: int, low: int, high: int, k: int) -> bool:
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
def _lowered(known: Ints, w: int, n: int, e: int, g: int, j: int) -> bool:
    """Lower what the others make of state n, in plane w, by a move of j to g, known in plane e.

    ``known`` (2, S, 3, V) holds for each state and viewer the least, the mover who begins the worst sequence
    (-1 if the state itself is the worst), and the least that another mover begins, or the state itself.
    Returns whether anything fell.
    """
    change = False
    for block in range(0, known.shape[3], LANES):
        for lane in range(LANES):
            v = block + lane
            x = known[e, g, 2, v] if known[e, g, 1, v] == j else known[e, g, 0, v]
            x = _TOP if v == j else x
            least, other, mine = known[w, n, 0, v], known[w, n, 2, v], known[w, n, 1, v] == j
            below = x < least
            after = other if mine else (least if below else min(other, x))
            change |= below | (after < other)
            known[w, n, 0, v] = min(least, x)
            known[w, n, 1, v] = j if below else known[w, n, 1, v]
            known[w, n, 2, v] = after
    return change


@njit(cache=True, nogil=True)
def _afresh(known: Ints, own: Ints, w: int, n: int) -> None:
    for v in range(own.shape[1]):
        known[w, n, 0, v] = known[w, n, 2, v] = own[n, v]
        known[w, n, 1, v] = -1


@njit(cache=True, nogil=True)
def _differ(known: Ints, n: int) -> bool:
    for k in range(3):
        for v in range(known.shape[3]):
            if known[0, n, k, v] != known[1, n, k, v]:
                return True
    return False


@njit(cache=True, nogil=True)
def _alone(
    known: Ints, own: Ints, split: Ints, begin: Places, goal: Ints, mover: Ints, counts: Bools, n: int
) -> None:
    """Judge the moves from a state that lies on no circle, and say what the others make of it."""
    torn = 0
    for m in range(begin[n, 0], begin[n, 1]):
        torn |= split[goal[m]]
    for w in range(1 + torn):
        for m in range(begin[n, 0], begin[n, 1]):
            g, j = goal[m], mover[m]
            counts[w, m] = known[w * split[g], g, 0, j] > own[n, j]
    for w in range(1 + torn):
        _afresh(known, own, w, n)
        for m in range(begin[n, 0], begin[n, 1]):
            if counts[torn - w, m]:
                _lowered(known, w, n, w * split[goal[m]], goal[m], mover[m])
    if not torn:
        for m in range(begin[n, 0], begin[n, 1]):
            counts[1, m] = counts[0, m]
    split[n] = torn and _differ(known, n)


@njit(cache=True, nogil=True)
def _around(
    known: Ints,
    own: Ints,
    split: Ints,
    begin: Places,
    goal: Ints,
    mover: Ints,
    counts: Bools,
    ring: Ints,
    on: Bools,
    budget: int,
) -> int:
    """Judge the moves from the states of ``ring``, order after order; return the work done.

    ``on`` (S,) is true of these states among those met.
    """
    work, order, change = 0, 0, True
    for n in ring:
        for m in range(begin[n, 0], begin[n, 1]):
            g, j = goal[m], mover[m]
            for w in range(2):
                counts[w, m] = on[g] or known[w * split[g], g, 0, j] > own[n, j]
    while change and work <= budget:
        order += 1
        w = order % 2
        for n in ring:
            _afresh(known, own, w, n)
        falls = True
        while falls:
            falls = False
            for n in ring:
                work += begin[n, 1] - begin[n, 0]
                for m in range(begin[n, 0], begin[n, 1]):
                    g = goal[m]
                    if counts[1 - w, m]:
                        falls |= _lowered(known, w, n, w if on[g] else w * split[g], g, mover[m])
        change = order == 1
        for n in ring:
            for m in range(begin[n, 0], begin[n, 1]):
                if on[goal[m]]:
                    undeterred = known[w, goal[m], 0, mover[m]] > own[n, mover[m]]
                    change |= undeterred != counts[w, m]
                    counts[w, m] = undeterred
    for n in ring:
        split[n] = _differ(known, n)
    return work


@njit(cache=True, nogil=True)
def _wider(goal: Ints, mover: Ints, m: int, more: int) -> tuple[Ints, Ints]:
    """Return the first m entries with room for more behind them, at least as much again."""
    room = np.empty((2, 2 * m + more), np.int32)
    for k in range(m):
        room[0, k], room[1, k] = goal[k], mover[k]
    return room[0], room[1]


@njit(cache=True, nogil=True)
def _judged(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    seat: Ints,
    shape: Places,
    mask: Codes,
    u: Ints,
    irredundant: bool,
    budget: int,
    path: Ints,
    place: Ints,
    known: Ints,
    own: Ints,
    split: Ints,
    begin: Places,
    stack: Ints,
    on: Bools,
    goal: Ints,
    mover: Ints,
    counts: Bools,
) -> tuple[int, int, Ints, Ints, Bools]:
    """Judge all improvements that lead on from ``path[0]``; return states, work, the moves, and which count.

    ``place`` (S,) is -1 for all states, and is again at the end. ``stack`` (4, S) is room for the states on
    the way, those not yet judged, the move of each that is next, and the first state that it leads back to.
    """
    call, open_, after, back = stack[0], stack[1], stack[2], stack[3]
    actors, work, m, size, depth, waiting = value.shape[1], 0, 0, 1, 0, 0
    n = 0  # a state that has just been met, or -1
    place[path[0]] = 0
    while work <= budget:
        if n >= 0:
            s = path[n]
            for a in range(actors):
                own[n, a] = u[value[s, a]]
            most = 0
            for a in range(actors):
                most += first[line[s, a] + 1] - first[line[s, a]]
            if m + most > len(goal):
                goal, mover = _wider(goal, mover, m, most)
                fresh = np.empty((2, len(goal)), np.bool_)
                for k in range(m):
                    fresh[0, k], fresh[1, k] = counts[0, k], counts[1, k]
                counts = fresh
            begin[n, 0], after[n] = m, m
            m, more = _leads(
                value, line, first, target, worth, code, seat, shape, mask, u, irredundant, s, goal, mover, m
            )
            begin[n, 1], back[n], on[n] = m, n, True
            work += more if m <= MOST else budget + 1
            call[depth], open_[waiting] = n, n
            depth, waiting, n = depth + 1, waiting + 1, -1
        elif depth == 0:
            break
        at = call[depth - 1]
        while after[at] < begin[at, 1]:
            k = after[at]
            after[at] += 1
            t = goal[k]
            g = place[t]
            if g < 0:
                n = place[t] = goal[k] = size
                path[size] = t
                size += 1
                break
            goal[k] = g
            if on[g]:
                back[at] = min(back[at], back[g])
        if n >= 0:
            continue
        depth -= 1
        if depth > 0:
            back[call[depth - 1]] = min(back[call[depth - 1]], back[at])
        if back[at] == at:
            low = waiting - 1
            while open_[low] != at:
                low -= 1
            if low == waiting - 1:
                _alone(known, own, split, begin, goal, mover, counts, at)
            else:
                ring = open_[low:waiting]
                work += _around(known, own, split, begin, goal, mover, counts, ring, on, budget)
            for k in range(low, waiting):
                on[open_[k]] = False
            waiting = low
    for k in range(waiting):
        on[open_[k]] = False
    for k in range(size):
        place[path[k]] = -1
    return size, work, goal, mover, counts


@njit(cache=True, nogil=True)
def _followed(begin: Places, goal: Ints, counts: Bools, size: int, queue: Ints, path: Ints, rests: Ints) -> tuple[int, int]:
    """Follow the moves that count from state 0; return resting points and states met.

    ``rests``, written: the resting points, the start first if it is one; or all states met if there are none.
    """
    seen = np.zeros(size, np.bool_)
    seen[0], queue[0] = True, 0
    head, tail, calms = 0, 1, 0
    while head < tail:
        n, calm = queue[head], True
        head += 1
        for m in range(begin[n, 0], begin[n, 1]):
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


@njit(cache=True, nogil=True)
def conclude(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    seat: Ints,
    shape: Places,
    mask: Codes,
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
    """Follow improvements that are undeterred at either limit; as `detente.stability.local.orders.settle`."""
    states, actors = value.shape
    path, rests = np.empty(states, np.int32), np.empty(states, np.int32)
    place, stack = np.full(states, -1, np.int32), np.empty((4, states), np.int32)
    lanes = (actors + LANES - 1) // LANES * LANES
    known, own = np.empty((2, states, 3, lanes), np.int32), np.zeros((states, lanes), np.int32)
    split, begin, on = np.zeros(states, np.int32), np.empty((states, 2), np.int64), np.zeros(states, np.bool_)
    goal, mover, counts = np.empty(0, np.int32), np.empty(0, np.int32), np.empty((2, 0), np.bool_)
    for w in range(done, len(values)):
        path[0] = quo
        size, work, goal, mover, counts = _judged(
            value,
            line,
            first,
            target,
            worth,
            code,
            seat,
            shape,
            mask,
            values[w],
            irredundant,
            budget,
            path,
            place,
            known,
            own,
            split,
            begin,
            stack,
            on,
            goal,
            mover,
            counts,
        )
        if work > budget:
            continue
        if filled + 2 * size > len(state):
            return w, filled
        for which in range(2):
            calms, met = _followed(begin, goal, counts[which], size, stack[0], path, rests)
            count = calms if calms > 0 else met
            for k in range(count):
                state[filled + k] = rests[k]
            still[w, which] = calms > 0 and rests[0] == quo
            state[filled : filled + count].sort()
            points[w, which], noted[w, which] = calms, count
            filled += count
    return len(values), filled

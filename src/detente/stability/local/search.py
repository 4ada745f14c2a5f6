"""Kernels that look at one world only where play can go from the status quo.

A move is asked about when play may make it: whether it is deterred is a search over the others' moves that
stops at the first state that would hold the mover back. What a search has shown of a state is remembered for
the next one: that the others can hold a viewer down to some value from there, or that they cannot get below
one.

The others' moves follow one another legally, nobody twice in a row. A state that has been met after the moves
of two different actors may be left by anybody; after those of one, by all others. Where moves are transitive
that makes no difference, and ``legal`` is false.

``value`` to ``code`` are the fields of `detente.stability.local.tables.Tables`, ``part`` to ``option`` those
of ``Parts``, ``shift`` and ``room`` what ``beliefs`` makes; ``u`` is a world's row of values, laid out in the
same way. What is noted carries the time at which it was noted, so that nothing is wiped between worlds.
Work is counted in moves looked at.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints
from detente.stability.concept import ANY, IMPROVING, NOBODY
from detente.stability.kernels.sorting import arrange

__all__ = ["walk"]

Places = NDArray[np.int64]
Codes = NDArray[np.uint64]

#: Places of the counters: the world, the search, and the work done in the world.
WORLD, SEARCH, WORK = 0, 1, 2

#: After so many worlds that take too much work, no more are tried if they are most of them.
TRIED = 8

LEAST, MOST = np.int32(-(2**31)), np.int32(2**31 - 1)


@njit(cache=True, nogil=True)
def _note(first: Places, worth: Ints, best: Ints, world: int, u: Ints, line: int, more: int, k: int) -> None:
    """Note in ``best[k]`` the best value of a list of moves for its mover."""
    found = LEAST
    for n in range(first[line], first[line + 1]):
        x = u[worth[n] + more]
        if x > found:
            found = x
    best[k, 0] = world
    best[k, 1] = found


@njit(cache=True, nogil=True)
def _redundant(
    first: Places, target: Ints, worth: Ints, code: Codes, u: Ints, more: int, line: int, s: int, n: int
) -> bool:
    """Whether a part of the changes of move n from s does as much for its author."""
    to, gain = target[n], u[worth[n] + more]
    for k in range(first[line], first[line + 1]):
        part = target[k]
        if k != n and part != s and u[worth[k] + more] >= gain:
            inside = True
            for b in range(code.shape[1]):
                inside &= (code[part, b] & ~(code[s, b] | code[to, b])) == 0
            if inside:
                return True
    return False


@njit(cache=True, nogil=True)
def _component(
    held: Places,
    inside: Ints,
    reply: Places,
    choice: Ints,
    begin: Places,
    option: Ints,
    least: Ints,
    most: Ints,
    clock: Places,
    u: Ints,
    c: int,
    escapes: bool,
) -> int:
    """Return the least that the others can make of a component for its viewer by any moves."""
    world = clock[WORLD]
    if least[c, 0] != world:
        found = MOST
        if escapes:
            for k in range(reply[c], reply[c + 1]):
                z = choice[k]
                if most[z, 0] != world:
                    top = LEAST
                    for n in range(begin[z], begin[z + 1]):
                        top = u[option[n]] if u[option[n]] > top else top
                    most[z, 0], most[z, 1] = world, top
                    clock[WORK] += begin[z + 1] - begin[z]
                found = min(found, most[z, 1])
            clock[WORK] += reply[c + 1] - reply[c]
        else:
            for k in range(held[c], held[c + 1]):
                found = min(found, u[inside[k]])
            clock[WORK] += held[c + 1] - held[c]
        least[c, 0], least[c, 1] = world, found
    return int(least[c, 1])


@njit(cache=True, nogil=True)
def _deterred(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    shift: Ints,
    room: Ints,
    clock: Places,
    best: Ints,
    bound: Ints,
    seen: Places,
    last: Ints,
    trail: Ints,
    stack: Ints,
    move: Ints,
    u: Ints,
    i: int,
    start: int,
    mine: int,
    answers: int,
    escapes: bool,
    irredundant: bool,
    legal: bool,
    budget: int,
) -> bool:
    """Whether the others can hold i down to ``mine`` after its move to ``start``, even after i's best reply.

    (The last only where i escapes.) ``bound`` (S, A, 4) holds for each state and viewer the world in which it
    was shown that the others cannot get the viewer to a value or below it, that value, and the same for a
    value that they can get it down to. ``seen``, ``last`` and ``trail`` (S,) are the search that has met a
    state, who moved there last (-1: any of two), and the states met; ``stack`` and ``move`` (2 S,) the states
    still to be left, and by whom: -1 anybody, j all but j, A + j only j.
    """
    actors, world, work = value.shape[1], clock[WORLD], clock[WORK]
    if bound[start, i, 2] == world and bound[start, i, 3] <= mine:
        return True
    if bound[start, i, 0] == world and bound[start, i, 1] >= mine:
        return False
    clock[SEARCH] += 1
    search = clock[SEARCH]
    seen[start], last[start], trail[0] = search, -1, start
    stack[0], move[0] = start, -1
    top, met = 1, 1
    while top > 0:
        top -= 1
        x, by = stack[top], move[top]
        if work > budget:
            clock[WORK] = work
            return False
        for j in range(actors):
            if j == i or (j == by if by < actors else j != by - actors):
                continue
            more, moves = shift[i, j], line[x, j]
            here = u[value[x, j] + more]
            if answers == IMPROVING:
                k = moves + room[i, j]
                if best[k, 0] != world:
                    _note(first, worth, best, world, u, moves, more, k)
                if best[k, 1] <= here:
                    continue
            work += first[moves + 1] - first[moves]
            for n in range(first[moves], first[moves + 1]):
                better = u[worth[n] + more] > here
                if answers == IMPROVING and not better:
                    continue
                y = target[n]
                again = seen[y] == search
                if y == x or (again and (last[y] == -1 or last[y] == j)):
                    continue
                if irredundant and better:
                    work += first[moves + 1] - first[moves]
                    if _redundant(first, target, worth, code, u, more, moves, x, n):
                        continue
                if again:  # met before after another's move: now that other may move on, too
                    stack[top], move[top] = y, actors + last[y]
                    last[y] = -1
                    top += 1
                    continue
                worst = u[value[y, i]]
                if escapes:
                    k = line[y, i]
                    if best[k, 0] != world:
                        _note(first, worth, best, world, u, k, 0, k)
                    worst = max(worst, best[k, 1])
                if worst > mine and not legal and bound[y, i, 2] == world:
                    worst = min(worst, bound[y, i, 3])
                if worst <= mine:
                    if bound[start, i, 2] != world or bound[start, i, 3] > worst:
                        bound[start, i, 2], bound[start, i, 3] = world, worst
                    clock[WORK] = work
                    return True
                seen[y], trail[met] = search, y
                met += 1
                if bound[y, i, 0] == world and bound[y, i, 1] >= mine:
                    last[y] = -1
                    continue
                last[y] = j if legal else -1
                stack[top], move[top] = y, last[y]
                top += 1
    for k in range(met):
        x = trail[k]
        if last[x] == -1 and (bound[x, i, 0] != world or bound[x, i, 1] < mine):
            bound[x, i, 0], bound[x, i, 1] = world, mine
    clock[WORK] = work
    return False


@njit(cache=True, nogil=True)
def walk(
    value: Ints,
    line: Ints,
    first: Places,
    target: Ints,
    worth: Ints,
    code: Codes,
    part: Ints,
    held: Places,
    inside: Ints,
    reply: Places,
    choice: Ints,
    begin: Places,
    option: Ints,
    shift: Ints,
    room: Ints,
    values: Ints,
    quo: int,
    answers: int,
    escapes: bool,
    irredundant: bool,
    legal: bool,
    budget: int,
    done: int,
    points: Places,
    noted: Places,
    still: Bools,
    state: Ints,
    filled: int,
) -> tuple[int, int]:
    """Follow undeterred improvements in worlds from ``done`` on while there is room to note where they end.

    Returns the next world, and how much of ``state`` is filled.

    Parameters
    ----------
    values
        (W, V) the rows of values.
    budget
        Work allowed in each world.
    points, noted
        (W,), written: the number of resting points, and of the states noted: these, or all that play meets if
        it never rests. Untouched where the work was more than was allowed.
    still
        (W,) bool, written: whether play rests where it begins.
    state
        (N,), written: the states noted, world by world, in rising order.
    """
    states, actors = value.shape
    clock = np.zeros(3, np.int64)
    met, path, rests = np.zeros(states, np.int64), np.empty(states, np.int32), np.empty(states, np.int32)
    seen, last, trail = np.zeros(states, np.int64), np.empty(states, np.int32), np.empty(states, np.int32)
    stack, move = np.empty(2 * states, np.int32), np.empty(2 * states, np.int32)
    bound = np.zeros((states, actors, 4), np.int32)
    lists = len(first) - 1
    best, taken = np.zeros((room.max() + lists, 2), np.int32), np.zeros((lists, 2), np.int32)
    least, most = np.zeros((len(held), 2), np.int32), np.zeros((len(begin), 2), np.int32)
    over = 0
    for w in range(done, len(values)):
        u = values[w]
        world = w + 1
        clock[WORLD], clock[WORK] = world, 0
        path[0], met[quo] = quo, world
        head, tail, calms = 0, 1, 0
        while head < tail and clock[WORK] <= budget:
            s = path[head]
            head += 1
            calm = True
            for i in range(actors):
                mine, moves = u[value[s, i]], line[s, i]
                if best[moves, 0] != world:
                    _note(first, worth, best, world, u, moves, 0, moves)
                if best[moves, 1] <= mine:
                    continue
                if answers == NOBODY and not irredundant:
                    calm = False
                    if taken[moves, 0] == world and taken[moves, 1] <= mine:
                        continue
                    taken[moves, 0], taken[moves, 1] = world, mine
                clock[WORK] += first[moves + 1] - first[moves]
                for n in range(first[moves], first[moves + 1]):
                    if u[worth[n]] <= mine:
                        continue
                    to = target[n]
                    if met[to] == world and not calm:
                        continue
                    if irredundant and _redundant(first, target, worth, code, u, 0, moves, s, n):
                        continue
                    if answers == ANY and len(part) > 0:
                        if (
                            _component(
                                held,
                                inside,
                                reply,
                                choice,
                                begin,
                                option,
                                least,
                                most,
                                clock,
                                u,
                                part[to, i],
                                escapes,
                            )
                            <= mine
                        ):
                            continue
                    elif answers != NOBODY and _deterred(
                        value,
                        line,
                        first,
                        target,
                        worth,
                        code,
                        shift,
                        room,
                        clock,
                        best,
                        bound,
                        seen,
                        last,
                        trail,
                        stack,
                        move,
                        u,
                        i,
                        to,
                        mine,
                        answers,
                        escapes,
                        irredundant,
                        legal,
                        budget,
                    ):
                        continue
                    calm = False
                    if met[to] != world:
                        met[to] = world
                        path[tail] = to
                        tail += 1
            if calm:
                rests[calms] = s
                calms += 1
        if clock[WORK] > budget:
            over += 1
            if over > TRIED and 2 * over > w - done:
                break
            continue
        count = calms if calms > 0 else tail
        if filled + count > len(state):
            return w, filled
        for k in range(count):
            state[filled + k] = rests[k] if calms > 0 else path[k]
        arrange(state, filled, filled + count)
        still[w] = calms > 0 and rests[0] == quo
        points[w], noted[w] = calms, count
        filled += count
    return len(values), filled

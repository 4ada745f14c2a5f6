"""Answers to answers, in one world at a time, over the improvements that play can come to.

``start`` (A, S + 1), ``target`` (M,), ``first`` (M + 1,) and ``part`` (N,) are every actor's moves and the
parts of their changes, as in ``parts.py``; ``u`` (W, A, S) holds utilities. Improvements never leave the
states that improvements lead to, so what cannot be reached from where play begins is left out. The rest is
numbered anew.

What the others can make of each state is found from the worst state up: the states that lead to it by a legal
sequence are worth that to the one who looks ahead, and no state is visited more than twice, once for the
mover who begins the worst sequence from it and once for any other, since nobody moves twice in a row.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["limits", "reachable"]

#: Who begins the worst sequence from a state: not yet known, or nobody, since the state itself is the worst.
_UNKNOWN, _NOBODY = -2, -1


@njit(cache=True, nogil=True)
def _improves(first: Ints, part: Ints, u: Ints, s: int, t: int, k: int) -> bool:
    """Whether move k from s to t is an improvement of which no part is as good; u is (S,)."""
    found = u[t] > u[s]
    if found:
        for p in range(first[k], first[k + 1]):
            found &= u[part[p]] < u[t]
    return bool(found)


@njit(cache=True, nogil=True)
def reachable(start: Ints, target: Ints, first: Ints, part: Ints, u: Ints, begin: int) -> Ints:
    """Return the states that improvements lead to from one, itself first; all if it is -1. u is (A, S).

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
    begin
        The state to begin with; -1 for all states.
    """
    actors, states = u.shape
    queue = np.empty(states, np.int32)
    if begin < 0:
        for s in range(states):
            queue[s] = s
        return queue
    seen = np.zeros(states, np.bool_)
    queue[0], seen[begin], tail, head = begin, True, 1, 0
    while head < tail:
        s = queue[head]
        head += 1
        for a in range(actors):
            for k in range(start[a, s], start[a, s + 1]):
                t = target[k]
                if not seen[t] and _improves(first, part, u[a], s, t, k):
                    seen[t] = True
                    queue[tail] = t
                    tail += 1
    return queue[:tail]


@njit(cache=True, nogil=True)
def _improvements(
    start: Ints, target: Ints, first: Ints, part: Ints, u: Ints, states: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return the improvements from some states as origin, goal and mover, numbered as ``states`` are."""
    place = np.empty(u.shape[1], np.int32)
    for n in range(len(states)):
        place[states[n]] = n
    size, most = 0, 4 * len(states) + 16
    origin, goal, mover = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.int32)
    for n in range(len(states)):
        s = states[n]
        for a in range(len(u)):
            for k in range(start[a, s], start[a, s + 1]):
                if not _improves(first, part, u[a], s, target[k], k):
                    continue
                if size == most:
                    most *= 2
                    wider = np.empty((3, most), np.int32)
                    for m in range(size):
                        wider[0, m], wider[1, m], wider[2, m] = origin[m], goal[m], mover[m]
                    origin, goal, mover = wider[0], wider[1], wider[2]
                origin[size], goal[size], mover[size] = n, place[target[k]], a
                size += 1
    return origin[:size], goal[:size], mover[:size]


@njit(cache=True, nogil=True)
def _backward(origin: Ints, goal: Ints, mover: Ints, counts: Bools, states: int) -> tuple[Ints, Ints, Ints]:
    """Sort moves that count by where they lead; return where those into a state begin, origins and movers."""
    begin = np.zeros(states + 2, np.int32)
    for m in range(len(goal)):
        if counts[m]:
            begin[goal[m] + 2] += 1
    for n in range(2, states + 2):
        begin[n] += begin[n - 1]
    came, by = np.empty(begin[states + 1], np.int32), np.empty(begin[states + 1], np.int32)
    for m in range(len(goal)):
        if counts[m]:
            k = begin[goal[m] + 1]
            came[k], by[k] = origin[m], mover[m]
            begin[goal[m] + 1] += 1
    return begin, came, by


@njit(cache=True, nogil=True)
def _least(
    begin: Ints, came: Ints, mover: Ints, viewer: int, u: Ints, rising: Ints, room: Ints, least: Ints
) -> None:
    """Write the least u that the others of ``viewer`` make of each state; u and least are (n,).

    ``room`` (5, 2 n) is what is worked in: who begins the worst sequence from a state, whether it was visited
    twice, and the states that are still to be visited, with who moved on from there and whether he alone may.
    """
    who, second, stack, by, only = room
    who[:], second[:] = _UNKNOWN, 0
    for n in rising:
        worth = u[n]
        if who[n] == _UNKNOWN:
            who[n], least[n] = _NOBODY, worth
            stack[0], by[0], only[0] = n, _NOBODY, 0
        elif who[n] != _NOBODY and second[n] == 0:
            second[n] = 1
            stack[0], by[0], only[0] = n, who[n], 1
        else:
            continue
        top = 1
        while top > 0:
            top -= 1
            t, begun, him = stack[top], by[top], only[top] == 1
            for k in range(begin[t], begin[t + 1]):
                s, j = came[k], mover[k]
                known = who[s]
                if known == _NOBODY or j == viewer or (j == begun) != him:
                    continue
                if known == _UNKNOWN:
                    who[s], least[s] = j, worth
                    stack[top], by[top], only[top] = s, j, 0
                    top += 1
                elif known != j and second[s] == 0:
                    second[s] = 1
                    stack[top], by[top], only[top] = s, known, 1
                    top += 1


@njit(cache=True, nogil=True)
def limits(
    start: Ints, target: Ints, first: Ints, part: Ints, u: Ints, begin: int, most: int, out: Ints
) -> None:
    """Write the least that each move may come to, where an answer counts only if nothing deters its author.

    ``out`` (2, W, A, S), which holds u where play does not come to: the last even order and the last odd one,
    up to ``most``, or where the orders end if that is 0. At order 1 every improvement counts as an answer.

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
        Utilities, (W, A, S).
    begin
        The state to begin with; -1 for all states.
    most
        The last order, or 0 for the orders to their end.
    out
        Is written, (2, W, A, S).
    """
    worlds, actors, _ = u.shape
    for w in range(worlds):
        states = reachable(start, target, first, part, u[w], begin)
        origin, goal, mover = _improvements(start, target, first, part, u[w], states)
        size = len(states)
        own = np.empty((actors, size), np.int32)
        rising = np.empty((actors, size), np.int32)
        for a in range(actors):
            for n in range(size):
                own[a, n] = u[w, a, states[n]]
            by_worth = np.argsort(own[a])
            for n in range(size):
                rising[a, n] = by_worth[n]
        least, room = np.empty((2, actors, size), np.int32), np.empty((5, 2 * size), np.int32)
        counts = np.ones((2, len(goal)), np.bool_)
        order = 0
        while order != most or most == 0:
            order += 1
            now = order % 2
            before, came, by = _backward(origin, goal, mover, counts[1 - now], size)
            for a in range(actors):
                _least(before, came, by, a, own[a], rising[a], room, least[now, a])
            change = order == 1
            for m in range(len(goal)):
                a = mover[m]
                undeterred = least[now, a, goal[m]] > own[a, origin[m]]
                change |= undeterred != counts[now, m]
                counts[now, m] = undeterred
            if not change:
                break
        for which in range(2):
            if which == 0 and order == 1:
                continue
            for a in range(actors):
                for n in range(size):
                    out[which, w, a, states[n]] = least[which, a, n]

"""Kernels for one world that work for all viewers of a state at once, so that each is fetched only once.

One world of a million states is bound by memory. So what a state comes to for all who look ahead stands in
one row, with the time at which any of it last fell behind, and each mover's classes are sorted once, from its
best state to its worst: what improves is then what comes before.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["falling", "pull_improving", "reply"]

#: Classes with more members than this are not sorted by insertion.
FEW = 24

_TOP = np.int32(2**31 - 1)


@njit(cache=True, nogil=True)
def falling(order: Ints, start: Ints, u: Ints, out: Ints, level: Bools) -> None:
    """Sort the members of each class from the best for the mover to the worst.

    Parameters
    ----------
    order
        States, class after class, (S,).
    start
        Where each class begins in ``order``, (C + 1,).
    u
        Utilities of the mover, (S,).
    out
        Is written: the states, (S,).
    level
        Is written: whether each is worth as much as the one before it in its class, (S,).
    """
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        if last - first > FEW:
            worth = np.empty(last - first, np.int64)
            for k in range(first, last):
                worth[k - first] = -np.int64(u[order[k]])
            place = np.argsort(worth)
            for k in range(first, last):
                out[k] = order[first + place[k - first]]
        else:
            for k in range(first, last):
                s, n = order[k], k
                while n > first and u[out[n - 1]] < u[s]:
                    out[n] = out[n - 1]
                    n -= 1
                out[n] = s
        level[first] = False
        for k in range(first + 1, last):
            level[k] = u[out[k]] == u[out[k - 1]]


@njit(cache=True, nogil=True)
def reply(
    order: Ints, start: Ints, own: Ints, pattern: Ints, allowed: Bools, free: bool, u: Ints, out: Ints
) -> None:
    """Write max(u(s), max of u over the moves from s) into ``out`` (S,).

    Parameters
    ----------
    order, start
        The classes, sorted or not.
    own
        Number of the actor's own setting in each state, (S,), below M.
    pattern
        Which of the P patterns of guards holds in each state, (S,).
    allowed
        Whether a change from one own setting to another is allowed, (P, M, M).
    free
        Whether every change is allowed; then ``allowed`` is not looked at.
    u
        Utilities of the mover, (S,).
    out
        Is written: (S,).
    """
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        if free:
            best = u[order[first]]
            for k in range(first + 1, last):
                best = max(best, u[order[k]])
            for k in range(first, last):
                out[order[k]] = best
            continue
        for a in range(first, last):
            s = order[a]
            best = u[s]
            for b in range(first, last):
                t = order[b]
                if u[t] > best and allowed[pattern[s], own[s], own[t]]:
                    best = u[t]
            out[s] = best


@njit(cache=True, nogil=True)
def pull_improving(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    level: Bools,
    mover: int,
    v: Ints,
    done: Ints,
    now: int,
) -> int:
    """Lower each v(s) to the least v(t) over the mover's improvements s -> t; return how many states fell.

    Parameters
    ----------
    order
        States, class after class, each from the best for the mover to the worst, (S,).
    start
        Where each class begins in ``order``, (C + 1,).
    own
        Number of the actor's own setting in each state, (S,), below M.
    pattern
        Which of the P patterns of guards holds in each state, (S,).
    allowed
        Whether a change from one own setting to another is allowed, (P, M, M).
    free
        Whether every change is allowed; then ``allowed`` is not looked at.
    level
        Whether each state of ``order`` is worth as much as the one before it, (S,).
    mover
        Who moves: its own column stays as it is.
    v
        What is lowered, (S, A + 1): a column for each viewer, and last the time when any of them last fell.
    done
        When this actor last visited each class, (C,); -1 for never.
    now
        The time of this call, from 1.
    """
    fell, viewers = 0, v.shape[1] - 1
    low = np.empty(viewers, np.int32)
    for c in range(len(start) - 1):
        first, last, since = start[c], start[c + 1], done[c]
        fresh = False
        for k in range(first, last - 1):  # the worst hands nothing on
            fresh |= v[order[k], viewers] > since
        if not fresh:
            continue
        done[c] = now
        for i in range(viewers):
            low[i] = _TOP
        met = first  # before it all are better than the present one
        for k in range(first + 1, last):
            s, change = order[k], False
            if not level[k]:
                if free:
                    for n in range(met, k):
                        t = order[n]
                        for i in range(viewers):
                            low[i] = min(low[i], v[t, i])
                    low[mover] = _TOP
                met = k
            if free:
                for i in range(viewers):
                    change |= low[i] < v[s, i]
                    v[s, i] = min(v[s, i], low[i])
            else:
                for n in range(first, met):
                    t = order[n]
                    if allowed[pattern[s], own[s], own[t]]:
                        for i in range(viewers):
                            if v[t, i] < v[s, i] and i != mover:
                                v[s, i], change = v[t, i], True
            if change:
                v[s, viewers] = now
                fell += 1
    return fell

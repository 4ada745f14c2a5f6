"""Kernels over classes: what one actor's moves do to a value held by every state, in every world.

All arrays over states are (S, W), worlds last and contiguous, so that the innermost loops run over
worlds and become vector instructions: the narrower the numbers, the more worlds in each. Only comparisons
count, so any whole numbers do. ``order``, ``start``, ``own``, ``pattern``, ``allowed`` and
``free`` are the fields of `detente.game.Classes` for the actor that moves. A class is visited as a
whole, because an actor's moves never leave it.

The kernels that lower values skip what cannot change anything: ``stamp`` (S,) holds the time at which
each state's value last fell, ``done`` (C,) the time at which this actor last visited each class, and
``now`` is the time of the present call. A state whose value has not fallen since the class was visited
has nothing new to hand on.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["best_reply", "deterred", "pull", "pull_improving", "spread"]


@njit(cache=True, nogil=True)
def _fresh(order: Ints, first: int, last: int, stamp: Ints, since: int) -> bool:
    """Whether any member of a class has fallen since a time."""
    fresh = False
    for k in range(first, last):
        fresh |= stamp[order[k]] >= since
    return fresh


@njit(cache=True, nogil=True)
def pull(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    v: Ints,
    stamp: Ints,
    done: Ints,
    now: int,
) -> int:
    """Lower each v(s) to the least v(t) over the moves s -> t; return how many states fell.

    Parameters
    ----------
    order
        States, class after class, (S,).
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
    v
        What is lowered, (S, W).
    stamp
        When the value of each state last fell, (S,).
    done
        When this actor last visited each class, (C,).
    now
        The time of this call.

    Examples
    --------
    >>> one, none = np.zeros(2, np.int32), np.zeros(1, np.int32)
    >>> v = np.array([[3], [1]], np.int32)
    >>> states, bounds, any_change = (
    ...     np.arange(2, dtype=np.int32),
    ...     np.array([0, 2], np.int32),
    ...     np.ones((1, 1, 1), bool),
    ... )
    >>> pull(states, bounds, one, one, any_change, True, v, one.copy(), none, 1)
    1
    >>> v.ravel().tolist()
    [1, 1]
    """
    fell = 0
    worlds = v.shape[1]
    low = np.empty(worlds, v.dtype)
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        if last - first < 2 or not _fresh(order, first, last, stamp, done[c]):
            continue
        done[c] = now
        if free:
            for w in range(worlds):
                low[w] = v[order[first], w]
            for k in range(first + 1, last):
                row = v[order[k]]
                for w in range(worlds):
                    low[w] = row[w] if row[w] < low[w] else low[w]
            for k in range(first, last):
                s = order[k]
                row, change = v[s], False
                for w in range(worlds):
                    change |= row[w] != low[w]
                    row[w] = low[w]
                if change:
                    stamp[s] = now
                    fell += 1
        else:
            for b in range(first, last):
                t = order[b]
                for a in range(first, last):
                    s = order[a]
                    if a != b and allowed[pattern[s], own[s], own[t]]:
                        row, there, change = v[s], v[t], False
                        for w in range(worlds):
                            lower = there[w] < row[w]
                            change |= lower
                            row[w] = there[w] if lower else row[w]
                        if change:
                            stamp[s] = now
                            fell += 1
    return fell


@njit(cache=True, nogil=True)
def pull_improving(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    u: Ints,
    worst: Ints | None,
    v: Ints,
    stamp: Ints,
    done: Ints,
    now: int,
) -> int:
    """Lower each v(s) to the least v(t) over the moves s -> t that raise the mover's utility u.

    With ``worst`` (S, W), only over those of them that the mover has to fear nothing from: the least that
    they may come to, ``worst(t)``, is better for it than u(s).

    Parameters
    ----------
    order
        States, class after class, (S,).
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
    u
        Utilities of the mover, (S,) or (S, W).
    worst
        The worst that a move to each state may come to, (S, W), or ``None``.
    v
        What is lowered, (S, W).
    stamp
        When the value of each state last fell, (S,).
    done
        When this actor last visited each class, (C,).
    now
        The time of this call.
    """
    fell = 0
    worlds = v.shape[1]
    for c in range(len(start) - 1):
        first, last, since = start[c], start[c + 1], done[c]
        if not _fresh(order, first, last, stamp, since):
            continue
        for b in range(first, last):
            t = order[b]
            if stamp[t] < since:
                continue
            for a in range(first, last):
                s = order[a]
                if a == b or not (free or allowed[pattern[s], own[s], own[t]]):
                    continue
                row, there, mine, theirs = v[s], v[t], u[s], u[t]
                change = False
                if worst is None:
                    for w in range(worlds):
                        lower = (theirs[w] > mine[w]) & (there[w] < row[w])
                        change |= lower
                        row[w] = there[w] if lower else row[w]
                else:
                    feared = worst[t]
                    for w in range(worlds):
                        lower = (theirs[w] > mine[w]) & (feared[w] > mine[w]) & (there[w] < row[w])
                        change |= lower
                        row[w] = there[w] if lower else row[w]
                if change:
                    stamp[s] = now
                    fell += 1
        done[c] = now
    return fell


@njit(cache=True, nogil=True)
def best_reply(
    order: Ints, start: Ints, own: Ints, pattern: Ints, allowed: Bools, free: bool, u: Ints, out: Ints
) -> None:
    """Write max(u(s), max of u over the moves from s) into ``out``.

    Parameters
    ----------
    order
        States, class after class, (S,).
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
    u
        Utilities of the mover, (S,) or (S, W).
    out
        Is written: (S, W).
    """
    worlds = u.shape[1]
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        for a in range(first, last):
            s = order[a]
            row = out[s]
            for w in range(worlds):
                row[w] = u[s, w]
            for b in range(first, last):
                t = order[b]
                if a != b and (free or allowed[pattern[s], own[s], own[t]]):
                    other = u[t]
                    for w in range(worlds):
                        row[w] = other[w] if other[w] > row[w] else row[w]


@njit(cache=True, nogil=True)
def deterred(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    gain: Ints,
    here: Ints,
    worst: Ints,
    stay: Ints | None,
    out: Bools,
) -> None:
    """Write whether no move s -> t has gain(t) > here(s) and worst(t) > stay(s) (without it, here(s)).

    Parameters
    ----------
    order
        States, class after class, (S,).
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
    gain
        What a move to each state is worth, (S, W).
    here
        What it must exceed in each state, (S, W).
    worst
        The worst that a move to each state may come to, (S, W), or ``None``.
    stay
        What the worst must exceed in each state, (S, W).
    out
        Is written: (S, W).
    """
    worlds = here.shape[1]
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        for a in range(first, last):
            s = order[a]
            row, mine = out[s], here[s]
            row[:] = True
            for b in range(first, last):
                t = order[b]
                if a != b and (free or allowed[pattern[s], own[s], own[t]]):
                    theirs, least = gain[t], worst[t]
                    if stay is None:
                        for w in range(worlds):
                            row[w] &= not ((theirs[w] > mine[w]) & (least[w] > mine[w]))
                    else:
                        rest = stay[s]
                        for w in range(worlds):
                            row[w] &= not ((theirs[w] > mine[w]) & (least[w] > rest[w]))


@njit(cache=True, nogil=True)
def spread(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    gain: Ints,
    here: Ints,
    worst: Ints,
    stay: Ints | None,
    far: Ints,
    step: int,
    stamp: Ints,
    done: Ints,
    now: int,
) -> int:
    """Lower the distance of each t to ``step`` more than that of s, over the undeterred moves s -> t.

    Parameters
    ----------
    order
        States, class after class, (S,).
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
    gain
        What a move to each state is worth, (S, W).
    here
        What it must exceed in each state, (S, W).
    worst
        The worst that a move to each state may come to, (S, W), or ``None``.
    stay
        What the worst must exceed in each state, (S, W).
    far
        Distances from the start, (S, W); lowered.
    step
        The distance that is carried on.
    stamp
        When the value of each state last fell, (S,).
    done
        When this actor last visited each class, (C,).
    now
        The time of this call.
    """
    fell = 0
    worlds = here.shape[1]
    for c in range(len(start) - 1):
        first, last, since = start[c], start[c + 1], done[c]
        if not _fresh(order, first, last, stamp, since):
            continue
        for a in range(first, last):
            s = order[a]
            if stamp[s] < since:
                continue
            now_far, mine = far[s], here[s]
            for b in range(first, last):
                t = order[b]
                if a == b or not (free or allowed[pattern[s], own[s], own[t]]):
                    continue
                there, theirs, least = far[t], gain[t], worst[t]
                change = False
                if stay is None:
                    for w in range(worlds):
                        x = far.dtype.type(now_far[w] + step)
                        nearer = (theirs[w] > mine[w]) & (least[w] > mine[w]) & (x < there[w])
                        change |= nearer
                        there[w] = x if nearer else there[w]
                else:
                    rest = stay[s]
                    for w in range(worlds):
                        x = far.dtype.type(now_far[w] + step)
                        nearer = (theirs[w] > mine[w]) & (least[w] > rest[w]) & (x < there[w])
                        change |= nearer
                        there[w] = x if nearer else there[w]
                if change:
                    stamp[t] = now
                    fell += 1
        done[c] = now
    return fell

"""Kernels over classes: what one actor's moves do to a value held by every state, in every world.

All arrays over states are (S, W), worlds last and contiguous, so that the innermost loops run over
worlds and become vector instructions. ``order``, ``start``, ``own``, ``pattern``, ``allowed`` and
``free`` are the fields of `detente.game.Classes` for the actor that moves. A class is visited as a
whole, because an actor's moves never leave it.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from detente.game.model import Bools, Ints

__all__ = ["best_reply", "deterred", "pull", "pull_improving", "spread"]


@njit(cache=True, nogil=True)
def pull(order: Ints, start: Ints, own: Ints, pattern: Ints, allowed: Bools, free: bool, v: Ints) -> int:
    """Lower each v(s) to the least v(t) over the moves s -> t; return how many values fell.

    Examples
    --------
    >>> one = np.zeros(2, np.int32)
    >>> v = np.array([[3], [1]], np.int32)
    >>> pull(np.arange(2, dtype=np.int32), np.array([0, 2], np.int32), one, one, np.ones((1, 1, 1), bool), True, v)
    1
    >>> v.ravel().tolist()
    [1, 1]
    """
    fell = 0
    worlds = v.shape[1]
    low = np.empty(worlds, v.dtype)
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        if last - first < 2:
            continue
        if free:
            low[:] = v[order[first]]
            for k in range(first + 1, last):
                row = v[order[k]]
                for w in range(worlds):
                    low[w] = min(low[w], row[w])
            for k in range(first, last):
                row = v[order[k]]
                for w in range(worlds):
                    fell += row[w] > low[w]
                    row[w] = low[w]
        else:
            for a in range(first, last):
                s = order[a]
                row = v[s]
                for b in range(first, last):
                    t = order[b]
                    if a != b and allowed[pattern[s], own[s], own[t]]:
                        other = v[t]
                        for w in range(worlds):
                            x = min(row[w], other[w])
                            fell += x != row[w]
                            row[w] = x
    return fell


@njit(cache=True, nogil=True)
def pull_improving(
    order: Ints, start: Ints, own: Ints, pattern: Ints, allowed: Bools, free: bool, u: Ints, v: Ints
) -> int:
    """Lower each v(s) to the least v(t) over the moves s -> t that raise the mover's utility u."""
    fell = 0
    worlds = v.shape[1]
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        for a in range(first, last):
            s = order[a]
            row, mine = v[s], u[s]
            for b in range(first, last):
                t = order[b]
                if a == b or not (free or allowed[pattern[s], own[s], own[t]]):
                    continue
                other, theirs = v[t], u[t]
                for w in range(worlds):
                    x = other[w] if (theirs[w] > mine[w]) & (other[w] < row[w]) else row[w]
                    fell += x != row[w]
                    row[w] = x
    return fell


@njit(cache=True, nogil=True)
def best_reply(
    order: Ints, start: Ints, own: Ints, pattern: Ints, allowed: Bools, free: bool, u: Ints, out: Ints
) -> None:
    """Write max(u(s), max of u over the moves from s) into ``out``."""
    worlds = u.shape[1]
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        for a in range(first, last):
            s = order[a]
            row = out[s]
            row[:] = u[s]
            for b in range(first, last):
                t = order[b]
                if a != b and (free or allowed[pattern[s], own[s], own[t]]):
                    other = u[t]
                    for w in range(worlds):
                        row[w] = max(row[w], other[w])


@njit(cache=True, nogil=True)
def deterred(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    u: Ints,
    v: Ints,
    out: Bools,
) -> None:
    """Write whether every improvement s -> t leads to a v(t) that is no better than u(s)."""
    worlds = u.shape[1]
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        for a in range(first, last):
            s = order[a]
            row, mine = out[s], u[s]
            row[:] = True
            for b in range(first, last):
                t = order[b]
                if a != b and (free or allowed[pattern[s], own[s], own[t]]):
                    theirs, worst = u[t], v[t]
                    for w in range(worlds):
                        row[w] &= not ((theirs[w] > mine[w]) & (worst[w] > mine[w]))


@njit(cache=True, nogil=True)
def spread(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    u: Ints,
    v: Ints,
    far: Ints,
) -> int:
    """Lower the distance of each t to one more than that of s, over undeterred improvements s -> t."""
    fell = 0
    worlds = u.shape[1]
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        for a in range(first, last):
            s = order[a]
            mine, here = u[s], far[s]
            for b in range(first, last):
                t = order[b]
                if a == b or not (free or allowed[pattern[s], own[s], own[t]]):
                    continue
                theirs, worst, there = u[t], v[t], far[t]
                for w in range(worlds):
                    moves = (theirs[w] > mine[w]) & (worst[w] > mine[w])
                    x = here[w] + 1 if moves & (here[w] + 1 < there[w]) else there[w]
                    fell += x != there[w]
                    there[w] = x
    return fell

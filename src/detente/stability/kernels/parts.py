"""Which moves make a part of the changes of another, found by comparing packed levels.

``code`` (S, B) uint64 has one bit for each level that an option may have, so that t' makes a part of the
changes from s to t exactly where it has no bit beyond those of s and t.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["contained", "inside", "kept"]

Codes = NDArray[np.uint64]


@njit(cache=True, nogil=True)
def inside(
    order: Ints, start: Ints, group: Ints, own: Ints, pattern: Ints, allowed: Bools, free: bool
) -> tuple[Ints, Ints]:
    """Return an actor's moves within its classes, ``start`` (S + 1,) and ``target`` (M,), by origin.

    Parameters
    ----------
    order
        States, class after class, (S,).
    start
        Where each class begins in ``order``, (C + 1,).
    group
        The class of each state, (S,).
    own
        Number of the actor's own setting in each state, (S,), below M.
    pattern
        Which of the P patterns of guards holds in each state, (S,).
    allowed
        Whether a change from one own setting to another is allowed, (P, M, M).
    free
        Whether every change is allowed; then ``allowed`` is not looked at.
    """
    states = len(group)
    begin = np.zeros(states + 1, np.int32)
    target = np.empty(0, np.int32)
    for turn in range(2):
        n = 0
        for s in range(states):
            c = group[s]
            for k in range(start[c], start[c + 1]):
                t = order[k]
                if t != s and (free or allowed[pattern[s], own[s], own[t]]):
                    if turn:
                        target[n] = t
                    n += 1
            begin[s + 1] = n
        if not turn:
            target = np.empty(n, np.int32)
    return begin, target


@njit(cache=True, nogil=True)
def _within(code: Codes, s: int, t: int, part: int) -> bool:
    found = part != t
    for b in range(code.shape[1]):
        found &= (code[part, b] & ~(code[s, b] | code[t, b])) == 0
    return found


@njit(cache=True, nogil=True)
def contained(start: Ints, target: Ints, code: Codes) -> tuple[Ints, Ints]:
    """Return for each of M moves where the other moves lead that make a part of its changes.

    ``first`` (M + 1,) and ``part`` (N,): those of move k are ``part[first[k]:first[k + 1]]``.

    Parameters
    ----------
    start
        Where each state's moves begin in ``target``, (S + 1,).
    target
        States moved to, (M,).
    code
        A bit for each level that an option may have, (S, B) uint64.
    """
    first = np.zeros(len(target) + 1, np.int32)
    part = np.empty(0, np.int32)
    for turn in range(2):
        n = 0
        for s in range(len(start) - 1):
            for k in range(start[s], start[s + 1]):
                for j in range(start[s], start[s + 1]):
                    if _within(code, s, target[k], target[j]):
                        if turn:
                            part[n] = target[j]
                        n += 1
                first[k + 1] = n
        if not turn:
            part = np.empty(n, np.int32)
    return first, part


@njit(cache=True, nogil=True)
def kept(start: Ints, target: Ints, first: Ints, part: Ints, u: Ints) -> Bools:
    """Return (M,) whether each move is no redundant improvement for utilities u (S,).

    Parameters
    ----------
    start
        Where each state's moves begin in ``target``, (S + 1,).
    target
        States moved to, (M,).
    first
        Where each move's parts begin in ``part``, (M + 1,), or ``None`` where moves have none.
    part
        States that a part of a move leads to, (N,), or ``None``.
    u
        Utilities of the mover, (S,).
    """
    out = np.ones(len(target), np.bool_)
    for s in range(len(start) - 1):
        for k in range(start[s], start[s + 1]):
            t = target[k]
            if u[t] > u[s]:
                for p in range(first[k], first[k + 1]):
                    if u[part[p]] >= u[t]:
                        out[k] = False
                        break
    return out

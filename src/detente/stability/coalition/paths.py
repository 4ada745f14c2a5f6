"""What coalitions reach: parts of states that reach one another, and rows of bits.

``start`` (A, S + 1) and ``target`` (M,) list all actors' moves, or their origins where sequences are followed
backward. A row of W words holds one bit for each of the S states.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Ints

__all__ = ["closed", "legal", "turns"]

Words = NDArray[np.uint64]

_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def turns(start: Ints, target: Ints, members: Ints) -> Ints:
    """Return (S,) the strongly connected part of each state under the members' moves, ends of play first.

    Parameters
    ----------
    start, target
        Moves of all actors.
    members
        Who moves.
    """
    states = start.shape[1] - 1
    part, low = np.full(states, -1, np.int32), np.zeros(states, np.int32)
    seen, parts, clock = np.zeros(states, np.int32), 0, 0
    open_, stack = np.empty(states, np.int32), np.empty(states, np.int32)
    who, at = np.empty(states, np.int32), np.empty(states, np.int32)
    kept = 0
    for root in range(states):
        if seen[root]:
            continue
        depth, stack[0], who[0], at[0] = 1, root, 0, -1
        while depth:
            s = stack[depth - 1]
            if at[depth - 1] < 0:
                clock += 1
                seen[s] = low[s] = clock
                open_[kept] = s
                kept += 1
                at[depth - 1] = start[members[0], s]
            deeper = False
            while who[depth - 1] < len(members):
                i = members[who[depth - 1]]
                while at[depth - 1] < start[i, s + 1]:
                    t = target[at[depth - 1]]
                    at[depth - 1] += 1
                    if not seen[t]:
                        stack[depth], who[depth], at[depth] = t, 0, -1
                        depth += 1
                        deeper = True
                        break
                    if part[t] < 0:
                        low[s] = min(low[s], seen[t])
                if deeper:
                    break
                who[depth - 1] += 1
                if who[depth - 1] < len(members):
                    at[depth - 1] = start[members[who[depth - 1]], s]
            if deeper:
                continue
            if low[s] == seen[s]:
                while True:
                    kept -= 1
                    part[open_[kept]] = parts
                    if open_[kept] == s:
                        break
                parts += 1
            depth -= 1
            if depth:
                low[stack[depth - 1]] = min(low[stack[depth - 1]], low[s])
    return part


@njit(cache=True, nogil=True)
def closed(start: Ints, target: Ints, members: Ints, part: Ints, backward: bool) -> Words:
    """Return (C, W) what each of C parts reaches by any sequence of moves, itself among it.

    Parameters
    ----------
    start, target
        Moves of all actors, or their origins.
    members
        Who moves.
    part
        The part of each state, as `turns` numbers them, (S,).
    backward
        Whether origins are followed.
    """
    states = len(part)
    order, parts = np.argsort(part, kind="mergesort"), part.max() + 1
    rows = np.zeros((parts, (states + 63) // 64), np.uint64)
    for k in range(states):
        s = order[states - 1 - k] if backward else order[k]
        row = rows[part[s]]
        row[s >> 6] |= _ONE << np.uint64(s & 63)
        for i in members:
            for m in range(start[i, s], start[i, s + 1]):
                t = target[m]
                if part[t] != part[s] and not (row[t >> 6] >> np.uint64(t & 63)) & _ONE:
                    for w in range(rows.shape[1]):
                        row[w] |= rows[part[t], w]
    return rows


@njit(cache=True, nogil=True)
def legal(start: Ints, target: Ints, members: Ints, begin: int) -> Words:
    """Return (S, W) what is reached by sequences in which nobody moves twice in a row, each state itself too.

    Parameters
    ----------
    start, target
        Moves of all actors, or their origins.
    members
        Who moves.
    begin
        The only state to begin with; -1: every one.
    """
    states = start.shape[1] - 1
    rows = np.zeros((states if begin < 0 else 1, (states + 63) // 64), np.uint64)
    by, stamp = np.empty(states, np.int32), np.zeros((2, states), np.int32)
    queue, but = np.empty(2 * states + 1, np.int32), np.empty(2 * states + 1, np.int32)
    only = np.empty(2 * states + 1, np.int32)
    for k in range(len(rows)):
        s = k if begin < 0 else begin
        queue[0], but[0], only[0], head, tail = s, -1, -1, 0, 1
        stamp[0, s] = stamp[1, s] = k + 1
        while head < tail:
            x, left_out, alone = queue[head], but[head], only[head]
            head += 1
            rows[k, x >> 6] |= _ONE << np.uint64(x & 63)
            for i in members:
                if i == left_out or (alone >= 0 and i != alone):
                    continue
                for m in range(start[i, x], start[i, x + 1]):
                    t = target[m]
                    if stamp[0, t] != k + 1:  # first come to, by i: everybody else may go on
                        stamp[0, t], by[t] = k + 1, i
                        queue[tail], but[tail], only[tail] = t, i, -1
                        tail += 1
                    elif stamp[1, t] != k + 1 and by[t] != i:  # by another too: so may the first
                        stamp[1, t] = k + 1
                        queue[tail], but[tail], only[tail] = t, -1, by[t]
                        tail += 1
    return rows

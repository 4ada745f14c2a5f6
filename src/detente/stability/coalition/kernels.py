"""Sets of states as rows of bits: what coalitions gain, and what answers come to.

A row of W words holds one bit for each of the S states. ``index`` says which row is a state's: states that
reach one another share it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["above", "answered", "escapes", "joint", "lowest", "spread", "weigh"]

Words = NDArray[np.uint64]

_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def _place(word: np.uint64) -> int:
    """Return the place of the lowest bit of a word that is not 0."""
    low, place = word & (~word + _ONE), 0
    for k in (32, 16, 8, 4, 2, 1):
        if low >> np.uint64(k):
            place += k
            low >>= np.uint64(k)
    return place


@njit(cache=True, nogil=True)
def above(high: Ints, low: Ints) -> Words:
    """Return (S, W) for each state s the states t with high(t) > low(s).

    Parameters
    ----------
    high, low
        (S,) numbers.
    """
    states = len(high)
    best, asking = np.argsort(-high), np.argsort(-low)
    rows = np.zeros((states, (states + 63) // 64), np.uint64)
    row, k = np.zeros(rows.shape[1], np.uint64), 0
    for s in asking:
        while k < states and high[best[k]] > low[s]:
            t = best[k]
            row[t >> 6] |= _ONE << np.uint64(t & 63)
            k += 1
        for w in range(len(row)):
            rows[s, w] = row[w]
    return rows


@njit(cache=True, nogil=True)
def joint(reach: Words, index: Ints, gains: Words, members: Ints, more: Words | None) -> Words:
    """Return (S, W) what is both reached and a gain for every member.

    Parameters
    ----------
    reach
        Rows of what is reached, (C, W).
    index
        Which of them is each state's, (S,).
    gains
        What each actor gains by, (A, S, W).
    members
        Who has to gain.
    more
        What has to be so besides, (S, W), or ``None``.
    """
    out = np.empty((len(index), reach.shape[1]), np.uint64)
    for s in range(len(index)):
        for w in range(reach.shape[1]):
            x = reach[index[s], w]
            for i in members:
                x &= gains[i, s, w]
            if more is not None:
                x &= more[s, w]
            out[s, w] = x
    return out


@njit(cache=True, nogil=True)
def lowest(origins: Words, index: Ints, value: Ints) -> Ints:
    """Return (S,) the least value that is reached from each state, where rows say from where each is reached.

    Parameters
    ----------
    origins
        Rows of states from which a state is reached, itself among them, (C, W).
    index
        Which of them is each state's, (S,).
    value
        (S,) numbers.
    """
    out = value.copy()
    free = np.full(origins.shape[1], ~np.uint64(0), np.uint64)
    for q in np.argsort(value):
        for w in range(len(free)):
            found = origins[index[q], w] & free[w]
            free[w] ^= found
            while found:
                out[(w << 6) + _place(found)] = value[q]
                found &= found - _ONE
    return out


@njit(cache=True, nogil=True)
def spread(origins: Words, value: Ints) -> Ints:
    """Return (S,) the least value that sequences of steps lead to, none among them.

    Parameters
    ----------
    origins
        Rows of states from which one step leads to a state, (S, W).
    value
        (S,) numbers.
    """
    states, out = len(value), value.copy()
    free = np.full(origins.shape[1], ~np.uint64(0), np.uint64)
    stack = np.empty(states, np.int32)
    for q in np.argsort(value):
        if not (free[q >> 6] >> np.uint64(q & 63)) & _ONE:
            continue
        free[q >> 6] ^= _ONE << np.uint64(q & 63)
        stack[0], kept = q, 1
        while kept:
            kept -= 1
            t = stack[kept]
            out[t] = value[q]
            for w in range(len(free)):
                found = origins[t, w] & free[w]
                free[w] ^= found
                while found:
                    stack[kept] = (w << 6) + _place(found)
                    kept += 1
                    found &= found - _ONE
    return out


@njit(cache=True, nogil=True)
def answered(origins: Words, value: Ints) -> Ints:
    """Return (S,) as `spread`, where several step in turn and none of them twice in a row.

    Parameters
    ----------
    origins
        For each who steps, rows of states from which a step of theirs leads to a state, (L, S, W).
    value
        (S,) numbers.
    """
    layers, states, words = origins.shape
    out, by, times = value.copy(), np.full(states, -1, np.int32), np.zeros(states, np.int8)
    queue, but = np.empty(3 * states, np.int32), np.empty(3 * states, np.int32)
    only = np.empty(3 * states, np.int32)
    for q in np.argsort(value):
        # Whoever was to step last, the play may end at q; where it has, a lower value was found before.
        if times[q] == 2:
            continue
        queue[0], but[0], only[0], kept = q, -1, by[q] if times[q] else -1, 1
        out[q] = out[q] if times[q] else value[q]
        times[q] = 2
        while kept:
            kept -= 1
            t, left_out, alone = queue[kept], but[kept], only[kept]
            for k in range(layers):
                if k == left_out or (alone >= 0 and k != alone):
                    continue
                for w in range(words):
                    found = origins[k, t, w]
                    while found:
                        s = (w << 6) + _place(found)
                        found &= found - _ONE
                        if (
                            times[s] == 0
                        ):  # a step of k leads on from s; whoever came there, but k, may take it
                            times[s], by[s], out[s] = 1, k, value[q]
                            queue[kept], but[kept], only[kept] = s, k, -1
                            kept += 1
                        elif times[s] == 1 and by[s] != k:
                            times[s] = 2
                            queue[kept], but[kept], only[kept] = s, -1, by[s]
                            kept += 1
    return out


@njit(cache=True, nogil=True)
def weigh(improve: Words, floor: Ints, worst: Ints, out: Bools) -> None:
    """Write whether a state has no joint improvement, and none that each kind of answers leaves undeterred.

    Parameters
    ----------
    improve
        Joint improvements of each state, (S, W).
    floor
        What each of N members, or the sum of them, has to exceed to gain, (N, S).
    worst
        The least that answers of C kinds leave them, (C, N, S).
    out
        Is written: (C + 1, S).
    """
    kinds, members, states = worst.shape
    for s in range(states):
        for c in range(kinds + 1):
            out[c, s] = True
        for w in range(improve.shape[1]):
            found = improve[s, w]
            while found:
                t = (w << 6) + _place(found)
                found &= found - _ONE
                out[0, s] = False
                for c in range(kinds):
                    undeterred = out[c + 1, s]
                    for k in range(members):
                        undeterred &= worst[c, k, t] > floor[k, s]
                    if undeterred:
                        out[c + 1, s] = False


@njit(cache=True, nogil=True)
def escapes(
    improve: Words, gain: Words, own: Words, own_index: Ints, others: Words, index: Ints, out: Bools
) -> None:
    """Write False where a joint improvement has no answer from which the coalition cannot escape to a gain.

    Parameters
    ----------
    improve
        Joint improvements of each state, (S, W).
    gain
        What the coalition gains by, reached or not, (S, W).
    own, own_index
        Rows of what the coalition reaches, (C, W), and which is each state's, (S,).
    others, index
        The same of what the others reach.
    out
        Where it is True a state is looked at; is written: (S,).
    """
    states, words = improve.shape
    stamp, free = np.zeros(len(own), np.int32), np.zeros(len(own), np.bool_)
    for s in range(states):
        for w in range(words):
            found = improve[s, w]
            while found and out[s]:
                t = (w << 6) + _place(found)
                found &= found - _ONE
                deterred = False
                for x in range(words):
                    left = others[index[t], x]
                    while left and not deterred:
                        c = own_index[(x << 6) + _place(left)]
                        left &= left - _ONE
                        if stamp[c] != s + 1:
                            stamp[c], free[c] = s + 1, False
                            for y in range(words):
                                if own[c, y] & gain[s, y]:
                                    free[c] = True
                                    break
                        deterred = not free[c]
                    if deterred:
                        break
                if not deterred:
                    out[s] = False
            if not out[s]:
                break

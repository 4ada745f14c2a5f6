"""Where undeterred moves lead, one world at a time, over moves listed one by one.

``start`` (A, S + 1), ``target`` (M,), ``first`` (M + 1,) and ``part`` (N,) are every actor's moves and the
parts of their changes, as in ``parts.py``. All values are (W, A, S): ``own`` utilities, and the ``gain``,
``here``, ``worst`` and ``stay`` by which a move from s to t is undeterred if gain(t) > here(s) and worst(t) >
stay(s).
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["calm", "walk"]


@njit(cache=True, nogil=True)
def _undeterred(
    first: Ints,
    part: Ints,
    own: Ints,
    gain: Ints,
    here: Ints,
    worst: Ints,
    stay: Ints,
    s: int,
    t: int,
    k: int,
) -> bool:
    """Whether move k from s to t is undeterred and no redundant improvement; the values are (S,)."""
    if gain[t] <= here[s] or worst[t] <= stay[s]:
        return False
    if own[t] > own[s]:
        for p in range(first[k], first[k + 1]):
            if own[part[p]] >= own[t]:
                return False
    return True


@njit(cache=True, nogil=True)
def walk(
    start: Ints,
    target: Ints,
    first: Ints,
    part: Ints,
    own: Ints,
    gain: Ints,
    here: Ints,
    worst: Ints,
    stay: Ints,
    begin: int,
    legal: bool,
    out: Ints,
) -> None:
    """Write the fewest undeterred moves from a state into ``out`` (W, S), which holds the largest number.

    ``legal``: nobody moves twice in a row.

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
    own
        Utilities, (W, A, S).
    gain
        What a move to each state is worth to its mover, (W, A, S).
    here
        What it must exceed, (W, A, S).
    worst
        The worst that it may come to, (W, A, S).
    stay
        What that must exceed, (W, A, S).
    begin
        The state to begin with, from 0 to S - 1.
    legal
        Whether nobody moves twice in a row.
    out
        Is written: moves from the start, (W, S).
    """
    worlds, actors, states = own.shape
    planes = actors if legal else 1
    queue, last = np.empty(planes * states + 1, np.int32), np.empty(planes * states + 1, np.int32)
    far = np.empty((planes, states), np.int32)
    for w in range(worlds):
        far[:] = -1
        queue[0], last[0], head, tail = begin, -1, 0, 1
        out[w, begin] = 0
        if not legal:
            far[0, begin] = 0
        while head < tail:
            s, by = queue[head], last[head]
            steps = 1 + (0 if by < 0 else far[by if legal else 0, s])
            head += 1
            for a in range(actors):
                if legal and a == by:
                    continue
                plane = a if legal else 0
                for k in range(start[a, s], start[a, s + 1]):
                    t = target[k]
                    if far[plane, t] < 0 and _undeterred(
                        first, part, own[w, a], gain[w, a], here[w, a], worst[w, a], stay[w, a], s, t, k
                    ):
                        far[plane, t] = steps
                        out[w, t] = min(out[w, t], steps)
                        queue[tail], last[tail] = t, a
                        tail += 1


@njit(cache=True, nogil=True)
def calm(
    start: Ints,
    target: Ints,
    first: Ints,
    part: Ints,
    own: Ints,
    gain: Ints,
    here: Ints,
    worst: Ints,
    stay: Ints,
    among: Bools,
    out: Bools,
) -> None:
    """Write into ``out`` (W, S) whether a state is among some and nobody has an undeterred move from it.

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
    own
        Utilities, (W, A, S).
    gain
        What a move to each state is worth to its mover, (W, A, S).
    here
        What it must exceed, (W, A, S).
    worst
        The worst that it may come to, (W, A, S).
    stay
        What that must exceed, (W, A, S).
    among
        The states that are asked about, (W, S).
    out
        Is written: whether they are calm, (W, S).
    """
    worlds, actors, states = own.shape
    for w in range(worlds):
        for s in range(states):
            out[w, s] = among[w, s]
            if not among[w, s]:
                continue
            for a in range(actors):
                for k in range(start[a, s], start[a, s + 1]):
                    if _undeterred(
                        first,
                        part,
                        own[w, a],
                        gain[w, a],
                        here[w, a],
                        worst[w, a],
                        stay[w, a],
                        s,
                        target[k],
                        k,
                    ):
                        out[w, s] = False
                        break
                if not out[w, s]:
                    break

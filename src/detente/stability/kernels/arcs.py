"""The kernels of ``classes.py`` over explicit moves, for games whose moves are not transitive.

Nobody moves twice in a row, so a value may depend on who moved last. What the others can make of a state by
sequences that some mover begins is held as ``least`` (S, W), the least of all, ``who`` (S, W) int8, the mover
that begins there (-1 if the state itself is the least), and ``other`` (S, W), the least that another mover
begins or the state itself. A mover who has just moved sees ``other`` where it is ``who``, else ``least``.

``start`` (S + 1,) and ``target`` (M,) are the fields of `detente.game.Arcs` of the actor that moves. With
``first`` (M + 1,) and ``part`` (N,), the states that make a part of the changes of each move, an improvement
counts only if each of them is worse for the mover (see ``parts.py``); without, every one does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["best_reply", "deterred", "pull"]


@njit(cache=True, nogil=True)
def _counts(
    first: Ints | None, part: Ints | None, k: int, u: Ints, mine: Ints, theirs: Ints, ok: Bools
) -> None:
    """Write whether move k counts: it is no improvement, or none of its parts is as good for the mover."""
    ok[:] = True
    if first is not None and part is not None:
        for p in range(first[k], first[k + 1]):
            less = u[part[p]]
            for w in range(len(ok)):
                ok[w] &= (theirs[w] <= mine[w]) | (less[w] < theirs[w])


@njit(cache=True, nogil=True)
def pull(
    start: Ints,
    target: Ints,
    first: Ints | None,
    part: Ints | None,
    u: Ints,
    improving: bool,
    worst: Ints | None,
    mover: int,
    least: Ints,
    who: NDArray[np.int8],
    other: Ints,
    stamp: Ints,
    since: int,
    now: int,
) -> int:
    """Take into each state what the mover's moves from it lead to; return how many states fell.

    ``improving``: only by moves that raise the mover's utility u; with ``worst`` only by those after which
    it does better than before at the least. ``stamp`` (S,) is the time at which each state last fell.

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
        Utilities of the mover, (S,) or (S, W).
    improving
        Whether only improvements of the mover count.
    worst
        The worst that a move to each state may come to, (S, W), or ``None``.
    mover
        Place of the mover.
    least
        Least value that some mover begins, (S, W).
    who
        The mover that begins there, (S, W) int8; -1 where the state itself is the least.
    other
        Least value that another mover begins, or the state itself, (S, W).
    stamp
        When the value of each state last fell, (S,).
    since
        Falls before this time are passed over.
    now
        The time of this call.
    """
    fell = 0
    worlds = u.shape[1]
    ok = np.empty(worlds, np.bool_)
    for s in range(len(start) - 1):
        mine, change = u[s], False
        low, by, next_low = least[s], who[s], other[s]
        for k in range(start[s], start[s + 1]):
            t = target[k]
            if stamp[t] < since:
                continue
            theirs = u[t]
            _counts(first, part, k, u, mine, theirs, ok)
            if improving:
                for w in range(worlds):
                    ok[w] &= theirs[w] > mine[w]
            if worst is not None:
                feared = worst[t]
                for w in range(worlds):
                    ok[w] &= feared[w] > mine[w]
            there, begun, beyond = least[t], who[t], other[t]
            for w in range(worlds):
                x = beyond[w] if begun[w] == mover else there[w]
                own = by[w] == mover
                lower = ok[w] & (x < low[w])
                second = ok[w] & (not own) & (x < next_low[w])
                next_low[w] = low[w] if lower & (not own) else (x if second else next_low[w])
                low[w] = x if lower else low[w]
                by[w] = mover if lower else by[w]
                change |= lower | second
        if change:
            stamp[s] = now
            fell += 1
    return fell


@njit(cache=True, nogil=True)
def best_reply(start: Ints, target: Ints, u: Ints, out: Ints) -> None:
    """Write max(u(s), max of u over the moves from s) into ``out``.

    Parameters
    ----------
    start
        Where each state's moves begin in ``target``, (S + 1,).
    target
        States moved to, (M,).
    u
        Utilities of the mover, (S,) or (S, W).
    out
        Is written: (S, W).
    """
    worlds = u.shape[1]
    for s in range(len(start) - 1):
        row = out[s]
        row[:] = u[s]
        for k in range(start[s], start[s + 1]):
            other = u[target[k]]
            for w in range(worlds):
                row[w] = max(row[w], other[w])


@njit(cache=True, nogil=True)
def deterred(
    start: Ints,
    target: Ints,
    first: Ints | None,
    part: Ints | None,
    u: Ints,
    gain: Ints,
    here: Ints,
    worst: Ints,
    stay: Ints,
    out: Bools,
) -> None:
    """Write whether no move s -> t that counts has gain(t) > here(s) and worst(t) > stay(s).

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
        Utilities of the mover, (S,) or (S, W).
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
    ok = np.empty(worlds, np.bool_)
    for s in range(len(start) - 1):
        row, mine, rest = out[s], here[s], stay[s]
        row[:] = True
        for k in range(start[s], start[s + 1]):
            theirs, lowest = gain[target[k]], worst[target[k]]
            _counts(first, part, k, u, u[s], u[target[k]], ok)
            for w in range(worlds):
                row[w] &= not (ok[w] & (theirs[w] > mine[w]) & (lowest[w] > rest[w]))

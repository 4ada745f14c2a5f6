"""The kernels of ``classes.py`` over explicit moves, for games whose moves are not transitive.

Values may depend on who moved last, because nobody moves twice in a row: ``source`` is the value
after this actor's move, ``into`` the value of the states where somebody else moved last.
"""

from __future__ import annotations

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["best_reply", "deterred", "pull", "spread"]


@njit(cache=True, nogil=True)
def pull(start: Ints, target: Ints, u: Ints, improving: bool, source: Ints, into: Ints) -> int:
    """Lower each into(s) to the least source(t) over the moves s -> t; return how many values fell."""
    fell = 0
    worlds = into.shape[1]
    for s in range(len(start) - 1):
        row, mine = into[s], u[s]
        for k in range(start[s], start[s + 1]):
            other, theirs = source[target[k]], u[target[k]]
            for w in range(worlds):
                better = (theirs[w] > mine[w]) | (not improving)
                x = other[w] if better & (other[w] < row[w]) else row[w]
                fell += x != row[w]
                row[w] = x
    return fell


@njit(cache=True, nogil=True)
def best_reply(start: Ints, target: Ints, u: Ints, out: Ints) -> None:
    """Write max(u(s), max of u over the moves from s) into ``out``."""
    worlds = u.shape[1]
    for s in range(len(start) - 1):
        row = out[s]
        row[:] = u[s]
        for k in range(start[s], start[s + 1]):
            other = u[target[k]]
            for w in range(worlds):
                row[w] = max(row[w], other[w])


@njit(cache=True, nogil=True)
def deterred(start: Ints, target: Ints, u: Ints, v: Ints, out: Bools) -> None:
    """Write whether every improvement s -> t leads to a v(t) that is no better than u(s)."""
    worlds = u.shape[1]
    for s in range(len(start) - 1):
        row, mine = out[s], u[s]
        row[:] = True
        for k in range(start[s], start[s + 1]):
            theirs, worst = u[target[k]], v[target[k]]
            for w in range(worlds):
                row[w] &= not ((theirs[w] > mine[w]) & (worst[w] > mine[w]))


@njit(cache=True, nogil=True)
def spread(start: Ints, target: Ints, u: Ints, v: Ints, source: Ints, into: Ints) -> int:
    """Lower into(t) to one more than source(s), over undeterred improvements s -> t."""
    fell = 0
    worlds = u.shape[1]
    for s in range(len(start) - 1):
        mine, here = u[s], source[s]
        for k in range(start[s], start[s + 1]):
            theirs, worst, there = u[target[k]], v[target[k]], into[target[k]]
            for w in range(worlds):
                moves = (theirs[w] > mine[w]) & (worst[w] > mine[w])
                x = here[w] + 1 if moves & (here[w] + 1 < there[w]) else there[w]
                fell += x != there[w]
                there[w] = x
    return fell

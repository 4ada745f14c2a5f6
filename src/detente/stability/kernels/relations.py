"""Stability where what is better is told pair by pair, and not by a number: relations of states by states.

For an actor i a relation says when it leaves s for t, when q deters it from leaving s, and when r is an
escape from what deters it in s; for the others, which of their moves are answers. Legal sequences are walked
from each state that somebody may leave for: nobody moves twice in a row.
"""

from __future__ import annotations

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["deterred", "settled"]


@njit(cache=True, nogil=True)
def deterred(
    start: Ints,
    target: Ints,
    actor: int,
    answers: Bools,
    leaves: Bools,
    harms: Bools,
    escapes: Bools,
    symmetric: bool,
    out: Bools,
) -> None:
    """Write for each state whether every move by which the actor leaves it is deterred.

    Parameters
    ----------
    start
        Where each actor's moves from each state begin in ``target``, (A, S + 1).
    target
        States moved to, (M,).
    actor
        Place of the actor.
    answers
        Whether each move counts as an answer, (M,).
    leaves
        Whether the actor leaves s for t, (S, S) as [s, t].
    harms
        Whether q deters it from leaving s, (S, S) as [s, q].
    escapes
        Whether r is good enough to escape to, for what it had in s, (S, S) as [s, r].
    symmetric
        Whether the actor may answer the sanction with one more move.
    out
        The answer, (S,).
    """
    actors, states = start.shape[0], len(out)
    out[:] = True
    wanted = leaves[:, 0] & False
    for s in range(states):
        for k in range(start[actor, s], start[actor, s + 1]):
            wanted[target[k]] |= leaves[s, target[k]]
    seen = start[0, :1].repeat(actors * states) * 0
    stack = seen.copy()
    ends = seen[:states].copy()
    for t in range(states):
        if not wanted[t]:
            continue
        mark = t + 1
        found = _reached(start, target, actor, answers, t, seen, stack, ends, mark)
        for s in range(states):
            if not (out[s] and leaves[s, t]):
                continue
            moves = False
            for k in range(start[actor, s], start[actor, s + 1]):
                moves |= target[k] == t
            if moves:
                out[s] = _met(start, target, actor, s, ends[:found], harms, escapes, symmetric)


@njit(cache=True, nogil=True)
def _reached(
    start: Ints,
    target: Ints,
    actor: int,
    answers: Bools,
    t: int,
    seen: Ints,
    stack: Ints,
    ends: Ints,
    mark: int,
) -> int:
    """Write where legal sequences of the others' answers from t end; return how many states these are."""
    actors = start.shape[0]
    states = start.shape[1] - 1
    top = found = 0
    for j in range(actors):
        if j == actor:
            continue
        for k in range(start[j, t], start[j, t + 1]):
            if answers[k] and seen[j * states + target[k]] != mark:
                seen[j * states + target[k]] = mark
                stack[top] = j * states + target[k]
                top += 1
    while top:
        top -= 1
        j, q = stack[top] // states, stack[top] % states
        known = False
        for other in range(actors):
            known |= other != j and seen[other * states + q] == -mark
        if not known:
            ends[found] = q
            found += 1
        seen[j * states + q] = -mark
        for other in range(actors):
            if other in (actor, j):
                continue
            for k in range(start[other, q], start[other, q + 1]):
                at = other * states + target[k]
                if answers[k] and seen[at] != mark and seen[at] != -mark:
                    seen[at] = mark
                    stack[top] = at
                    top += 1
    return found


@njit(cache=True, nogil=True)
def _met(
    start: Ints, target: Ints, actor: int, s: int, ends: Ints, harms: Bools, escapes: Bools, symmetric: bool
) -> bool:
    """Whether one of the ends deters the actor from leaving s, with no way out of it if that counts."""
    for q in ends:
        if not harms[s, q]:
            continue
        out = False
        if symmetric:
            for k in range(start[actor, q], start[actor, q + 1]):
                out |= escapes[s, target[k]]
        if not out:
            return True
    return False


@njit(cache=True, nogil=True)
def settled(start: Ints, target: Ints, actor: int, leaves: Bools, out: Bools) -> None:
    """Write for each state whether the actor has no move by which it leaves.

    Parameters
    ----------
    start, target, actor, leaves, out
        As in `deterred`.
    """
    for s in range(len(out)):
        out[s] = True
        for k in range(start[actor, s], start[actor, s + 1]):
            out[s] &= not leaves[s, target[k]]

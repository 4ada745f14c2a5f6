"""Stackelberg stability from the definition: the leader sees the follower's best reply."""

from __future__ import annotations

from reference.conflict import Conflict


def stable(conflict: Conflict, leader: int, i: int, s: int) -> bool:
    u = conflict.utilities[i]
    if i != leader:
        return not conflict.improvements(i, s)
    return all(min(u[q] for q in replies(conflict, 1 - i, t)) <= u[s] for t in conflict.moves(i, s))


def replies(conflict: Conflict, j: int, t: int) -> set[int]:
    """The best that the follower can make of a state by one move; the state itself if none is better."""
    u = conflict.utilities[j]
    best = max([u[t], *(u[q] for q in conflict.moves(j, t))])
    return {t} if best == u[t] else {q for q in conflict.moves(j, t) if u[q] == best}

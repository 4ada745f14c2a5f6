"""Generalized metarationality by the tree of turns (Zeng, Fang, Hipel & Kilgour 2006, 2007)."""

from __future__ import annotations

from reference.coalition import reachable_by_coalition
from reference.conflict import Conflict


def stable(conflict: Conflict, credible: bool, turns: int, i: int, s: int) -> bool:
    """Whether i cannot make sure, by moving from s, to end better than in s after so many turns."""
    u = conflict.utilities[i]
    return not any(theirs(conflict, credible, turns - 1, i, t) > u[s] for t in conflict.moves(i, s))


def theirs(conflict: Conflict, credible: bool, left: int, i: int, t: int) -> int:
    """What i is left with if the others are to move: if they stop, play ends."""
    u = conflict.utilities[i]
    if not left:
        return u[t]
    ends = reachable_by_coalition(conflict, conflict.others(i), t, improving=credible, viewer=i)
    return min([u[t], *(mine(conflict, credible, left - 1, i, q) for q in ends)])


def mine(conflict: Conflict, credible: bool, left: int, i: int, q: int) -> int:
    """What i can make sure of if it is to move."""
    u = conflict.utilities[i]
    if not left:
        return u[q]
    return max([u[q], *(theirs(conflict, credible, left - 1, i, r) for r in conflict.moves(i, q))])

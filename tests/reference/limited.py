"""Looking ahead a number of moves, two actors: from the definition, with sets of anticipated states."""

from __future__ import annotations

from reference.conflict import Conflict


def anticipated(conflict: Conflict, h: int, i: int, s: int) -> frozenset[int]:
    """G_h(i, s): where play may end if i is to move in s and h moves are left.

    i reckons with the worst for itself of what the other may be indifferent between, and stays on a tie.
    """
    if h == 0:
        return frozenset({s})
    u = conflict.utilities[i]
    ends = [anticipated(conflict, h - 1, 1 - i, t) for t in conflict.moves(i, s)]
    best = max((min(u[e] for e in end) for end in ends), default=u[s])
    if best <= u[s]:
        return frozenset({s})
    return frozenset(e for end in ends if min(u[x] for x in end) == best for e in end)


def stable(conflict: Conflict, h: int, i: int, s: int) -> bool:
    return anticipated(conflict, h, i, s) == {s}

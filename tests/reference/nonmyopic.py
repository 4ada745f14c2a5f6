"""Non-myopic stability by trying horizons one by one, far enough for a small conflict."""

from __future__ import annotations

from reference.conflict import Conflict

#: {actor: {state: states anticipated}}
Ends = dict[tuple[int, int], frozenset[int]]


def further(conflict: Conflict, last: Ends) -> Ends:
    """What is anticipated with one move more; the rule is that of `reference.limited`."""
    found: Ends = {}
    for i, s in last:
        u = conflict.utilities[i]
        ends = [last[1 - i, t] for t in conflict.moves(i, s)]
        best = max((min(u[e] for e in end) for end in ends), default=u[s])
        moved = frozenset(e for end in ends if min(u[x] for x in end) == best for e in end)
        found[i, s] = moved if best > u[s] else frozenset({s})
    return found


def lasting(conflict: Conflict, i: int) -> set[int]:
    """The states stable for i at every horizon that comes again and again."""
    ends: Ends = {(j, s): frozenset({s}) for j in (0, 1) for s in range(conflict.n_states)}
    known: list[Ends] = []
    while ends not in known:
        known.append(ends)
        ends = further(conflict, ends)
    again = known[known.index(ends) :]
    return {s for s in range(conflict.n_states) if all(e[i, s] == {s} for e in again)}


def ended(conflict: Conflict, i: int, s: int) -> bool:
    """Whether s is stable for i by the rule of Brams & Wittman: all lines end, and i stays looking back."""
    try:
        return _back(conflict, i, s, ()) == {s}
    except _NeverEndsError:
        return False


class _NeverEndsError(Exception):
    """A line of play goes round."""


def _back(conflict: Conflict, i: int, s: int, line: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """The states that may come of s if i is to move; whoever has its best state, or no move, stays."""
    u = conflict.utilities[i]
    if u[s] == max(u) or not conflict.moves(i, s):
        return frozenset({s})
    if (i, s) in line:
        raise _NeverEndsError
    ends = [_back(conflict, 1 - i, t, (*line, (i, s))) for t in conflict.moves(i, s)]
    best = max(min(u[e] for e in end) for end in ends)
    if best <= u[s]:
        return frozenset({s})
    return frozenset(e for end in ends if min(u[x] for x in end) == best for e in end)

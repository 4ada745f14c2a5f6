"""The largest consistent set of Chwe (1994) from its definition: the union of all consistent sets."""

from __future__ import annotations

from itertools import combinations

from reference.conflict import Conflict


def dominated_by(conflict: Conflict, e: int) -> set[int]:
    """States that e indirectly dominates: movers who all prefer e to where they are lead there."""
    found: set[int] = set()
    while True:
        more = {
            d
            for d in range(conflict.n_states)
            for i in conflict.actors
            for t in conflict.moves(i, d)
            if (t == e or t in found) and conflict.utilities[i][d] < conflict.utilities[i][e]
        }
        if more <= found:
            return found
        found |= more


def consistent(conflict: Conflict, x: frozenset[int]) -> bool:
    below = {e: dominated_by(conflict, e) for e in x}

    def deterred(a: int, i: int, d: int) -> bool:
        u = conflict.utilities[i]
        return any(u[e] <= u[a] for e in x if d == e or d in below[e])

    def stays(a: int) -> bool:
        return all(deterred(a, i, d) for i in conflict.actors for d in conflict.moves(i, a))

    return all((a in x) == stays(a) for a in range(conflict.n_states))


def largest_consistent(conflict: Conflict) -> set[int]:
    states = range(conflict.n_states)
    sets = (frozenset(c) for k in range(conflict.n_states + 1) for c in combinations(states, k))
    return {a for x in sets if consistent(conflict, x) for a in x}

"""Foresight: what consistent sets leave, what rational expectations leave, and all of these expectations.

Chwe (1994); Dutta & Vohra (2017), conditions I, E and M, for single movers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from reference.conflict import Conflict

#: (state, where play may end from it)
Pairs = frozenset[tuple[int, int]]


def lured(conflict: Conflict, maximal: bool, i: int, s: int, t: int) -> bool:
    """Whether everything that a move may lead to in the end is better for the mover."""
    pairs = _pairs(_Same(conflict), maximal)
    return all(conflict.utilities[i][e] > conflict.utilities[i][s] for (d, e) in pairs if d == t)


class _Same:
    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict

    def __hash__(self) -> int:
        return id(self.conflict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.conflict is self.conflict


@cache
def _pairs(same: _Same, maximal: bool) -> Pairs:
    """The largest set of pairs each of which the others bear out."""
    conflict = same.conflict
    states = range(conflict.n_states)
    pairs: Pairs = frozenset(product(states, states))
    while True:
        lasts = {s for s in states if (s, s) in pairs and _stays(conflict, pairs, s)}
        fewer = frozenset((s, e) for e in lasts for s in _toward(conflict, pairs, maximal, e))
        if fewer == pairs:
            return pairs
        pairs = fewer


def _stays(conflict: Conflict, pairs: Pairs, s: int) -> bool:
    return all(
        any(conflict.utilities[i][e] <= conflict.utilities[i][s] for (d, e) in pairs if d == t)
        for i in conflict.actors
        for t in conflict.moves(i, s)
    )


def _toward(conflict: Conflict, pairs: Pairs, maximal: bool, e: int) -> set[int]:
    """The states from which a chain of steps leads to e, each step one that its author can want to make."""

    def wants(i: int, s: int) -> bool:
        u = conflict.utilities[i]
        no_better = all(any(d == t and u[x] <= u[e] for (d, x) in pairs) for t in conflict.moves(i, s))
        return u[e] > u[s] and (no_better or not maximal)

    found = {e}
    while True:
        more = {
            s
            for s in range(conflict.n_states)
            for i in conflict.actors
            if wants(i, s) and conflict.moves(i, s) & found
        }
        if more <= found:
            return found
        found |= more


def rational(conflict: Conflict) -> Iterator[set[int]]:
    """Every set of states that last under some expectation of Dutta and Vohra, by trying all of them."""
    states = range(conflict.n_states)
    steps = [[None, *((i, t) for i in conflict.actors for t in conflict.moves(i, s))] for s in states]
    for chosen in product(*steps):
        plan = dict(enumerate(chosen))
        ends = {s: _end(plan, s) for s in states}
        if all(e is not None for e in ends.values()) and _rational(conflict, plan, ends):
            yield {s for s in states if plan[s] is None}


def _end(plan: Mapping[int, tuple[int, int] | None], s: int) -> int | None:
    for _ in plan:
        step = plan[s]
        if step is None:
            return s
        s = step[1]
    return s if plan[s] is None else None


def _rational(
    conflict: Conflict, plan: Mapping[int, tuple[int, int] | None], ends: Mapping[int, int | None]
) -> bool:
    for s, step in plan.items():
        for i in conflict.actors:
            u = conflict.utilities[i]
            reached = [u[ends[t] or 0] for t in conflict.moves(i, s)]
            if step is None and any(x > u[s] for x in reached):
                return False
            if step is not None and step[0] == i:
                expected = u[ends[s] or 0]
                if expected <= u[s] or any(x > expected for x in reached):
                    return False
    return True

"""Which answers are credible beyond SEQ: orders of sequential stability, redundant moves, both sides counted.

Oliveira (2018); Rego & Oliveira (2020) for the orders, here for any number of actors; Fraser & Hipel (1979)
for what they begin with. A move is written (mover, from, to).
"""

from __future__ import annotations

from functools import cache

from reference.coalition import reachable_by_coalition
from reference.conflict import Conflict

Move = tuple[int, int, int]


def seen_by(conflict: Conflict, viewer: int) -> Conflict:
    """The conflict as one actor believes it to be."""
    if not conflict.views.get(viewer):
        return conflict
    return _seen(_Kept(conflict), viewer)


def irredundant(conflict: Conflict) -> Conflict:
    """The conflict without the improvements part of whose changes would do as well."""
    return _without(_Kept(conflict)) if conflict.rows else conflict


def undeterred_at(conflict: Conflict, order: str) -> frozenset[Move]:
    """The improvements that are undeterred at an order, or where the even or the odd orders end."""
    return _at(_Kept(conflict), order)


def no_worse(conflict: Conflict, i: int, s: int, t: int) -> bool:
    """Whether a move may end no worse than staying may, with the same answers of others."""

    def worst(state: int) -> int:
        ends = reachable_by_coalition(conflict, conflict.others(i), state, improving=True)
        return min(conflict.utilities[i][e] for e in {state, *ends})

    return worst(t) >= worst(s)


class _Kept:
    """A conflict by identity, so that what is worked out for it can be remembered."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict

    def __hash__(self) -> int:
        return id(self.conflict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.conflict is self.conflict


@cache
def _seen(kept: _Kept, viewer: int) -> Conflict:
    c = kept.conflict
    believed = [c.views[viewer].get(j, u) for j, u in enumerate(c.utilities)]
    return Conflict(c.n_states, c.arcs, believed, rows=c.rows)


@cache
def _without(kept: _Kept) -> Conflict:
    c = kept.conflict

    def rider(i: int, s: int, t: int) -> bool:
        u, change = c.utilities[i], _change(c, s, t)
        parts = [p for p in c.moves(i, s) if p != t and _change(c, s, p).items() <= change.items()]
        return u[t] > u[s] and any(u[p] >= u[t] for p in parts)

    arcs = [{(s, t) for (s, t) in c.arcs[i] if not rider(i, s, t)} for i in c.actors]
    return Conflict(c.n_states, arcs, c.utilities, rows=c.rows)


def _change(conflict: Conflict, s: int, t: int) -> dict[str, str]:
    return {o: x for o, x in conflict.rows[t].items() if conflict.rows[s][o] != x}


@cache
def _at(kept: _Kept, order: str) -> frozenset[Move]:
    if order in ("even", "odd"):
        k = 2 if order == "even" else 1
        while _at(kept, str(k)) != _at(kept, str(k + 2)):
            k += 2
        return _at(kept, str(k))
    conflict = kept.conflict
    better = {
        (j, s, t) for j in conflict.actors for s in _states(conflict) for t in conflict.improvements(j, s)
    }
    if order == "0":
        return frozenset(better)
    credible = _at(kept, str(int(order) - 1))
    arcs = [{(s, t) for (m, s, t) in credible if m == j} for j in conflict.actors]
    answers = Conflict(conflict.n_states, arcs, conflict.utilities)

    def deterred(i: int, s: int, t: int) -> bool:
        ends = reachable_by_coalition(answers, answers.others(i), t, improving=False)
        return any(conflict.utilities[i][e] <= conflict.utilities[i][s] for e in ends)

    return frozenset(move for move in better if not deterred(*move))


def _states(conflict: Conflict) -> range:
    return range(conflict.n_states)

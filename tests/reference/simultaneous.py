"""Stability by simultaneity (Fraser & Hipel 1979, 1984), from the definition in option form."""

from __future__ import annotations

from itertools import product

from reference.concepts import seq
from reference.conflict import Conflict


def stable(conflict: Conflict, i: int, s: int, each: bool = False) -> bool:
    """`each`: asked of an actor by itself, whatever the others make of the state."""
    if seq(conflict, i, s) if each else any(seq(conflict, j, s) for j in conflict.actors):
        return seq(conflict, i, s)
    u = conflict.utilities[i]
    return all(any(u[w] <= u[s] for w in landings(conflict, i, s, t)) for t in conflict.improvements(i, s))


def landings(conflict: Conflict, i: int, s: int, t: int) -> set[int]:
    """Where i's move lands if one or more others make an improvement at the same time."""
    found = set()
    for ends in product(*([None, *conflict.improvements(j, s)] for j in conflict.others(i))):
        if any(e is not None for e in ends):
            row = dict(conflict.rows[t])
            for e in ends:
                changed = conflict.rows[s] if e is None else conflict.rows[e]
                row |= {o: x for o, x in changed.items() if x != conflict.rows[s][o]}
            if row in conflict.rows:
                found.add(list(conflict.rows).index(row))
    return found

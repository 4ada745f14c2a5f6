"""Expectations and surprises in hypergames of the first and the second level (Wang, Hipel & Fraser 1988)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reference.concepts import TEXTBOOK
from reference.conflict import Conflict

#: ascribed[i][j][k]: what i thinks j to believe of k.
Ascribed = Mapping[int, Mapping[int, Mapping[int, Sequence[int]]]]


def game_of(conflict: Conflict, i: int) -> Conflict:
    """The game that i sees, which nobody in it sees otherwise."""
    views = conflict.views.get(i, {})
    return _game(conflict, [views.get(j, conflict.utilities[j]) for j in conflict.actors])


def expected(conflict: Conflict, ascribed: Ascribed | None, concept: str, i: int) -> set[int]:
    """The states that i expects to last; `ascribed` is None at the first level."""
    own = game_of(conflict, i)
    games = dict.fromkeys(conflict.actors, own)
    for j in conflict.others(i) if ascribed is not None else ():
        believed = (ascribed or {}).get(i, {}).get(j, {})
        games[j] = _game(conflict, [believed.get(k, own.utilities[k]) for k in conflict.actors])
    stable = TEXTBOOK[concept]
    return {s for s in range(conflict.n_states) if all(stable(games[j], j, s) for j in conflict.actors)}


def lasting(conflict: Conflict, concept: str) -> set[int]:
    """What is stable for each actor in its own game."""
    stable = TEXTBOOK[concept]
    return {
        s
        for s in range(conflict.n_states)
        if all(stable(game_of(conflict, i), i, s) for i in conflict.actors)
    }


def _game(conflict: Conflict, utilities: Sequence[Sequence[int]]) -> Conflict:
    return replace(conflict, utilities=utilities, views={}, _lists={}, _coalition={})


def without(conflict: Conflict, seen: set[int]) -> Conflict:
    """The game in which nobody moves into or out of states that are not seen."""
    arcs = [{(s, t) for s, t in moves if s in seen and t in seen} for moves in conflict.arcs]
    return replace(conflict, arcs=arcs, views={}, _lists={}, _coalition={})


def sees(conflict: Conflict, seen: set[int], concept: str, i: int) -> set[int]:
    """What is stable for i in the part of the game that it sees; elsewhere it sees no move."""
    own = without(conflict, seen)
    return {s for s in range(conflict.n_states) if TEXTBOOK[concept](own, i, s)}


def awaits(conflict: Conflict, seen: set[int], concept: str) -> set[int]:
    """What who sees only these states expects to last."""
    return seen & set.intersection(*(sees(conflict, seen, concept, j) for j in conflict.actors))

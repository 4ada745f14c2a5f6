"""The moves around the status quo as a small graph: what a picture of the way is drawn from. No prose.

Status-quo analysis: Li, Kilgour and Hipel (2005), "Status quo analysis in the graph model".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.game.model import Game, Ints
from detente.stability import FAR, Verdicts, Views, board, calm, far, judge, named

__all__ = ["MOST", "GraphEdge", "GraphNode", "MoveGraph", "move_graph"]

#: Most situations that are kept. A picture of 150 was looked at and could not be read; 40 can.
MOST = 40


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A situation that undeterred improvements lead to.

    Parameters
    ----------
    levels
        Option -> level.
    name
        The state's name if the case names it.
    moves
        Fewest undeterred improvements from the status quo.
    rests
        Whether no actor has an undeterred improvement from it.
    outcome
        Id of its outcome class, or an empty string.
    deterred
        Actor -> number of its improvements from here that are deterred.
    """

    levels: Mapping[str, str]
    name: str
    moves: int
    rests: bool
    outcome: str
    deterred: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """An undeterred improvement: origin and target count in ``nodes``; option -> (from, to)."""

    origin: int
    target: int
    actor: str
    changes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MoveGraph:
    """What undeterred improvements of the central world lead to, nearest first.

    Parameters
    ----------
    nodes
        The first is the status quo with the choice made; then by number of moves.
    edges
        Those among ``nodes`` that bring play one move further from the status quo.
    further
        Number of moves -> situations that are reached in so many and are not among ``nodes``.
    rests
        Number of resting points that are reached at all.
    other
        Undeterred improvements among ``nodes`` that are not among ``edges``: detours and ways back.
    """

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    further: Mapping[int, int]
    rests: int
    other: int


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """One world under one concept: what deters, distances, and where it is calm."""

    game: Game
    found: Verdicts
    far: Ints
    calm: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def better(self, actor: int, s: int) -> Iterator[tuple[int, bool]]:
        """Yield the improvements of an actor from a state, and whether each is undeterred."""
        for t in self.found.improvements(actor, s):
            yield t, self.found.undeterred(actor, s, t)


def move_graph(
    game: Game, utilities: Ints, concept: str, views: Views | None = None, most: int = MOST
) -> MoveGraph | None:
    """Follow undeterred improvements from the status quo, as far as a picture can show them.

    Parameters
    ----------
    utilities
        (A, S) integers, one world.
    concept
        What deters; under ``R`` every unilateral improvement counts.
    most
        Most situations kept: the ways to the resting points first, then the nearest.

    Returns
    -------
    MoveGraph or None
        ``None`` where the game has no status quo.
    """
    if game.status_quo < 0:
        return None
    field = _field(game, utilities, concept, views)
    reached = np.flatnonzero(field.far < FAR).tolist()
    kept = sorted(_kept(field, reached, most), key=lambda s: (int(field.far[s]), s))
    place = {s: k for k, s in enumerate(kept)}
    found = [edge for s in kept for edge in _edges(field, s, place)]
    ahead = [e for e in found if field.far[kept[e.target]] == field.far[kept[e.origin]] + 1]
    left = Counter(int(field.far[s]) for s in reached if s not in place)
    return MoveGraph(
        tuple(_node(field, s) for s in kept),
        tuple(ahead),
        dict(sorted(left.items())),
        int(field.calm[reached].sum()),
        len(found) - len(ahead),
    )


def _field(game: Game, utilities: Ints, concept: str, views: Views | None) -> _Field:
    on = board(game, np.asarray(utilities, np.int32), views, game.status_quo)
    found = judge(on, named(concept))
    return _Field(game, found, far(found, game.status_quo)[:, 0], calm(found)[:, 0])


def _kept(field: _Field, reached: Sequence[int], most: int) -> list[int]:
    """The status quo, one shortest way to each resting point (nearest first), then the nearest states."""
    near = sorted(reached, key=lambda s: (int(field.far[s]), s))
    kept = dict.fromkeys([field.game.status_quo])
    for goal in (s for s in near if field.calm[s]):
        way = _way(field, goal)
        if len(kept.keys() | way) <= most:
            kept |= dict.fromkeys(way)
    for s in near:
        if len(kept) >= most:
            break
        kept[s] = None
    return list(kept)


def _way(field: _Field, goal: int) -> list[int]:
    """The states of a shortest way, from the goal back; the first actor and state that fit each time."""
    way = [goal]
    while way[-1] != field.game.status_quo:
        way.append(next(_before(field, way[-1])))
    return way


def _before(field: _Field, t: int) -> Iterator[int]:
    for i in range(len(field.game.actors)):
        for s in sorted(field.game.origins(i, t)):
            if field.far[s] == field.far[t] - 1 and field.found.undeterred(i, s, t):
                yield s


def _edges(field: _Field, s: int, place: Mapping[int, int]) -> Iterator[GraphEdge]:
    for i, actor in enumerate(field.game.actors):
        for t, undeterred in field.better(i, s):
            if undeterred and t in place:
                before, after = _levels(field.game, s), _levels(field.game, t)
                changes = {o: (before[o], after[o]) for o in before if before[o] != after[o]}
                yield GraphEdge(place[s], place[t], actor, changes)


def _node(field: _Field, s: int) -> GraphNode:
    game = field.game
    deterred = {
        actor: count
        for i, actor in enumerate(game.actors)
        if (count := sum(not undeterred for _, undeterred in field.better(i, s)))
    }
    return GraphNode(
        _levels(game, s),
        game.names[s] if game.names else "",
        int(field.far[s]),
        bool(field.calm[s]),
        game.outcomes[game.outcome[s]] if game.outcome[s] >= 0 else "",
        deterred,
    )


def _levels(game: Game, s: int) -> dict[str, str]:
    """Option -> level; for a game without options the state's name under the key ``state``."""
    return game.describe(s) or {"state": game.names[s]}

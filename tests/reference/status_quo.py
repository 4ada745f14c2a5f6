"""From the status quo: where improvements lead, in how many moves, and where things come to rest.

Li, Kilgour & Hipel (2005) Status quo analysis in the graph model for conflict resolution.
"""

from __future__ import annotations

from reference.concepts import equilibria, undeterred
from reference.conflict import Conflict

Path = tuple[tuple[int, int], ...]


def shortest_paths(conflict: Conflict, start: int, improving: bool = True) -> dict[int, set[Path]]:
    """For each state that a legal sequence reaches from `start`, all its shortest sequences.

    V_h holds the (state, last mover) pairs that h moves reach and fewer do not; it is extended by movers
    other than the last one. A sequence is ((mover, state), ...); the start has the empty one.
    """
    found: dict[int, set[Path]] = {start: {()}}
    seen: set[tuple[int, int | None]] = {(start, None)}
    layer: dict[tuple[int, int | None], set[Path]] = {(start, None): {()}}
    while layer:
        following: dict[tuple[int, int | None], set[Path]] = {}
        for (state, last), paths in layer.items():
            for j in conflict.actors:
                if j == last:
                    continue
                for t in conflict.steps(j, state, improving=improving):
                    if (t, j) not in seen:
                        following.setdefault((t, j), set()).update((*p, (j, t)) for p in paths)
        seen.update(following)
        first_time = {t for t, _ in following if t not in found}
        for (t, _), paths in following.items():
            if t in first_time:
                found.setdefault(t, set()).update(paths)
        layer = following
    return found


def distances(conflict: Conflict, start: int, improving: bool = True) -> dict[int, int]:
    """The least number of moves of a legal sequence from `start` to each state it can reach."""
    return {t: len(next(iter(paths))) for t, paths in shortest_paths(conflict, start, improving).items()}


def drift(conflict: Conflict, concept: str, start: int) -> dict[int, int]:
    """The states reachable from `start` by undeterred improvements, with the least number of steps."""
    distance = {start: 0}
    frontier = [start]
    while frontier:
        following = []
        for s in frontier:
            for i in conflict.actors:
                for t in undeterred(conflict, concept, i, s):
                    if t not in distance:
                        distance[t] = distance[s] + 1
                        following.append(t)
        frontier = following
    return distance


def resting_points(conflict: Conflict, concept: str, start: int) -> dict[int, int]:
    """The equilibria reachable from `start` by undeterred improvements, with their distances."""
    at_rest = equilibria(conflict, concept)
    return {s: d for s, d in drift(conflict, concept, start).items() if s in at_rest}


def shortest_drifts(conflict: Conflict, concept: str, start: int) -> dict[int, set[Path]]:
    """For each state of the drift, all its shortest sequences of undeterred improvements."""
    distance = drift(conflict, concept, start)
    paths: dict[int, set[Path]] = {start: {()}}
    for s in sorted(distance, key=lambda s: distance[s]):
        for i in conflict.actors:
            for t in undeterred(conflict, concept, i, s):
                if distance[t] == distance[s] + 1:
                    paths.setdefault(t, set()).update((*path, (i, t)) for path in paths[s])
    return paths

"""What a coalition can reach by a legal sequence of moves, two ways.

A sequence is legal when no member moves twice in a row (Fang, Hipel & Kilgour 1993, Interactive
Decision Making, chapter 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reference.conflict import Conflict

Sequence = tuple[tuple[int, int], ...]


def reachable_by_coalition(
    conflict: Conflict, actors: Iterable[int], start: int, improving: bool, viewer: int | None = None
) -> frozenset[int]:
    """R_H(s), or R+_H(s) when `improving`, by the inductive list with its sets of last movers.

    Base: a move of a member from s. Step: from t in the list, a move of a member j, unless j is the only
    possible last mover at t. Until nothing is added. s itself is in the list when a sequence leads back.
    """
    members = tuple(actors)
    key = (members, start, improving, viewer)
    if key not in conflict._coalition:
        conflict._coalition[key] = _inductive_list(conflict, members, start, improving, viewer)
    return conflict._coalition[key]


def _inductive_list(
    conflict: Conflict, members: tuple[int, ...], start: int, improving: bool, viewer: int | None
) -> frozenset[int]:
    last_movers: dict[int, set[int]] = {}
    for i in members:
        for t in conflict.steps(i, start, improving=improving, viewer=viewer):
            last_movers.setdefault(t, set()).add(i)
    grown = True
    while grown:
        grown = False
        for t in list(last_movers):
            for j in members:
                if last_movers[t] == {j}:
                    continue
                for u in conflict.steps(j, t, improving=improving, viewer=viewer):
                    if j not in last_movers.setdefault(u, set()):
                        last_movers[u].add(j)
                        grown = True
    return frozenset(last_movers)


def legal_sequences(
    conflict: Conflict,
    actors: Iterable[int],
    start: int,
    improving: bool,
    longest: int,
    viewer: int | None = None,
) -> Iterator[Sequence]:
    """Every legal sequence of at most `longest` moves, as ((mover, state), ...): brute force."""
    members = tuple(actors)

    def extend(sequence: Sequence, state: int) -> Iterator[Sequence]:
        if len(sequence) == longest:
            return
        for j in members:
            if sequence and sequence[-1][0] == j:
                continue
            for t in sorted(conflict.steps(j, state, improving=improving)):
                longer = (*sequence, (j, t))
                yield longer
                yield from extend(longer, t)

    yield from extend((), start)


def reachable_by_sequences(
    conflict: Conflict, actors: Iterable[int], start: int, improving: bool, longest: int
) -> frozenset[int]:
    """The end states of every legal sequence of at most `longest` moves."""
    return frozenset(s[-1][1] for s in legal_sequences(conflict, actors, start, improving, longest))

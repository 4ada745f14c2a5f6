"""Reasons for verdicts of variants, found by walking move by move; nothing of a kernel is used here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from detente.game.model import Game
from detente.registry import Variation
from detente.stability.variants.asking.model import Frame, Ground
from detente.stability.variants.asking.relation import Relations, Tests, small
from detente.stability.witness import Sanction, Step, Witness

__all__ = ["by_relations", "others", "reasoning", "sequences"]

Counts = Callable[[int, int, int], bool]


def reasoning(tests: Tests) -> Callable[[Frame, int, int, Variation], tuple[Ground, ...]]:
    """Make the function that gives the grounds of verdicts where relations decide.

    Parameters
    ----------
    tests
        What has to hold at once.
    """

    def reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
        small(frame.game)
        return tuple(
            Ground(
                "answers" if towards < 0 else "towards",
                by_relations(frame.game, asked.name, asked.base, told, actor, state),
                towards,
            )
            for towards, told in tests(frame, actor, asked)
        )

    return reason


def by_relations(game: Game, name: str, base: str, told: Relations, actor: int, state: int) -> Witness:
    """Return what answers every move by which an actor would leave a state, or a move that nothing answers.

    Parameters
    ----------
    game
        The game.
    name
        What the verdict is under.
    base
        R, GMR, SMR, SEQ or SSEQ.
    told
        What improves, deters and is credible.
    actor, state
        Places of the actor and of the state.
    """
    moves = [t for t in game.moves(actor, state) if told.leaves[state, t]]
    found = []
    for t in moves:
        sanction = _sanction(game, base, told, Step(actor, state, t))
        if sanction is None:
            return Witness(name, actor, state, False, (), Step(actor, state, t))
        found.append(sanction)
    return Witness(name, actor, state, True, tuple(found), None)


def _sanction(game: Game, base: str, told: Relations, move: Step) -> Sanction | None:
    """The shortest answer that deters a move; none if there is none."""
    i, s = move.actor, move.origin
    symmetric = base in ("SMR", "SSEQ")

    def counts(j: int, t: int, q: int) -> bool:
        seen = told.within is None or told.within[q]
        return bool(seen and (base in ("GMR", "SMR") or told.steps[j][t, q]))

    for end, way in sequences(game, others(game, i), move.target, counts) if base != "R" else ():
        ways_out = [r for r in game.moves(i, end) if told.escapes[s, r]] if symmetric else []
        if told.harms[s, end] and not ways_out:
            return Sanction(move, way, None)
    return None


def others(game: Game, *actors: int) -> tuple[int, ...]:
    """Return the places of all actors but some.

    Parameters
    ----------
    game
        The game.
    actors
        Places of those left out.
    """
    return tuple(j for j in range(len(game.actors)) if j not in actors)


def sequences(
    game: Game, movers: Sequence[int], start: int, counts: Counts | None = None
) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """Yield every state that some actors reach by legal sequences, nearest first, and a way.

    Parameters
    ----------
    game
        The game.
    movers
        Places of those who move, nobody twice in a row.
    start
        Where they begin.
    counts
        Mover, from, to -> whether it may be a step; all may by default.
    """
    ways: dict[tuple[int, int], tuple[Step, ...]] = {(start, -1): ()}
    queue, told = deque(ways), set[int]()
    while queue:
        state, last = node = queue.popleft()
        for j in movers:
            for q in game.moves(j, state) if j != last else ():
                if (q, j) not in ways and (counts is None or counts(j, state, q)):
                    ways[q, j] = (*ways[node], Step(j, state, q))
                    queue.append((q, j))
                    if q not in told:
                        told.add(q)
                        yield q, ways[q, j]

"""Shortest sequences of improvements, and who makes each move.

Status-quo analysis: Li, Kilgour and Hipel (2005), "Status quo analysis in the graph model".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.game.model import Game, Ints
from detente.stability.concept import Judged
from detente.stability.concepts import named
from detente.stability.rest import FAR, Verdicts, far, improvements, judge, legally
from detente.stability.standpoint import Views, board
from detente.stability.witness import Step

__all__ = ["Route", "improvement_distances", "move_distances", "route"]


@dataclass(frozen=True, slots=True)
class Route:
    """A shortest sequence of improvements.

    Parameters
    ----------
    steps
        The moves, in order.
    count
        How many different shortest sequences there are.
    """

    steps: tuple[Step, ...]
    count: int


def improvement_distances(game: Game, utilities: Ints, start: int) -> Ints:
    """Return (S,) or (S, W) int32: fewest unilateral improvements from a state, -1 where none leads.

    Nobody moves twice in a row.

    Parameters
    ----------
    game
        The game; it has S states, O options and A actors.
    utilities
        Utilities, (A, S) or (A, S, W).
    start
        The state to begin with, from 0 to S - 1.
    """
    steps = legally(improvements(board(game, utilities)), start)
    steps = np.where(steps >= FAR, np.int32(-1), steps)
    return steps[:, 0] if utilities.ndim == 2 else steps


def move_distances(game: Game, start: int) -> Ints:
    """Return (S,) int32: fewest moves from a state, whoever gains by them, -1 where none leads.

    Nobody moves twice in a row.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    start
        The state to begin with, from 0 to S - 1.
    """
    low, high = np.zeros((len(game), 1), np.int32), np.ones((len(game), 1), np.int32)
    moves = Verdicts(game, {i: Judged(high, low, high, low) for i in range(len(game.actors))})
    steps = legally(moves, start)[:, 0]
    return np.where(steps >= FAR, np.int32(-1), steps)


def route(
    game: Game, utilities: Ints, concept: str, start: int, goal: int, views: Views | None = None
) -> Route | None:
    """Find a shortest sequence of undeterred improvements from ``start`` to ``goal``.

    Parameters
    ----------
    utilities
        (A, S) integers, one world.
    concept
        What deters; under ``R`` every unilateral improvement counts.

    Returns
    -------
    Route or None
        Of several shortest sequences the first in the order of actors and states; ``None`` if no
        sequence leads there.
    """
    found = judge(board(game, utilities, views, start), named(concept))
    steps = far(found, start)[:, 0]
    if steps[goal] >= FAR:
        return None
    level = {goal: 1}
    for distance in range(int(steps[goal]), 0, -1):
        level = _back(found, steps, level, distance)
    return Route(tuple(_forward(found, steps, start, goal)), level.get(start, 1))


def _back(found: Verdicts, steps: Ints, level: dict[int, int], distance: int) -> dict[int, int]:
    """Count the shortest sequences to the goal from the states one step nearer to the start."""
    before: dict[int, int] = {}
    for t, count in level.items():
        for i in found.judged:
            for s in found.game.origins(i, t):
                if steps[s] == distance - 1 and found.undeterred(i, s, t):
                    before[s] = before.get(s, 0) + count
    return before


def _forward(found: Verdicts, steps: Ints, start: int, goal: int) -> list[Step]:
    """Walk back from the goal along falling distances, the first actor and state that fit each time."""
    way: list[Step] = []
    here = goal
    while here != start:
        i, origin = next(_into(found, steps, here))
        way.append(Step(i, origin, here))
        here = origin
    return way[::-1]


def _into(found: Verdicts, steps: Ints, here: int) -> Iterator[tuple[int, int]]:
    """Yield the undeterred moves that bring play to a state on a shortest way."""
    for i in found.judged:
        for s in sorted(found.game.origins(i, here)):
            if steps[s] == steps[here] - 1 and found.undeterred(i, s, here):
                yield i, s

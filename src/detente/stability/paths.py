"""Shortest sequences of improvements, and who makes each move.

Status-quo analysis: Li, Kilgour and Hipel (2005), "Status quo analysis in the graph model".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.game.model import Game, Ints
from detente.stability.assess import CONCEPTS, as_views, with_worlds
from detente.stability.explain import Step
from detente.stability.sweep import FAR, Views, distances, worst_values

__all__ = ["Route", "improvement_distances", "route"]


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
    """
    u = with_worlds(utilities)
    far = distances(game, u, list(u), start, legal=True)
    far = np.where(far >= FAR, np.int32(-1), far)
    return far[:, 0] if utilities.ndim == 2 else far


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
    u = with_worlds(utilities)
    seen = as_views(views)
    worst = [worst_values(game, u, CONCEPTS[concept], i, seen) for i in range(len(game.actors))]
    far = distances(game, u, worst, start)[:, 0]
    if far[goal] >= FAR:
        return None
    level = {goal: 1}
    for distance in range(int(far[goal]), 0, -1):
        level = _back(game, u, worst, far, level, distance)
    return Route(tuple(_forward(game, u, worst, far, start, goal)), level.get(start, 1))


def _undeterred(u: Ints, worst: list[Ints], i: int, s: int, t: int) -> bool:
    return bool(u[i, t, 0] > u[i, s, 0] and worst[i][t, 0] > u[i, s, 0])


def _back(
    game: Game, u: Ints, worst: list[Ints], far: Ints, level: dict[int, int], distance: int
) -> dict[int, int]:
    """Count the shortest sequences to the goal from the states one step nearer to the start."""
    before: dict[int, int] = {}
    for t, count in level.items():
        for i in range(len(game.actors)):
            for s in game.origins(i, t):
                if far[s] == distance - 1 and _undeterred(u, worst, i, s, t):
                    before[s] = before.get(s, 0) + count
    return before


def _forward(game: Game, u: Ints, worst: list[Ints], far: Ints, start: int, goal: int) -> list[Step]:
    """Walk back from the goal along falling distances, the first actor and state that fit each time."""
    steps: list[Step] = []
    here = goal
    while here != start:
        for i in range(len(game.actors)):
            found = [
                s
                for s in game.origins(i, here)
                if far[s] == far[here] - 1 and _undeterred(u, worst, i, s, here)
            ]
            if found:
                steps.append(Step(i, min(found), here))
                here = min(found)
                break
    return steps[::-1]

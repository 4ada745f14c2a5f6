"""How a conflict may go on from the status quo if coalitions move too: fewest joint improvements.

Li, Kilgour and Hipel (2005), "Status quo analysis in the graph model", for single actors; Kilgour and Hipel
(2005) for the coalition that moves on from where single actors rest.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from detente.errors import TooLarge
from detente.game.model import Bools, Game, Ints
from detente.stability.coalition.judging import MOST_BYTES, Gains, gains_of
from detente.stability.coalition.reach import Ground, ground
from detente.stability.standpoint import Values

__all__ = ["joint_ways"]

#: A step: who moves together, and to which state.
Joint = tuple[tuple[int, ...], int]


def joint_ways(
    game: Game, utilities: Values, start: int, gain: str = "strict"
) -> tuple[Ints, dict[int, tuple[Joint, ...]]]:
    """Return how many joint improvements lead from a state to others, and a shortest way to each.

    Each step is an improvement of a single actor or a joint improvement of several; of the coalitions that
    can make the same step the smallest is named.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    utilities
        (A, S) numbers that compare exactly.
    start
        The state to begin with, from 0 to S - 1.
    gain
        ``strict`` or ``pareto``, as in `coalitions`.

    Returns
    -------
    tuple
        (S,) int32 the number of steps, -1 where none lead; and for each state that is reached its way.

    Raises
    ------
    TooLarge
        If rows of bits for the coalitions would take more than `MOST_BYTES`.
    """
    size = len(game) ** 2 // 8
    if size > MOST_BYTES:
        raise TooLarge(len(game), int((MOST_BYTES * 8) ** 0.5))
    on, gains = ground(game), gains_of(game, utilities, gain)
    steps = np.full(len(game), -1, np.int32)
    steps[start] = 0
    came: dict[int, tuple[int, tuple[int, ...]]] = {}
    level = [start]
    while level:
        following: list[int] = []
        for members in _coalitions(len(game.actors)):
            rows = _improvements(on, gains, members, np.array(level))
            for s, row in zip(level, rows, strict=True):
                for t in np.flatnonzero(row).tolist():
                    if steps[t] < 0:
                        steps[t] = steps[s] + 1
                        came[t] = (s, members)
                        following.append(t)
        level = following
    return steps, {t: _way(came, t) for t in came}


def _coalitions(actors: int) -> list[tuple[int, ...]]:
    return [h for n in range(1, actors + 1) for h in combinations(range(actors), n)]


def _improvements(on: Ground, gains: Gains, members: tuple[int, ...], level: Ints) -> Bools:
    """Return (L, S) where a coalition improves to from some states."""
    place = np.array(members, np.int32)
    reach = on.reach(place)
    rows = gains.forth(reach, place)[level] if gains.pareto else reach.forth[reach.index[level]]
    for i in () if gains.pareto else members:
        rows = rows & gains.better[i, level]
    found = np.unpackbits(rows.view(np.uint8), axis=1, bitorder="little")
    return found[:, : on.start.shape[1] - 1].astype(np.bool_)


def _way(came: dict[int, tuple[int, tuple[int, ...]]], t: int) -> tuple[Joint, ...]:
    way: list[Joint] = []
    while t in came:
        s, members = came[t]
        way.append((members, t))
        t = s
    return tuple(way[::-1])

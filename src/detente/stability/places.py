"""Where the worlds of a block come to rest, by a search from the status quo or the kernels over all states.

Both are exact and say the same. The search looks at a few hundred moves where play stays near home; the
kernels look at every move, many worlds at a time, and answer for the worlds in which the search has too much
to look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game
from detente.readonly import ReadOnly
from detente.stability.concept import Concept
from detente.stability.local import Memory, Rests, limits, search
from detente.stability.rest import calm, judge, within
from detente.stability.standpoint import Board, board
from detente.worlds.ranked import Ranked

__all__ = ["Places", "Solver"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Places(ReadOnly):
    """Where the worlds of a block come to rest, or wander: state, world and part of it, world by world.

    Parameters
    ----------
    state, world, part
        (N,) a state, the world, and the part of that world that the state stands for.
    points
        (W,) number of resting points; 0 where play does not come to rest.
    start
        (W,) whether it rests where it begins.
    """

    state: NDArray[np.intp]
    world: NDArray[np.intp]
    part: NDArray[np.float64]
    points: NDArray[np.intp]
    start: Bools


class Solver:
    """Answers concept after concept for the worlds of a block, with the game laid out once.

    Parameters
    ----------
    game
        The game.
    values
        What its states are worth.
    budget
        As in `search`.
    memory
        What is known of the same worlds.
    """

    def __init__(
        self, game: Game, values: Ranked, budget: int | None = None, memory: Memory | None = None
    ) -> None:
        self.values = values
        self._game, self._budget, self._memory = game, budget, memory
        self._rows = values.rows()
        self._boards: dict[bytes, Board] = {}
        self._limits: dict[bool, tuple[Rests, Rests]] = {}
        self._lock, self._once = Lock(), Lock()

    def places(self, concept: Concept) -> Places:
        """Say where each world comes to rest under a concept; it may be asked on several threads.

        Parameters
        ----------
        concept
            See `detente.stability.named`.

        Returns
        -------
        Places
            Of W worlds; each world's parts sum to one.
        """
        found = self._searched(concept)
        left = found.left
        if len(left):
            found = _together(found, left, _by_kernels(self._board(left), concept))
        parts = 1 / np.bincount(found.world, minlength=len(found.points))[found.world]
        return Places(found.state, found.world, parts, found.points, found.start)

    def _searched(self, concept: Concept) -> Rests:
        """Search; both limits are found together, whichever is asked for first."""
        given = self._game, self.values.layout, self._rows, concept, self._budget
        if concept.search is None or concept.search.order > 0:
            return search(*given)
        with self._once:
            if concept.irredundant not in self._limits:
                self._limits[concept.irredundant] = limits(*given, self._memory)
            return self._limits[concept.irredundant][concept.search.order % 2]

    def _board(self, worlds: NDArray[np.intp]) -> Board:
        """Set the game up for some worlds; concepts that leave the same ones share it."""
        values, key = self.values, worlds.tobytes()
        with self._lock:
            if key not in self._boards:
                ranks, views = values.ranks(worlds), values.views(worlds)
                self._boards = {key: board(self._game, ranks, views, self._game.status_quo)}
            return self._boards[key]


def _together(found: Rests, left: NDArray[np.intp], other: Rests) -> Rests:
    """Put the answers for the worlds that were left open beside the others."""
    state = np.concatenate([found.state, other.state])
    world = np.concatenate([found.world, left[other.world]])
    order = np.argsort(world, kind="stable")
    points, start = found.points.copy(), found.start.copy()
    points[left], start[left] = other.points, other.start
    return Rests(state[order], world[order], points, start)


def _by_kernels(on: Board, concept: Concept) -> Rests:
    found, quo = judge(on, concept), on.game.status_quo
    if quo < 0:
        rests = calm(found)
        return _listed(rests, np.ones_like(rests), np.zeros(rests.shape[1], np.bool_))
    reached = within(found, quo)
    rests = calm(found, reached)
    return _listed(rests & reached, reached, rests[quo].copy())


def _listed(rests: Bools, reached: Bools, start: Bools) -> Rests:
    """List the resting points of each world, or all that it reaches if there are none."""
    width = rests.shape[1]
    state, world = np.nonzero(rests)
    points = np.bincount(world, minlength=width)
    lost = np.flatnonzero(points == 0)
    if len(lost):
        more, which = np.nonzero(reached[:, lost])
        state, world = np.concatenate([state, more]), np.concatenate([world, lost[which]])
    order = np.argsort(world, kind="stable")
    return Rests(state[order], world[order], points, start)

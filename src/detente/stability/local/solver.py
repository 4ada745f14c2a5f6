"""Worlds -> where each comes to rest, by a search from the status quo; what takes too much work is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Bools, Game, Ints
from detente.stability.concept import ANY, Concept
from detente.stability.local.search import walk
from detente.stability.local.tables import Parts, Tables, parts, tables
from detente.worlds.ranked import Layout

__all__ = ["Local", "Rests"]

#: A game with more moves than this is left to the kernels over all states.
LARGEST = 2**26

NONE = Parts(
    np.zeros((0, 0), np.int32),
    np.zeros(1, np.int64),
    np.zeros(0, np.int32),
    np.zeros(1, np.int64),
    np.zeros(0, np.int32),
    np.zeros(1, np.int64),
    np.zeros(0, np.int32),
)


@dataclass(frozen=True, slots=True, eq=False)
class Rests:
    """Where W worlds come to rest under a concept.

    Parameters
    ----------
    state, world
        (N,) the states in which a world rests, or, of a world that never does, all that play meets; world by
        world, in rising order.
    points
        (W,) number of resting points; 0 where play does not come to rest, -1 where that was left open.
    start
        (W,) whether play rests where it begins.
    """

    state: NDArray[np.intp]
    world: NDArray[np.intp]
    points: NDArray[np.intp]
    start: Bools

    @property
    def left(self) -> NDArray[np.intp]:
        """The worlds that were left open, in rising order."""
        found: NDArray[np.intp] = np.flatnonzero(self.points < 0)
        return found


class Local:
    """A game laid out for the search from its status quo; it is laid out when first asked."""

    def __init__(self, game: Game, layout: Layout) -> None:
        self.game, self.layout = game, layout
        self._tables: Tables | None = None
        self._parts: Parts | None = None

    def rests(self, values: Ints, concept: Concept, budget: int | None = None) -> Rests:
        """Solve worlds.

        Parameters
        ----------
        values
            (W, V) int32: the values of each world, as `Layout` says; only comparisons of one actor's count.
        concept
            What deters.
        budget
            Moves that may be looked at in each world; by default as many as the kernels over all states look
            at in one sweep. What takes more is left.
        """
        worlds = len(values)
        points, start = np.full(worlds, -1, np.intp), np.zeros(worlds, np.bool_)
        nothing = np.zeros(0, np.intp)
        search = concept.search
        if search is None or self.game.status_quo < 0 or self._moves() > LARGEST:
            return Rests(nothing, nothing, points, start)
        t = self._laid_out()
        irredundant = concept.irredundant and bool(self.game.options)
        p = self._components() if search.answers == ANY and not irredundant else NONE
        how = search.answers, search.escapes, irredundant, irredundant or self.game.classes is None
        held = np.zeros(worlds, np.intp)
        state, most = np.zeros(max(len(t.value), 8 * worlds), np.int32), self._moves()
        begin, filled = 0, 0
        while begin < worlds:
            begin, filled = walk(
                *t,
                *p,
                values,
                self.game.status_quo,
                *how,
                most if budget is None else budget,
                begin,
                points,
                held,
                start,
                state,
                filled,
            )
            if begin < worlds:
                state = np.concatenate([state, np.zeros_like(state)])
        world = np.repeat(np.arange(worlds), np.maximum(held, 0))
        return Rests(state[:filled].astype(np.intp), world, points, start)

    def _moves(self) -> int:
        """Moves of all actors in all states; a state of a class counts itself."""
        if self.game.arcs is not None:
            return sum(len(a.target) for a in self.game.arcs)
        assert self.game.classes is not None
        return sum(int((np.diff(c.start).astype(np.int64) ** 2).sum()) for c in self.game.classes)

    def _laid_out(self) -> Tables:
        if self._tables is None:
            self._tables = tables(self.game, self.layout)
        return self._tables

    def _components(self) -> Parts:
        if self._parts is None:
            self._parts = parts(self.game, self.layout) or NONE
        return self._parts

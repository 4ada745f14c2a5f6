"""Worlds -> where each comes to rest, by a search from the status quo; what takes too much work is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Bools, Game, Ints
from detente.readonly import ReadOnly
from detente.stability.concept import ANY, Concept
from detente.stability.local.orders import settle
from detente.stability.local.search import walk
from detente.stability.local.tables import NONE, Parts, Tables, beliefs, parts, tables
from detente.worlds.ranked import Layout

__all__ = ["Rests", "search"]

#: A game with more moves than this is left to the kernels over all states.
LARGEST = 2**26

#: What games have last been laid out as, for as long as they are there.
_TABLES: WeakKeyDictionary[Game, tuple[Layout, Tables]] = WeakKeyDictionary()
_PARTS: WeakKeyDictionary[Game, tuple[Layout, Parts]] = WeakKeyDictionary()

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Rests(ReadOnly):
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


def search(game: Game, layout: Layout, values: Ints, concept: Concept, budget: int | None = None) -> Rests:
    """Solve worlds from the status quo.

    Parameters
    ----------
    game
        The game; all worlds are left without a status quo.
    layout
        Where values stand in a row.
    values
        (W, V) int32: a row for each world; only comparisons of one actor's values count.
    concept
        What deters; all worlds are left by one that cannot judge a single move.
    budget
        Moves that may be looked at in each world, by default as many as there are. What takes more is left.
    """
    points, start = np.full(len(values), -1, np.intp), np.zeros(len(values), np.bool_)
    asked, most, nothing = concept.search, _moves(game), np.zeros(0, np.intp)
    if asked is None or game.status_quo < 0 or most > LARGEST:
        return Rests(nothing, nothing, points, start)
    t = _laid_out(_TABLES, tables, game, layout)
    irredundant = concept.irredundant and bool(game.options)
    budget = most if budget is None else budget
    kernel: Any = walk if asked.order == 1 else settle
    given: tuple[Any, ...]
    if asked.order == 1:
        whole = asked.answers == ANY and not irredundant
        p = _laid_out(_PARTS, parts, game, layout) if whole else NONE
        how = asked.answers, asked.escapes, irredundant, irredundant or game.classes is None, budget
        given = *t, *p, *beliefs(layout, len(t.first) - 1), values, game.status_quo, *how
    elif layout.views:
        # What is believed to be an improvement may lead elsewhere than what is one.
        return Rests(nothing, nothing, points, start)
    else:
        given = *t, values, game.status_quo, irredundant, max(asked.order, 0), asked.order % 2, budget
    noted, state = np.zeros(len(values), np.intp), np.zeros(max(len(game), 8 * len(values)), np.int32)
    begin = filled = 0
    while begin < len(values):
        begin, filled = kernel(*given, begin, points, noted, start, state, filled)
        if begin < len(values):
            state = np.concatenate([state, np.zeros_like(state)])
    world = np.repeat(np.arange(len(values)), noted)
    return Rests(state[:filled].astype(np.intp), world, points, start)


def _laid_out(
    known: WeakKeyDictionary[Game, tuple[Layout, _T]],
    make: Callable[[Game, Layout], _T],
    game: Game,
    layout: Layout,
) -> _T:
    last = known.get(game)
    if last is None or not all(map(np.array_equal, last[0].pattern, layout.pattern)):
        known[game] = last = layout, make(game, layout)
    return last[1]


def _moves(game: Game) -> int:
    """Moves of all actors in all states; a state of a class counts itself."""
    if game.classes is None:
        return sum(len(a.target) for a in game.arcs or ())
    return sum(int((np.diff(c.start).astype(np.int64) ** 2).sum()) for c in game.classes)

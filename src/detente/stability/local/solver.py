"""Worlds -> where each comes to rest, by a search from the status quo; what takes too much work is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Bools, Game, Ints
from detente.readonly import ReadOnly
from detente.stability.concept import ANY, Concept
from detente.stability.local.certificates import MOVERS, stands
from detente.stability.local.improvements import UNKNOWN
from detente.stability.local.kinds import Kinds, kinds
from detente.stability.local.limits import conclude
from detente.stability.local.orders import settle
from detente.stability.local.search import walk
from detente.stability.local.tables import NONE, Parts, Tables, beliefs, parts, tables
from detente.worlds.ranked import Layout

__all__ = ["Memory", "Rests", "Words", "forgotten", "limits", "search", "unknown"]

#: A game with more moves than this is left to the kernels over all states.
LARGEST = 2**26

#: A search looks at one move of so many while the kernels look at all of them, many worlds side by side.
SHARE = 4

#: Words of what improves that are kept for a game, in all worlds.
ROOM = 2**24

#: Numbers that are kept of what the worlds of a block rest on; the flagship takes some 2,500 a world.
NOTES = 2**22

#: What games have last been laid out as, for as long as they are there.
_TABLES: WeakKeyDictionary[Game, tuple[Layout, Tables]] = WeakKeyDictionary()
_PARTS: WeakKeyDictionary[Game, tuple[Layout, Parts]] = WeakKeyDictionary()
_KINDS: WeakKeyDictionary[Game, tuple[Layout, Kinds]] = WeakKeyDictionary()
_MOVES: WeakKeyDictionary[Game, int] = WeakKeyDictionary()

Places = NDArray[np.intp]
Words = NDArray[np.uint32]

#: Number of resting points, of states noted, whether play rests where it begins, and the states.
_Found = tuple[Places, Places, Bools, Places]
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
        Moves that may be looked at in each world, by default as many as cost what the kernels over all states
        do. What takes more is left, and all that follows if most worlds do.
    """
    asked = concept.search
    if asked is None or not _searchable(game):
        return _left(len(values))
    if asked.order != 1:
        return limits(game, layout, values, concept, budget)[asked.order % 2]
    irredundant = _irredundant(game, concept)
    t = _laid_out(_TABLES, tables, game, layout)
    p = _laid_out(_PARTS, parts, game, layout) if asked.answers == ANY and not irredundant else NONE
    how = asked.answers, asked.escapes, irredundant, irredundant or game.classes is None
    given = *t, *p, *beliefs(layout, len(t.first) - 1), values, game.status_quo, *how
    points, noted, start, state = _walked(
        walk, (*given, _moves(game) // SHARE if budget is None else budget), len(game), (len(values),)
    )
    return Rests(state, np.repeat(np.arange(len(values)), noted), points, start)


def limits(
    game: Game,
    layout: Layout,
    values: Ints,
    concept: Concept,
    budget: int | None = None,
    memory: Memory | None = None,
) -> tuple[Rests, Rests]:
    """Solve worlds at the last even and the last odd order up to that of a concept, or at both limits.

    Parameters
    ----------
    game, layout, values, budget
        As in `search`.
    concept
        One of sequential stability of some order, or a limit.
    memory
        What is known of these worlds is used and added to, where redundant moves are left out.
    """
    # What is believed to be an improvement may lead elsewhere than what is one.
    if layout.views or concept.search is None or not _searchable(game):
        return _left(len(values)), _left(len(values))
    t = _laid_out(_TABLES, tables, game, layout)
    irredundant, most = _irredundant(game, concept), _moves(game) if budget is None else budget
    if concept.search.order > 0:
        given = *t, values, game.status_quo, irredundant, concept.search.order, most
        found = _walked(settle, given, 2 * len(game), (len(values), 2))
    else:
        how = game.status_quo, irredundant, most
        found = _concluded(t, _kinds(game, layout), values, how, memory if irredundant else None)
    points, noted, start, state = found
    world, odd = np.repeat(np.arange(len(values)), 2), np.tile([False, True], len(values))
    world, odd = (np.repeat(x, noted.ravel()) for x in (world, odd))
    even, other = (
        Rests(state[odd == k], world[odd == k], points[:, k].copy(), start[:, k].copy()) for k in (0, 1)
    )
    return even, other


class Memory:
    """What is known of some worlds of a game before they are solved, and kept of them afterwards.

    Parameters
    ----------
    words
        What improves, from `unknown`; None if it takes too much room.
    before
        What was kept of the same worlds.
    touched
        The actors whose values have changed since, (A,) bool.
    keeps
        Whether to keep what the worlds rest on.
    """

    def __init__(
        self,
        words: Words | None,
        before: Memory | None = None,
        touched: Bools | None = None,
        keeps: bool = False,
    ) -> None:
        self.words, self.before, self.touched, self.keeps = words, before, touched, keeps
        self._trace: _Trace | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Trace:
    """Notes on W worlds, where each begins, and what was found: as `_walked` returns it."""

    note: Ints
    where: Places
    found: _Found


def unknown(game: Game, layout: Layout, worlds: int) -> Words | None:
    """Return room for what improves in the classes of a game, in many worlds; None if it takes too much.

    Parameters
    ----------
    game, layout
        As in `search`.
    worlds
        Number of worlds.
    """
    if not _searchable(game):
        return None
    size = len(_kinds(game, layout).row)
    return np.full((worlds, size), UNKNOWN, np.uint32) if worlds * size <= ROOM else None


def forgotten(game: Game, layout: Layout, words: Words, actors: Sequence[int]) -> Words:
    """Return what is known of what improves without what is known of some actors.

    Parameters
    ----------
    game, layout
        As in `search`.
    words
        (W, I) from `unknown`.
    actors
        Indices.
    """
    kind, found = _kinds(game, layout).kind, words.copy()
    for a in actors:
        own = kind[:, a, 0]
        if own.max() >= 0:
            found[:, own[own >= 0].min() : own.max() + 1] = UNKNOWN
    return found


def _concluded(
    t: Tables, k: Kinds, values: Ints, how: tuple[int, bool, int], memory: Memory | None
) -> _Found:
    """Find both limits; what stands since worlds were solved before is not found again."""
    words = None if memory is None else memory.words
    known = np.empty((1, len(k.row)), np.uint32) if words is None else words
    last = None if memory is None or memory.before is None or words is None else memory.before._trace
    if memory is None or words is None or last is None:
        keeps = memory is not None and words is not None and memory.keeps and t.value.shape[1] <= MOVERS
        note, where = np.empty(NOTES if keeps else 0, np.int32), np.full(len(values) + 1, -1, np.int64)
        where[-1] = 0
        given = *t, *k, known, note, where, values, *how
        found = _walked(conclude, given, 2 * len(t.value), (len(values), 2))
        if keeps and memory is not None:
            memory._trace = _Trace(note[: where[-1]].copy(), where[:-1].copy(), found)
        return found
    stand = _standing(t, k, values, memory, last)
    again = np.flatnonzero(~stand)
    more = words[again]
    given = *t, *k, more, np.empty(0, np.int32), np.full(len(again) + 1, -1, np.int64), values[again], *how
    found = _walked(conclude, given, 2 * len(t.value), (len(again), 2))
    words[again] = more
    return _mixed(last.found, stand, found)


def _standing(t: Tables, k: Kinds, values: Ints, memory: Memory, last: _Trace) -> Bools:
    """(W,) in which worlds what they rested on before the change still holds."""
    out, own = np.zeros(len(values), np.bool_), k.kind[:, :, 0]
    members = np.stack([np.where(own < 0, len(k.row), own).min(axis=0), own.max(axis=0) + 1], axis=1)
    assert memory.before is not None
    args = memory.before.words, last.note, last.where, values, memory.touched, members.astype(np.int64), out
    stands(*t, *k[:3], *args)
    return out


def _mixed(old: _Found, stand: Bools, new: _Found) -> _Found:
    """Put what stands beside what was found anew, world by world."""
    points, noted, start = old[0].copy(), old[1].copy(), old[2].copy()
    points[~stand], noted[~stand], start[~stand] = new[:3]
    begin, more = (np.cumsum(x[1]).reshape(x[1].shape) - x[1] for x in (old, new))
    begin[~stand] = more + len(old[3])
    size = noted.ravel()
    place = np.repeat(begin.ravel() - np.cumsum(size) + size, size) + np.arange(int(size.sum()))
    return points, noted, start, np.concatenate([old[3], new[3]])[place]


def _kinds(game: Game, layout: Layout) -> Kinds:
    t = _laid_out(_TABLES, tables, game, layout)
    return _laid_out(_KINDS, lambda game, _: kinds(game, t), game, layout)


def _walked(kernel: Any, given: tuple[Any, ...], least: int, shape: tuple[int, ...]) -> _Found:
    """Call a kernel until it has done all worlds, with more room each time."""
    points, noted, start = np.full(shape, -1, np.intp), np.zeros(shape, np.intp), np.zeros(shape, np.bool_)
    state = np.zeros(max(least, 8 * shape[0]), np.int32)
    begin = filled = 0
    while begin < shape[0]:
        begin, filled = kernel(*given, begin, points, noted, start, state, filled)
        if begin < shape[0]:
            state = np.concatenate([state, np.zeros_like(state)])
    return points, noted, start, state[:filled].astype(np.intp)


def _searchable(game: Game) -> bool:
    return game.status_quo >= 0 and _moves(game) <= LARGEST


def _irredundant(game: Game, concept: Concept) -> bool:
    return concept.irredundant and bool(game.options)


def _left(worlds: int) -> Rests:
    nothing = np.zeros(0, np.intp)
    return Rests(nothing, nothing, np.full(worlds, -1, np.intp), np.zeros(worlds, np.bool_))


def _laid_out(
    known: WeakKeyDictionary[Game, tuple[Layout, _T]],
    make: Callable[[Game, Layout], _T],
    game: Game,
    layout: Layout,
) -> _T:
    last = known.get(game)
    same = last is not None and last[0] is layout
    if last is None or not (same or all(map(np.array_equal, last[0].pattern, layout.pattern))):
        known[game] = last = layout, make(game, layout)
    return last[1]


def _moves(game: Game) -> int:
    """Moves of all actors in all states; a state of a class counts itself."""
    if game not in _MOVES:
        if game.classes is None:
            _MOVES[game] = sum(len(a.target) for a in game.arcs or ())
        else:
            _MOVES[game] = sum(int((np.diff(c.start).astype(np.int64) ** 2).sum()) for c in game.classes)
    return _MOVES[game]

"""Where play comes to rest under a concept: which states are calm, and which are reached, and how soon.

Written once, for whoever asks: a single conflict, a block of worlds, a path, a picture, a flip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Bools, Game, Ints
from detente.stability.concept import Concept, Judged
from detente.stability.kernels import arcs as by_arcs
from detente.stability.kernels import classes as by_classes
from detente.stability.kernels import single, walks
from detente.stability.moves import Every, Listed, joined, plain, slices, upright
from detente.stability.standpoint import Board
from detente.stability.sweep import fields, until_still

__all__ = ["FAR", "Verdicts", "calm", "far", "improvements", "judge", "legally", "stable", "within"]

#: Distance of a state that cannot be reached.
FAR = np.iinfo(np.int32).max // 2


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What a concept says of actors' moves.

    Parameters
    ----------
    game
        The game.
    judged
        Actor -> what it says of the actor's moves.
    """

    game: Game
    judged: Mapping[int, Judged]
    _lists: list[Every] = field(default_factory=list)

    @property
    def lists(self) -> tuple[Ints, Ints, Ints, Ints]:
        """All actors' moves one by one, as kernels take them."""
        if not self._lists:
            self._lists.append(joined([_moves(self, i) for i in self.judged]))
        every = self._lists[0]
        return every.start, every.target, every.first, every.part

    def undeterred(self, actor: int, s: int, t: int, world: int = 0) -> bool:
        """Whether a move of an actor is undeterred.

        Parameters
        ----------
        actor
            Index of the mover.
        s, t
            Indices of the states that the move leads from and to.
        world
            Column, from 0.

        Returns
        -------
        bool
            False also where it is no improvement.
        """
        return self.judged[actor].undeterred(s, t, world)

    def improvements(self, actor: int, s: int, world: int = 0) -> Iterator[int]:
        """Yield where an actor's improvements from a state lead, deterred or not.

        Parameters
        ----------
        actor
            Index of the mover.
        s
            Index of the state.
        world
            Column, from 0.

        Yields
        ------
        int
            Indices of states, in the order of the game's moves.
        """
        own = self.judged[actor].own[:, world]
        yield from (t for t in self.game.moves(actor, s) if own[t] > own[s])


def judge(board: Board, concept: Concept, actors: Sequence[int] | None = None) -> Verdicts:
    """Ask a concept what actors' moves come to, each in the game as it sees it.

    Parameters
    ----------
    board
        The game.
    concept
        The concept.
    actors
        Indices; all of them by default.
    """
    wanted = range(len(board.game.actors)) if actors is None else actors
    seats = {i: board.seen(i, concept.irredundant) for i in wanted}
    found: dict[int, Judged] = {}
    for stand in {id(s): s for s in seats.values()}.values():
        here = [i for i, s in seats.items() if s is stand]
        found |= dict(zip(here, concept.judge(stand, here), strict=True))
    return Verdicts(board.game, {i: found[i] for i in wanted})


def improvements(board: Board) -> Verdicts:
    """Return the verdicts by which every improvement is undeterred.

    Parameters
    ----------
    board
        The game, utilities and views of all actors.
    """
    return Verdicts(board.game, {i: Judged(u, u, u, u) for i, u in enumerate(board.utilities)})


def stable(found: Verdicts, actor: int) -> Bools:
    """Return (S, W) bool: whether each state is stable for an actor.

    Parameters
    ----------
    found
        The verdicts of a concept on the moves of all actors.
    actor
        Place of the actor, from 0 to A - 1.
    """
    judged = found.judged[actor]
    gain, here, worst, stay = _kernel(judged)
    out = np.empty(here.shape, np.bool_)
    if judged.moves is not None or found.game.classes is None:
        m = _moves(found, actor)
        rest = here if stay is None else stay
        by_arcs.deterred(m.start, m.target, m.first, m.part, judged.own, gain, here, worst, rest, out)
    elif here.shape[1] == 1:
        one = None if stay is None else stay[:, 0]
        c = fields(found.game.classes[actor])
        single.deterred(*c, gain[:, 0], here[:, 0], worst[:, 0], one, out[:, 0])
    else:
        by_classes.deterred(*fields(found.game.classes[actor]), gain, here, worst, stay, out)
    return out


def calm(found: Verdicts, among: Bools | None = None) -> Bools:
    """Return (S, W) bool: where no actor has an undeterred move, of all states or of some, (S, W) bool.

    Parameters
    ----------
    found
        The verdicts of a concept on the moves of all actors.
    among
        The states that are asked about, (S, W); all if left out.
    """
    if among is not None and _listed(found):
        out, lists = np.zeros(among.shape, np.bool_), found.lists
        for worlds, values in _slices(found):
            rests = np.zeros((values[0].shape[0], len(among)), np.bool_)
            walks.calm(*lists, *values, np.ascontiguousarray(among[:, worlds].T), rests)
            out[:, worlds] = rests.T
        return out
    out = stable(found, 0)
    for i in range(1, len(found.judged)):
        out &= stable(found, i)
    return out


def within(found: Verdicts, start: int) -> Bools:
    """Return (S, W) bool: where undeterred moves lead from ``start``, at any distance.

    Parameters
    ----------
    found
        The verdicts of a concept on the moves of all actors.
    start
        The state to begin with, from 0 to S - 1.
    """
    if _listed(found):
        return far(found, start) < FAR
    reached = np.ones(found.judged[0].here.shape, np.uint8)
    reached[start] = 0
    _spread(found, reached, start, 0)
    return np.asarray(reached == 0, np.bool_)


def far(found: Verdicts, start: int) -> Ints:
    """Return (S, W) int32: fewest undeterred moves from ``start`` to each state, or `FAR`.

    Parameters
    ----------
    found
        The verdicts of a concept on the moves of all actors.
    start
        The state to begin with, from 0 to S - 1.
    """
    if _listed(found):
        return _walk(found, start, False)
    out = np.full(found.judged[0].here.shape, FAR, np.int32)
    out[start] = 0
    _spread(found, out, start, 1)
    return out


def legally(found: Verdicts, start: int) -> Ints:
    """Return (S, W) int32: as `far`, where nobody moves twice in a row.

    Parameters
    ----------
    found
        The verdicts of a concept on the moves of all actors.
    start
        The state to begin with, from 0 to S - 1.
    """
    return _walk(found, start, True) if _listed(found) else far(found, start)


def _listed(found: Verdicts) -> bool:
    """Whether moves have to be looked at one by one."""
    return found.game.classes is None or any(j.moves is not None for j in found.judged.values())


def _moves(found: Verdicts, actor: int) -> Listed:
    moves = found.judged[actor].moves
    return plain(found.game, actor) if moves is None else moves


def _kernel(judged: Judged) -> tuple[Ints, Ints, Ints, Ints | None]:
    """Return gain, here, worst and stay so that a move is undeterred where gain > here and worst > stay."""
    stay, worst = judged.stay, judged.worst
    if judged.even:
        stay = judged.here if stay is None else stay
        wide = np.result_type(worst.dtype, np.int16)
        stay, worst = stay.astype(wide), worst.astype(wide) + 1
    return judged.gain, judged.here, worst, stay


def _spread(found: Verdicts, out: NDArray[Any], start: int, step: int) -> None:
    table = found.game.classes
    assert table is not None
    stamp = np.full(len(out), -1, np.int32)
    stamp[start] = 0
    done = [np.zeros(len(c.start) - 1, np.int32) for c in table]
    now, values = count(1), [_kernel(j) for j in found.judged.values()]

    def move(i: int) -> int:
        return int(by_classes.spread(*fields(table[i]), *values[i], out, step, stamp, done[i], next(now)))

    until_still(move, len(table))


def _walk(found: Verdicts, start: int, legal: bool) -> Ints:
    out, lists = np.full(found.judged[0].here.shape, FAR, np.int32), found.lists
    for worlds, values in _slices(found):
        steps = np.full((values[0].shape[0], len(out)), FAR, np.int32)
        walks.walk(*lists, *values, start, legal, steps)
        out[:, worlds] = steps.T
    return out


def _slices(found: Verdicts) -> Iterator[tuple[slice, list[Ints]]]:
    """Yield some worlds at a time: own utility, gain, here, worst and stay as (W, A, S)."""
    known = [(j.own, *_kernel(j)) for j in found.judged.values()]
    rows = list(zip(*((*row[:4], row[2] if row[4] is None else row[4]) for row in known), strict=True))
    for worlds in slices(rows[0]):
        made: dict[tuple[int, ...], Ints] = {}
        for row in rows:  # most of them are the same arrays
            made.setdefault(tuple(map(id, row)), upright(row, worlds))
        yield worlds, [made[tuple(map(id, row))] for row in rows]

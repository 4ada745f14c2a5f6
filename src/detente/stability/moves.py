"""Moves one by one, and what they contain: which improvements are redundant.

An improvement of an actor from s to t is redundant if it can also reach, from s, a state that makes a
non-empty proper part of the same changes and that it likes at least as well as t: the rest of the changes
does nothing for it and only rides along. An actor that minds its own lot leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Arcs, Bools, Game, Ints
from detente.stability.kernels import parts as kernels

__all__ = [
    "Every",
    "Listed",
    "codes",
    "joined",
    "kept",
    "listed",
    "parts_of",
    "plain",
    "slices",
    "upright",
    "within",
]


#: Values of all actors held upright at once, for as many worlds as that makes.
CELLS = 2**21


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One actor's moves, and for each those that make a part of its changes.

    Parameters
    ----------
    start
        (S + 1,) int32: the moves from state s are ``target[start[s]:start[s + 1]]``.
    target
        (M,) int32: where each move leads.
    first
        (M + 1,) int32: where the parts of each move begin; ``None`` if nobody asks for them.
    part
        (N,) int32: the states that other moves from the same state reach by a part of its changes.
    """

    start: Ints
    target: Ints
    first: Ints | None = None
    part: Ints | None = None

    @property
    def origin(self) -> Ints:
        """(M,) where each move begins."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    """All actors' moves, and for each those that make a part of its changes.

    Parameters
    ----------
    start
        (A, S + 1) int32: the moves of actor a from state s are ``target[start[a, s]:start[a, s + 1]]``.
    target, first, part
        As in `Listed`.
    """

    start: Ints
    target: Ints
    first: Ints
    part: Ints


def joined(moves: Sequence[Listed]) -> Every:
    """Put the lists of all actors one behind another.

    Parameters
    ----------
    moves
        For each actor its moves with their parts.
    """
    none = np.zeros(0, np.int32)
    parts = [none if m.part is None else m.part for m in moves]
    firsts = [np.zeros(len(m.target) + 1, np.int32) if m.first is None else m.first for m in moves]
    at = np.cumsum([0, *(len(m.target) for m in moves)])
    into = np.cumsum([0, *map(len, parts)])
    start = np.stack([m.start + k for m, k in zip(moves, at, strict=False)])
    first = np.concatenate([*(f[:-1] + k for f, k in zip(firsts, into, strict=False)), into[-1:]])
    target = np.concatenate([m.target for m in moves])
    return Every(start.astype(np.int32), target, first.astype(np.int32), np.concatenate(parts))


def slices(values: Sequence[Ints]) -> Iterator[slice]:
    """Yield worlds some at a time, few enough for the values, (S, W) for each actor, to be held upright.

    Parameters
    ----------
    values
        For each actor, (S, W).
    """
    states, worlds = values[0].shape
    size = max(CELLS // (states * len(values)), 1)
    yield from (slice(k, min(k + size, worlds)) for k in range(0, worlds, size))


def upright(values: Sequence[Ints], worlds: slice) -> Ints:
    """Return (W, A, S) int32: the values of some worlds, from one (S, W) array for each actor.

    Parameters
    ----------
    values
        For each actor, (S, W).
    worlds
        Which worlds.
    """
    return np.ascontiguousarray(np.stack([v[:, worlds].T for v in values], axis=1), np.int32)


def listed(game: Game, actor: int) -> Arcs:
    """Return an actor's moves one by one, from classes or arcs.

    Parameters
    ----------
    game
        The game; it has S states, O options and A actors.
    actor
        Place of the actor, from 0 to A - 1.

    Examples
    --------
    >>> from detente.catalog import load
    >>> from detente.game import unfold
    >>> listed(unfold(load("prisoners-dilemma")), 0).target.tolist()
    [1, 0, 3, 2]
    """
    if game.arcs is not None:
        return game.arcs[actor]
    assert game.classes is not None
    c = game.classes[actor]
    return Arcs(*kernels.inside(c.order, c.start, c.group, c.own, c.pattern, c.allowed, c.free))


def plain(game: Game, actor: int) -> Listed:
    """Return an actor's moves one by one, without their parts.

    Parameters
    ----------
    game
        The game; it has S states, O options and A actors.
    actor
        Place of the actor, from 0 to A - 1.
    """
    moves = listed(game, actor)
    return Listed(moves.start, moves.target)


def parts_of(game: Game) -> tuple[Listed, ...]:
    """Return every actor's moves with their parts.

    A state that differs from s only in some of the options that differ in t too, and has them as t has them,
    makes a part of the changes from s to t. Games without options have no parts.

    Parameters
    ----------
    game
        The game; it has S states, O options and A actors.
    """
    moves = [plain(game, i) for i in range(len(game.actors))]
    if not game.options:
        return tuple(moves)
    code = codes(game)
    return tuple(Listed(m.start, m.target, *kernels.contained(m.start, m.target, code)) for m in moves)


def kept(moves: Listed, utility: Ints) -> Bools:
    """Return (M,) whether each move is no redundant improvement, for utilities (S,).

    Parameters
    ----------
    moves
        Its M moves with their parts.
    utility
        The mover's utilities, (S,).
    """
    if moves.first is None or moves.part is None:
        return np.ones(len(moves.target), np.bool_)
    found: Bools = kernels.kept(moves.start, moves.target, moves.first, moves.part, utility)
    return found


def within(game: Game, actor: int, s: int, t: int) -> Iterator[int]:
    """Yield the states that an actor can move to from s by a non-empty proper part of the changes to t.

    Parameters
    ----------
    game
        The game; it has S states, O options and A actors.
    actor
        Place of the actor, from 0 to A - 1.
    s
        The state moved from.
    t
        The state moved to.
    """
    before, after = game.states[s], game.states[t]
    for part in game.moves(actor, s):
        row = game.states[part]
        if part != t and ((row == before) | (row == after)).all():
            yield part


def codes(game: Game) -> NDArray[np.uint64]:
    """(S, B) one bit for each level of each option.

    Parameters
    ----------
    game
        Of S states.

    Returns
    -------
    (S, B) uint64
        B words hold one bit for each level of all options together; two states share a bit where they
        share a level.
    """
    first = np.cumsum([0, *map(len, game.levels)])
    words = np.zeros((len(game), int(first[-1]) // 64 + 1), np.uint64)
    for k, base in enumerate(first[:-1].tolist()):
        bit = base + game.states[:, k].astype(np.int64)
        words[np.arange(len(game)), bit // 64] |= np.left_shift(np.uint64(1), (bit % 64).astype(np.uint64))
    return words

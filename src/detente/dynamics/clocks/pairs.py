"""The moves of a game as plain lists, for what walks from state to state without rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.clock import Clock
from detente.dynamics.motion import Moves
from detente.game.model import Classes, Game, Ints

__all__ = ["Pairs", "chance_pairs", "pairs_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Moves sorted by origin.

    Parameters
    ----------
    start
        (S + 1,) int32: the moves from s are ``target[start[s]:start[s + 1]]``.
    target
        (M,) int32: where each move leads.
    rate
        (M,) how often a year it happens, where nobody decides it; else all 1.
    """

    start: Ints
    target: Ints
    rate: Floats

    @property
    def origin(self) -> Ints:
        """(M,) where each move begins."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))


def pairs_of(game: Game, actor: int) -> Pairs:
    """Return an actor's moves, from classes or arcs.

    Parameters
    ----------
    game
        The game.
    actor
        Number of the actor.

    Examples
    --------
    >>> from detente.catalog import load
    >>> from detente.game import unfold
    >>> pairs_of(unfold(load("prisoners-dilemma")), 0).target.tolist()
    [1, 0, 3, 2]
    """
    if game.arcs is not None:
        arcs = game.arcs[actor]
        return Pairs(arcs.start, arcs.target, np.ones(len(arcs.target)))
    assert game.classes is not None
    origin, target = _inside(game.classes[actor])
    return _sorted(len(game), origin, target, np.ones(len(origin)))


def chance_pairs(moves: Moves, clock: Clock, world: int) -> Pairs:
    """Return what nobody decides, chance and shocks, with its rates in one world.

    A chance option that is drawn on dates counts as drawn at random times, with the same mean number a
    year between the start and the horizon: a stationary model has no calendar.

    Parameters
    ----------
    moves
        Who can move where.
    clock
        Rates in each world.
    world
        Which world.
    """
    rows, columns, rates = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0)]
    for option, (group, level) in moves.chance.items():
        turn = clock.chance[option]
        often = len(turn.dates) / clock.years if turn.dates else float(turn.rate[world])
        origin, target = _alike(group)
        share = turn.shares[:, world][level]
        total = np.bincount(group, share)[group]
        rows.append(origin)
        columns.append(target)
        rates.append(often * np.divide(share, total, out=np.zeros_like(share), where=total > 0)[target])
    for shock in clock.shocks:
        start, target = moves.listed[shock.id]
        rows.append(np.repeat(np.arange(len(start) - 1, dtype=np.int32), np.diff(start)))
        columns.append(target)
        rates.append(np.full(len(target), shock.rate[world]))
    return _sorted(len(moves.game), np.concatenate(rows), np.concatenate(columns), np.concatenate(rates))


def _sorted(size: int, origin: Ints, target: Ints, rate: Floats) -> Pairs:
    order = np.lexsort((target, origin))
    start = np.searchsorted(origin[order], np.arange(size + 1)).astype(np.int32)
    return Pairs(start, target[order].astype(np.int32), rate[order])


def _inside(c: Classes) -> tuple[Ints, Ints]:
    """Write out the moves inside classes, all classes of one size at a time."""
    s, t = _alike(c.group)
    can = np.ones(len(s), bool) if c.free else c.allowed[c.pattern[s], c.own[s], c.own[t]]
    return s[can], t[can]


def _alike(group: Ints) -> tuple[Ints, Ints]:
    """Return all ordered pairs of different states of one class."""
    order = np.argsort(group, kind="stable").astype(np.int32)
    begin = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(np.append(begin, len(group)))
    origins, targets = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        members = order[begin[sizes == size][:, None] + np.arange(size)]
        a, b = np.nonzero(~np.eye(size, dtype=bool))
        origins.append(members[:, a].ravel())
        targets.append(members[:, b].ravel())
    return np.concatenate(origins), np.concatenate(targets)

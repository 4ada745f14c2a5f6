"""Utilities of many worlds, pattern by pattern: as they are, as ranks in few bits, or as rows, one a world.

Stability compares and never adds, so that as few bits as tell an actor's values apart will do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.readonly import ReadOnly
from detente.worlds.draw import Worlds, pattern_sums

__all__ = ["Layout", "Ranked", "Values", "dense", "layout", "narrow", "ranked"]

Floats = NDArray[np.float64]
Sums = NDArray[np.int64]


class Layout(NamedTuple):
    """Where the values of a world stand in a row: those of each actor's patterns, one actor after another.

    Parameters
    ----------
    pattern
        Per actor (S,) int32: the place of each state's value among those of the actor.
    sizes
        Per actor the number of its values.
    views
        Pairs of viewer and other whose believed values follow, in this order, after those of the actors.
    """

    pattern: tuple[Ints, ...]
    sizes: tuple[int, ...]
    views: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ranked(ReadOnly):
    """What the states of a game are worth to each actor, in W worlds.

    Parameters
    ----------
    layout
        Which value each state has.
    sums
        Per actor (U, W) int64 utilities of its patterns, in its own units; (U, 1) for a ranking.
    believed
        Viewer and other -> (U, W) the same as the viewer takes them to be.
    width
        W.
    """

    layout: Layout
    sums: tuple[Sums, ...]
    believed: Mapping[tuple[int, int], Sums]
    width: int
    _rows: Ints | None = None

    def at(self, state: NDArray[np.intp], world: NDArray[np.intp]) -> Sums:
        """Return (A, N) utilities of N pairs of a state and a world.

        Parameters
        ----------
        state
            (N,) int: indices of states.
        world
            (N,) int: places of worlds, from 0.

        Returns
        -------
        (A, N) int64
            In the units of each actor.
        """
        rows = [
            sums[pattern[state], world if sums.shape[1] > 1 else 0]
            for sums, pattern in zip(self.sums, self.layout.pattern, strict=True)
        ]
        return np.array(rows, np.int64).reshape(len(rows), len(state))

    def ranks(self, worlds: NDArray[np.intp]) -> tuple[Ints, ...]:
        """Return per actor (S, N) whole numbers, as narrow as they can be: larger where utility is.

        Parameters
        ----------
        worlds
            (N,) int: places of worlds, from 0.

        Returns
        -------
        tuple of (S, N) int
            Only the order in a column means something.
        """
        return tuple(
            _spread(sums, pattern, worlds)
            for sums, pattern in zip(self.sums, self.layout.pattern, strict=True)
        )

    def views(self, worlds: NDArray[np.intp]) -> dict[int, dict[int, Ints]]:
        """Return viewer -> other -> (S, N) ranks that the viewer believes the other to have.

        Parameters
        ----------
        worlds
            (N,) int: places of worlds, from 0.

        Returns
        -------
        dict
            Of actors by index; those who see the others as they are have no key.
        """
        found: dict[int, dict[int, Ints]] = {}
        for (viewer, other), sums in self.believed.items():
            found.setdefault(viewer, {})[other] = _spread(sums, self.layout.pattern[other], worlds)
        return found

    def rows(self) -> Ints:
        """Return (W, V) int32 values, those of each world in a row as `Layout` says; ranks if need be."""
        if self._rows is not None:
            return self._rows
        every = [*self.sums, *(self.believed[pair] for pair in self.layout.views)]
        return np.ascontiguousarray(np.concatenate([narrow(s, self.width) for s in every]).T)


class Values:
    """What states are worth in some worlds, worked out when it is asked for.

    Parameters
    ----------
    worlds
        The worlds.
    """

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds

    def ranked(self, game: Game, index: NDArray[np.intp]) -> Ranked:
        """Return what the states of a game are worth in the worlds of an index.

        Parameters
        ----------
        game
            Of the case that the worlds were drawn from.
        index
            (N,) int: numbers of worlds.

        Returns
        -------
        Ranked
            Of N worlds.
        """
        return ranked(self.worlds, game, index)

    def scale(self, base: Game, index: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        """Return (A, W) lowest utility, range and utility of the status quo, over the whole game.

        Parameters
        ----------
        base
            The whole game, which ranges are taken over.
        index
            (W,) int: numbers of worlds.

        Returns
        -------
        low, range, quo : (A, W) float
            In the units of each actor; `nan` for a range of 0, and where the game has no status quo.
        """
        low, high = (x.astype(np.float64) for x in self.worlds.span(base, index))
        quo = np.full_like(low, np.nan)
        if base.status_quo >= 0:
            quo = self.worlds.at(base, base.status_quo, index).astype(np.float64)
        return low, np.where(high > low, high - low, np.nan), quo


def layout(worlds: Worlds, game: Game) -> Layout:
    """Say where the values of a game's states stand in each world.

    Parameters
    ----------
    worlds
        Draws of everything uncertain.
    game
        The game; it has S states and A actors.
    """
    known = [_ranking(game, actor) for actor in game.actors]
    pattern = tuple(own if k is None else k[1] for own, k in zip(game.pattern, known, strict=True))
    sizes = tuple(len(own) if k is None else len(k[0]) for own, k in zip(game.patterns, known, strict=True))
    return Layout(pattern, sizes, tuple(worlds.perceived))


def ranked(worlds: Worlds, game: Game, index: NDArray[np.intp]) -> Ranked:
    """Work out what the states of a game are worth in some worlds.

    Parameters
    ----------
    worlds
        Draws of everything uncertain.
    game
        The game; it has S states and A actors.
    index
        The worlds, (W,).
    """
    sums = []
    for k, actor in enumerate(game.actors):
        known = _ranking(game, actor)
        drawn = worlds.weights[k][:, index]
        sums.append(
            pattern_sums(game.patterns[k], drawn, worlds.units[k]) if known is None else known[0][:, None]
        )
    believed = {
        (viewer, other): pattern_sums(game.patterns[other], weights[:, index], worlds.units[other])
        for (viewer, other), weights in worlds.perceived.items()
    }
    return Ranked(layout(worlds, game), tuple(sums), believed, len(index))


def dense(sums: NDArray[np.signedinteger[Any]]) -> NDArray[Any]:
    """Return (U, W) ranks from 0 within each column, ties tied, in the narrowest type that holds U of them.

    Parameters
    ----------
    sums
        Utilities of U patterns in W worlds, (U, W).

    Examples
    --------
    >>> dense(np.array([[30, 1], [-2, 1], [30, 0]], np.int32)).tolist()
    [[1, 1], [0, 1], [1, 0]]
    """
    rows = len(sums)
    if rows > 2**16:
        return sums
    return _dense(sums, np.uint8 if rows <= 2**8 else np.uint16)


def _dense(sums: NDArray[np.signedinteger[Any]], kind: type[Any]) -> NDArray[Any]:
    lanes = np.ascontiguousarray(sums.T)
    order = np.argsort(lanes, axis=1)
    rising = np.take_along_axis(lanes, order, axis=1)
    place = np.zeros(lanes.shape, kind)
    np.cumsum(rising[:, 1:] != rising[:, :-1], axis=1, out=place[:, 1:], dtype=kind)
    found = np.empty(lanes.shape, kind)
    np.put_along_axis(found, order, place, axis=1)
    return np.ascontiguousarray(found.T)


def _ranking(game: Game, actor: str) -> tuple[Sums, Ints] | None:
    """The levels of an explicit ranking and which of them each state has; None without one."""
    fixed = game.ranks.get(actor)
    if fixed is None:
        return None
    levels, row = np.unique(fixed, return_inverse=True)
    return levels.astype(np.int64), row.astype(np.int32)


def _spread(sums: Sums, pattern: Ints, worlds: NDArray[np.intp]) -> Ints:
    """(S, N) ranks of states in some worlds."""
    if sums.shape[1] == 1 and len(worlds) != 1:
        return np.repeat(dense(sums)[pattern], len(worlds), axis=1)
    found: Ints = np.take(dense(sums[:, worlds] if sums.shape[1] > 1 else sums), pattern, axis=0)
    return found


def narrow(sums: Sums, width: int) -> Ints:
    """Return (U, W) values in the same order as sums, in 32 bits.

    Parameters
    ----------
    sums
        (U, W), or (U, 1) where they are the same in every world.
    width
        W.
    """
    most = np.iinfo(np.int32).max
    fits = not sums.size or (sums.max() <= most and sums.min() >= -most)
    narrow = sums.astype(np.int32) if fits else _dense(sums, np.int32)
    return np.repeat(narrow, width, axis=1) if sums.shape[1] < width else narrow

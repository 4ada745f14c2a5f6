"""Utilities of many worlds as ranks: as few bits as will do, since stability compares and never adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.readonly import ReadOnly
from detente.worlds.draw import Worlds, pattern_sums

__all__ = ["Ranked", "dense", "ranked"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ranked(ReadOnly):
    """Ranks of the states of a game for each actor, in W worlds.

    Parameters
    ----------
    ranks
        Per actor (S, W) whole numbers, as narrow as they can be: larger where utility is, equal where it is.
    views
        Viewer -> other -> (S, W) ranks that the viewer believes the other to have.
    sums
        Per actor (U, W) int64 utilities of its patterns, in its own units; (S, 1) for a ranking.
    pattern
        Per actor (S,): the row of ``sums`` for each state.
    """

    ranks: tuple[Ints, ...]
    views: Mapping[int, Mapping[int, Ints]]
    sums: tuple[NDArray[np.int64], ...]
    pattern: tuple[Ints, ...]

    def at(self, state: NDArray[np.intp], world: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return (A, N) utilities of N pairs of a state and a world."""
        rows = [
            sums[pattern[state], world if sums.shape[1] > 1 else 0]
            for sums, pattern in zip(self.sums, self.pattern, strict=True)
        ]
        return np.array(rows, np.int64).reshape(len(rows), len(state))


def ranked(worlds: Worlds, game: Game, index: NDArray[np.intp]) -> Ranked:
    """Rank the states of a game in some worlds.

    Parameters
    ----------
    worlds
        Draws of everything uncertain.
    game
        The game; it has S states, O options and A actors.
    index
        The worlds that are ranked, (W,).
    """
    sums, pattern, ranks = [], [], []
    for k, actor in enumerate(game.actors):
        fixed = game.ranks.get(actor)
        if fixed is not None:
            levels, row = np.unique(fixed, return_inverse=True)
            sums.append(np.asarray(levels, np.int64)[:, None])
            pattern.append(row.astype(np.int32))
            ranks.append(np.repeat(dense(sums[k])[row], len(index), axis=1))
        else:
            sums.append(pattern_sums(game.patterns[k], worlds.weights[k][:, index], worlds.units[k]))
            pattern.append(game.pattern[k])
            ranks.append(np.take(dense(sums[k]), game.pattern[k], axis=0))
    views: dict[int, dict[int, Ints]] = {}
    for (viewer, other), weights in worlds.perceived.items():
        believed = dense(pattern_sums(game.patterns[other], weights[:, index], worlds.units[other]))
        views.setdefault(viewer, {})[other] = np.take(believed, game.pattern[other], axis=0)
    return Ranked(tuple(ranks), views, tuple(sums), tuple(pattern))


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
    kind = np.uint8 if rows <= 2**8 else np.uint16
    lanes = np.ascontiguousarray(sums.T)
    order = np.argsort(lanes, axis=1)
    rising = np.take_along_axis(lanes, order, axis=1)
    place = np.zeros(lanes.shape, kind)
    np.cumsum(rising[:, 1:] != rising[:, :-1], axis=1, out=place[:, 1:], dtype=kind)
    found = np.empty(lanes.shape, kind)
    np.put_along_axis(found, order, place, axis=1)
    return np.ascontiguousarray(found.T)

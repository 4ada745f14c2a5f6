"""Moves one by one, with their probabilities in many worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Bools, Ints

__all__ = ["Listed", "within"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Moves one by one, sorted by origin as in `detente.game.Arcs`, with probabilities p (N, W)."""

    mover: str
    start: Ints
    target: Ints
    p: Floats


def within(one: Listed, mask: Bools, place: Ints) -> Listed:
    """Return the moves inside a set of states.

    Parameters
    ----------
    one
        Moves between S states.
    mask
        (S,) the states of the set.
    place
        (S,) number of each of them within it.
    """
    origin = np.repeat(np.arange(len(mask)), np.diff(one.start))
    kept = mask[origin] & mask[one.target]
    counts = np.bincount(origin[kept], minlength=len(mask))[mask]
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return Listed(one.mover, start, place[one.target[kept]], one.p[kept])

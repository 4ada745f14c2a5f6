"""Which moves of a class make a part of which others: a word of bits for each pair of its members."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.stability.local.tables import Tables

__all__ = ["Shapes", "shapes"]

Codes = NDArray[np.uint64]

#: Members of a class that a word has bits for.
WIDEST = 64


class Shapes(NamedTuple):
    """Parts of the moves within classes of S states, A actors and L lists of moves.

    Parameters
    ----------
    seat
        (S, A) the place of a state in its class, where that has a shape.
    shape
        (L,) where the words of a class begin, or -1: what is no class, or too wide. Classes alike share them.
    mask
        (N,) for members p and q of a class of n, at ``shape + p n + q``: a bit for each member that makes a
        part of the changes from p to q.
    """

    seat: Ints
    shape: NDArray[np.int64]
    mask: Codes


def shapes(game: Game, t: Tables) -> Shapes:
    """Find the parts of moves in a game.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    t
        The game laid out.
    """
    seat = np.zeros(t.value.shape, np.int32)
    shape = np.full(len(t.first) - 1, -1, np.int64)
    known: dict[bytes, int] = {}
    masks: list[Codes] = []
    for i, c in enumerate(game.classes or ()):
        if c.free:
            seat[c.order, i] = np.arange(len(c.order)) - np.repeat(c.start[:-1], np.diff(c.start))
            shape[t.line[c.order[c.start[:-1]], i]] = _shapes(c.start, t.code[c.order], known, masks)
    return Shapes(seat, shape, np.concatenate([*masks, np.zeros(0, np.uint64)]))


def _shapes(start: Ints, code: Codes, known: dict[bytes, int], masks: list[Codes]) -> NDArray[np.int64]:
    """Return where the words of each class begin; those of new ones are added to ``masks``."""
    size = np.diff(start)
    found = np.full(len(size), -1, np.int64)
    for width in np.unique(size[size <= WIDEST]).tolist():
        here = np.flatnonzero(size == width)
        members = code[start[here][:, None] + np.arange(width)]
        # What its members differ in makes a class what it is.
        kinds, which = np.unique((members ^ members[:, :1]).reshape(len(here), -1), axis=0, return_inverse=True)
        first = np.unique(which, return_index=True)[1]
        at = []
        for k in range(len(kinds)):
            key = kinds[k].tobytes()
            if key not in known:
                known[key] = sum(map(len, masks))
                masks.append(_parts(members[first[k]]))
            at.append(known[key])
        found[here] = np.array(at)[which.ravel()]
    return found


def _parts(code: Codes) -> Codes:
    """(n n,) words for a class whose members have the codes (n, B)."""
    size = len(code)
    both = code[:, None] | code
    inside = ((code[:, None, None] & ~both) == 0).all(axis=-1)
    every = np.arange(size)
    inside[every, every] = False  # (part, from, to): neither end is a part
    inside[every, :, every] = False
    bits = np.left_shift(np.uint64(1), every.astype(np.uint64))
    words: Codes = np.bitwise_or.reduce(np.where(inside, bits[:, None, None], np.uint64(0)), axis=0)
    return words.ravel()

"""Classes that are alike, so that what improves in one of them is worked out once for all of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.stability.local.tables import Tables

__all__ = ["WIDEST", "Kinds", "kinds"]

Codes = NDArray[np.uint64]
Words = NDArray[np.uint32]
Places = NDArray[np.int64]

#: Members of a class that a word has bits for.
WIDEST = 32


class Kinds(NamedTuple):
    """Members of classes of S states for A actors: I of them that are worth different things.

    Two classes of an actor are alike if their members are worth the same to it, whatever that is, and move by
    move have the same parts.

    Parameters
    ----------
    kind
        (S, A, 2) which member of which kind of class a state is, -1 where its moves are no class, or too
        many; and where the list of its moves begins.
    row
        (I, 4) of a member: where the values of its class stand in ``worth``, how many there are, its place
        among them, and where its words begin in ``mask``.
    mask
        (N,) for each member of its class a bit for each that makes a part of the changes from one to the
        other.
    widest
        Moves in the lists of all actors from one state, at most.
    """

    kind: Ints
    row: Places
    mask: Words
    widest: int


def kinds(game: Game, t: Tables) -> Kinds:
    """Find the classes of a game that are alike.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    t
        The game laid out.
    """
    kind = np.stack([np.full(t.line.shape, -1, np.int32), t.first[t.line].astype(np.int32)], axis=-1)
    rows, masks, known, ids = [np.zeros((0, 4), np.int64)], [np.zeros(0, np.uint32)], dict[bytes, int](), 0
    for i, c in enumerate(game.classes or ()):
        size = np.diff(c.start)
        for width in np.unique(size[size <= WIDEST]).tolist() if c.free else ():
            member = c.order[c.start[:-1][size == width][:, None] + np.arange(width)]
            told = np.column_stack([t.value[member, i], _parted(t.code[member], known, masks)])
            _, first, which = np.unique(told, axis=0, return_index=True, return_inverse=True)
            kind[member, i, 0] = ids + which.reshape(-1, 1) * width + np.arange(width)
            rows.append(_rows(t.first[t.line[member[first, 0], i]], width, told[first, -1]))
            ids += len(rows[-1])
    widest = int(np.diff(t.first)[t.line].sum(axis=1).max())
    return Kinds(kind, np.concatenate(rows), np.concatenate(masks), widest)


def _rows(low: Places, width: int, words: Places) -> Places:
    """(n width, 4) rows for the members of n kinds."""
    seat = np.tile(np.arange(width), len(low))
    return np.column_stack(
        [np.repeat(low, width), np.full(len(seat), width), seat, np.repeat(words, width) + seat * width]
    )


def _parted(code: Codes, known: dict[bytes, int], masks: list[Words]) -> Places:
    """Return where the words of classes with codes (n, width, B) begin; new ones are added to ``masks``."""
    # What its members differ in makes a class what it is.
    differ = (code ^ code[:, :1]).reshape(len(code), -1)
    kinds, first, which = np.unique(differ, axis=0, return_index=True, return_inverse=True)
    at = np.empty(len(kinds), np.int64)
    for k, n in enumerate(first):
        key = kinds[k].tobytes()
        if key not in known:
            known[key] = sum(map(len, masks))
            masks.append(_parts(code[n]))
        at[k] = known[key]
    found: Places = at[which.ravel()]
    return found


def _parts(code: Codes) -> Words:
    """(n n,) words for a class whose members have the codes (n, B)."""
    every = np.arange(len(code))
    inside = ((code[:, None, None] & ~(code[:, None] | code)) == 0).all(axis=-1)
    inside[every, every] = False  # part, from, to: neither end is a part
    inside[every, :, every] = False
    bits = np.left_shift(np.uint32(1), every.astype(np.uint32))
    words: Words = np.bitwise_or.reduce(np.where(inside, bits[:, None, None], np.uint32(0)), axis=0)
    return words.ravel()

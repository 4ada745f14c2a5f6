"""What the search needs of a game: for each state and actor where its moves and its values stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.stability.local.components import components
from detente.stability.moves import codes, listed
from detente.worlds.ranked import Layout

__all__ = ["NONE", "Parts", "Tables", "beliefs", "parts", "tables"]


class Tables(NamedTuple):
    """A game of S states and A actors as the search reads it; moves are M, in L lists.

    Parameters
    ----------
    value
        (S, A) where the value of a state for an actor stands in a world's row of values.
    line
        (S, A) the list of an actor's moves from a state; states of one class share one.
    first
        (L + 1,) where each list begins.
    target, worth
        (M,) where a move leads, and where the mover's value of that stands. A list of a class holds the state
        itself too.
    code
        (S, B) a bit for each level of each option.
    """

    value: Ints
    line: Ints
    first: NDArray[np.int64]
    target: Ints
    worth: Ints
    code: NDArray[np.uint64]


class Parts(NamedTuple):
    """What the others can reach by any moves, where all are free: components, one numbering for each viewer.

    Parameters
    ----------
    part
        (S, A) the component that a viewer's others cannot leave.
    first, value
        (N + 1,) and where the viewer's values in each component stand, each once.
    reply, choice
        (N + 1,) and the sets of values that the viewer can choose from in each component, each once.
    begin, option
        (Z + 1,) and where the values of each such set stand.
    """

    part: Ints
    first: NDArray[np.int64]
    value: Ints
    reply: NDArray[np.int64]
    choice: Ints
    begin: NDArray[np.int64]
    option: Ints


_FIRST, _PLACE = np.zeros(1, np.int64), np.zeros(0, np.int32)

#: No components.
NONE = Parts(np.zeros((0, 0), np.int32), _FIRST, _PLACE, _FIRST, _PLACE, _FIRST, _PLACE)


def tables(game: Game, layout: Layout) -> Tables:
    """Lay a game out for the search.

    Parameters
    ----------
    game
        Of S states and A actors.
    layout
        How values are numbered, see `Layout`.

    Returns
    -------
    Tables
        Values and lists of moves of all actors in the arrays that kernels take, read only.
    """
    states, actors = len(game), len(game.actors)
    base = np.cumsum([0, *layout.sizes])
    value = np.empty((states, actors), np.int32)
    line = np.empty((states, actors), np.int32)
    first, target, worth = [np.zeros(1, np.int64)], [], []
    lines = moves = 0
    for i in range(actors):
        value[:, i] = layout.pattern[i] + base[i]
        if game.classes is not None and game.classes[i].free:
            c = game.classes[i]
            line[:, i], start, to = c.group + lines, c.start, c.order
        else:
            m = listed(game, i)
            line[:, i], start, to = np.arange(lines, lines + states), m.start, m.target
        first.append(start[1:].astype(np.int64) + moves)
        target.append(to)
        worth.append(value[to, i])
        lines, moves = lines + len(start) - 1, moves + len(to)
    return Tables(
        value,
        line,
        np.concatenate(first),
        np.ascontiguousarray(np.concatenate(target), np.int32),
        np.ascontiguousarray(np.concatenate(worth), np.int32),
        codes(game),
    )


def beliefs(layout: Layout, lists: int) -> tuple[Ints, Ints]:
    """Return (A, A) for each viewer and other what leads to what the viewer believes of the other.

    The first is added to the places of values, the second to the numbers of the ``lists`` lists of moves in
    what is remembered of them.

    Parameters
    ----------
    layout
        Which viewers believe something of which others.
    lists
        Number of lists of moves in the tables.

    Returns
    -------
    shift, room : (A, A) int32
        0 where the viewer sees the other as it is.
    """
    shift, room = np.zeros((2, len(layout.sizes), len(layout.sizes)), np.int32)
    base, after = np.cumsum([0, *layout.sizes]), sum(layout.sizes)
    for k, (viewer, other) in enumerate(layout.views):
        shift[viewer, other], room[viewer, other] = after - base[other], lists * (k + 1)
        after += layout.sizes[other]
    return shift, room


def parts(game: Game, layout: Layout) -> Parts:
    """Find the components; `NONE` where some move is not free, so that there is no way back from it.

    Parameters
    ----------
    game
        Of S states and A actors.
    layout
        How values are numbered.

    Returns
    -------
    Parts
        For each viewer, components of what the others' moves connect, and the values in each.
    """
    if game.classes is None or not all(c.free for c in game.classes):
        return NONE
    base = np.cumsum([0, *layout.sizes])
    order, group = (np.stack([getattr(c, name) for c in game.classes]) for name in ("order", "group"))
    bounds = np.cumsum([0, *(len(c.start) for c in game.classes)])
    starts = np.concatenate([c.start for c in game.classes])
    found, count = components(order, starts, bounds, group)
    numbered = np.cumsum([0, *count.tolist()])
    held, chosen, option, sets = [], [], [], 0
    for i, c in enumerate(game.classes):
        part, values = found[i].astype(np.int64) + numbered[i], layout.pattern[i].astype(np.int64) + base[i]
        held.append(_pairs(part, values))
        kind, choices = _choices(c.start, values[c.order])
        chosen.append(_pairs(part, kind[c.group] + sets))
        option += choices
        sets += len(choices)
    first, value = _lists(held, int(numbered[-1]))
    reply, choice = _lists(chosen, int(numbered[-1]))
    begin = np.cumsum([0, *(len(o) for o in option)])
    part = np.ascontiguousarray((found + numbered[:-1, None]).T, np.int32)
    return Parts(part, first, value, reply, choice, begin, np.concatenate(option).astype(np.int32))


def _pairs(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """(N, 2) pairs that occur, each once, in rising order."""
    size = int(b.max()) + 1
    code = np.unique(a * size + b)
    return np.column_stack([code // size, code % size])


def _lists(pairs: Sequence[NDArray[np.int64]], lists: int) -> tuple[NDArray[np.int64], Ints]:
    whole = np.concatenate(pairs)
    return np.searchsorted(whole[:, 0], np.arange(lists + 1)), whole[:, 1].astype(np.int32)


def _choices(start: Ints, values: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """Number the different sets of values that classes have; return that of each class, and the sets."""
    size = np.diff(start)
    kind = np.empty(len(size), np.int64)
    sets: list[NDArray[np.int64]] = []
    for width in np.unique(size).tolist():
        here = np.flatnonzero(size == width)
        rows = np.sort(values[start[here][:, None] + np.arange(width)], axis=1)
        different, which = np.unique(rows, axis=0, return_inverse=True)
        kind[here] = which.ravel() + len(sets)
        sets += list(different)
    return kind, sets

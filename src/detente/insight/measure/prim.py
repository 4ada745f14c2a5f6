"""PRIM, the patient rule induction method: a box of inputs in which an answer is common, peeled and pasted.

Friedman and Fisher (1999), with the lenient objective for inputs that are categories (Kwakkel and Jaxa-Rozen
2016): what counts is the rise of the mean for each world taken away. Plain arrays; nothing of the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import binomial_tail

__all__ = ["Inputs", "Sides", "balance", "doubt", "looser", "peeled", "simplest", "within"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

#: Part of the worlds in a box that one peel takes away, and the smallest box, as a part of all worlds.
PEEL, MASS = 0.05, 0.05

#: Most restrictions; one that a box would do as well without with this probability is dropped. It is one in
#: a hundred and not in twenty, since the restrictions were picked from among many inputs.
RESTRICTIONS, DOUBT = 4, 0.01

#: Column -> lowest and highest value, or the categories that are left.
Sides = dict[int, tuple[float, float] | frozenset[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What was uncertain in N worlds, J columns.

    Parameters
    ----------
    values
        (N, J): numbers, or numbers of categories from 0.
    categories
        Column -> how many categories it has, for those that are no numbers.
    """

    values: Floats
    categories: dict[int, int]

    def rows(self, index: Ints) -> Inputs:
        """Return some of the worlds.

        Parameters
        ----------
        index
            (N,) int: numbers of the worlds, in the order that is wanted.
        """
        return replace(self, values=self.values[index])

    def columns(self, places: Sequence[int]) -> Inputs:
        """Return some of the columns.

        Parameters
        ----------
        places
            Places of the columns, in the order that is wanted.

        Returns
        -------
        Inputs
            Of all worlds; columns are numbered anew.
        """
        kept = {k: self.categories[j] for k, j in enumerate(places) if j in self.categories}
        return Inputs(self.values[:, list(places)], kept)


def within(values: Floats, sides: Sides) -> Bools:
    """Return (N,) which worlds lie in a box.

    Parameters
    ----------
    values
        (N, J) inputs of the worlds.
    sides
        The limits of the box.
    """
    inside = np.ones(len(values), np.bool_)
    for j, side in sides.items():
        column = values[:, j]
        if isinstance(side, frozenset):
            inside &= np.isin(column, list(side))
        else:
            inside &= (column >= side[0]) & (column <= side[1])
    return inside


# ------------------------------------------------------------------------------------------- peeling


def peeled(table: Inputs, wanted: Bools) -> list[tuple[Sides, float]]:
    """Return the boxes of a peeling trajectory, from all worlds to the smallest, and how good each is.

    Parameters
    ----------
    table
        Inputs of the worlds.
    wanted
        (N,) which worlds are looked for.

    Notes
    -----
    Each step takes away a slice at one end of one weight, or one category, whichever raises the mean of
    what is left most for each world taken away.
    """
    values, y = table.values, wanted.astype(np.float64)
    count, least = len(y), max(int(np.ceil(MASS * len(y))), 1)
    numeric = np.array([j for j in range(values.shape[1]) if j not in table.categories], np.intp)
    columns = np.ascontiguousarray(values[:, numeric].T)
    order = np.argsort(columns, axis=1, kind="stable")  # (J, n), kept sorted as worlds go
    inside = np.ones(count, np.bool_)
    sides: Sides = {}
    trail: list[tuple[Sides, float]] = [({}, balance(inside, wanted))]
    while True:
        best = _best_slice(values, y, order, numeric)
        other = _best_category(table, y, inside, sides)
        gain, kept, j, side = max((best, other), key=lambda found: found[0])
        if gain <= 0 or kept.sum() < least:
            return trail
        inside = inside & kept
        sides = {**sides, j: _narrowed(sides.get(j), side)}
        trail.append((sides, balance(inside, wanted)))
        order = order[inside[order]].reshape(len(numeric), int(inside.sum()))


_Slice = tuple[float, Bools, int, tuple[float, float] | frozenset[int]]


def _best_slice(values: Floats, y: Floats, order: Ints, numeric: NDArray[np.intp]) -> _Slice:
    """The best slice at one end of a weight: gain, worlds that stay (N,), column, what stays of it."""
    nothing: _Slice = (0.0, np.zeros(len(y), np.bool_), -1, frozenset())
    n = order.shape[1]
    k = max(int(PEEL * n), 1)
    if not len(numeric) or n <= k:
        return nothing
    total = y[order[0]].sum()
    gains = np.stack([_gain(y[part].sum(axis=1), k, total, n) for part in (order[:, :k], order[:, n - k :])])
    # Where equal values would be torn apart the slice ends between different ones.
    for end, at in ((0, k), (1, n - k)):
        row = np.arange(len(numeric))
        torn = values[order[row, at - 1], numeric] == values[order[row, at], numeric]
        gains[end, torn] = [
            _gain(*_whole(values, y, order[r], numeric[r], end, at), total, n) for r in np.flatnonzero(torn)
        ]
    end, r = map(int, np.unravel_index(int(gains.argmax()), gains.shape))
    return _slice(values, order[r], int(numeric[r]), end, k, float(gains[end, r]), len(y))


def _gain(taken: Floats | float, k: int, total: float, n: int) -> Floats:
    """Rise of the mean for each world taken away; minus infinity if none would be left."""
    if not 0 < k < n:
        return np.full(np.shape(taken), -np.inf)
    return np.asarray(((total - taken) / (n - k) - total / n) / k)


def _whole(values: Floats, y: Floats, order: Ints, j: int, end: int, at: int) -> tuple[float, int]:
    """Sum of y and number of worlds of a slice that takes all worlds of the value at its edge."""
    column = values[order, j]
    part = order[column <= column[at - 1]] if end == 0 else order[column >= column[at]]
    return float(y[part].sum()), len(part)


def _slice(values: Floats, order: Ints, j: int, end: int, k: int, gain: float, count: int) -> _Slice:
    column = values[order, j]
    stays = column > column[k - 1] if end == 0 else column < column[len(order) - k]
    kept = np.zeros(count, np.bool_)
    kept[order[stays]] = True
    if not stays.any():
        return 0.0, kept, j, (-np.inf, np.inf)
    edge = column[stays]
    cut = (edge[0], np.inf) if end == 0 else (-np.inf, edge[-1])
    return gain, kept, j, (float(cut[0]), float(cut[1]))


def _best_category(table: Inputs, y: Floats, inside: Bools, sides: Sides) -> _Slice:
    best: _Slice = (0.0, np.zeros(len(y), np.bool_), -1, frozenset())
    n, total = int(inside.sum()), float(y[inside].sum())
    for j, count in table.categories.items():
        side = sides.get(j, frozenset(range(count)))
        assert isinstance(side, frozenset)
        for gone in sorted(side) if len(side) > 1 else ():
            taken = inside & (table.values[:, j] == gone)
            k = int(taken.sum())
            gain = float(_gain(float(y[taken].sum()), k, total, n))
            if gain > best[0]:
                best = gain, inside & ~taken, j, side - {gone}
    return best


def _narrowed(
    old: tuple[float, float] | frozenset[int] | None, new: tuple[float, float] | frozenset[int]
) -> tuple[float, float] | frozenset[int]:
    if isinstance(new, frozenset) or old is None or isinstance(old, frozenset):
        return new
    return max(old[0], new[0]), min(old[1], new[1])


# ------------------------------------------------------------------------------- choosing and pasting


def simplest(table: Inputs, wanted: Bools) -> Sides:
    """Return a box with few sides that balances coverage and density.

    It is peeled from all inputs, which tells the sides that matter, and peeled again from these alone.
    Nothing is returned where no side stands the test of `doubt`.

    Parameters
    ----------
    table
        Inputs of the worlds.
    wanted
        (N,) which worlds are looked for.
    """
    sides = _best_of(table, wanted)
    sides = _fewer(table.values, wanted, sides)
    if not sides:
        return {}
    sides = _pasted(table, wanted, _best_of(table.columns(sorted(sides)), wanted, sorted(sides)))
    while sides:
        wider = [wide for j in sides for wide in looser(sides, j)]
        doubts = [doubt(table.values, wanted, sides, wide) for wide in wider]
        worst = int(np.argmax(doubts))
        if doubts[worst] <= DOUBT:
            return sides
        sides = wider[worst]
    return {}


def looser(sides: Sides, j: int) -> list[Sides]:
    """The box without one limit: for a weight with two each of them, else without the restriction.

    Parameters
    ----------
    sides
        The limits of the box.
    j
        Number of the input whose limit is left out.
    """
    rest, side = {k: s for k, s in sides.items() if k != j}, sides[j]
    if isinstance(side, frozenset) or np.isinf(side).any():
        return [rest]
    return [{**rest, j: (side[0], np.inf)}, {**rest, j: (-np.inf, side[1])}]


def _best_of(table: Inputs, wanted: Bools, places: Sequence[int] = ()) -> Sides:
    """The best box of a trajectory; ``places`` are the columns of a larger table that this one has."""
    sides, _ = max(peeled(table, wanted), key=lambda found: found[1])
    return {places[j]: side for j, side in sides.items()} if places else sides


def _fewer(values: Floats, wanted: Bools, sides: Sides) -> Sides:
    """Leave out the side that is missed least until few are left, and on as long as none is missed."""
    sides = dict(sides)
    while sides:
        out = {j: ~within(values, {j: side}) for j, side in sides.items()}
        often = np.sum(list(out.values()), axis=0)
        without = {j: balance(often == outside, wanted) for j, outside in out.items()}
        least = max(without, key=lambda j: without[j])
        if len(sides) <= RESTRICTIONS and without[least] < balance(often == 0, wanted):
            return sides
        del sides[least]
    return sides


def balance(inside: Bools, wanted: Bools) -> float:
    """Harmonic mean of coverage and density (van Rijsbergen 1979).

    Parameters
    ----------
    inside
        (N,) which worlds lie in the box.
    wanted
        (N,) which worlds are looked for.
    """
    hit = float((inside & wanted).sum())
    return 2 * hit / float(inside.sum() + wanted.sum()) if hit else 0.0


def _pasted(table: Inputs, wanted: Bools, sides: Sides) -> Sides:
    """Move each limit out again as long as that raises the density."""
    for j, side in list(sides.items()):
        if isinstance(side, frozenset):
            continue
        for end in (0, 1):
            sides = _moved_out(table.values, wanted, sides, j, end)
    return sides


def _moved_out(values: Floats, wanted: Bools, sides: Sides, j: int, end: int) -> Sides:
    while True:
        side = sides[j]
        assert not isinstance(side, frozenset)
        inside = within(values, sides)
        rest = within(values, {k: s for k, s in sides.items() if k != j}) & ~inside
        beyond = rest & (values[:, j] < side[0] if end == 0 else values[:, j] > side[1])
        k = max(int(PEEL * inside.sum()), 1)
        column = np.sort(values[beyond, j])[:: -1 if end == 0 else 1][:k]
        if not column.size:
            return sides
        wide = (float(column[-1]), side[1]) if end == 0 else (side[0], float(column[-1]))
        wider = {**sides, j: wide}
        if not wanted[within(values, wider)].mean() > wanted[inside].mean():
            return sides
        sides = wider


def doubt(values: Floats, wanted: Bools, sides: Sides, wide: Sides) -> float:
    """Quasi-p of a restriction (Bryant and Lempert 2010): the chance of so dense a box without it.

    ``wide`` is the box without it.

    Parameters
    ----------
    values
        (N, J) inputs of the worlds.
    wanted
        (N,) which worlds are looked for.
    sides
        The limits of the box.
    wide
        The limits without the restriction in question.
    """
    inside, wider = within(values, sides), within(values, wide)
    hits, n = int(wanted[inside].sum()), int(inside.sum())
    return binomial_tail(hits, n, float(wanted[wider].mean()))

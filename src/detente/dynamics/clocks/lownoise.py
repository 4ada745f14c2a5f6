"""The clock M3 (a): which states last when mistakes become rare, and in what order things give way. No rates.

Every move costs something: nothing where the mover would make it anyway, else its *waste*, what it forgoes
by not taking its best (Alós-Ferrer & Netzer 2010: the limit of logit revision), or simply one tremble
(Kandori, Mailath & Rob 1993; Young 1993). Where costless moves lead and stay is a recurrent class. The
stochastic potential of a class is the least total cost of a tree of ways from all classes to it; classes
with the least potential are stochastically stable. The radius of a set says what it costs to leave it, the
modified coradius what it costs at most to come to it in small steps (Ellison 2000).

Costs are whole numbers, so that ties are ties. The caution of Bergin & Lipman (1996) applies: which class is
selected is as good as the model of mistakes, and so both are offered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.clocks.arborescence import tree_costs
from detente.dynamics.clocks.pairs import Pairs, pairs_of
from detente.errors import TooLarge
from detente.game.model import Bools, Game, Ints
from detente.readonly import ReadOnly

if TYPE_CHECKING:
    from scipy.sparse import csr_array  # loads slowly, and few commands need it

__all__ = ["FINE", "LowNoise", "low_noise", "modified_coradius", "radius", "resistances", "settle"]

Floats = NDArray[np.float64]

#: Waste is counted in units of 1/FINE of the mover's range of utility.
FINE = 2**20

#: Most recurrent classes between which trees are compared; each takes one search over all states.
LIMIT = 400


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LowNoise(ReadOnly):
    """What lasts when mistakes are rare.

    Parameters
    ----------
    member
        (S,) int32: the recurrent class of a state, -1 for states that are passed through.
    cost
        (R, R) least cost of a way from one class to another; infinite where there is none.
    potential
        (R,) stochastic potential; infinite for a class that not all others lead to.
    radius
        (R,) least cost of leaving the basin of each class.
    unit
        What a cost of 1 stands for: a tremble, or 1/`FINE` of a range of utility.
    basins
        (S, R) bool: the classes that costless moves lead to from each state.
    """

    member: Ints
    cost: Floats
    potential: Floats
    radius: Floats
    unit: float
    basins: Bools

    def __len__(self) -> int:
        return len(self.potential)

    def __repr__(self) -> str:
        return f"LowNoise({len(self)} recurrent classes, {int(self.stable.sum())} stochastically stable)"

    @property
    def stable(self) -> Bools:
        """(R,) bool: the stochastically stable classes, those of least potential."""
        least = self.potential.min() if len(self) else np.inf
        return np.asarray((self.potential == least) & np.isfinite(self.potential))

    def states(self, index: int) -> NDArray[np.intp]:
        """Return the states of a class.

        Parameters
        ----------
        index
            Number of a class, from 0, as in ``member``.

        Returns
        -------
        (N,) int
            In rising order; empty where there is no such class.
        """
        return np.flatnonzero(self.member == index)


def resistances(
    game: Game,
    utilities: Floats,
    noise: Literal["waste", "trembles"] = "waste",
    chance: Pairs | None = None,
) -> csr_array:
    """Return the (S, S) costs of all moves, stored zeros being moves that cost nothing.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S), comparable between actors where waste is counted: scale them to each actor's range.
    noise
        ``waste``: the best among the moves and staying is free, another costs what it forgoes, 1 at least.
        ``trembles``: an improvement is free, another move costs 1.
    chance
        Moves of chance, which cost nothing; without them chance options stay as they are.
    """
    rows, columns, costs = [], [], []
    for k in range(len(game.actors)):
        moves = pairs_of(game, k)
        origin = moves.origin
        rows.append(origin)
        columns.append(moves.target)
        costs.append(_costs(utilities[k], moves, origin, noise))
    if chance is not None:
        rows.append(chance.origin)
        columns.append(chance.target)
        costs.append(np.zeros(len(chance.target)))
    return _least(np.concatenate(rows), np.concatenate(columns), np.concatenate(costs), len(game))


def low_noise(costs: csr_array, unit: float = 1.0, limit: int = LIMIT) -> LowNoise:
    """Find the recurrent classes, their trees and their radii.

    Parameters
    ----------
    costs
        (S, S) as `resistances` returns them.
    unit
        What a cost of 1 stands for.
    limit
        Most recurrent classes.

    Raises
    ------
    TooLarge
        If there are more recurrent classes than the limit.
    """
    from scipy.sparse.csgraph import dijkstra

    member = settle(costs)
    count = int(member.max()) + 1
    if count > limit:
        raise TooLarge(count, limit)
    reach = _reach(costs, member, count)
    heads = [np.flatnonzero(member == k)[0] for k in range(count)]
    away = dijkstra(costs, indices=heads)
    between = away[:, heads]
    basins = reach == 0
    leaving = np.array([_leave(away[k], basins, [k]) for k in range(count)])
    return LowNoise(member, between, tree_costs(between), leaving, unit, basins)


def settle(costs: csr_array) -> Ints:
    """Return (S,) int32: the recurrent class of each state under costless moves, -1 where there is none.

    A recurrent class is a set of states that lead to one another and to nothing else. Classes are
    numbered by their first state.

    Parameters
    ----------
    costs
        (S, S) cost of each move; stored zeros are costless moves.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> settle(csr_array(([0.0, 1.0], ([0, 1], [1, 0])), shape=(2, 2))).tolist()
    [-1, 0]
    """
    from scipy.sparse.csgraph import connected_components

    free = _free(costs)
    count, label = connected_components(free, directed=True, connection="strong")
    origin = np.repeat(np.arange(free.shape[0]), np.diff(free.indptr))
    leaves = np.zeros(count, bool)
    leaves[label[origin[label[origin] != label[free.indices]]]] = True
    number = np.full(count, -1, np.int32)
    first = np.array([label[s] for s in range(free.shape[0]) if not leaves[label[s]]])
    order = list(dict.fromkeys(first.tolist()))
    number[order] = np.arange(len(order), dtype=np.int32)
    numbered: Ints = number[label]
    return numbered


def radius(found: LowNoise, costs: csr_array, classes: Collection[int]) -> float:
    """Return the least cost of a way out of the basin of a union of recurrent classes (Ellison 2000).

    The basin holds the states from which costless moves lead to these classes and to no other; infinite
    if there is no way out.

    Parameters
    ----------
    found
        What `low_noise` found.
    costs
        (S, S) cost of each move.
    classes
        Numbers of the recurrent classes.
    """
    from scipy.sparse.csgraph import dijkstra

    inside = sorted(classes)
    heads = [np.flatnonzero(found.member == k)[0] for k in inside]
    away = dijkstra(costs, indices=heads).min(axis=0)
    return _leave(away, found.basins, inside)


def modified_coradius(found: LowNoise, classes: Collection[int]) -> float:
    """Return the cost of coming to a union of recurrent classes from the worst start, by small steps.

    What a way costs is diminished by the radius of each class that it passes after the first (Ellison
    2000). A radius larger than this means: all stochastically stable states are in these classes.

    Parameters
    ----------
    found
        What `low_noise` found.
    classes
        Numbers of the recurrent classes.
    """
    goal = np.isin(np.arange(len(found)), list(classes))
    if goal.all():
        return 0.0
    # A step from class k costs its least cost less k's radius, which the first class gets back.
    spare = np.where(np.isfinite(found.radius), found.radius, 0.0)
    steps = found.cost - spare[:, None]
    np.fill_diagonal(steps, np.inf)
    best = np.where(goal, 0.0, np.inf)
    for _ in range(len(found)):
        best = np.where(goal, 0.0, (steps + best).min(axis=1))
    return float((best + spare)[~goal].max())


def _leave(away: Floats, basins: Bools, inside: Sequence[int]) -> float:
    """Least cost of a state from which costless moves can lead elsewhere."""
    outside = np.ones(basins.shape[1], bool)
    outside[list(inside)] = False
    gone = basins[:, outside].any(axis=1)
    return float(away[gone].min()) if gone.any() else np.inf


def _costs(u: Floats, moves: Pairs, origin: Ints, noise: str) -> Floats:
    if noise == "trembles":
        return (u[moves.target] <= u[origin]).astype(float)
    value = np.rint(u * FINE)
    best = value.copy()
    np.maximum.at(best, origin, value[moves.target])
    highest = u.copy()
    np.maximum.at(highest, origin, u[moves.target])
    # What is forgone is never nothing, however small a part of the range.
    least = (u[moves.target] < highest[origin]).astype(float)
    forgone: Floats = np.maximum(best[origin] - value[moves.target], least)
    return forgone


def _least(rows: Ints, columns: Ints, costs: Floats, size: int) -> csr_array:
    """Put moves into one matrix, the cheapest of several between the same states; zeros are kept."""
    from scipy.sparse import csr_array

    order = np.lexsort((costs, columns, rows))
    rows, columns, costs = rows[order], columns[order], costs[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    rows, columns, costs = rows[first], columns[first], costs[first]
    start = np.searchsorted(rows, np.arange(size + 1)).astype(np.int32)
    return csr_array((costs, columns.astype(np.int32), start), shape=(size, size))


def _free(costs: csr_array) -> csr_array:
    """The costless moves, as ones."""
    from scipy.sparse import csr_array

    origin = np.repeat(np.arange(costs.shape[0]), np.diff(costs.indptr))
    free = costs.data == 0
    return csr_array((np.ones(free.sum()), (origin[free], costs.indices[free])), shape=costs.shape)


def _reach(costs: csr_array, member: Ints, count: int) -> Floats:
    """(S, R): 0 where costless moves lead from a state to a class, else infinite."""
    from scipy.sparse.csgraph import dijkstra

    back = _free(costs).T.tocsr()
    heads = [np.flatnonzero(member == k)[0] for k in range(count)]
    steps = dijkstra(back, indices=heads, unweighted=True).T
    reach: Floats = np.where(np.isfinite(steps), 0.0, np.inf)
    return reach

"""The smallest change of orders that brings something about or ends it, by trying all smaller ones.

An order is a ranking of states from best to worst, tied states moving as one, or an actor's statements from
the most important on. Its distance from another is the number of adjacent swaps between them (Kendall 1938).
All orders at distance 1 are solved, then all at distance 2, and so on, so the first distance at which
something is so is the smallest and the list of ways is whole. Kinsara, Kilgour and Hipel (2015) ask which
preferences make a state an equilibrium; none of the programs at hand asks for the nearest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Bools, Ints
from detente.insight.mediation.central import Central
from detente.stability import Stability, assess

__all__ = ["Order", "Orders", "Search", "Swap", "orders_of", "search", "solved"]

#: Orders that a search solves at most, and states times orders that are solved at once and in all.
MOST, AT_ONCE, EFFORT = 300_000, 2**21, 400_000_000

#: For each actor with an order, which of its parts stands where.
Standing = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """One actor's order.

    Parameters
    ----------
    actor
        Place of the actor.
    labels
        What is ordered: names of states that are tied, or the text of a statement.
    holds
        (N, S) int64: where each part holds.
    ranking
        Whether it ranks states, and not statements.
    """

    actor: int
    labels: tuple[tuple[str, ...], ...]
    holds: NDArray[np.int64]
    ranking: bool

    def values(self, standing: Sequence[int]) -> NDArray[np.int64]:
        """Return (S,) utilities if the parts stand like this.

        Parameters
        ----------
        standing
            Places of the parts, the first the most preferred.

        Returns
        -------
        (S,) int64
            Larger where a state is liked more; only the order means something.
        """
        n = len(standing)
        worth = np.empty(n, np.int64)
        worth[list(standing)] = np.arange(n, 0, -1) if self.ranking else 2 ** np.arange(n - 1, -1, -1)
        return worth @ self.holds


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """The conflict, and the orders in it that may change."""

    on: Central
    orders: tuple[Order, ...]

    @property
    def start(self) -> Standing:
        """The orders as they are."""
        return tuple(tuple(range(len(o.labels))) for o in self.orders)

    def utilities(self, standings: Sequence[Standing]) -> Ints:
        """Return (A, S, W) utilities for each of W standings.

        Parameters
        ----------
        standings
            How the parts of each order stand, in W worlds.

        Returns
        -------
        (A, S, W) int
            As in the central world for actors whose order does not vary.
        """
        u = np.repeat(self.on.utilities[:, :, None], len(standings), axis=2)
        for k, order in enumerate(self.orders):
            known = {s[k]: None for s in standings}
            made = {one: order.values(one) for one in known}
            u[order.actor] = np.stack([made[s[k]] for s in standings], axis=1)
        return u


@dataclass(frozen=True, slots=True)
class Swap:
    """Two parts of an order that change places.

    Parameters
    ----------
    actor
        Id of the actor.
    up, down
        What stands above what now: names of tied states, or a statement.
    """

    actor: str
    up: tuple[str, ...]
    down: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search over orders found.

    Parameters
    ----------
    distance
        Fewest adjacent swaps, or ``None`` if none were found.
    ways
        All ways with so many swaps, each as the pairs that change places.
    excluded
        So many swaps or fewer do not do it: all such orders were solved.
    solved
        Number of orders that were solved.
    """

    distance: int | None
    ways: tuple[tuple[Swap, ...], ...]
    excluded: int
    solved: int


def orders_of(on: Central) -> Orders:
    """Return the orders of a conflict: rankings and priorities of actors that have one.

    Parameters
    ----------
    on
        The conflict.
    """
    return Orders(on, tuple(_orders(on)))


def _orders(on: Central) -> Iterator[Order]:
    for i, actor in enumerate(on.game.actors):
        preference = on.case.preferences.get(actor)
        if preference is not None and preference.ranking:
            names = list(on.game.names)
            tied = [tuple(n for n in group if n in names) for group in preference.ranking]
            labels = tuple(group for group in tied if group)
            holds = np.array([[n in group for n in names] for group in labels], np.int64)
            yield Order(i, labels, holds, True)
        elif preference is not None and preference.priority:
            labels = tuple((c.text,) for c in preference.priority)
            yield Order(i, labels, on.game.truth(i).T.astype(np.int64), False)


def search(orders: Orders, among: Bools, ends: bool, most: int = MOST) -> Search:
    """Find the fewest adjacent swaps after which some of the states last, or none of them does.

    Parameters
    ----------
    orders
        The conflict and its orders.
    among
        (S,) which states are asked about.
    ends
        Whether none of them shall last, and not some.
    most
        Orders that are solved at most.
    """
    level, distance, count = [orders.start], 0, 1
    most = min(most, max(EFFORT // max(len(orders.on.game), 1), 1))
    while level and count <= most:
        found = [s for s, met in zip(level, _met(orders, level, among, ends), strict=True) if met]
        if found:
            ways = tuple(_swaps(orders, s) for s in found)
            return Search(distance, ways, distance - 1, count)
        level, distance = list(dict.fromkeys(n for s in level for n in _next(s))), distance + 1
        count += len(level)
    return Search(None, (), distance - 1, count - len(level))


def solved(orders: Orders, standings: Sequence[Standing]) -> Iterator[tuple[Standing, Stability]]:
    """Yield standings with what lasts in each.

    Parameters
    ----------
    orders
        The conflict and its orders.
    standings
        Which parts stand where.
    """
    on = orders.on
    size = max(AT_ONCE // max(len(on.game), 1), 1)
    for k in range(0, len(standings), size):
        some = standings[k : k + size]
        found = assess(on.game, orders.utilities(some), (on.concept,), on.views_in(len(some)))
        for w, one in enumerate(some):
            yield one, Stability(found.concepts, found.stable[..., w], found.equilibria[..., w])


def _met(orders: Orders, level: Sequence[Standing], among: Bools, ends: bool) -> Iterator[bool]:
    for _, found in solved(orders, level):
        yield bool((found.equilibria[0] & among).any()) is not ends


def _next(standing: Standing) -> Iterator[Standing]:
    """Yield the standings one swap further from the start."""
    for k, one in enumerate(standing):
        for p in range(len(one) - 1):
            if one[p] < one[p + 1]:
                swapped = (*one[:p], one[p + 1], one[p], *one[p + 2 :])
                yield (*standing[:k], swapped, *standing[k + 1 :])


def _swaps(orders: Orders, standing: Standing) -> tuple[Swap, ...]:
    found = []
    for order, one in zip(orders.orders, standing, strict=True):
        for p, up in enumerate(one):
            below = [x for x in one[p + 1 :] if x < up]
            found += [Swap(orders.on.actor(order.actor), order.labels[up], order.labels[x]) for x in below]
    return tuple(found)

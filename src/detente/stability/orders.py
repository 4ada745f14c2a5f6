"""Which answers count if an answer must itself be undeterred: orders of credibility, and where they end.

At order 1 every improvement counts as an answer. At order k only those count that nothing deters at order k -
1. The fewer answers count, the more moves are undeterred, so states stable at odd orders become fewer from
order to order and those stable at even orders more, until neither changes: a state of the even limit is
stable whatever is believed of threats, one of the odd limit only if some are believed (Oliveira 2018; Rego
and Oliveira 2020, for two actors; for more of them, and the limits, the same rule over legal sequences).
"""

from __future__ import annotations

from itertools import count

import numpy as np

from detente.game.model import Ints
from detente.stability.kernels import orders as kernels
from detente.stability.moves import slices, upright
from detente.stability.standpoint import Standpoint
from detente.stability.sweep import answered, lowest

__all__ = ["EVEN", "ODD", "before", "least"]

#: Where the even and the odd orders end; a number above 0 is an order.
EVEN, ODD = 0, -1

Least = tuple[Ints, ...]


def before(order: int) -> int:
    """Return the order, or limit, that says which answers count at one.

    Parameters
    ----------
    order
        The order, from 1, or `ODD` or `EVEN`.
    """
    return {EVEN: ODD, ODD: EVEN}.get(order, order - 1)


def least(stand: Standpoint, order: int) -> Least:
    """Return per actor (S, W): the least that a move to each state may come to at an order.

    Where play begins somewhere, only states that improvements lead to from there are looked at; the others
    hold utilities.

    Parameters
    ----------
    stand
        The game as somebody sees it.
    order
        1 or more, or one of the limits.
    """
    whole = stand.begin < 0 or order == 1
    if stand.parts is None and stand.game.classes is not None and whole:
        return _by_sweeps(stand, order)
    most = max(order, 0)
    both: tuple[Least, Least] = stand.once(("orders", most), lambda: _in_turn(stand, most))
    return both[order % 2]


def _in_turn(stand: Standpoint, most: int) -> tuple[Least, Least]:
    """Return the last even and the last odd order, world by world."""
    found = tuple(tuple(u.copy() for u in stand.utilities) for _ in range(2))
    every = stand.every
    for worlds in slices(stand.utilities):
        u = upright(stand.utilities, worlds)
        out = np.stack([u, u])
        kernels.limits(every.start, every.target, every.first, every.part, u, stand.begin, most, out)
        for made, values in zip(out, found, strict=True):
            for a, into in enumerate(values):
                into[:, worlds] = made[:, a].T
    return found[0], found[1]


def _by_sweeps(stand: Standpoint, order: int) -> Least:
    """Order after order in all states, where any two improvements in a row that count are one that counts."""

    def made(k: int) -> Least:
        every = stand.once(("answered", False), lambda: answered(stand, False)) if k == 1 else None
        if every is not None:
            return every
        feared = made_at(k - 1) if k > 1 else None
        return tuple(lowest(stand, i, stand.utilities[i].copy(), True, feared) for i in stand.actors)

    def made_at(k: int) -> Least:
        found: Least = stand.once(("order", k), lambda: made(k))
        return found

    if order > 0:
        for k in range(1, order):
            made_at(k)
        return made_at(order)
    for k in count(3):
        same = (np.array_equal(x, y) for x, y in zip(made_at(k), made_at(k - 2), strict=True))
        if all(same):
            return made_at(k if (k - order) % 2 == 0 else k - 1)
    raise AssertionError("orders end")

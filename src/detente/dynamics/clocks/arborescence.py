"""Trees of least cost: the stochastic potential of each recurrent class (Edmonds 1967; Chu & Liu 1965)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["least_tree", "tree_costs"]

Floats = NDArray[np.float64]


def tree_costs(cost: Floats) -> Floats:
    """Return (R,) for each root the least cost of a tree of ways from all others to it.

    Parameters
    ----------
    cost
        (R, R) cost of the way from row to column; infinite where there is none.

    Examples
    --------
    >>> tree_costs(np.array([[0.0, 1.0, 9.0], [4.0, 0.0, 1.0], [1.0, 9.0, 0.0]])).tolist()
    [2.0, 2.0, 2.0]
    """
    return np.array([least_tree(cost, root) for root in range(len(cost))], float)


def least_tree(cost: Floats, root: int) -> float:
    """Return the least cost of a tree in which every node but the root has one way out, towards the root.

    Each node takes its cheapest way out; a circle of such ways becomes one node, whose ways out cost
    what they add to the circle, until there is no circle left.

    Parameters
    ----------
    cost
        (N, N) cost from the node of the row to that of the column; ``inf`` where there is no way.
    root
        Number of the root.
    """
    cost = cost.copy()
    total = 0.0
    while len(cost) > 1:
        np.fill_diagonal(cost, np.inf)
        cost[root] = np.inf
        out = cost.argmin(axis=1)
        least = cost.min(axis=1)
        least[root] = 0.0
        if not np.isfinite(least).all():
            return float("inf")
        circle = _circle(out, root)
        if not circle:
            return total + float(least.sum())
        total += float(least[circle].sum())
        cost, root = _contracted(cost - least[:, None] * np.isin(np.arange(len(cost)), circle)[:, None],
                                 circle, root)  # fmt: skip
    return total


def _circle(out: NDArray[np.intp], root: int) -> list[int]:
    """Return the nodes of a circle of ways out, or nothing."""
    seen = np.full(len(out), -1)
    seen[root] = root
    for begin in range(len(out)):
        node = begin
        while seen[node] < 0:
            seen[node] = begin
            node = int(out[node])
        if seen[node] == begin and node != root:
            circle, at = [node], int(out[node])
            while at != node:
                circle.append(at)
                at = int(out[at])
            return circle
    return []


def _contracted(cost: Floats, circle: list[int], root: int) -> tuple[Floats, int]:
    """Make a circle one node, the last; the root is never in it."""
    rest = [k for k in range(len(cost)) if k not in circle]
    smaller = np.full((len(rest) + 1, len(rest) + 1), np.inf)
    smaller[:-1, :-1] = cost[np.ix_(rest, rest)]
    smaller[:-1, -1] = cost[np.ix_(rest, circle)].min(axis=1)
    smaller[-1, :-1] = cost[np.ix_(circle, rest)].min(axis=0)
    return smaller, rest.index(root)

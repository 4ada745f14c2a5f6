"""What lasts when mistakes are rare, by looking at every tree and every walk; for a handful of states."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product
from math import inf

Costs = Mapping[tuple[int, int], int]


def potential(costs: Costs, states: int, root: int) -> float:
    """Least total cost of a tree over all states that leads to the root (Freidlin & Wentzell)."""
    others = [s for s in range(states) if s != root]
    best = inf
    for picks in product(range(states), repeat=len(others)):
        out = dict(zip(others, picks, strict=True))
        if all((s, t) in costs for s, t in out.items()) and all(leads(out, s, root, states) for s in others):
            best = min(best, sum(costs[s, t] for s, t in out.items()))
    return best


def leads(out: Mapping[int, int], state: int, root: int, states: int) -> bool:
    for _ in range(states):
        if state == root:
            return True
        state = out[state]
    return state == root


def cheapest(costs: Costs, states: int, start: int) -> list[float]:
    """Least cost of a walk from the start to each state."""
    found = [inf] * states
    found[start] = 0
    for _ in range(states):
        for (s, t), c in costs.items():
            found[t] = min(found[t], found[s] + c)
    return found


def recurrent(costs: Costs, states: int) -> list[set[int]]:
    """Sets of states that lead to one another for nothing, and for nothing to nothing else."""
    free = {pair: 0 for pair, c in costs.items() if c == 0}
    reach = [{t for t, c in enumerate(cheapest(free, states, s)) if c == 0} for s in range(states)]
    found: list[set[int]] = []
    for s in range(states):
        if all(s in reach[t] for t in reach[s]) and reach[s] not in found:
            found.append(reach[s])
    return found


def basin(costs: Costs, states: int, goal: Collection[int]) -> set[int]:
    """States from which costless walks end in the goal and nowhere else."""
    free = {pair: 0 for pair, c in costs.items() if c == 0}
    ends = recurrent(costs, states)
    inside = set()
    for s in range(states):
        reach = {t for t, c in enumerate(cheapest(free, states, s)) if c == 0}
        if all(end <= set(goal) for end in ends if end & reach):
            inside.add(s)
    return inside


def radius(costs: Costs, states: int, goal: Collection[int]) -> float:
    """Least cost of a walk from the goal out of its basin."""
    outside = set(range(states)) - basin(costs, states, goal)
    return min((cheapest(costs, states, s)[t] for s in goal for t in outside), default=inf)

"""Most probable sequences of moves from today to a set of states."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import exp_one, log
from detente.dynamics.chain.sparse import Chain
from detente.game.model import Bools

__all__ = ["Sequence", "most_probable"]


@dataclass(frozen=True, slots=True)
class Sequence:
    """One sequence of moves, whatever time it takes.

    Parameters
    ----------
    states
        The states passed, the first and the last included.
    movers
        Who makes each move; of several who could, the one most likely to.
    probability
        That the chain's next moves are these, given where it starts.
    """

    states: tuple[int, ...]
    movers: tuple[str, ...]
    probability: float


def most_probable(chain: Chain, mask: Bools, count: int = 5, start: int = -1) -> tuple[Sequence, ...]:
    """Return the most probable sequences of moves that end on first entering a set, the best first.

    Time plays no part: a move s -> t counts with rate(s, t) / (all rates out of s). A sequence may come back
    to a state. There are fewer than ``count`` if there are no more.

    Parameters
    ----------
    start
        Where to start; the most probable state at time 0 if left out.

    References
    ----------
    Eppstein (1998) for the problem; here each state is left at most ``count`` times, best first, which
    suffices because no part of one of the k best sequences can be beaten k times.
    """
    mask = np.asarray(mask, bool)
    begin = int(np.argmax(chain.start)) if start < 0 else start
    if mask[begin]:
        return (Sequence((begin,), (), 1.0),)
    targets, costs, movers, bounds = _hops(chain)
    popped = np.zeros(len(chain), np.int64)
    steps: list[tuple[int, int]] = [(begin, -1)]
    hops: list[int] = [-1]
    queue: list[tuple[float, int]] = [(0.0, 0)]
    found: list[Sequence] = []
    while queue and len(found) < count:
        cost, node = heapq.heappop(queue)
        state = steps[node][0]
        if popped[state] >= count:
            continue
        popped[state] += 1
        if mask[state]:
            found.append(_walk(chain, steps, hops, movers, node, cost))
            continue
        for k in range(bounds[state], bounds[state + 1]):
            steps.append((int(targets[k]), node))
            hops.append(k)
            heapq.heappush(queue, (cost + float(costs[k]), len(steps) - 1))
    return tuple(found)


def _hops(
    chain: Chain,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int16], NDArray[np.int64]]:
    """Merge moves between the same states: where to, minus log of the part, the likeliest mover, bounds."""
    key = chain.origins.astype(np.int64) * len(chain) + chain.indices
    order = np.lexsort((-chain.rates, key))
    new = np.concatenate(([True], np.diff(key[order]) != 0)) if len(key) else np.zeros(0, bool)
    first = np.flatnonzero(new)
    rates = np.add.reduceat(chain.rates[order], first) if len(first) else np.zeros(0)
    origin = chain.origins[order][first]
    bounds = np.searchsorted(origin, np.arange(len(chain) + 1))
    costs = log(chain.out[origin]) - log(rates)
    return chain.indices[order][first].astype(np.int64), costs, chain.mover[order][first], bounds


def _walk(
    chain: Chain,
    steps: list[tuple[int, int]],
    hops: list[int],
    movers: NDArray[np.int16],
    node: int,
    cost: float,
) -> Sequence:
    states, names = [], []
    while node >= 0:
        state, before = steps[node]
        states.append(state)
        if hops[node] >= 0:
            names.append(chain.movers[movers[hops[node]]])
        node = before
    return Sequence(tuple(reversed(states)), tuple(reversed(names)), exp_one(-cost))

"""Uniformization: the state of a chain at any date, with an error known in advance.

A chain with generator Q whose rates out of a state are at most r is a clock that ticks at rate r and a
step P = I + Q/r at each tick, so p(t) = sum over k of Poisson(k; r t) p(0) P^k (Jensen 1953). Nothing is
subtracted, so nothing cancels. The sum stops where the rest of the Poisson weights is below the error
allowed, or, earlier, where the steps left could not change more than that: P never lengthens a difference,
so after step k all later ones together move no more than (steps left) * |x_(k+1) - x_k|. Unlike the usual
test for a steady state this is a bound: slow chains do not pass it by moving little at a time.

References
----------
Fox and Glynn (1988) for the weights, here by their ratios from the mode; Stewart (2009), ch. 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.chain import steps
from detente.dynamics.elementary import gamma_share
from detente.game.model import Bools, Ints

__all__ = ["ERROR", "Flow", "Steps", "Tally", "evolve", "expect", "last_step", "mix", "poisson", "settle"]

Floats = NDArray[np.float64]

#: Largest error of a probability from stopping the sum.
ERROR = 1e-10

#: Steps between two looks at whether the rest can be left out.
_LOOK = 16


class Steps(Protocol):
    """What can be uniformized: W chains over S states."""

    @property
    def rate(self) -> Floats:
        """(W,) ticks a year."""

    def forth(self, x: Floats, out: Floats | None = None) -> Floats:
        """Return (S, W) distributions one tick later.

        Parameters
        ----------
        x
            (S, W): distributions.
        out
            (S, W): where to write; not ``x`` itself.

        Returns
        -------
        (S, W) array
            ``out``, or a new array; columns keep their sums.
        """

    def back(self, f: Floats, out: Floats | None = None) -> Floats:
        """Return (S, W) values expected one tick later.

        Parameters
        ----------
        f
            (S, W): values of the states.
        out
            (S, W): where to write; not ``f`` itself.

        Returns
        -------
        (S, W) array
            ``out``, or a new array.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """What `evolve` finds, for T times, U groups of states, F flows and W worlds.

    Parameters
    ----------
    masses
        (T, U, W) probability of each group of states.
    spent
        (T, U, W) years expected in each group up to each time.
    passed
        (T, F, W) expected integral of each flow up to each time.
    last
        (S, W) distributions at the last time; empty unless asked for.
    """

    masses: Floats
    spent: Floats
    passed: Floats
    last: Floats


def evolve(
    chain: Steps,
    x: Floats,
    times: Floats,
    group: Ints,
    flows: Sequence[Floats] = (),
    last: bool = False,
    error: float = ERROR,
    table: Bools | None = None,
) -> Flow:
    """Follow distributions through time.

    Parameters
    ----------
    chain
        The chain of each world. It may lose mass, as one that is killed on leaving a set does.
    x
        (S, W) distributions at time 0.
    times
        (T,) years, any order, none below 0.
    group
        (S,) number of the group of each state, from 0.
    flows
        (S, W) amounts a year that accrue in each state.
    last
        Whether to return the distributions at the largest time.
    error
        Largest sum of absolute errors of a distribution, from stopping the sum.
    table
        (U, M): which groups each of M conditions is made of. If given, conditions take the place of groups
        in what is returned.
    """
    times = np.asarray(times, np.float64)
    means = times[:, None] * chain.rate
    k_max = last_step(float(means.max(initial=0.0)), error / 2)
    tally = Tally.of(group, table, x.shape[1])
    groups = tally.rows
    seen = np.zeros((k_max + 1, groups + len(flows), x.shape[1]))
    weights = poisson(means.max(axis=0), k_max) if last else np.empty((0, 0))
    final = np.zeros_like(x) if last else np.empty((0, 0))
    now, spare = x.copy(), np.empty_like(x)
    for k in range(k_max + 1):
        tally.write(now, seen[k, :groups])
        for row, flow in enumerate(flows, groups):
            seen[k, row] = (now * flow).sum(axis=0)
        if last and weights[k].any():
            steps.add(weights[k], now, final)
        if k == k_max:
            break
        if settle(chain, now, spare, k, k_max, error):
            seen[k + 1 :] = seen[k]
            if last:
                final += weights[k + 1 :].sum(axis=0) * now
            break
        now, spare = spare, now
    before = np.zeros_like(seen)
    np.cumsum(seen[:-1], axis=0, out=before[1:])
    whole = mix(before, means) / chain.rate
    return Flow(mix(seen[:, :groups], means), whole[:, :groups], whole[:, groups:], final)


def settle(chain: Steps, now: Floats, after: Floats, k: int, most: int, error: float) -> bool:
    """Write step k + 1 of ``most`` into ``after``; whether all later ones move less than half the error.

    Parameters
    ----------
    chain
        The chains.
    now
        (S, W) the distribution after k steps.
    after
        (S, W) written.
    k, most
        Number of this step and of the last.
    error
        Largest sum of absolute errors allowed.
    """
    chain.forth(now, after)
    if k % _LOOK:
        return False
    return bool(np.abs(after - now).sum(axis=0).max(initial=0.0) * (most - k) < error / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Sums a distribution over groups of states, or over conditions made of groups.

    Parameters
    ----------
    group
        (S,) number of each state's group.
    parts
        (U, W) room for the groups' masses where conditions are made of them.
    begin, member
        Group u is part of the conditions ``member[begin[u]:begin[u + 1]]``; empty if groups are wanted.
    rows
        Number of groups or conditions.
    """

    group: Ints
    parts: Floats
    begin: Ints
    member: Ints
    rows: int

    @classmethod
    def of(cls, group: Ints, table: Bools | None, worlds: int) -> Tally:
        """Return sums over groups, or over the M conditions of a table (U, M).

        Parameters
        ----------
        group
            (S,) int32: group of each state, from 0; negative for states that are not counted.
        table
            (U, M) bool: which of M conditions hold in each of U groups; without it each group is summed by
            itself.
        worlds
            W, at least 1.

        Returns
        -------
        Tally
            Of U sums, or of M.
        """
        groups = int(group.max(initial=-1)) + 1
        if table is None:
            return cls(group, np.empty((0, 0)), np.empty(0, np.int32), np.empty(0, np.int32), groups)
        begin = np.concatenate(([0], np.cumsum(table.sum(axis=1)))).astype(np.int32)
        member = np.nonzero(table)[1].astype(np.int32)
        return cls(group, np.empty((groups, worlds)), begin, member, table.shape[1])

    def write(self, x: Floats, out: Floats) -> None:
        """Write into ``out`` the masses of a distribution x (S, W).

        Parameters
        ----------
        x
            (S, W): distributions.
        out
            (G, W): where to write; G is the number of groups, or of conditions.
        """
        if not self.begin.size:
            steps.tally(self.group, x, out)
        else:
            steps.tally(self.group, x, self.parts)
            steps.spread(self.begin, self.member, self.parts, out)


def expect(chain: Steps, f: Floats, times: Floats, error: float = ERROR) -> Floats:
    """Return (T, S, W): the value of f expected at each time, from each state.

    Parameters
    ----------
    chain
        The chains.
    f
        (S, W) values at the end.
    times
        (T,) years, none below 0.
    error
        Largest error, as a share of the largest value or of 1.
    """
    means = np.asarray(times, np.float64)[:, None] * chain.rate
    k_max = last_step(float(means.max(initial=0.0)), error / max(float(np.abs(f).max(initial=0.0)), 1.0))
    tables = [poisson(mean, k_max) for mean in means]
    out = np.zeros((len(means), *f.shape))
    now = f.copy()
    for k in range(k_max + 1):
        for row, table in zip(out, tables, strict=True):
            if table[k].any():
                row += table[k] * now
        now = chain.back(now)
    return out


def last_step(mean: float, error: float) -> int:
    """Return the least k with P(Poisson(mean) > k) <= error, or a little more.

    Parameters
    ----------
    mean
        Mean number of ticks, not below 0.
    error
        Probability that may be left out.
    """
    if mean == 0:
        return 0
    low, high = int(mean), int(mean + 40 + 12 * np.sqrt(mean))
    while gamma_share(high + 1.0, mean) > error:
        high *= 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if gamma_share(middle + 1.0, mean) <= error else (middle + 1, high)
    return low


@njit(cache=True, nogil=True)
def poisson(mean: Floats, k_max: int) -> Floats:
    """Return (k_max + 1, W) Poisson weights, by ratios from the mode, so that none over- or underflows.

    Parameters
    ----------
    mean
        (W,) means, not below 0.
    k_max
        Number of the last weight; what lies beyond it is left out, and the rest made to sum to one.

    Examples
    --------
    >>> poisson(np.array([2.0]), 60).ravel()[:3].round(6).tolist()
    [0.135335, 0.270671, 0.270671]
    """
    out = np.zeros((k_max + 1, len(mean)))
    for w in range(len(mean)):
        mode = min(int(mean[w]), k_max)
        weight, total, k = 1.0, 0.0, mode
        while k <= k_max and weight > 1e-30:
            out[k, w] = weight
            total += weight
            k += 1
            weight *= mean[w] / k
        if mean[w] > 0:
            weight, k = mode / mean[w], mode - 1
            while k >= 0 and weight > 1e-30:
                out[k, w] = weight
                total += weight
                weight *= k / mean[w]
                k -= 1
        for k in range(k_max + 1):
            out[k, w] /= total
    return out


@njit(cache=True, nogil=True)
def mix(seen: Floats, means: Floats) -> Floats:
    """Return (T, R, W): sums over k of Poisson(k; means[t, w]) * seen[k, r, w].

    Parameters
    ----------
    seen
        (K, R, W) what holds after each tick.
    means
        (T, W) mean number of ticks up to each time.

    Examples
    --------
    >>> mix(np.array([[[1.0]], [[3.0]]]), np.array([[0.0]])).ravel().tolist()
    [1.0]
    """
    k_max, rows, worlds = seen.shape[0] - 1, seen.shape[1], seen.shape[2]
    out = np.zeros((len(means), rows, worlds))
    for t in range(len(means)):
        weights = poisson(means[t], k_max)
        for k in range(k_max + 1):
            weight = weights[k]
            some = False
            for w in range(worlds):
                some |= weight[w] > 0.0
            if some:
                for r in range(rows):
                    into, part = out[t, r], seen[k, r]
                    for w in range(worlds):
                        into[w] += weight[w] * part[w]
    return out

"""Kernels of one step of a uniformized chain, forward on distributions and backward on values.

Worlds are last and contiguous. There are P pools. Pool p moves what is in a class of states to any state of
the class: P(s -> t) = h(p, s) z(c) g(row(p, t)), where c = group(p, s) = group(p, t), and h is 1 where the
array is empty. ``source`` is ``group`` but where a state cannot be left by a pool: a class with z = 0 stands
there. ``group`` and ``row`` are (P, S); ``z`` (C, W) and ``g`` (R, W) hold all pools one after the
other. One pass sums each class, a second hands the sums out, so that a distribution is read twice and
written once however many actors there are: the work is bound by memory, and this is half of the traffic of
one pass an actor. ``stay`` (S, W) is what stays beside, and may be empty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Ints

__all__ = ["add", "back", "forth", "list_back", "list_forth", "spread", "tally"]

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def forth(
    group: Ints,
    source: Ints,
    row: Ints,
    g: Floats,
    z: Floats,
    h: Floats,
    stay: Floats,
    total: Floats,
    x: Floats,
    out: Floats,
) -> None:
    """Write into ``out`` where the pools take the distribution x; ``total`` (C, W) is room to work in.

    Parameters
    ----------
    group, source, row
        (P, S) class that each state is entered from, class that it is left to, and row, in each pool.
    g
        (R, W) weights of the rows of all pools.
    z
        (C, W) factor of each class.
    h
        (P, S, W) what leaves each state by each pool; empty where all is 1.
    stay
        (S, W) probability of staying beside; empty where it is nothing.
    total
        (C, W) room to work in.
    x
        (S, W) distributions.
    out
        (S, W) written.

    Examples
    --------
    >>> both, rows, out, total = (
    ...     np.zeros((1, 2), np.int32),
    ...     np.array([[0, 1]], np.int32),
    ...     np.ones((2, 1)),
    ...     np.ones((1, 1)),
    ... )
    >>> g, z, x = np.array([[1.0], [3.0]]), np.array([[0.25]]), np.array([[1.0], [0.0]])
    >>> forth(both, both, rows, g, z, np.empty((0, 0, 0)), np.empty((0, 0)), total, x, out)
    >>> out.ravel().tolist()
    [0.25, 0.75]
    """
    pools, states = group.shape
    worlds, plain, kept = x.shape[1], h.size == 0, stay.size > 0
    total[:] = 0.0
    for s in range(states):
        here = x[s]
        for p in range(pools):
            into = total[source[p, s]]
            if plain:
                for w in range(worlds):
                    into[w] += here[w]
            else:
                part = h[p, s]
                for w in range(worlds):
                    into[w] += here[w] * part[w]
    for c in range(len(z)):
        for w in range(worlds):
            total[c, w] *= z[c, w]
    for s in range(states):
        there = out[s]
        if kept:
            for w in range(worlds):
                there[w] = stay[s, w] * x[s, w]
        else:
            for w in range(worlds):
                there[w] = 0.0
        for p in range(pools):
            mine, off = g[row[p, s]], total[group[p, s]]
            for w in range(worlds):
                there[w] += mine[w] * off[w]


@njit(cache=True, nogil=True)
def back(
    group: Ints,
    source: Ints,
    row: Ints,
    g: Floats,
    z: Floats,
    h: Floats,
    stay: Floats,
    total: Floats,
    f: Floats,
    out: Floats,
) -> None:
    """Write into ``out`` the value of f (S, W) expected after one step.

    Parameters
    ----------
    group, source, row
        (P, S) classes and row of each state in each pool, as there.
    g
        (R, W) weights of the rows of all pools.
    z
        (C, W) factor of each class.
    h
        (P, S, W) what leaves each state by each pool; empty where all is 1.
    stay
        (S, W) probability of staying beside; empty where it is nothing.
    total
        (C, W) room to work in.
    f
        (S, W) values.
    out
        (S, W) written.
    """
    pools, states = group.shape
    worlds, plain, kept = f.shape[1], h.size == 0, stay.size > 0
    total[:] = 0.0
    for s in range(states):
        for p in range(pools):
            into, mine = total[group[p, s]], g[row[p, s]]
            for w in range(worlds):
                into[w] += mine[w] * f[s, w]
    for c in range(len(z)):
        for w in range(worlds):
            total[c, w] *= z[c, w]
    for s in range(states):
        here = out[s]
        if kept:
            for w in range(worlds):
                here[w] = stay[s, w] * f[s, w]
        else:
            for w in range(worlds):
                here[w] = 0.0
        for p in range(pools):
            off = total[source[p, s]]
            if plain:
                for w in range(worlds):
                    here[w] += off[w]
            else:
                part = h[p, s]
                for w in range(worlds):
                    here[w] += part[w] * off[w]


@njit(cache=True, nogil=True)
def list_forth(start: Ints, target: Ints, p: Floats, x: Floats, out: Floats) -> None:
    """Add to ``out`` where a list of moves takes the distribution x; ``p`` (N, W) are probabilities.

    Parameters
    ----------
    start
        (S + 1,) where the moves of each state begin.
    target
        (N,) where each move leads.
    p
        (N, W) probabilities.
    x
        (S, W) distributions.
    out
        (S, W) added to.
    """
    for s in range(len(start) - 1):
        for k in range(start[s], start[s + 1]):
            t = target[k]
            for w in range(x.shape[1]):
                out[t, w] += p[k, w] * x[s, w]


@njit(cache=True, nogil=True)
def list_back(start: Ints, target: Ints, p: Floats, f: Floats, out: Floats) -> None:
    """Add to ``out`` the value of f expected after a step of a list of moves.

    Parameters
    ----------
    start
        (S + 1,) where the moves of each state begin.
    target
        (N,) where each move leads.
    p
        (N, W) probabilities.
    f
        (S, W) values.
    out
        (S, W) added to.
    """
    for s in range(len(start) - 1):
        for k in range(start[s], start[s + 1]):
            t = target[k]
            for w in range(f.shape[1]):
                out[s, w] += p[k, w] * f[t, w]


@njit(cache=True, nogil=True)
def tally(group: Ints, x: Floats, out: Floats) -> None:
    """Write into ``out`` (U, W) the mass of x in each of U groups of states; ``group`` is (S,).

    Parameters
    ----------
    group
        (S,) number of each state's group, below U.
    x
        (S, W) distributions.
    out
        (U, W) written.
    """
    out[:] = 0.0
    for s in range(len(group)):
        row = out[group[s]]
        for w in range(x.shape[1]):
            row[w] += x[s, w]


@njit(cache=True, nogil=True)
def spread(begin: Ints, member: Ints, parts: Floats, out: Floats) -> None:
    """Write into ``out`` (M, W) sums of parts (U, W); ``member[begin[u]:begin[u + 1]]`` has part u.

    Parameters
    ----------
    begin
        (U + 1,) where the members of each part begin.
    member
        Rows of ``out`` that each part counts in.
    parts
        (U, W) what is spread.
    out
        (M, W) written.
    """
    out[:] = 0.0
    for u in range(len(parts)):
        for k in range(begin[u], begin[u + 1]):
            row = out[member[k]]
            for w in range(parts.shape[1]):
                row[w] += parts[u, w]


@njit(cache=True, nogil=True)
def add(weight: Floats, x: Floats, out: Floats) -> None:
    """Add weight (W,) times x (S, W) to ``out``.

    Parameters
    ----------
    weight
        (W,) factors.
    x
        (S, W) what is added.
    out
        (S, W) added to.
    """
    for s in range(len(x)):
        for w in range(len(weight)):
            out[s, w] += weight[w] * x[s, w]

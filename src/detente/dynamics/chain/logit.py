"""Kernels of logit choice: how probable each option of an actor is when its turn comes.

Worlds are last and contiguous. ``slope`` (W,) is precision over range, so that ``slope * utility`` is the
exponent. ``weight`` (W,) is the part of all events that are this actor's turns. ``group`` (S,) is the number
of the class of each state: the states among which the actor may choose.

An actor values staying at its own utility u, and a move at v: its utility there (v = u), or what is left of
it after the others' sanctions (v <= u). With E = exp(slope u) and G = exp(slope v), a move s -> t has the
probability H(s) G(t), where 1/H(s) = sum of G over the rest of the class + E(s). It is a product, so no
matrix is ever needed. Where v = u, H is the same in the whole class.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.elementary import exp_one
from detente.game.model import Ints

__all__ = ["anticipating", "kept", "listed", "myopic", "share"]

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def myopic(group: Ints, row: Ints, g: Floats, weight: Floats, z: Floats) -> None:
    """Write weight / (sum of g over each class) into z (C, W); state s has ``g[row[s]]``.

    Parameters
    ----------
    group
        (S,) class of each state.
    row
        (S,) row of each state in ``g``.
    g
        (R, W) exponentials of scaled utilities, above 0.
    weight
        (W,) the actor's part of all events.
    z
        (C, W) written.

    Examples
    --------
    >>> z, both = np.empty((1, 1)), np.zeros(2, np.int32)
    >>> myopic(both, np.arange(2, dtype=np.int32), np.array([[1.0], [3.0]]), np.ones(1), z)
    >>> z.tolist()
    [[0.25]]
    """
    z[:] = 0.0
    for s in range(len(group)):
        total, mine = z[group[s]], g[row[s]]
        for w in range(g.shape[1]):
            total[w] += mine[w]
    for c in range(len(z)):
        for w in range(g.shape[1]):
            z[c, w] = weight[w] / z[c, w]


@njit(cache=True, nogil=True)
def anticipating(
    group: Ints, g: Floats, e: Floats, weight: Floats, z: Floats, h: Floats, stay: Floats
) -> None:
    """Write H into h (S, W) and weight into z (C, W); add weight (E - G) H to stay (S, W).

    A state then keeps weight * E * H in all: H G from the pool and the rest from ``stay``.

    Parameters
    ----------
    group
        (S,) class of each state.
    g
        (S, W) exponentials of what a move is worth, sanctions counted.
    e
        (S, W) exponentials of what staying is worth.
    weight
        (W,) the actor's part of all events.
    z
        (C, W) written.
    h
        (S, W) written.
    stay
        (S, W) added to.
    """
    z[:] = 0.0
    for s in range(len(group)):
        for w in range(g.shape[1]):
            z[group[s], w] += g[s, w]
    for s in range(len(group)):
        for w in range(g.shape[1]):
            # E >= G, so what cancels in the difference is small beside E.
            h[s, w] = 1.0 / (max(z[group[s], w] - g[s, w], 0.0) + e[s, w])
            stay[s, w] += weight[w] * (e[s, w] - g[s, w]) * h[s, w]
    for c in range(len(z)):
        for w in range(g.shape[1]):
            z[c, w] = weight[w]


@njit(cache=True, nogil=True)
def listed(
    start: Ints, target: Ints, u: Floats, v: Floats, slope: Floats, weight: Floats, p: Floats, stay: Floats
) -> None:
    """Write weight * P(s -> t) into p (N, W) for each listed move; add that of staying to stay (S, W).

    ``target[start[s]:start[s + 1]]`` are the moves from s, as in `detente.game.Arcs`; u, v are (S, W).

    Parameters
    ----------
    start
        (S + 1,) where the moves of each state begin.
    target
        (N,) where each move leads.
    u
        (S, W) what staying is worth.
    v
        (S, W) what a move to the state is worth.
    slope
        (W,) precision over the actor's range.
    weight
        (W,) the actor's part of all events.
    p
        (N, W) written.
    stay
        (S, W) added to.
    """
    for s in range(len(start) - 1):
        for w in range(u.shape[1]):
            high = u[s, w]
            for k in range(start[s], start[s + 1]):
                high = max(high, v[target[k], w])
            e = exp_one(slope[w] * (u[s, w] - high))
            total = e
            for k in range(start[s], start[s + 1]):
                p[k, w] = exp_one(slope[w] * (v[target[k], w] - high))
                total += p[k, w]
            for k in range(start[s], start[s + 1]):
                p[k, w] *= weight[w] / total
            stay[s, w] += weight[w] * e / total


@njit(cache=True, nogil=True)
def kept(start: Ints, p: Floats, weight: Floats, stay: Floats) -> None:
    """Add to stay (S, W) what a list of moves with probabilities p (N, W) leaves of weight (W,).

    Parameters
    ----------
    start
        (S + 1,) where the moves of each state begin.
    p
        (N, W) probabilities, the mover's part of all events included.
    weight
        (W,) that part.
    stay
        (S, W) added to.
    """
    for s in range(len(start) - 1):
        for w in range(len(weight)):
            left = weight[w]
            for k in range(start[s], start[s + 1]):
                left -= p[k, w]
            stay[s, w] += max(left, 0.0)


@njit(cache=True, nogil=True)
def share(group: Ints, level: Ints, shares: Floats, weight: Floats, z: Floats) -> None:
    """Write weight / (sum of the shares of the levels in each class) into z (C, W).

    ``level`` (S,) is the level of a chance option in each state, ``shares`` (L, W) their probabilities, all
    above 0.

    Parameters
    ----------
    group
        (S,) class of each state.
    level
        (S,) level of the option.
    shares
        (L, W) probabilities of the levels, above 0.
    weight
        (W,) the option's part of all events.
    z
        (C, W) written.
    """
    z[:] = 0.0
    for s in range(len(group)):
        for w in range(shares.shape[1]):
            z[group[s], w] += shares[level[s], w]
    for c in range(len(z)):
        for w in range(shares.shape[1]):
            z[c, w] = weight[w] / z[c, w]

"""Steps of chains without ``h``, forward, eight worlds at a time or one: each state is gone through twice.

They do what `detente.dynamics.chain.steps.forth` does, addition by addition. Sums of classes are begun and
scaled in the pass that makes them, so that they are neither wiped before nor gone through again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.chain.lanes import LANES, gain, gather
from detente.game.model import Bools, Ints

__all__ = ["forth_lanes", "forth_one", "marked", "used"]

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def marked(source: Ints, z: Floats) -> Ints:
    """Return (S, P) what `forth_lanes` and `forth_one` do with each state in each pool.

    That is four times the class that it is added to, and 2 more where it is the first state of the class, and
    1 more where it is the last; -1 where nothing is added, since what the class sums up goes nowhere. So sums
    need neither be wiped before a step nor gone through a second time: they are begun with the first state,
    and scaled with the last.

    Parameters
    ----------
    source
        (S, P) class that each state is left to in each pool.
    z
        (C, W) factor of each class.

    Examples
    --------
    >>> marked(np.array([[0], [1], [0], [2]], np.int32), np.array([[0.5], [0.5], [0.0]])).ravel().tolist()
    [2, 7, 1, -1]
    """
    states, pools = source.shape
    code = np.full((states, pools), -1, np.int32)
    counts, met = np.zeros((2, len(z)), np.bool_)
    for c in range(len(z)):
        counts[c] = z[c].max() > 0.0
    for s in range(states):
        for p in range(pools):
            c = source[s, p]
            if counts[c]:
                code[s, p] = 4 * c if met[c] else 4 * c + 2
                met[c] = True
    for s in range(states - 1, -1, -1):
        for p in range(pools):
            c = source[s, p]
            if met[c]:
                code[s, p] += 1
                met[c] = False
    return code


@njit(cache=True, nogil=True)
def used(group: Ints, source: Ints, classes: int) -> Bools:
    """Return (C,) which classes occur among those of some states.

    Parameters
    ----------
    group, source
        (P, S) classes of the states.
    classes
        How many there are, C.
    """
    found = np.zeros(classes, np.bool_)
    for p in range(group.shape[0]):
        for s in range(group.shape[1]):
            found[group[p, s]] = True
            found[source[p, s]] = True
    return found


@njit(cache=True, nogil=True)
def forth_lanes(
    code: Ints,
    group: Ints,
    row: Ints,
    g: Floats,
    z: Floats,
    stay: Floats,
    total: Floats,
    x: Floats,
    out: Floats,
) -> None:
    """Do what `steps.forth` does without ``h``, eight worlds at a time; W is a multiple of eight.

    Parameters
    ----------
    code
        (S, P) what `marked` says.
    group, row
        (S, P) class and row of each state in each pool, as there.
    g
        (R, W) weights of the rows of all pools.
    z
        (C, W) factor of each class.
    stay
        (S, W) probability of staying beside; empty where it is nothing.
    total
        (C, W) room to work in, made of zeros and used for these chains only.
    x
        (S, W) distributions.
    out
        (S, W) written.
    """
    states, pools = group.shape
    for s in range(states):
        for lane in range(0, x.shape[1], LANES):
            for p in range(pools):
                if code[s, p] >= 0:
                    gain(total, code[s, p], x, s, lane, z)
    for s in range(states):
        for lane in range(0, x.shape[1], LANES):
            gather(out, s, lane, g, row, total, group, stay, x)


@njit(cache=True, nogil=True)
def forth_one(
    code: Ints,
    group: Ints,
    row: Ints,
    g: Floats,
    z: Floats,
    stay: Floats,
    total: Floats,
    x: Floats,
    out: Floats,
) -> None:
    """Do what `forth_lanes` does where W is one.

    Parameters
    ----------
    code, group, row, g, z, stay, total, x, out
        As there.
    """
    states, pools = group.shape
    kept = stay.size > 0
    for s in range(states):
        here = x[s, 0]
        for p in range(pools):
            k = code[s, p]
            if k >= 0:
                c = k >> 2
                part = here if k & 2 else total[c, 0] + here
                total[c, 0] = part * z[c, 0] if k & 1 else part
    for s in range(states):
        there = stay[s, 0] * x[s, 0] if kept else 0.0
        for p in range(pools):
            there += g[row[s, p], 0] * total[group[s, p], 0]
        out[s, 0] = there

"""From one lasting state to another: the compiled loop over pairs of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["direct", "leaps"]


@njit(cache=True, nogil=True)
def direct(
    order: Ints,
    start: Ints,
    group: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    setting: Ints,
    movers: int,
    s: int,
    t: int,
    at: Ints,
) -> bool:
    """Whether some actors can bring s to t in some order, each with one move that sets its options as in t.

    Parameters
    ----------
    order, group, own, pattern
        As in `Classes`, for all actors, (A, S).
    start
        Where their classes begin, (A, C + 1).
    allowed
        (A, P, M, M).
    setting
        Number of what stands in each actor's own options, (A, S).
    movers
        Bits of those who move.
    s, t
        Two states.
    at
        Is written: for each set of movers who have moved the state that they brought about, or -1; (2 ** A,).
    """
    at[0] = s
    for done in range(1, movers + 1):
        if done & ~movers:
            continue
        at[done] = -1
        for i in range(len(order)):
            if not (done >> i) & 1 or at[done] >= 0:
                continue
            x = at[done & ~(1 << i)]
            if x < 0 or not allowed[i, pattern[i, x], own[i, x], own[i, t]]:
                continue
            c = group[i, x]
            for k in range(start[i, c], start[i, c + 1]):
                if setting[i, order[i, k]] == setting[i, t]:
                    at[done] = order[i, k]
                    break
    return bool(at[movers] == t)


@njit(cache=True, nogil=True)
def leaps(
    order: Ints,
    start: Ints,
    group: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    setting: Ints,
    drawn: Ints,
    sole: Bools,
    rank: Ints,
    pareto: bool,
    spots: Ints,
    ends: Ints,
    out: NDArray[np.int32],
) -> int:
    """Write pairs of lasting states whose difference is a gain for all who make it; return their number.

    Parameters
    ----------
    order, start, group, own, pattern, allowed, setting
        As in `direct`.
    drawn
        Number of what nobody can change in each state, (S,).
    sole
        Whether an actor's moves are bound to nothing that others do, so that what one move of it cannot do no
        sequence can, (A,).
    rank
        What actors have in each state, (A, S).
    pareto
        Whether it is enough that nobody who moves loses.
    spots, ends
        The states that are left, (E,), and those that may be gone to, (F,).
    out
        Is written, as far as it goes: origin, target, bits of those who set other levels, and whether they
        get there directly, (N, 4).
    """
    actors, count = len(order), 0
    at = np.empty(1 << actors, np.int32)
    for s in spots:
        for t in ends:
            movers, fine = 0, s != t and drawn[s] == drawn[t]
            for i in range(actors):
                if not fine:
                    break
                if setting[i, s] != setting[i, t]:
                    movers |= 1 << i
                    fine = rank[i, t] > rank[i, s] or (pareto and rank[i, t] == rank[i, s])
                    if sole[i] and not allowed[i, pattern[i, s], own[i, s], own[i, t]]:
                        fine = False
            if not fine or not movers:
                continue
            if count < len(out):
                out[count, 0], out[count, 1], out[count, 2] = s, t, movers
                out[count, 3] = direct(order, start, group, own, pattern, allowed, setting, movers, s, t, at)
            count += 1
    return count

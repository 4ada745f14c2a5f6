"""The kernels of ``classes.py`` for one world: values are (S,), and there is no loop over worlds.

One world of a million states is bound by memory and not by arithmetic, so what counts is to read each
number once and to skip a pair as soon as either comparison fails.
"""

from __future__ import annotations

from detente.compiled import njit
from detente.game.model import Bools, Ints

__all__ = ["deterred", "pull", "pull_improving"]


@njit(cache=True, nogil=True)
def pull(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    v: Ints,
    stamp: Ints,
    done: Ints,
    now: int,
) -> int:
    """Lower each v(s) to the least v(t) over the moves s -> t; return how many states fell.

    Parameters
    ----------
    order
        States, class after class, (S,).
    start
        Where each class begins in ``order``, (C + 1,).
    own
        Number of the actor's own setting in each state, (S,), below M.
    pattern
        Which of the P patterns of guards holds in each state, (S,).
    allowed
        Whether a change from one own setting to another is allowed, (P, M, M).
    free
        Whether every change is allowed; then ``allowed`` is not looked at.
    v
        What is lowered, (S,).
    stamp
        When the value of each state last fell, (S,).
    done
        When this actor last visited each class, (C,).
    now
        The time of this call.
    """
    fell = 0
    for c in range(len(start) - 1):
        first, last, since = start[c], start[c + 1], done[c]
        fresh = False
        low = v[order[first]]
        for k in range(first, last):
            fresh |= stamp[order[k]] >= since
            low = min(low, v[order[k]])
        if not fresh:
            continue
        done[c] = now
        for a in range(first, last):
            s = order[a]
            if v[s] == low:
                continue
            least = v[s]
            if free:
                least = low
            else:
                for b in range(first, last):
                    t = order[b]
                    if v[t] < least and allowed[pattern[s], own[s], own[t]]:
                        least = v[t]
            if least < v[s]:
                v[s] = least
                stamp[s] = now
                fell += 1
    return fell


@njit(cache=True, nogil=True)
def pull_improving(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    u: Ints,
    worst: Ints | None,
    v: Ints,
    stamp: Ints,
    done: Ints,
    now: int,
) -> int:
    """Lower each v(s) to the least v(t) over the moves s -> t that raise the mover's utility u.

    With ``worst`` (S,), only over those after which the mover does better than u(s) at the least.

    Parameters
    ----------
    order
        States, class after class, (S,).
    start
        Where each class begins in ``order``, (C + 1,).
    own
        Number of the actor's own setting in each state, (S,), below M.
    pattern
        Which of the P patterns of guards holds in each state, (S,).
    allowed
        Whether a change from one own setting to another is allowed, (P, M, M).
    free
        Whether every change is allowed; then ``allowed`` is not looked at.
    u
        Utilities of the mover, (S,).
    worst
        The worst that a move to each state may come to, (S,), or ``None``.
    v
        What is lowered, (S,).
    stamp
        When the value of each state last fell, (S,).
    done
        When this actor last visited each class, (C,).
    now
        The time of this call.
    """
    fell = 0
    for c in range(len(start) - 1):
        first, last, since = start[c], start[c + 1], done[c]
        fresh = False
        for k in range(first, last):
            fresh |= stamp[order[k]] >= since
        if not fresh:
            continue
        for b in range(first, last):
            t = order[b]
            if stamp[t] < since:
                continue
            low, high = v[t], u[t]
            if worst is not None:
                high = min(high, worst[t])
            for a in range(first, last):
                s = order[a]
                if v[s] > low and u[s] < high and (free or allowed[pattern[s], own[s], own[t]]):
                    v[s] = low
                    stamp[s] = now
                    fell += 1
        done[c] = now
    return fell


@njit(cache=True, nogil=True)
def deterred(
    order: Ints,
    start: Ints,
    own: Ints,
    pattern: Ints,
    allowed: Bools,
    free: bool,
    gain: Ints,
    here: Ints,
    worst: Ints,
    stay: Ints | None,
    out: Bools,
) -> None:
    """Write whether no move s -> t has gain(t) > here(s) and worst(t) > stay(s) (without it, here(s)).

    Parameters
    ----------
    order
        States, class after class, (S,).
    start
        Where each class begins in ``order``, (C + 1,).
    own
        Number of the actor's own setting in each state, (S,), below M.
    pattern
        Which of the P patterns of guards holds in each state, (S,).
    allowed
        Whether a change from one own setting to another is allowed, (P, M, M).
    free
        Whether every change is allowed; then ``allowed`` is not looked at.
    gain
        What a move to each state is worth, (S,).
    here
        What it must exceed in each state, (S,).
    worst
        The worst that a move to each state may come to, (S,), or ``None``.
    stay
        What the worst must exceed in each state, (S,).
    out
        Is written: (S,).
    """
    for c in range(len(start) - 1):
        first, last = start[c], start[c + 1]
        for a in range(first, last):
            s = order[a]
            mine, holds = here[s], True
            rest = mine if stay is None else stay[s]
            for b in range(first, last):
                t = order[b]
                if (
                    worst[t] > rest
                    and gain[t] > mine
                    and a != b
                    and (free or allowed[pattern[s], own[s], own[t]])
                ):
                    holds = False
                    break
            out[s] = holds

"""The clock M3 (b): what could last among actors who look all the way ahead. Only orders count, and no rates.

A state e indirectly dominates d if a sequence of moves leads from d to e in which each mover likes e better
than the state that it leaves (Harsanyi 1974; Chwe 1994). A set X is consistent if a state a is in it exactly
when each move a -> d of each mover is deterred: d itself, or a state of X that indirectly dominates d, is
not better than a for that mover (for a coalition: for one of its members). The union of all consistent
sets is consistent too, the largest consistent set; it is what remains after states with an undeterred move
are taken away again and again.

It says what *could* last: a state outside it cannot, one inside it may. Chance options stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.clocks.pairs import Pairs, pairs_of
from detente.errors import TooLarge
from detente.game.model import Bools, Game, Ints

__all__ = ["LIMIT", "Mover", "dominance", "largest_consistent_set"]

#: Most states; the relation of dominance takes a bit for each pair of them.
LIMIT = 30_000

Bytes = NDArray[np.uint8]

#: A coalition: the indices of its members, and the moves that it makes together.
Mover = tuple[tuple[int, ...], Pairs]


def largest_consistent_set(
    game: Game, utilities: NDArray[np.generic], coalitions: Sequence[Mover] = (), limit: int = LIMIT
) -> Bools:
    """Return (S,) bool: the largest consistent set.

    Parameters
    ----------
    game
        The game; each actor makes its own moves.
    utilities
        (A, S), only their order counts.
    coalitions
        Joint moves on top; a coalition moves only if all its members gain.
    limit
        Most states.

    Raises
    ------
    TooLarge
        If the game has more states than the limit.
    """
    if len(game) > limit:
        raise TooLarge(len(game), limit)
    order = _orders(utilities)
    movers = _movers(game, coalitions)
    bits = _dominance(game, order, movers)
    stays = np.ones(len(game), np.bool_)
    while True:
        # Ascending by each actor's utility, so that the first state found is the worst one.
        undeterred = np.zeros(len(game), np.bool_)
        for members, moves in movers:
            _undeterred(moves.start, moves.target, order[list(members)], bits, stays, undeterred)
        if not (undeterred & stays).any():
            return stays
        stays &= ~undeterred


def dominance(
    game: Game, utilities: NDArray[np.generic], coalitions: Sequence[Mover] = (), limit: int = LIMIT
) -> Bools:
    """Return (S, S) bool: whether the state of the row is indirectly dominated by that of the column.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S), larger is better.
    coalitions
        Who may move, alone or together.
    limit
        Most states.

    Raises
    ------
    TooLarge
        If the game has more states than the limit.
    """
    if len(game) > limit:
        raise TooLarge(len(game), limit)
    bits = _dominance(game, _orders(utilities), _movers(game, coalitions))
    return np.unpackbits(bits, axis=1, count=len(game), bitorder="little").astype(np.bool_)


def _orders(utilities: NDArray[np.generic]) -> Ints:
    """Utilities as ranks, equal where they are equal."""
    rows = [np.unique(u, return_inverse=True)[1] for u in utilities]
    return np.array(rows, np.int32)


def _movers(game: Game, coalitions: Sequence[Mover]) -> list[Mover]:
    return [*(((k,), pairs_of(game, k)) for k in range(len(game.actors))), *coalitions]


def _dominance(game: Game, order: Ints, movers: Sequence[Mover]) -> Bytes:
    bits = np.zeros((len(game), (len(game) + 7) // 8), np.uint8)
    if game.classes is not None and all(c.free for c in game.classes) and len(movers) == len(game.actors):
        start = [c.start for c in game.classes]
        first = np.cumsum([0, *(len(s) - 1 for s in start)]).astype(np.int32)
        groups = np.stack([c.group + k for c, k in zip(game.classes, first, strict=False)], axis=1)
        bounds = np.concatenate([s[:-1] + k * len(game) for k, s in enumerate(start)])
        members = np.concatenate([c.order for c in game.classes])
        bounds = np.append(bounds, len(members)).astype(np.int32)
        _dominated_grouped(bounds, members, groups.astype(np.int32), first, order, bits)
    else:
        _dominated_listed(*_backward(len(game), movers), order, bits)
    return bits


def _backward(size: int, movers: Sequence[Mover]) -> tuple[Ints, Ints, Ints, Ints]:
    """Sort all movers' moves by where they lead; return start, origin, mover and the members of movers."""
    origin = np.concatenate([m.origin for _, m in movers])
    target = np.concatenate([m.target for _, m in movers])
    mover = np.repeat(np.arange(len(movers)), [len(m.target) for _, m in movers])
    by = np.argsort(target, kind="stable")
    start = np.searchsorted(target[by], np.arange(size + 1)).astype(np.int32)
    most = max(len(members) for members, _ in movers)
    table = np.array([[*members, *([-1] * (most - len(members)))] for members, _ in movers], np.int32)
    return start, origin[by].astype(np.int32), mover[by].astype(np.int32), table


@njit(cache=True, nogil=True)
def _dominated_listed(start: Ints, origin: Ints, mover: Ints, members: Ints, u: Ints, bits: Bytes) -> None:
    """Set bit e of ``bits[d]`` where e indirectly dominates d; moves are sorted by where they lead.

    ``start`` (S + 1,), ``origin`` and ``mover`` (M,), ``members`` (movers, most) filled up with -1,
    ``u`` (A, S), ``bits`` (S, S / 8).
    """
    states = u.shape[1]
    stamp = np.full(states, -1, np.int32)
    queue = np.empty(states + 1, np.int32)
    for e in range(states):
        queue[0], head, tail = e, 0, 1
        while head < tail:
            t = queue[head]
            head += 1
            for k in range(start[t], start[t + 1]):
                d = origin[k]
                if stamp[d] == e:
                    continue
                gains = True
                for i in members[mover[k]]:
                    gains &= i < 0 or u[i, d] < u[i, e]
                if gains:
                    stamp[d] = e
                    bits[d, e >> 3] |= np.uint8(1 << (e & 7))
                    if d != e:
                        queue[tail] = d
                        tail += 1


@njit(cache=True, nogil=True)
def _dominated_grouped(bounds: Ints, order: Ints, groups: Ints, first: Ints, u: Ints, bits: Bytes) -> None:
    """As `_dominated_listed`, where every move inside a class is open; each class is opened once.

    ``bounds`` says where each class of each actor begins in ``order``, ``groups`` (S, A) which class of
    each actor a state is in, ``first`` (A + 1,) the number of each actor's first class.
    """
    states, actors = groups.shape
    stamp = np.full(states, -1, np.int32)
    opened = np.full(len(bounds) - 1, -1, np.int32)
    queue = np.empty(states + 1, np.int32)
    for e in range(states):
        queue[0], head, tail = e, 0, 1
        while head < tail:
            t = queue[head]
            head += 1
            for i in range(actors):
                c = groups[t, i]
                if opened[c] == e:
                    continue
                opened[c] = e
                for k in range(bounds[c], bounds[c + 1]):
                    d = order[k]
                    if stamp[d] != e and u[i, d] < u[i, e]:
                        stamp[d] = e
                        bits[d, e >> 3] |= np.uint8(1 << (e & 7))
                        queue[tail] = d
                        tail += 1


@njit(cache=True, nogil=True)
def _undeterred(start: Ints, target: Ints, u: Ints, bits: Bytes, stays: Bools, out: Bools) -> None:
    """Write True for states from which the mover has a move that nothing in ``stays`` deters.

    ``u`` (members, S): a move is deterred if it leads to a state, itself or a dominating one that stays,
    that is not better for one of the members.
    """
    states = len(stays)
    for a in range(states):
        if out[a] or not stays[a]:
            continue
        for k in range(start[a], start[a + 1]):
            d = target[k]
            held = stays[d] and _harms(u, a, d)
            e = 0
            while e < states and not held:
                if bits[d, e >> 3] == 0:
                    e = (e | 7) + 1
                    continue
                held = stays[e] and (bits[d, e >> 3] >> (e & 7)) & 1 and _harms(u, a, e)
                e += 1
            if not held:
                out[a] = True
                break


@njit(cache=True, nogil=True)
def _harms(u: Ints, a: int, e: int) -> bool:
    """Whether e is not better than a for one of the members; u is (members, S)."""
    worse = False
    for i in range(u.shape[0]):
        worse |= u[i, e] <= u[i, a]
    return worse

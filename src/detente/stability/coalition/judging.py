"""Which states coalitions leave, under five concepts.

Kilgour, Hipel, Fang and Peng (2001), "Coalition analysis in group decision support", Group Decision and
Negotiation 10; Inohara and Hipel (2008), "Coalition analysis in the graph model for conflict resolution",
Systems Engineering 11. A coalition improves from s to t if a sequence of its members' moves leads there and
every member prefers t (strict gain). With Pareto gain none is worse off and one is better off; where a
member is indifferent to everything, no coalition with it is then bound by it, and hardly a state lasts.

An answer is credible in one of two ways: by class, where groups of the others answer by joint improvements of
theirs, no group twice in a row; or individually, where each of the others answers by improvements of its own.

Whether answers spoil a gain is a comparison with the least that they leave each member, so all concepts but
CSMR need one number for each member and state. Pareto gain fits in: all members have at least as much and
their ranks add up to more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.errors import TooLarge
from detente.game.model import Bools, Game, Ints
from detente.readonly import ReadOnly
from detente.stability.coalition import kernels
from detente.stability.coalition.reach import Ground, Reach, ground
from detente.stability.standpoint import Values, board
from detente.steps import Step

__all__ = ["COALITIONAL", "GAINS", "MOST_BYTES", "Coalitions", "Gains", "coalitions", "gains_of"]

Words = NDArray[np.uint64]

#: The concepts: no joint improvement; none that any answers spare; that any answers and the coalition's way
#: out spare; that credible answers spare, by class and by individuals.
COALITIONAL = ("CR", "CGMR", "CSMR", "CSEQ", "CSEQ-individual")

#: What a coalition gains by: every member, or one and no member less.
GAINS = ("strict", "pareto")

#: Memory that the rows of all coalitions may take; what needs more is for `jumps`.
MOST_BYTES = 4 * 2**30


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Coalitions(ReadOnly):
    """Which states each coalition has no reason to leave.

    Parameters
    ----------
    members
        H coalitions, by the places of their members; single actors first.
    stable
        (H, 5, S) bool: under each of `COALITIONAL`.
    gain
        What a coalition gains by, of `GAINS`.
    """

    members: tuple[tuple[int, ...], ...]
    stable: Bools
    gain: str

    @property
    def universal(self) -> Bools:
        """(5, S) whether no coalition at all has reason to leave."""
        found: Bools = np.logical_and.reduce(self.stable, axis=0)
        return found

    def leaving(self, state: int, concept: str) -> tuple[tuple[int, ...], ...]:
        """Return the coalitions that leave a state and contain none that does, under a concept.

        Parameters
        ----------
        state
            Index of the state.
        concept
            One of ``COALITIONAL``.

        Returns
        -------
        tuple of tuple of int
            Indices of the members of each, small coalitions first.

        Raises
        ------
        ValueError
            If there is no such concept.
        """
        rows = self.stable[:, COALITIONAL.index(concept), state]
        found: list[tuple[int, ...]] = []
        for members, stays in zip(self.members, rows, strict=True):
            if not stays and not any(set(f) <= set(members) for f in found):
                found.append(members)
        return tuple(found)

    def __repr__(self) -> str:
        found = zip(COALITIONAL, self.universal.sum(axis=1), strict=True)
        return f"Coalitions({len(self.members)}, " + ", ".join(f"{c}: {n}" for c, n in found) + ")"


@dataclass(frozen=True, slots=True, eq=False)
class Gains(ReadOnly):
    """What actors gain by: each one's rank, what it has to exceed, and both as rows of bits."""

    rank: Ints
    pareto: bool
    better: Words
    worse: Words

    def keys(self, members: Ints) -> tuple[Ints, Ints]:
        """Return what members have, and what each has to exceed, (N, S); under Pareto gain also their sum.

        Parameters
        ----------
        members
            (N,) int: indices of the members.

        Returns
        -------
        have, exceed : (N, S) int32
            A coalition gains by a move from s to t if the first at t is above the second at s in every
            row; N + 1 rows under Pareto gain.
        """
        own = self.rank[members]
        if not self.pareto:
            return own, own
        total = own.sum(axis=0, dtype=np.int32)[None]
        return np.concatenate([own, total]), np.concatenate([own - np.int32(1), total])

    def forth(self, reach: Reach, members: Ints) -> Words:
        """Return where a coalition improves to.

        Parameters
        ----------
        reach
            What these members reach, see `Ground.reach`.
        members
            (N,) int: indices of the members.

        Returns
        -------
        (S, B) uint64
            One bit for each state, B words of 64.
        """
        found: Words = kernels.joint(reach.forth, reach.index, self.better, members, self._more(members, 1))
        return found

    def back(self, reach: Reach, members: Ints) -> Words:
        """Return from where a coalition improves to a state.

        Parameters
        ----------
        reach
            What these members reach, see `Ground.reach`.
        members
            (N,) int: indices of the members.

        Returns
        -------
        (S, B) uint64
            One bit for each state, B words of 64.
        """
        found: Words = kernels.joint(reach.back, reach.index, self.worse, members, self._more(members, -1))
        return found

    def all(self, members: Ints) -> Words:
        """Return what a coalition gains by, reached or not.

        Parameters
        ----------
        members
            (N,) int: indices of the members.

        Returns
        -------
        (S, B) uint64
            One bit for each state, B words of 64.
        """
        every = np.full((1, self.better.shape[2]), ~np.uint64(0), np.uint64)
        nowhere = np.zeros(self.better.shape[1], np.int32)
        found: Words = kernels.joint(every, nowhere, self.better, members, self._more(members, 1))
        return found

    def _more(self, members: Ints, sign: int) -> Words | None:
        if not self.pareto:
            return None
        total = np.int32(sign) * self.rank[members].sum(axis=0, dtype=np.int32)
        found: Words = kernels.above(total, total)
        return found


def coalitions(
    game: Game, utilities: Values, gain: str = "strict", only: Sequence[Sequence[int]] = ()
) -> Coalitions:
    """Judge every state for every coalition under five concepts, in one world.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    utilities
        (A, S) numbers that compare exactly. What actors believe of one another is not looked at.
    gain
        ``strict``: every member gains; ``pareto``: one does and none loses.
    only
        Coalitions that are wanted, by the places of their members; all by default.

    Raises
    ------
    TooLarge
        If rows of bits for all coalitions would take more than `MOST_BYTES`; `jumps` still answers.

    Examples
    --------
    >>> from detente.catalog import load
    >>> from detente.game import unfold
    >>> from detente.worlds import central
    >>> game = unfold(case := load("elmira"))
    >>> found = coalitions(game, central(case, game))
    >>> [game.names[s] for s in found.universal[0].nonzero()[0]]
    ['8', '9a', '9b', '9c', '9d']
    """
    _room(game)
    gains = gains_of(game, utilities, gain)
    wanted = {tuple(sorted(one)) for one in only}
    found = dict(_judged(ground(game), gains, wanted))
    members = tuple(sorted(found, key=lambda h: (len(h), h)))
    return Coalitions(members, np.stack([found[h] for h in members]), gain)


def gains_of(game: Game, utilities: Values, gain: str) -> Gains:
    """Return what actors gain by.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    utilities
        (A, S) numbers that compare exactly.
    gain
        ``strict`` or ``pareto``.
    """
    on = board(game, utilities)
    rank = np.array([np.unique(u[:, 0], return_inverse=True)[1].ravel() for u in on.utilities], np.int32)
    low = rank - np.int32(1) if gain == "pareto" else rank
    better = np.stack([kernels.above(high, least) for high, least in zip(rank, low, strict=True)])
    worse = np.stack([kernels.above(-least, -high) for high, least in zip(rank, low, strict=True)])
    return Gains(rank, gain == "pareto", better, worse)


def _room(game: Game) -> None:
    size = 2 ** len(game.actors) * len(game) ** 2 // 8
    if size > MOST_BYTES:
        raise TooLarge(len(game), _most(len(game.actors)))


def _most(actors: int) -> int:
    return int((MOST_BYTES * 8 / 2**actors) ** 0.5)


def _judged(
    on: Ground, gains: Gains, wanted: set[tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], Bools]]:
    """Yield each coalition with its verdicts, (5, S), from the largest, which nobody is left to answer."""
    actors = range(len(gains.rank))
    layer: dict[tuple[int, ...], Words] = {}
    single: dict[int, Words] = {}
    groups: dict[tuple[int, ...], Words] = {}
    with Step("coalitions", 2 ** len(actors) - 1) as step:
        for size in range(len(actors)):
            last, layer = layer, {}
            for others in combinations(actors, size):
                members = tuple(i for i in actors if i not in others)
                answer = _answering(on, gains, others, last, layer, single, groups)
                if not wanted or members in wanted:
                    yield members, _verdicts(on, gains, members, others, answer, single, groups)
                step.on()


def _answering(
    on: Ground,
    gains: Gains,
    others: tuple[int, ...],
    last: dict[tuple[int, ...], Words],
    layer: dict[tuple[int, ...], Words],
    single: dict[int, Words],
    groups: dict[tuple[int, ...], Words],
) -> tuple[Reach, Words] | None:
    """Return what the others reach, and from where groups of them improve to a state."""
    if not others:
        return None
    place = np.array(others, np.int32)
    reach = on.reach(place)
    back = gains.back(reach, place)
    if len(others) == 1:
        single[others[0]] = back
    if not on.transitive:
        groups[others] = back
    union = back.copy() if len(others) > 1 else back
    for k in range(len(others) if len(others) > 1 else 0):
        union |= last[others[:k] + others[k + 1 :]]
    layer[others] = union
    return reach, union


def _verdicts(
    on: Ground,
    gains: Gains,
    members: tuple[int, ...],
    others: tuple[int, ...],
    answer: tuple[Reach, Words] | None,
    single: dict[int, Words],
    groups: dict[tuple[int, ...], Words],
) -> Bools:
    place = np.array(members, np.int32)
    own = on.reach(place)
    improve, (high, floor) = gains.forth(own, place), gains.keys(place)
    found = np.ones((len(COALITIONAL), improve.shape[0]), np.bool_)
    if answer is None:
        found[:] = ~improve.any(axis=1)
        return found
    reach, union = answer
    alone = [single[j] for j in others]
    classes = [union] if on.transitive else [groups[k] for k in _within(others)]
    worst = np.stack(
        [
            np.stack([kernels.lowest(reach.back, reach.index, v) for v in high]),
            _left(on, classes, high),
            _left(on, alone, high),
        ]
    )
    told = np.empty((4, found.shape[1]), np.bool_)
    kernels.weigh(improve, floor, worst, told)
    found[0], found[1], found[3], found[4] = told
    found[2] = told[1]  # what any answers do not keep, no way out keeps
    rows = own.forth, own.index, reach.forth, reach.index
    kernels.escapes(improve, gains.all(place), *rows, found[2])
    return found


def _left(on: Ground, steps: Sequence[Words], high: Ints) -> Ints:
    """Return (N, S) the least that steps of the others, taken in turns, leave each member."""
    if on.transitive:
        union = np.bitwise_or.reduce(steps) if len(steps) > 1 else steps[0]
        return np.stack([kernels.spread(union, v) for v in high])
    layers = np.stack(steps)
    return np.stack([kernels.answered(layers, v) for v in high])


def _within(others: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the groups among some actors."""
    return (k for size in range(1, len(others) + 1) for k in combinations(others, size))

"""The central world with other weights: where it then comes to rest under each choice, and who gains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.case.grain import BITS, MOST, grain
from detente.game import Game
from detente.game.model import Ints
from detente.insight.flip.polyhedron import Room
from detente.stability import FAR, Board, Concept, board, calm, far, judge, named
from detente.worlds import Worlds
from detente.worlds.draw import pattern_sums
from detente.worlds.ranked import dense

__all__ = ["Play", "Rest", "play"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Worlds solved together.
BLOCK = 32

#: Means that lie closer together, relative to their size, are compared as fractions.
CLOSE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """Where play comes to rest in W worlds of one choice.

    Parameters
    ----------
    calm
        (S, W) whether no actor has an undeterred improvement, where play gets to or one looks besides.
    rests
        (S, W) the same, and play gets there.
    held
        (S, W) where utilities are averaged: ``rests``, or all that play passes where it never rests.
    far
        (S, W) fewest moves to each state; 0 without a status quo.
    """

    calm: Bools
    rests: Bools
    held: Bools
    far: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """The central world's games, and how weights become utilities.

    Parameters
    ----------
    games
        Choice -> the game once it is made, chance as in the central world.
    concept
        What deters.
    room
        The N weights of all actors one after another: centre, standard deviations, ranges.
    names
        (actor, statement) of each weight.
    parts
        Per actor where its weights stand.
    units
        Per actor how many units make 1: the finest multiple of the unit of its worlds in which sums are still
        exact. Comparisons do not change with the unit, so a finer one tells points apart that lie close
        together.
    fixed
        (viewer, other) -> (place among the other's statements, weight) that the viewer believes in
        whatever the true one is.
    focal
        Index of the actor at the crossroads, or -1.
    workers
        Threads.
    """

    games: Mapping[str, Game]
    concept: Concept
    room: Room
    names: tuple[tuple[str, str], ...]
    parts: tuple[slice, ...]
    units: tuple[int, ...]
    fixed: Mapping[tuple[int, int], tuple[tuple[int, float], ...]]
    focal: int
    workers: int = 1
    _boards: dict[str, Board] = field(default_factory=dict)

    def rest(self, choice: str, weights: Floats, beside: int = -1) -> Rest:
        """Solve one choice for (N, W) weights, block by block.

        Parameters
        ----------
        choice
            Id of the choice that is made.
        weights
            (N, W): weights of all actors one after another, in W worlds.
        beside
            A state that is looked at whether or not play gets there; -1 for none.

        Returns
        -------
        Rest
            Of W worlds, the same on any number of threads.
        """
        parts = [weights[:, k : k + BLOCK] for k in range(0, weights.shape[1], BLOCK)]
        if len(parts) > 1 and self.workers > 1:
            with ThreadPoolExecutor(self.workers) as pool:
                blocks = list(pool.map(lambda part: self._block(choice, part, beside), parts))
        else:
            blocks = [self._block(choice, part, beside) for part in parts]
        return Rest(*(np.concatenate(x, axis=1) for x in zip(*blocks, strict=True)))

    def worth(self, choice: str, weights: Floats, rest: Rest) -> Floats:
        """Return (W,) the focal actor's mean utility where play comes to rest.

        Parameters
        ----------
        choice
            Id of the choice that is made.
        weights
            (N, W): weights of all actors one after another.
        rest
            Where play rests under that choice, of the same worlds.

        Returns
        -------
        (W,) float
            In the numbers that weights are given in.
        """
        held, values, unit = self._tally(choice, weights, rest)
        total: Floats = (held * values.astype(np.float64)).sum(axis=0)
        return np.asarray(total / (held.sum(axis=0) * unit))

    def better(self, weights: Floats, one: tuple[str, Rest], other: tuple[str, Rest]) -> Bools:
        """Return (W,) whether the focal actor's mean utility is higher under the first choice, exactly.

        Parameters
        ----------
        weights
            (N, W): weights of all actors one after another.
        one, other
            (str, Rest): two choices, each with where play rests under it.

        Returns
        -------
        (W,) bool
            Where two means are too close for floating point, they are compared as fractions.
        """
        a, b = (self.worth(choice, weights, rest) for choice, rest in (one, other))
        found = np.asarray(a > b)
        for w in np.flatnonzero(np.abs(a - b) <= CLOSE * (np.abs(a) + np.abs(b))).tolist():
            x, y = (self._mean(choice, weights[:, w : w + 1], rest, w) for choice, rest in (one, other))
            found[w] = x > y
        return found

    def _mean(self, choice: str, weights: Floats, rest: Rest, w: int) -> Fraction:
        """The mean utility of one world as a fraction, in units."""
        held, values, _ = self._tally(choice, weights, rest, slice(w, w + 1))
        counts = [int(n) for n in held[:, 0].tolist()]
        total = sum(n * u for n, u in zip(counts, values[:, 0].tolist(), strict=True) if n)
        return Fraction(total, sum(counts))

    def _tally(
        self, choice: str, weights: Floats, rest: Rest, index: slice = slice(None)
    ) -> tuple[Floats, NDArray[np.int64], int]:
        """(U, W) at how many places of rest each pattern of the focal actor's statements holds; its worth."""
        game, i = self.games[choice], self.focal
        ranks = game.ranks.get(game.actors[i])
        held = rest.held[:, index]
        if ranks is not None:
            return (
                held.astype(np.float64),
                np.repeat(ranks[:, None], held.shape[1], axis=1).astype(np.int64),
                1,
            )
        counts = np.zeros((len(game.patterns[i]), held.shape[1]))
        np.add.at(counts, game.pattern[i], held)
        return counts, pattern_sums(game.patterns[i], weights[self.parts[i]], self.units[i]), self.units[i]

    def places(self, choice: str, rest: Rest) -> Floats:
        """Return (K, W): at what part of the places of rest each of the focal actor's statements holds.

        Parameters
        ----------
        choice
            Id of the choice that is made.
        rest
            Where play rests under that choice, in W worlds.

        Returns
        -------
        (K, W) float
            In [0, 1].
        """
        game, i = self.games[choice], self.focal
        part = rest.held / rest.held.sum(axis=0)
        by_pattern = np.zeros((len(game.patterns[i]), part.shape[1]))
        np.add.at(by_pattern, game.pattern[i], part)
        return np.asarray(np.einsum("uk,uw->kw", game.patterns[i].astype(np.float64), by_pattern))

    @property
    def ranked(self) -> bool:
        """Whether the focal actor has a ranking, which no weight changes."""
        return any(game.actors[self.focal] in game.ranks for game in self.games.values())

    def _block(self, choice: str, weights: Floats, beside: int) -> tuple[Bools, Bools, Bools, Ints]:
        game, views = self.games[choice], self._views(self.games[choice], weights)
        u = [self._ranks(game, i, weights[part]) for i, part in enumerate(self.parts)]
        on = board(game, u, views, game.status_quo, self._boards.get(choice))
        self._boards.setdefault(choice, on)
        found = judge(on, self.concept)
        if game.status_quo < 0:
            still = calm(found)
            return still, still, np.where(still.any(axis=0), still, True), np.zeros(still.shape, np.int32)
        steps = far(found, game.status_quo)
        reached = steps < FAR
        among = reached.copy()
        if beside >= 0:
            among[beside] = True
        still = calm(found, among)
        rests = still & reached
        return still, rests, np.where(rests.any(axis=0), rests, reached), steps

    def _ranks(self, game: Game, actor: int, weights: Floats) -> Ints:
        """(S, W) ranks of the states for an actor: all that stability asks of utilities."""
        ranks = game.ranks.get(game.actors[actor])
        if ranks is not None:
            found = np.repeat(dense(ranks[:, None]), weights.shape[1], axis=1)
        else:
            sums = pattern_sums(game.patterns[actor], weights, self.units[actor])
            found = np.take(dense(sums), game.pattern[actor], axis=0)
        return found.astype(np.int32) if found.shape[1] == 1 else found  # kernels of one world take these

    def _views(self, game: Game, weights: Floats) -> dict[int, dict[int, Ints]]:
        found: dict[int, dict[int, Ints]] = {}
        for (viewer, other), pairs in self.fixed.items():
            believed = weights[self.parts[other]].copy()
            for k, weight in pairs:
                believed[k] = weight
            found.setdefault(viewer, {})[other] = self._ranks(game, other, believed)
        return found


def play(case: Case, worlds: Worlds, games: Mapping[str, Game], workers: int = 1) -> Play:
    """Set up the central world of a case.

    Parameters
    ----------
    worlds
        World 0 is the centre; the standard deviations are those of the others.
    games
        Choice -> its game under the central world's chance.
    workers
        Threads; the answer does not depend on their number.
    """
    names = [
        (actor, statement)
        for actor, ids, weights in zip(worlds.actors, worlds.statements, worlds.weights, strict=True)
        for statement in (ids or [""] * len(weights))  # a priority order has weights and no statements
    ]
    stops = np.cumsum([0, *(len(w) for w in worlds.weights)])
    stacked = np.concatenate([*worlds.weights, np.zeros((0, len(worlds)))])
    spans = [_span(case, a, s) if s else (x, x) for (a, s), x in zip(names, stacked[:, 0], strict=True)]
    unit = stacked[:, 1:].std(axis=1) if len(worlds) > 2 else np.zeros(len(stacked))
    low, high = np.array(spans).reshape(-1, 2).T if spans else (np.zeros(0), np.zeros(0))
    parts = tuple(slice(int(a), int(b)) for a, b in pairwise(stops))
    grains = [grain(case, a) for a in case.actors]
    step = [1 / max(g.draws, 2**BITS) for g, w in zip(grains, worlds.weights, strict=True) for _ in w]
    centre = stacked[:, 0].copy()
    room = Room(centre, unit, np.minimum(low, centre), np.maximum(high, centre), np.array(step))
    units = tuple(g.unit * 2 ** ((MOST // g.most).bit_length() - 1) for g in grains)
    focal = list(case.actors).index(case.focal) if case.focal else -1
    return Play(
        games, named(case.concept), room, tuple(names), parts, units, _fixed(case, worlds), focal, workers
    )


def _span(case: Case, actor: str, statement: str) -> tuple[float, float]:
    """The range of a weight over all readings; a reading that does not name it leaves it as it is."""
    own = next(s.weight for s in case.statements(actor) if s.id == statement)
    stated = [r.weights.get(statement, own) for r in case.readings.values()] or [own]
    spans = [case.resolve(q).span for q in stated]
    return min(low for low, _ in spans), max(high for _, high in spans)


def _fixed(case: Case, worlds: Worlds) -> dict[tuple[int, int], tuple[tuple[int, float], ...]]:
    actors, found = list(case.actors), {}
    for pair, believed in worlds.perceived.items():
        named = [
            p.weights
            for p in case.perceptions.values()
            if (actors.index(p.viewer), actors.index(p.of)) == pair
        ]
        ids: Sequence[str] = worlds.statements[pair[1]]
        places = [k for k, s in enumerate(ids) if any(s in weights for weights in named)]
        found[pair] = tuple((k, float(believed[k, 0])) for k in places)
    return found

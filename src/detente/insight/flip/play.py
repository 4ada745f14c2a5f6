"""The central world with other weights: where it then comes to rest under each choice, and who gains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.game import Game
from detente.game.model import Ints
from detente.insight.flip.polyhedron import Room
from detente.stability import FAR, Concept, board, calm, far, judge, named
from detente.worlds import UNIT, Worlds

__all__ = ["Play", "Rest", "play"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Worlds solved together.
BLOCK = 32


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """Where play comes to rest in W worlds of one choice.

    Parameters
    ----------
    calm
        (S, W) whether no actor has an undeterred improvement.
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
    fixed: Mapping[tuple[int, int], tuple[tuple[int, float], ...]]
    focal: int
    workers: int = 2

    def rest(self, choice: str, weights: Floats) -> Rest:
        """Solve one choice for (N, W) weights, block by block."""
        game = self.games[choice]
        parts = [weights[:, k : k + BLOCK] for k in range(0, weights.shape[1], BLOCK)]
        if len(parts) > 1:
            with ThreadPoolExecutor(self.workers) as pool:
                blocks = list(pool.map(lambda part: self._block(game, part), parts))
        else:
            blocks = [self._block(game, part) for part in parts]
        return Rest(*(np.concatenate(x, axis=1) for x in zip(*blocks, strict=True)))

    def worth(self, choice: str, weights: Floats, rest: Rest) -> Floats:
        """Return (W,) the focal actor's mean utility where play comes to rest."""
        game, i = self.games[choice], self.focal
        part = rest.held / rest.held.sum(axis=0)
        if game.actors[i] in game.ranks:
            mean: Floats = game.ranks[game.actors[i]] @ part
            return mean
        return np.asarray(
            (self.places(choice, rest) * whole(weights[self.parts[i]], UNIT)).sum(axis=0) / UNIT
        )

    def places(self, choice: str, rest: Rest) -> Floats:
        """Return (K, W): at what part of the places of rest each of the focal actor's statements holds."""
        game, i = self.games[choice], self.focal
        part = rest.held / rest.held.sum(axis=0)
        by_pattern = np.zeros((len(game.patterns[i]), part.shape[1]))
        np.add.at(by_pattern, game.pattern[i], part)
        return np.asarray(game.patterns[i].T.astype(np.float64) @ by_pattern)

    @property
    def ranked(self) -> bool:
        """Whether the focal actor has a ranking, which no weight changes."""
        return any(game.actors[self.focal] in game.ranks for game in self.games.values())

    def _block(self, game: Game, weights: Floats) -> tuple[Bools, Bools, Bools, Ints]:
        u = np.empty((len(game.actors), len(game), weights.shape[1]), np.int32)
        for i, actor in enumerate(game.actors):
            ranks = game.ranks.get(actor)
            u[i] = ranks[:, None] if ranks is not None else _utility(game, i, weights[self.parts[i]])
        found = judge(board(game, u, self._views(game, weights)), self.concept)
        still = calm(found)
        if game.status_quo < 0:
            return still, still, np.where(still.any(axis=0), still, True), np.zeros(still.shape, np.int32)
        steps = far(found, game.status_quo)
        rests = still & (steps < FAR)
        return still, rests, np.where(rests.any(axis=0), rests, steps < FAR), steps

    def _views(self, game: Game, weights: Floats) -> dict[int, dict[int, Ints]]:
        found: dict[int, dict[int, Ints]] = {}
        for (viewer, other), pairs in self.fixed.items():
            believed = weights[self.parts[other]].copy()
            for k, weight in pairs:
                believed[k] = weight
            found.setdefault(viewer, {})[other] = _utility(game, other, believed)
        return found


def whole(weights: Floats, grain: int) -> Floats:
    """Return weights as whole multiples of 1/grain, still as floats.

    Parameters
    ----------
    weights
        (N,) weights.
    grain
        Parts that a unit is cut into.
    """
    return np.asarray(np.rint(weights * grain), np.float64)


def grain(weights: Floats) -> int:
    """Return the finest grid on which sums of these weights fit 32 bits; at least that of the worlds.

    Comparisons do not change with the unit, so a finer one tells points apart that lie close together.

    Parameters
    ----------
    weights
        (N,) weights.
    """
    most = float(np.abs(weights).sum(axis=0).max(initial=1.0))
    return int(max(UNIT, 2 ** int(np.floor(np.log2(2**30 / max(most, 1.0))))))


def _utility(game: Game, actor: int, weights: Floats) -> Ints:
    sums = np.einsum("uk,kw->uw", game.patterns[actor].astype(np.float64), whole(weights, grain(weights)))
    return np.asarray(sums.astype(np.int32)[game.pattern[actor]])


def play(case: Case, worlds: Worlds, games: Mapping[str, Game]) -> Play:
    """Set up the central world of a case.

    Parameters
    ----------
    worlds
        World 0 is the centre; the standard deviations are those of the others.
    games
        Choice -> its game under the central world's chance.
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
    room = Room(stacked[:, 0].copy(), unit, np.minimum(low, stacked[:, 0]), np.maximum(high, stacked[:, 0]))
    focal = list(case.actors).index(case.focal) if case.focal else -1
    return Play(games, named(case.concept), room, tuple(names), parts, _fixed(case, worlds), focal)


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

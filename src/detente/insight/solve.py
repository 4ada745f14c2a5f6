"""Worlds solved block by block: where each comes to rest, and what that is worth to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.errors import DetenteError
from detente.game import Game, unfold
from detente.game.model import Ints
from detente.stability import CONCEPTS, Concept
from detente.stability.sweep import FAR, Views, distances, stable_for, worst_values
from detente.worlds import Worlds

__all__ = ["BLOCK", "Answers", "Scenario", "mask_names", "scenarios", "solve"]

Floats = NDArray[np.float64]
Tally = tuple[NDArray[np.int64], Floats]

#: Worlds solved together. A block of this width keeps an actor's values in a core's cache.
BLOCK = 64


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """One combination of chance levels, the games it leads to and the worlds that it holds in.

    Parameters
    ----------
    base
        The whole game, with the choice open.
    games
        Choice id -> the game once the choice is made.
    index
        The worlds, in rising order.
    """

    base: Game
    games: Mapping[str, Game]
    index: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What each world answers for one choice, under each of C concepts, over all W worlds.

    Parameters
    ----------
    masks
        (C, M, W): part of the resting points at which each mask holds, in the order of `mask_names`.
        Where play does not come to rest, part of the states
        that it wanders through.
    points
        (C, W) number of resting points; 0 where play does not come to rest.
    utility
        (C, A, W) change against the status quo as a share of the actor's range; `nan` without range.
    level
        (C, A, W) the same without subtracting the status quo.
    start
        (C, W) whether the status quo with the choice made is an equilibrium.
    reached
        Per scenario (2, S): sum and sum of squares, over random worlds, of the part that each state has
        among the resting points of a world, under the case's concept.
    rests
        Per scenario (C, S) number of random worlds in which the state is reached and at rest.
    """

    masks: Floats
    points: NDArray[np.int32]
    utility: Floats
    level: Floats
    start: NDArray[np.bool_]
    reached: tuple[Floats, ...]
    rests: tuple[NDArray[np.int64], ...]

    @property
    def settled(self) -> NDArray[np.bool_]:
        """(C, W) whether play comes to rest."""
        return self.points > 0


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Where the worlds of a block come to rest: state, world and part of the world, one entry each."""

    state: NDArray[np.intp]
    world: NDArray[np.intp]
    part: Floats
    worlds: int


def scenarios(case: Case, worlds: Worlds, limit: int) -> list[Scenario]:
    """Unfold the game for every combination of chance levels that some world has."""
    names = list(case.chance)
    drawn = (
        np.column_stack([worlds.chance[c] for c in names]) if names else np.zeros((len(worlds), 0), np.uint8)
    )
    found = []
    for levels in np.unique(drawn, axis=0):
        fixed = {c: list(case.chance[c].levels)[k] for c, k in zip(names, levels, strict=True)}
        index = np.flatnonzero((drawn == levels).all(axis=1))
        base = unfold(case, fixed, limit)
        games = {name: _chosen(case, {**fixed, **choice.set}, limit) for name, choice in case.choices.items()}
        found.append(Scenario(base, games or {"": base}, index))
    return found


def solve(
    case: Case,
    worlds: Worlds,
    found: Sequence[Scenario],
    choice: str,
    workers: int,
    progress: Callable[[int], None] | None = None,
) -> Answers:
    """Solve every world for one choice.

    Parameters
    ----------
    progress
        Called with the number of worlds done since the last call.

    Notes
    -----
    Blocks of worlds are independent and written to places of their own, so the answer does not depend
    on the number of workers.
    """
    answers = _empty(case, worlds, [s.games[choice] for s in found])
    masks = [_masks(s.games[choice]) for s in found]
    tasks = [(k, start) for k, scenario in enumerate(found) for start in range(0, len(scenario.index), BLOCK)]

    def one(task: tuple[int, int]) -> Tally:
        k, start = task
        local = slice(start, start + BLOCK)
        return _block(case, worlds, found[k], choice, local, masks[k], answers)

    with ThreadPoolExecutor(workers) as pool:
        # Sums are taken here, in the order of the tasks, so that they do not depend on the threads.
        for (k, start), (rests, reached) in zip(tasks, pool.map(one, tasks), strict=True):
            answers.rests[k][:] += rests
            answers.reached[k][:] += reached
            if progress is not None:
                progress(len(found[k].index[start : start + BLOCK]))
    return answers


def _chosen(case: Case, fixed: Mapping[str, str], limit: int) -> Game:
    game = unfold(case, fixed, limit)
    if game.status_quo < 0 and case.status_quo:
        held = ", ".join(f"{o} = {level}" for o, level in fixed.items())
        raise DetenteError(
            f"with {held} the status quo is not a feasible state; let the choice set what it changes"
        )
    return game


def _empty(case: Case, worlds: Worlds, games: Sequence[Game]) -> Answers:
    c, n, a = len(CONCEPTS), len(worlds), len(case.actors)
    return Answers(
        masks=np.zeros((c, len(mask_names(case)), n)),
        points=np.zeros((c, n), np.int32),
        utility=np.full((c, a, n), np.nan),
        level=np.full((c, a, n), np.nan),
        start=np.zeros((c, n), np.bool_),
        reached=tuple(np.zeros((2, len(g))) for g in games),
        rests=tuple(np.zeros((c, len(g)), np.int64) for g in games),
    )


def _block(
    case: Case,
    worlds: Worlds,
    scenario: Scenario,
    choice: str,
    local: slice,
    masks: NDArray[np.bool_],
    answers: Answers,
) -> Tally:
    """Solve one block; fill its own columns of ``answers`` and return what is summed over blocks."""
    game, index = scenario.games[choice], scenario.index[local]
    u, views = worlds.utilities(game, index), worlds.views(game, index)
    scale = _scale(worlds, scenario.base, index)
    random = index > 0
    rested = np.zeros((len(CONCEPTS), len(game)), np.int64)
    reached = np.zeros((2, len(game)))
    for c, name in enumerate(CONCEPTS):
        rests, within = _rests(game, u, CONCEPTS[name], views, answers.start[c], index)
        points = rests.sum(axis=0)
        answers.points[c, index] = points
        places = _places(rests, within, points)
        answers.masks[c][:, index] = _means(masks[:, places.state], places)
        mean = _means(u[:, places.state, places.world], places)
        answers.level[c][:, index] = (mean - scale[0]) / scale[1]
        answers.utility[c][:, index] = (mean - scale[2]) / scale[1]
        rested[c] = rests[:, random].sum(axis=1)
        if name == case.concept:
            counts = (points > 0) & random
            part = np.where(counts[places.world], places.part, 0.0)
            reached = np.stack([np.bincount(places.state, x, len(game)) for x in (part, part**2)])
    return rested, reached


def mask_names(case: Case) -> list[tuple[str, ...]]:
    """Return what each row of ``masks`` is about: (kind, id), or (``level``, option, level).

    Of a claim made given something there are three rows: ``claim`` where it holds, ``given`` where that
    is so, and ``both``.
    """
    names: list[tuple[str, ...]] = [("outcome", o) for o in case.outcomes]
    names += [("claim", c) for c, claim in case.claims.items() if claim.then]
    names += [("definition", d) for d in case.definitions]
    names += [("level", o, level) for o, option in case.variables().items() for level in option.levels]
    given = [c for c, claim in case.claims.items() if claim.then and claim.given]
    names += [(kind, c) for kind in ("given", "both") for c in given]
    names += [("regime", r) for r, regime in case.regimes.items() if regime.when]
    return names


def _masks(game: Game) -> NDArray[np.bool_]:
    """Return (M, S) where each mask holds, in the order of `mask_names`."""
    rows = [game.outcome == o for o in range(len(game.outcomes))]
    rows += [*game.claims.values(), *game.definitions.values()]
    rows += [game.states[:, k] == x for k, levels in enumerate(game.levels) for x in range(len(levels))]
    rows += [*game.given.values(), *(mask & game.claims[c] for c, mask in game.given.items())]
    rows += [*game.regimes.values()]
    return np.array(rows, np.bool_).reshape(len(rows), len(game))


def _rests(
    game: Game, u: Ints, concept: Concept, views: Views, start: NDArray[np.bool_], index: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (S, W): where play comes to rest, and everything it can reach."""
    worst = [worst_values(game, u, concept, i, views) for i in range(len(game.actors))]
    calm = np.logical_and.reduce([stable_for(game, u, i, w) for i, w in enumerate(worst)])
    if game.status_quo < 0:
        return calm, np.ones_like(calm)
    within = distances(game, u, worst, game.status_quo) < FAR
    start[index] = calm[game.status_quo]
    return calm & within, within


def _places(rests: NDArray[np.bool_], within: NDArray[np.bool_], points: NDArray[np.int64]) -> _Places:
    """Share each world equally among its resting points, or among all it reaches if there are none."""
    held = rests if (points > 0).all() else np.where(points > 0, rests, within)
    state, world = np.nonzero(held)
    return _Places(state, world, 1 / held.sum(axis=0)[world], held.shape[1])


def _means(values: NDArray[Any], places: _Places) -> Floats:
    """Return (N, W) means over each world's places of N rows of values at the places."""
    rows = [np.bincount(places.world, row * places.part, places.worlds) for row in values]
    return np.array(rows, np.float64).reshape(len(rows), places.worlds)


def _scale(worlds: Worlds, base: Game, index: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """Return (A, W) lowest utility, range and utility of the status quo, over the whole game."""
    low, high = (x.astype(np.float64) for x in worlds.span(base, index))
    quo = np.full_like(low, np.nan)
    if base.status_quo >= 0:
        quo = worlds.at(base, base.status_quo, index).astype(np.float64)
    return low, np.where(high > low, high - low, np.nan), quo

"""Worlds solved block by block: where each comes to rest, and what that is worth to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble.answers import Answers, Patterns
from detente.ensemble.blocks import even, in_order
from detente.errors import DetenteError
from detente.game import Game, unfold
from detente.readonly import ReadOnly
from detente.stability import Board, Concept, board, calm, judge, named, within
from detente.steps import Step
from detente.worlds import Worlds, ranked

__all__ = ["BLOCK", "Scenario", "combined", "mask_names", "scenarios", "solve", "unfolded"]

Floats = NDArray[np.float64]

#: Worlds solved together, as ranks of one or two bytes, so that vector instructions are full; small games
#: take more, up to so many values of an actor, which stay in a core's cache.
BLOCK, CELLS = 256, 2**19


@dataclass(frozen=True, slots=True, eq=False)
class Scenario(ReadOnly):
    """One combination of chance levels, the games it leads to and the worlds that it holds in.

    Parameters
    ----------
    base
        The whole game, with the choice open.
    games
        Choice id -> the game once the choice is made.
    index
        The worlds, in rising order.
    levels
        The level of each chance option, in the order of the case.
    """

    base: Game
    games: Mapping[str, Game]
    index: NDArray[np.intp]
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Where the worlds of a block come to rest, or wander: state, world and part of it, world by world."""

    state: NDArray[np.intp]
    world: NDArray[np.intp]
    part: Floats
    points: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What one block adds under one concept: patterns of its own, and sums over its worlds."""

    table: Floats
    code: NDArray[np.int32]
    rests: Floats
    reached: Floats


#: Something to be done now or on another thread.
_Task = Callable[[], _Part]


def scenarios(case: Case, worlds: Worlds, limit: int) -> list[Scenario]:
    """Unfold the game for every combination of chance levels that some world has.

    Parameters
    ----------
    case
        The case.
    worlds
        Draws of everything uncertain.
    limit
        Most feasible states that a game may have.
    """
    return [
        Scenario(*unfolded(case, levels, limit), index, levels) for levels, index in combined(case, worlds)
    ]


def combined(case: Case, worlds: Worlds) -> list[tuple[tuple[str, ...], NDArray[np.intp]]]:
    """Return the combinations of chance levels that worlds have, each with its worlds in rising order.

    Parameters
    ----------
    case
        The case.
    worlds
        Draws of everything uncertain.
    """
    names = list(case.chance)
    drawn = (
        np.column_stack([worlds.chance[c] for c in names]) if names else np.zeros((len(worlds), 0), np.uint8)
    )
    different, which = np.unique(drawn, axis=0, return_inverse=True)
    levels = [
        tuple(list(case.chance[c].levels)[k] for c, k in zip(names, row, strict=True)) for row in different
    ]
    return [(told, np.flatnonzero(which.ravel() == k)) for k, told in enumerate(levels)]


def unfolded(case: Case, levels: Sequence[str], limit: int) -> tuple[Game, Mapping[str, Game]]:
    """Unfold the whole game and that of each choice, under one combination of chance levels.

    Parameters
    ----------
    case
        The case.
    levels
        Level of each chance option, in the order of the case.
    limit
        Most feasible states that a game may have.
    """
    fixed = dict(zip(case.chance, levels, strict=True))
    base = unfold(case, fixed, limit)
    games = {name: _chosen(case, {**fixed, **choice.set}, limit) for name, choice in case.choices.items()}
    return base, games or {"": base}


def solve(
    case: Case,
    worlds: Worlds,
    found: Sequence[Scenario],
    choice: str,
    workers: int = 1,
    weight: Floats | None = None,
    pool: Executor | None = None,
) -> Answers:
    """Solve every world for one choice.

    Parameters
    ----------
    case
        The case.
    worlds
        W worlds.
    found
        The games that they lead to.
    choice
        The choice that is made.
    workers
        Threads that blocks are solved on, concept by concept.
    weight
        (W,) how much each world counts in sums over worlds; by default all but the first count once.
    pool
        Threads that are there already, instead.

    Notes
    -----
    Which worlds make a block depends on the case and the worlds only, each concept of a block writes to
    places of its own, and what they add is put together in order: the answer is the same on any number of
    threads.
    """
    if pool is None and workers > 1:
        with ThreadPoolExecutor(workers) as threads:
            return solve(case, worlds, found, choice, 1, weight, threads)
    answers = _empty(case, worlds, [s.games[choice] for s in found])
    counts = (np.arange(len(worlds)) > 0).astype(np.float64) if weight is None else weight
    patterns = Patterns(answers.table.shape[1])
    blocks = _blocks(case, worlds, found, choice, answers, counts)
    with Step("concepts") as step:
        step.total = len(case.declared) * sum(len(even(len(s.index), _size(s, choice))) for s in found)
        for (k, index), c, part in in_order(blocks, pool):
            answers.code[c, index] = patterns.numbers(part.table)[part.code]
            answers.rests[k][c] += part.rests
            answers.reached[k][:] += part.reached
            step.on()
    return replace(answers, table=patterns.table)


def _size(scenario: Scenario, choice: str) -> int:
    return max(BLOCK, CELLS // len(scenario.games[choice]))


def _blocks(
    case: Case, worlds: Worlds, found: Sequence[Scenario], choice: str, answers: Answers, counts: Floats
) -> Iterator[tuple[tuple[int, NDArray[np.intp]], list[_Task]]]:
    """Yield scenario, worlds and tasks of each block, one task for each concept."""
    for k, scenario in enumerate(found):
        masks = _masks(scenario.games[choice])
        for start, stop in even(len(scenario.index), _size(scenario, choice)):
            index = scenario.index[start:stop]
            yield (k, index), _block(case, worlds, scenario, choice, index, masks, answers, counts[index])


def _chosen(case: Case, fixed: Mapping[str, str], limit: int) -> Game:
    game = unfold(case, fixed, limit)
    if game.status_quo < 0 and case.status_quo:
        held = ", ".join(f"{o} = {level}" for o, level in fixed.items())
        raise DetenteError(
            f"with {held} the status quo is not a feasible state; let the choice set what it changes"
        )
    return game


def _empty(case: Case, worlds: Worlds, games: Sequence[Game]) -> Answers:
    c, n, a = len(case.declared), len(worlds), len(case.actors)
    return Answers(
        table=np.zeros((0, len(mask_names(case)))),
        code=np.zeros((c, n), np.int32),
        points=np.zeros((c, n), np.int32),
        level=np.full((c, a, n), np.nan),
        today=np.full((a, n), np.nan),
        start=np.zeros((c, n), np.bool_),
        reached=tuple(np.zeros((2, len(g))) for g in games),
        rests=tuple(np.zeros((c, len(g))) for g in games),
    )


def _block(
    case: Case,
    worlds: Worlds,
    scenario: Scenario,
    choice: str,
    index: NDArray[np.intp],
    masks: NDArray[np.bool_],
    answers: Answers,
    weight: Floats,
) -> list[_Task]:
    """Make one block ready, and return what is to be done for each concept.

    A task fills its own places of ``answers`` and returns what is put together over blocks.
    """
    game = scenario.games[choice]
    u = ranked(worlds, game, index)
    on = board(game, u.ranks, u.views, game.status_quo)
    low, width, quo = _scale(worlds, scenario.base, index)
    answers.today[:, index] = (quo - low) / width

    def task(c: int, name: str) -> _Part:
        places = _places(*_rests(on, named(name), answers.start[c], index))
        answers.points[c, index] = places.points
        patterns = _Seen(masks)
        code = patterns.codes(places)
        answers.level[c][:, index] = _means(u.at(places.state, places.world), places, low) / width
        counts = np.where(places.points > 0, weight, 0.0)[places.world]
        parts = np.zeros((2, len(game)))
        if name == case.concept:
            sums = (counts * places.part, counts * places.part**2)
            parts = np.stack([np.bincount(places.state, x, len(game)) for x in sums])
        rested = np.bincount(places.state, counts, len(game)).astype(np.float64)
        return _Part(patterns.table, code, rested, parts)

    return [partial(task, c, name) for c, name in enumerate(case.declared)]


class _Seen:
    """Parts of the masks for sets of states, worked out once for each set."""

    def __init__(self, masks: NDArray[np.bool_]) -> None:
        self._masks = masks
        self._alone = np.full(masks.shape[1], -1, np.int32)  # the number of each state by itself
        self._sets: dict[bytes, int] = {}
        self._rows: list[Floats] = []

    def codes(self, places: _Places) -> NDArray[np.int32]:
        """Return for each world the number of its set of states."""
        size = np.bincount(places.world, minlength=len(places.points))
        start = np.cumsum(size) - size
        first = places.state[start]
        for state in np.unique(first[(size == 1) & (self._alone[first] < 0)]):
            self._alone[state] = self._new(np.array([state]))
        found: NDArray[np.int32] = self._alone[first]
        for w in np.flatnonzero(size > 1):
            found[w] = self._code(places.state[start[w] : start[w] + size[w]])
        return found

    def _code(self, states: NDArray[np.intp]) -> int:
        key = states.tobytes()
        if key not in self._sets:
            self._sets[key] = self._new(states)
        return self._sets[key]

    def _new(self, states: NDArray[np.intp]) -> int:
        self._rows.append(self._masks[:, states].sum(axis=1) / len(states))
        return len(self._rows) - 1

    @property
    def table(self) -> Floats:
        """(P, M) parts."""
        return np.array(self._rows, np.float64).reshape(len(self._rows), len(self._masks))


def mask_names(case: Case) -> list[tuple[str, ...]]:
    """Return what each row of ``masks`` is about: (kind, id), or (``level``, option, level).

    Of a claim made given something there are three rows: ``claim`` where it holds, ``given`` where that
    is so, and ``both``.

    Parameters
    ----------
    case
        The case.
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
    on: Board, concept: Concept, start: NDArray[np.bool_], index: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (S, W): where play comes to rest, and everything it can reach."""
    found, quo = judge(on, concept), on.game.status_quo
    if quo < 0:
        rests = calm(found)
        return rests, np.ones_like(rests)
    reached = within(found, quo)
    rests = calm(found, reached)
    start[index] = rests[quo]
    return rests & reached, reached


def _places(rests: NDArray[np.bool_], reached: NDArray[np.bool_]) -> _Places:
    """Share each world equally among its resting points, or among all it reaches if there are none."""
    width = rests.shape[1]
    state, world = np.nonzero(rests)
    points = np.bincount(world, minlength=width)
    lost = np.flatnonzero(points == 0)
    if len(lost):
        more, which = np.nonzero(reached[:, lost])
        state, world = np.concatenate([state, more]), np.concatenate([world, lost[which]])
    order = np.argsort(world, kind="stable")
    state, world = state[order], world[order]
    return _Places(state, world, 1 / np.bincount(world, minlength=width)[world], points)


def _means(values: NDArray[np.int64], places: _Places, low: Floats) -> Floats:
    """Return (A, W) means over each world's places of whole numbers (A, N), less the lowest (A, W)."""
    width = len(places.points)
    # Whole numbers are added and divided once, so that a mean does not depend on the actors' units.
    rows = [
        np.bincount(places.world, row - least[places.world], width)
        for row, least in zip(values, low, strict=True)
    ]
    return np.array(rows, np.float64).reshape(len(rows), width) / np.bincount(places.world, minlength=width)


def _scale(worlds: Worlds, base: Game, index: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """Return (A, W) lowest utility, range and utility of the status quo, over the whole game."""
    low, high = (x.astype(np.float64) for x in worlds.span(base, index))
    quo = np.full_like(low, np.nan)
    if base.status_quo >= 0:
        quo = worlds.at(base, base.status_quo, index).astype(np.float64)
    return low, np.where(high > low, high - low, np.nan), quo

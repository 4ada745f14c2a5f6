"""Worlds solved block by block: where each comes to rest, and what that is worth to whom."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble.answers import Answers, Patterns
from detente.ensemble.scenario import Scenario
from detente.game import Game
from detente.stability import Memory, Places, Solver, named
from detente.steps import Step
from detente.worlds import Values, Worlds

__all__ = ["BLOCK", "even", "mask_names", "solve"]

Floats = NDArray[np.float64]
Index = NDArray[np.intp]

#: Game, worlds -> what is known of them, if anything is.
Known = Callable[[Game, Index], Memory | None]

#: Worlds solved together, as ranks of one or two bytes, so that vector instructions are full; small games
#: take more, up to so many values of an actor, which stay in a core's cache.
BLOCK, CELLS = 256, 2**19

#: Blocks of a chunk in work at a time, so that no thread waits for the last concept of one.
AHEAD = 2


#: Game -> where its masks hold, for as long as the game is there.
_MASKS: WeakKeyDictionary[Game, NDArray[np.bool_]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What one block adds under one concept: patterns of its own, and sums over its worlds."""

    table: Floats
    code: NDArray[np.int32]
    rests: Floats
    reached: Floats


#: Something to be done now or on another thread.
_Task = Callable[[], _Part]


def solve(
    case: Case,
    worlds: Worlds,
    found: Sequence[Scenario],
    choice: str,
    workers: int = 1,
    weight: Floats | None = None,
    pool: Executor | None = None,
    values: Values | None = None,
    memory: Known | None = None,
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
    values
        What states are worth, if that has been worked out; else it is for each block.
    memory
        Game, worlds -> what is known of them, if that is kept.

    Notes
    -----
    Which worlds make a block depends on the case and the worlds only, each concept of a block writes to
    places of its own, and what they add is put together in order: the answer is the same on any number of
    threads.
    """
    if pool is None and workers > 1:
        with ThreadPoolExecutor(workers) as threads:
            return solve(case, worlds, found, choice, 1, weight, threads, values, memory)
    answers = _empty(case, worlds, [s.games[choice] for s in found])
    counts = (np.arange(len(worlds)) > 0).astype(np.float64) if weight is None else weight
    patterns = Patterns(answers.table.shape[1])
    known = memory or (lambda game, index: None)
    blocks = _blocks(case, values or Values(worlds), known, found, choice, answers, counts)
    with Step("concepts") as step:
        step.total = len(case.declared) * sum(len(even(len(s.index), _size(s, choice))) for s in found)
        for k, index, c, part in _done(blocks, pool):
            answers.code[c, index] = patterns.numbers(part.table)[part.code]
            answers.rests[k][c] += part.rests
            answers.reached[k][:] += part.reached
            step.on()
    return replace(answers, table=patterns.table)


def even(worlds: int, size: int) -> list[tuple[int, int]]:
    """Cut worlds into blocks of about one size: none has less than two thirds of it unless it is alone.

    Parameters
    ----------
    worlds
        How many there are.
    size
        Worlds in a block, about.

    Examples
    --------
    >>> even(501, 256)
    [(0, 250), (250, 501)]
    >>> even(300, 256)
    [(0, 300)]
    """
    number = max(1, (2 * worlds + size) // (2 * size))
    cuts = [k * worlds // number for k in range(number + 1)]
    return list(pairwise(cuts))


def _size(scenario: Scenario, choice: str) -> int:
    return max(BLOCK, CELLS // len(scenario.games[choice]))


def _blocks(
    case: Case,
    values: Values,
    memory: Known,
    found: Sequence[Scenario],
    choice: str,
    answers: Answers,
    counts: Floats,
) -> Iterator[tuple[int, NDArray[np.intp], list[_Task]]]:
    """Yield scenario, worlds and tasks of each block, one task for each concept."""
    for k, scenario in enumerate(found):
        game = scenario.games[choice]
        masks = _masks(game)
        for start, stop in even(len(scenario.index), _size(scenario, choice)):
            index = scenario.index[start:stop]
            solver = Solver(game, values.ranked(game, index), memory=memory(game, index))
            scale = values.scale(scenario.base, index)
            yield k, index, _block(case, solver, scale, index, masks, answers, counts[index])


def _done(
    blocks: Iterator[tuple[int, NDArray[np.intp], list[_Task]]], pool: Executor | None
) -> Iterator[tuple[int, NDArray[np.intp], int, _Part]]:
    """Yield scenario, worlds, concept and what was found, in order, a few blocks being in work at a time."""
    if pool is None:
        yield from ((k, index, c, task()) for k, index, tasks in blocks for c, task in enumerate(tasks))
        return
    work: deque[tuple[int, NDArray[np.intp], list[Future[_Part]]]] = deque()
    try:
        while True:
            for k, index, tasks in blocks:
                work.append((k, index, [pool.submit(task) for task in tasks]))
                if len(work) == AHEAD:
                    break
            if not work:
                return
            k, index, parts = work.popleft()
            yield from ((k, index, c, part.result()) for c, part in enumerate(parts))
    finally:
        for part in (part for _, _, parts in work for part in parts):  # on the way out of a failure
            part.cancel()


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
    solver: Solver,
    scale: tuple[Floats, Floats, Floats],
    index: Index,
    masks: NDArray[np.bool_],
    answers: Answers,
    weight: Floats,
) -> list[_Task]:
    """Make one block ready, and return what is to be done for each concept.

    A task fills its own places of ``answers`` and returns what is put together over blocks.
    """
    low, width, quo = scale
    states = masks.shape[1]
    answers.today[:, index] = (quo - low) / width

    def task(c: int, name: str) -> _Part:
        places = solver.places(named(name))
        answers.points[c, index], answers.start[c, index] = places.points, places.start
        patterns = _Seen(masks)
        code = patterns.codes(places)
        answers.level[c][:, index] = _means(solver.values.at(places.state, places.world), places, low) / width
        counts = np.where(places.points > 0, weight, 0.0)[places.world]
        parts = np.zeros((2, states))
        if name == case.concept:
            sums = (counts * places.part, counts * places.part**2)
            parts = np.stack([np.bincount(places.state, x, states) for x in sums])
        rested = np.bincount(places.state, counts, states).astype(np.float64)
        return _Part(patterns.table, code, rested, parts)

    return [partial(task, c, name) for c, name in enumerate(case.declared)]


class _Seen:
    """Parts of the masks for sets of states, worked out once for each set."""

    def __init__(self, masks: NDArray[np.bool_]) -> None:
        self._masks = masks
        self._alone = np.full(masks.shape[1], -1, np.int32)  # the number of each state by itself
        self._sets: dict[bytes, int] = {}
        self._rows: list[Floats] = []

    def codes(self, places: Places) -> NDArray[np.int32]:
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
    if game not in _MASKS:
        _MASKS[game] = _made(game)
    return _MASKS[game]


def _made(game: Game) -> NDArray[np.bool_]:
    rows = [game.outcome == o for o in range(len(game.outcomes))]
    rows += [*game.claims.values(), *game.definitions.values()]
    rows += [game.states[:, k] == x for k, levels in enumerate(game.levels) for x in range(len(levels))]
    rows += [*game.given.values(), *(mask & game.claims[c] for c, mask in game.given.items())]
    rows += [*game.regimes.values()]
    return np.array(rows, np.bool_).reshape(len(rows), len(game))


def _means(values: NDArray[np.int64], places: Places, low: Floats) -> Floats:
    """Return (A, W) means over each world's places of whole numbers (A, N), less the lowest (A, W)."""
    width = len(places.points)
    # Whole numbers are added and divided once, so that a mean does not depend on the actors' units.
    rows = [
        np.bincount(places.world, row - least[places.world], width)
        for row, least in zip(values, low, strict=True)
    ]
    return np.array(rows, np.float64).reshape(len(rows), width) / np.bincount(places.world, minlength=width)

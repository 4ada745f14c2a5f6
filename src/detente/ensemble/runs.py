"""Case + plan -> Runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente import stopping
from detente.case import Case, digest
from detente.dynamics.processors import processors
from detente.ensemble.answers import Answers
from detente.ensemble.chunk import Job, Joined, Piece, Room, room, solve_chunk
from detente.ensemble.design import Design, Drawn
from detente.ensemble.plan import Plan
from detente.ensemble.prepared import Prepared, prepared
from detente.ensemble.scenario import Scenario
from detente.ensemble.storage.store import Store
from detente.errors import Interrupted
from detente.game import LIMIT
from detente.paper.frame import Frame, framed
from detente.readonly import ReadOnly
from detente.version import VERSION
from detente.worlds import Worlds

__all__ = ["Runs", "Variant", "run"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Variant:
    """A structural alternative, solved on the same worlds.

    Parameters
    ----------
    case
        The case as the alternative has it.
    worlds, scenarios, answers
        As in `Runs`.
    """

    case: Case
    worlds: Worlds
    scenarios: tuple[Scenario, ...]
    answers: Mapping[str, Answers]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Runs(ReadOnly):
    """What a plan gave: worlds, and what each answers for each choice.

    Parameters
    ----------
    plan, digest, version
        What was computed, of which case, by which version.
    worlds
        W worlds; world 0 is the central one.
    point
        (W,) the draw that each world was made from; worlds of one point differ in what the design varies.
    weight
        (W,) how much each world counts in shares; the weights of a point sum to one. 0 for world 0, unless
        no other world counts.
    scenarios
        One for each combination of chance levels.
    answers
        Choice -> its answers.
    design
        The plan laid out; `Design.blocks` says which worlds are which.
    alternatives
        Alternative -> the same worlds under it.
    folder
        Where the chunks are stored, or None.
    reused
        Chunks that were read instead of computed.
    """

    plan: Plan
    digest: str
    version: str
    worlds: Worlds
    point: NDArray[np.intp]
    weight: Floats
    scenarios: tuple[Scenario, ...]
    answers: Mapping[str, Answers]
    design: Design
    alternatives: Mapping[str, Variant] = field(default_factory=dict)
    folder: Path | None = None
    reused: int = 0

    def __repr__(self) -> str:
        return f"Runs({self.plan.design}, {len(self.worlds):,} worlds, {len(self.answers)} choices)"

    @property
    def index(self) -> NDArray[np.intp]:
        """The worlds that shares are taken over; the central one if there is no other."""
        found: NDArray[np.intp] = np.flatnonzero(self.weight > 0)
        return found

    @property
    def points(self) -> int:
        """Number of draws that shares are taken over; 1 if there is only the central world."""
        return len(np.unique(self.point[self.index]))

    @property
    def plain(self) -> bool:
        """Whether every world but the central one is a draw of its own and counts once."""
        if len(self.point) == 1:
            return True
        return bool((self.point[1:] == np.arange(1, len(self.point))).all() and (self.weight[1:] == 1).all())

    def frame(self, case: Case) -> Frame:
        """Return a row for each world, choice and outcome class under the concept that drives the case.

        Parameters
        ----------
        case
            The case that was run.

        Returns
        -------
        Frame
            ``world`` (0: the central one, of weight 0 if others were drawn), its ``weight`` and ``reading``,
            the level of each chance option, ``choice``, ``outcome`` (``other`` for none, ``unsettled``), and
            the ``share`` of the world's resting points that is in the class, 0 to 1.
        """
        ref = case.declared.index(case.concept)
        chance = {o: list(option.levels) for o, option in case.chance.items()}
        names = ("world", "weight", "reading", *chance, "choice", "outcome", "share")
        return framed(
            names, (row for c, a in self.answers.items() for row in self._rows(case, chance, c, a, ref))
        )

    def _rows(
        self, case: Case, chance: Mapping[str, list[str]], choice: str, answers: Answers, ref: int
    ) -> Iterator[tuple[Any, ...]]:
        drawn, settled = self.worlds, answers.settled[ref].astype(float)
        parts = {o: answers.part(ref, k) * settled for k, o in enumerate(case.outcomes)}
        left = settled - sum(parts.values())
        parts |= {"other": np.where(left > 1e-9, left, 0.0), "unsettled": 1 - settled}
        for w in range(len(drawn)):
            reading = drawn.readings[drawn.reading[w]] if drawn.reading[w] >= 0 and drawn.readings else ""
            levels = [known[drawn.chance[o][w]] for o, known in chance.items()]
            for outcome, row in parts.items():
                yield w, float(self.weight[w]), reading, *levels, choice, outcome, float(row[w])

    def fold(self, values: Floats, index: NDArray[np.intp]) -> Floats:
        """Add up what the worlds of each point say, by their weights.

        Parameters
        ----------
        values
            (W,) one number for each world.
        index
            The worlds that count.

        Returns
        -------
        array, (N,)
            One number for each of the N points; of a plain design simply ``values[index]``.
        """
        if self.plain:
            picked: Floats = values[index]
            return picked
        counted = np.unique(self.point[self.weight > 0])
        added = np.bincount(self.point[index], self.weight[index] * values[index], counted[-1] + 1)
        return np.asarray(added[counted], np.float64)


def run(
    case: Case | Prepared,
    plan: Plan,
    workers: int | None = None,
    executor: Executor | None = None,
    folder: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    limit: int = LIMIT,
) -> Runs:
    """Solve every world of a plan for every choice, chunk by chunk.

    Parameters
    ----------
    case
        The case; made ready, if more is asked of it than this.
    plan
        Which worlds; the same plan gives the same answers on any number of workers of any kind.
    workers
        Chunks in work at a time; all processors by default. Without an executor, that many threads.
    executor
        Anything that follows ``concurrent.futures.Executor``: processes, a cluster. Not shut down.
    folder
        Where every finished chunk is kept (needs the extra ``data``); chunks that are there already, of the
        same case, plan and version, are read instead of computed. Nothing is written without it.
    progress
        Called with the number of worlds done, counted for each choice, and the number in all.
    limit
        Most states held at once; a case that was made ready has its own.

    Raises
    ------
    TooLarge, NoFeasibleState, UnknownName
        For what the case and the plan ask.
    RunRefused
        If the folder holds what cannot be read.
    MissingExtra
        If DuckDB is needed and not installed.
    Interrupted
        If it is interrupted while chunks are kept; what was finished is there the next time.
    """
    ready_case = prepared(case, limit)
    job = Job.of(ready_case.case, plan, ready_case.limit)
    shared = room(job, ready_case)
    drawn = {name: shared.design.draw(case=altered) for name, altered in shared.cases.items()}
    found = {name: shared.scenarios(name, d.worlds) for name, d in drawn.items()}  # refusals come early
    joined = {key: Joined(len(shared.design), found[key[0]], key[1]) for key in shared.keys}
    tell, threads = _Progress(shared.design, len(shared.keys), progress), workers or processors()
    with _store(folder, shared.design) as (store, ready), _pool(executor, threads) as submit:
        pieces = _pieces(job, shared, store, ready, submit, 2 * threads, drawn, tell)
        with _keeping(pieces, store):
            for piece in pieces:
                for key, part in joined.items():
                    part.add(shared.design.bounds(piece.number)[0], piece.answers[key], piece.sums[key])
    return _made(shared, drawn, found, joined, store, len(ready))


def _made(
    shared: Room,
    drawn: Mapping[str, Drawn],
    found: Mapping[str, list[Scenario]],
    joined: Mapping[tuple[str, str], Joined],
    store: Store | None,
    reused: int,
) -> Runs:
    answers: dict[str, dict[str, Answers]] = {name: {} for name in shared.cases}
    for (name, choice), part in joined.items():
        answers[name][choice] = part.done()
    return Runs(
        plan=shared.design.plan,
        digest=digest(shared.ready.case),
        version=VERSION,
        worlds=drawn[""].worlds,
        point=drawn[""].point,
        weight=drawn[""].weight,
        scenarios=tuple(found[""]),
        answers=answers[""],
        design=shared.design,
        alternatives={
            name: Variant(altered, drawn[name].worlds, tuple(found[name]), answers[name])
            for name, altered in shared.cases.items()
            if name
        },
        folder=store.folder if store else None,
        reused=reused,
    )


class _Progress:
    """Tells how many worlds are done, each counted for every choice and alternative."""

    def __init__(self, design: Design, times: int, tell: Callable[[int, int], None] | None) -> None:
        self._design, self._times, self._tell, self._done = design, times, tell, 0

    def add(self, chunk: int) -> None:
        start, stop = self._design.bounds(chunk)
        self._done += (stop - start) * self._times
        if self._tell is not None:
            self._tell(self._done, len(self._design) * self._times)


def _pieces(
    job: Job,
    shared: Room,
    store: Store | None,
    ready: frozenset[int],
    submit: Callable[[Job, int], Future[Piece]],
    window: int,
    drawn: Mapping[str, Drawn],
    tell: _Progress,
) -> Generator[Piece, None, None]:
    """Yield the chunks in order; those that are not stored are in work, at most ``window`` at a time.

    A chunk is stored as soon as it is finished, whether or not its turn has come.
    """
    kept = len(ready)
    todo = deque(k for k in range(shared.design.chunks) if k not in ready)
    work: dict[Future[Piece], int] = {}
    held: dict[int, Piece] = {}

    def keep(future: Future[Piece]) -> None:
        nonlocal kept
        number = work.pop(future)
        held[number] = future.result()
        if store:
            store.write(held[number], drawn[""])
            kept += 1
            stopping.tell(str(store.folder), store.told(kept))
        tell.add(number)

    try:
        for k in range(shared.design.chunks):
            while todo and len(work) + len(held) < window:
                number = todo.popleft()
                work[submit(job, number)] = number
            while k not in held and k not in ready:
                for future in wait(work, return_when=FIRST_COMPLETED).done:
                    keep(future)
            if store and k in ready:
                tell.add(k)
                yield store.read(k)
            else:
                yield held.pop(k)
    finally:
        for future in list(work):  # on the way out of a failure or an interruption
            if not future.cancel() and future.done() and store and future.exception() is None:
                keep(future)


@contextmanager
def _store(folder: str | Path | None, design: Design) -> Iterator[tuple[Store | None, frozenset[int]]]:
    """Lend the place where chunks are kept, if there is to be one, and the chunks that are there."""
    if folder is None:
        yield None, frozenset()
        return
    store = Store.open(folder, design)
    try:
        ready = store.finished()
        stopping.tell(str(store.folder), store.told(len(ready)))
        yield store, ready
    finally:
        store.close()


@contextmanager
def _keeping(pieces: Generator[Piece, None, None], store: Store | None) -> Iterator[None]:
    """Whatever happens, store what is finished; say so if it was the user who stopped the work."""
    try:
        yield
    except KeyboardInterrupt:
        pieces.close()
        if store is None:
            raise
        raise Interrupted(f"Interrupted; {store.told(len(store.finished()))}.") from None
    finally:
        pieces.close()


@contextmanager
def _pool(executor: Executor | None, workers: int) -> Iterator[Callable[[Job, int], Future[Piece]]]:
    """Lend what gives a chunk to the executor, or to threads that end with the work.

    Some threads lead a chunk each, and as many others solve the blocks of all of them: so a single chunk, or
    the last one, keeps all processors at work.
    """
    if executor is not None:
        yield lambda job, number: executor.submit(solve_chunk, job, number)
        return
    leaders = ThreadPoolExecutor(workers)
    solvers = ThreadPoolExecutor(workers) if workers > 1 else None
    try:
        yield lambda job, number: leaders.submit(solve_chunk, job, number, solvers)
    finally:
        for threads in filter(None, (solvers, leaders)):  # who leads gives up where nobody solves
            threads.shutdown(wait=True, cancel_futures=True)

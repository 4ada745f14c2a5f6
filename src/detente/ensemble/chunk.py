"""One chunk of worlds, solved anywhere: plain data in, plain data out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble.answers import Answers, Patterns
from detente.ensemble.design import Design, lay_out
from detente.ensemble.plan import Plan
from detente.ensemble.prepared import Levels, Prepared, prepared
from detente.ensemble.scenario import Scenario
from detente.ensemble.solve import solve
from detente.errors import DetenteError
from detente.version import VERSION
from detente.worlds import Worlds

__all__ = ["Job", "Joined", "Piece", "Room", "Sums", "room", "solve_chunk"]

Floats = NDArray[np.float64]

#: Id of a structural alternative (empty for the case itself), and of a choice.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker anywhere must be told: case and plan as JSON, the most states held, the version."""

    case: str
    plan: str
    limit: int
    version: str = VERSION

    @classmethod
    def of(cls, case: Case, plan: Plan, limit: int) -> Job:
        """Describe a job.

        Parameters
        ----------
        case
            The case; it travels as text, so that a worker elsewhere reads it anew.
        plan
            What is asked.
        limit
            Most states held at once.
        """
        said, planned = (json.dumps(x.to_dict(), ensure_ascii=False) for x in (case, plan))
        return cls(said, planned, limit)


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """What is summed over the worlds of a chunk, for the states that some of them reach.

    Parameters
    ----------
    levels
        The chance levels that the states belong to.
    state
        (N,) int32 indices of states.
    reached
        (2, N), as in `Answers`.
    rests
        (C, N), as in `Answers`.
    """

    levels: Levels
    state: NDArray[np.int32]
    reached: Floats
    rests: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The answers of one chunk.

    Parameters
    ----------
    number
        Which chunk.
    answers
        Alternative and choice -> answers of the chunk's worlds, without sums over states.
    sums
        Alternative and choice -> sums, one entry for each combination of chance levels.
    """

    number: int
    answers: Mapping[Key, Answers]
    sums: Mapping[Key, tuple[Sums, ...]]


class Room:
    """What the chunks of one job share within a process: the design, and the case made ready.

    Parameters
    ----------
    ready
        The case.
    plan
        Which worlds, and which choices.
    """

    def __init__(self, ready: Prepared, plan: Plan) -> None:
        self.ready = ready
        self.design: Design = lay_out(ready.case, plan)
        self.cases = {name: ready.altered(name) for name in ("", *plan.alternatives)}
        self.keys = [(name, c) for name in self.cases for c in plan.solved(ready.case)]

    def scenarios(self, alternative: str, worlds: Worlds) -> list[Scenario]:
        """Return the games of every combination of chance levels that some world has.

        Parameters
        ----------
        alternative
            Id of an alternative of the case, or nothing.
        worlds
            The worlds of a chunk.

        Returns
        -------
        list of Scenario
            Each with the worlds that it is for; games are made once and kept.
        """
        return self.ready.scenarios(worlds, alternative)


_ROOMS: dict[Job, Room] = {}
_LOCK = Lock()


def room(job: Job, ready: Prepared | None = None) -> Room:
    """Return what the chunks of a job share, made when first asked for; the last two jobs are kept.

    Parameters
    ----------
    job
        The case, its plan and what it is asked.
    ready
        The games of the case, if they were unfolded before.
    """
    with _LOCK:
        if job not in _ROOMS:
            told = Case.model_validate(json.loads(job.case)) if ready is None else ready
            _ROOMS[job] = Room(prepared(told, job.limit), Plan.from_dict(json.loads(job.plan)))
        while len(_ROOMS) > 2:
            _ROOMS.pop(next(iter(_ROOMS)))
        return _ROOMS[job]


def solve_chunk(job: Job, number: int, pool: Executor | None = None) -> Piece:
    """Solve the worlds of one chunk for every choice, of the case and of each alternative.

    Parameters
    ----------
    job
        The case, its plan and what it is asked.
    number
        Which chunk, from 0.
    pool
        Threads of this process that its blocks are solved on, shared by several chunks; none by default.

    Raises
    ------
    DetenteError
        If the job comes from another version, whose answers may differ.
    """
    if job.version != VERSION:
        raise DetenteError(f"a worker runs detente {VERSION}, and the work comes from {job.version}")
    shared = room(job)
    design = shared.design
    answers, sums = {}, {}
    for name, case in shared.cases.items():
        drawn = design.draw(*design.bounds(number), case)
        found = shared.scenarios(name, drawn.worlds)
        for choice in design.plan.solved(case):
            solved = solve(case, drawn.worlds, found, choice, 1, drawn.weight, pool)
            sums[name, choice] = tuple(_sparse(solved, k, s) for k, s in enumerate(found))
            answers[name, choice] = replace(solved, reached=(), rests=())
    return Piece(number, answers, sums)


def _sparse(solved: Answers, k: int, scenario: Scenario) -> Sums:
    reached, rests = solved.reached[k], solved.rests[k]
    state = np.flatnonzero(reached.any(axis=0) | rests.any(axis=0)).astype(np.int32)
    return Sums(scenario.levels, state, reached[:, state], rests[:, state])


class Joined:
    """The answers for one choice, put together chunk by chunk, in order."""

    def __init__(self, worlds: int, scenarios: Sequence[Scenario], choice: str) -> None:
        self._worlds, self._scenarios, self._choice = worlds, scenarios, choice
        self._place = {s.levels: k for k, s in enumerate(scenarios)}
        self._patterns: Patterns | None = None
        self._answers: Answers | None = None

    def add(self, start: int, part: Answers, sums: Sequence[Sums]) -> None:
        """Add the answers of the worlds from ``start`` on.

        Parameters
        ----------
        start
            Number of the first world of the part.
        part
            Of N worlds; chunks may come in any order.
        sums
            For each scenario of the part, how often each state was reached and rested at.
        """
        if self._answers is None or self._patterns is None:
            self._answers, self._patterns = self._room_for(part), Patterns(part.table.shape[1])
        whole, here = self._answers, slice(start, start + part.code.shape[-1])
        whole.code[:, here] = self._patterns.renumbered(part)
        for name in ("points", "level", "today", "start"):
            getattr(whole, name)[..., here] = getattr(part, name)
        for s in sums:
            k = self._place[s.levels]
            whole.reached[k][:, s.state] += s.reached
            whole.rests[k][:, s.state] += s.rests

    def done(self) -> Answers:
        """Return the whole."""
        assert self._answers is not None
        assert self._patterns is not None
        return replace(self._answers, table=self._patterns.table)

    def _room_for(self, part: Answers) -> Answers:
        def wide(array: NDArray[Any]) -> NDArray[Any]:
            return np.zeros((*array.shape[:-1], self._worlds), array.dtype)

        sizes, c = [len(s.games[self._choice]) for s in self._scenarios], len(part.points)
        return Answers(
            table=part.table,
            code=wide(part.code),
            points=wide(part.points),
            level=wide(part.level),
            today=wide(part.today),
            start=wide(part.start),
            reached=tuple(np.zeros((2, n)) for n in sizes),
            rests=tuple(np.zeros((c, n)) for n in sizes),
        )

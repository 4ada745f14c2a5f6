"""Case -> Course: dated probabilities in every world, under one choice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.dynamics.block import Block, follow, lumping
from detente.dynamics.calendar import Calendar, Track, masks_of
from detente.dynamics.chain.lanes import LANES
from detente.dynamics.chain.uniformization import ERROR
from detente.dynamics.clock import Clock, years
from detente.dynamics.processors import processors
from detente.dynamics.spells import Spelling, Spells
from detente.errors import DetenteError
from detente.game import LIMIT
from detente.readonly import ReadOnly
from detente.worlds import Worlds

__all__ = ["BLOCK", "Course", "course", "in_blocks", "yearly"]

Floats = NDArray[np.float64]

#: Worlds followed together at most, in games of at most so many states; in larger ones the caches hold fewer.
BLOCK, SMALL, LARGE = 64, 2048, 16


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Course(ReadOnly):
    """What is how probable when, under one choice, in W worlds; world 0 is the central one.

    Parameters
    ----------
    choice, release
        The choice, and the day from which it is no longer held.
    concept
        What actors look at when they choose: ``R`` the next state, otherwise what sanctions leave of it.
    start, dates
        The day the case stands on, and the T days looked at.
    names
        (kind, id) of N conditions: outcome classes, definitions, phases, questions.
    probability
        (N, T, W) that each holds on each day.
    survival
        Phase -> (T, W) that it holds from the start to each day without a break.
    spells
        Phase -> how often and how long it holds.
    error
        Bound of the numerical error of each probability.
    seed
        The seed of the worlds.
    """

    choice: str
    release: date | None
    concept: str
    start: date
    dates: tuple[date, ...]
    names: tuple[tuple[str, str], ...]
    probability: Floats
    survival: Mapping[str, Floats]
    spells: Mapping[str, Spells]
    error: float
    seed: int

    def __len__(self) -> int:
        return int(self.probability.shape[2])

    def __repr__(self) -> str:
        under = self.choice or "no choice"
        return f"Course({under}, {len(self.names)} conditions, {len(self.dates)} dates, {len(self):,} worlds)"

    def of(self, kind: str, name: str) -> Floats:
        """Return (T, W) probabilities of a condition.

        Parameters
        ----------
        kind
            What is asked, as in ``names``: an outcome, a phase, a level, an event ...
        name
            Its name, as in ``names``.

        Returns
        -------
        (T, W) array
            In [0, 1], one row for each time of the course.

        Raises
        ------
        ValueError
            If nothing of the kind and the name was asked.
        """
        found: Floats = self.probability[self.names.index((kind, name))]
        return found


def course(
    case: Case,
    choice: str = "",
    dates: Sequence[date] = (),
    worlds: int = 100,
    seed: int = 1,
    workers: int | None = None,
    concept: str = "R",
    release: date | None = None,
    phases: bool | Collection[str] = True,
    progress: Callable[[int], None] | None = None,
    limit: int = LIMIT,
    given: Calendar | None = None,
    error: float = ERROR,
    conditions: Collection[tuple[str, str]] | None = None,
) -> Course:
    """Follow every world through time under one choice (model M1, asynchronous logit revision).

    Parameters
    ----------
    case
        A case with a clock.
    choice
        Id of the choice whose options are held, or empty.
    dates
        The days looked at, not before ``as_of``; if empty, each year up to the clock's horizon.
    worlds, seed
        How many worlds are drawn, and from what; world 0 is the central one.
    workers
        Threads; as many as there are processors if ``None``. The answer does not depend on it.
    concept
        ``R``: actors look at the next state. Otherwise the name of a concept: at the least that the
        others' sanctions leave of it.
    release
        The day from which the choice is no longer held.
    phases
        Whether survival and spells of the phases are wanted; or of which phases survival alone is.
    progress
        Called with the number of worlds done since the last call.
    given
        Worlds and their clock in place of those drawn, such as `updated` makes; ``worlds``, ``seed`` and
        ``limit`` are not looked at then.
    error
        Largest numerical error of a probability in a time without dated changes.
    conditions
        (kind, id) of the conditions that are wanted; all by default. The fewer they are, the fewer states
        have to be told apart.

    Raises
    ------
    DetenteError
        If the case has no clock or no feasible status quo, or a date lies before ``as_of``.
    """
    calendar = given or Calendar.drawn(case, worlds, seed, limit)
    drawn, clock, worlds = calendar.worlds, calendar.clock, len(calendar)
    dates = tuple(dates) or yearly(clock)
    times = np.array([years(clock.start, d) for d in dates])
    if times.min() < 0:
        raise DetenteError(f"{min(dates)} lies before {clock.start}, the day on which the case stands")
    track = calendar.track(choice, release)
    held = [("phase", p) for p in (case.phases if phases is True else phases or ())]
    known = [masks_of(case, g, None if conditions is None else [*conditions, *held]) for g in track.games]
    names = tuple(n for n in known[0] if conditions is None or n in conditions)
    masks = [
        np.array([k[n] for n in names], np.bool_).reshape(len(names), len(g))
        for k, g in zip(known, track.games, strict=True)
    ]
    games = list(zip(known, track.games, strict=True))
    wanted = tuple(case.phases) if phases is True else ()
    found = _Found(
        np.empty((len(names), len(dates), worlds)),
        {p: np.empty((len(dates), worlds)) for p in (wanted if phases is True else phases or ())},
        np.empty((2, len(wanted), worlds)),
    )

    phased = [np.array([k["phase", p] for p in found.survival]).reshape(-1, len(g)) for k, g in games]
    blocks = lumping(track, drawn, clock, concept, masks)
    fewer = lumping(track, drawn, clock, concept, phased) if found.survival else None

    def one(block: Block, index: NDArray[np.intp]) -> None:
        every, some = block.lumped(blocks, error), block.lumped(fewer, error)
        spelling = Spelling(every, phased) if wanted else None
        told = follow(every, times, masks, error=error, watch=spelling)
        found.probability[:, :, index] = told.swapaxes(0, 1)
        if spelling is not None:
            spelling.count()
            found.spells[:, :, index] = spelling.entries, spelling.years
        for phase, into in found.survival.items():
            inside = [k["phase", phase] for k in known]
            into[:, index] = follow(some, times, [m[None] for m in inside], inside, error=error)[:, 0]

    in_blocks(track, drawn, clock, concept, one, workers, progress)
    began = {p: bool(known[0]["phase", p][track.games[0].status_quo]) for p in wanted}
    return Course(
        choice=choice,
        release=release,
        concept=concept,
        start=clock.start,
        dates=dates,
        names=names,
        probability=np.clip(found.probability, 0, 1),
        survival=found.survival,
        spells={p: Spells(found.spells[0, k], found.spells[1, k], began[p]) for k, p in enumerate(wanted)},
        error=error * (len(track.stages) + 1),
        seed=seed,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    probability: Floats
    survival: dict[str, Floats]
    spells: Floats


def yearly(clock: Clock) -> tuple[date, ...]:
    """Return the start of a clock and each anniversary up to its horizon.

    Parameters
    ----------
    clock
        The clock.
    """
    day = clock.start
    same = [_anniversary(day, day.year + k) for k in range(clock.horizon.year - day.year + 1)]
    return tuple(d for d in same if d <= clock.horizon)


def _anniversary(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def in_blocks(
    track: Track,
    worlds: Worlds,
    clock: Clock,
    concept: str,
    one: Callable[[Block, NDArray[np.intp]], None],
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Call ``one`` with each block of worlds and their indices, on threads.

    Parameters
    ----------
    track
        What is played when.
    worlds
        The W worlds.
    clock
        Their clock.
    concept
        What actors look at when they choose.
    one
        Called with the chains of some worlds and their indices.
    workers
        Threads; as many as there are processors if ``None``.
    progress
        Called with the number of worlds done since the last call.
    """
    # Worlds of like speed together: a block takes as many steps as the fastest of its worlds. How they are
    # cut does not depend on the workers, so that the answer does not either.
    order, most = np.argsort(clock.events, kind="stable"), BLOCK if len(track.base) <= SMALL else LARGE
    eights = np.array_split(np.arange(0, len(order), LANES), _blocks(len(order), most))
    parts = [order[e[0] : e[-1] + LANES] for e in eights]

    def task(part: NDArray[np.intp]) -> int:
        # The last of a block stands in for those that it lacks: steps go eight worlds at a time.
        index = np.sort(part)
        lanes = np.concatenate((index, np.repeat(index[-1:], -len(index) % LANES if len(index) > 1 else 0)))
        one(Block.of(track, worlds, clock.take(lanes), concept, lanes), lanes)
        return len(index)

    with ThreadPoolExecutor(workers or processors()) as pool:
        for done in pool.map(task, parts):
            if progress is not None:
                progress(done)


def _blocks(worlds: int, most: int) -> int:
    """Into how many blocks worlds are cut: small jobs in four too, so that all processors work."""
    return max(-(-worlds // most), min(4, -(-worlds // LANES)), 1)

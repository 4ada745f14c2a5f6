"""What is how probable when, under each choice: outcome classes by year, and how long phases last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Evidence, Question
from detente.dynamics import Calendar, Course, bounds, course, updated
from detente.ensemble import Prepared, prepared
from detente.insight.ask import Ask, Asked, asked
from detente.insight.held.follows import quantity
from detente.insight.time.watch import Watch, watch, watched
from detente.paper.estimate import Estimate

__all__ = ["ENDED", "EXACT", "Dated", "DatedChoice", "Lasting", "Spread", "dated"]

Floats = NDArray[np.float64]

#: Numerical error allowed of what is shown to whole percents.
EXACT = 1e-6

#: Mean probability below which it is not asked how much of it rates leave open.
ENDED = 0.005


@dataclass(frozen=True, slots=True)
class Spread:
    """A probability, or another dated number, over worlds.

    Parameters
    ----------
    mean
        The mean over worlds with its standard error.
    low, high
        5% and 95% of the worlds lie below: what rates, precision and weights leave open.
    """

    mean: Estimate
    low: float
    high: float

    @classmethod
    def of(cls, values: Floats) -> Spread:
        """Summarise (W,) worlds; world 0, the central one, is left out if there are others.

        Parameters
        ----------
        values
            (W,): one value for each world; those that are not finite are left out.

        Examples
        --------
        >>> Spread.of(np.array([9.0, 0.2, 0.4])).mean.value.__round__(6)
        0.3
        """
        drawn = values[1:] if len(values) > 1 else values
        drawn = drawn[np.isfinite(drawn)]
        low, high = np.quantile(drawn, [0.05, 0.95]) if len(drawn) else (np.nan, np.nan)
        return cls(Estimate.of(drawn), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a phase lasts, and how often it comes, under one choice.

    Parameters
    ----------
    now
        Whether it holds at the start.
    throughout
        For each date the probability that it has held all the time since the start.
    ends
        Probability that it holds from the start to some day in the window.
    at
        For each date the probability that it holds on that day, whatever happened before.
    bounds
        Lower and upper probability, in the central world, that it holds throughout up to the last date if
        each actor's rate is known only within the clock's factor; ``None`` where rates are taken as known,
        and where all but `ENDED` of the probability is gone by then.
    spells, length
        Expected number of spells up to the last date, and their mean length in years, cut off there.
    """

    now: bool
    throughout: tuple[Spread, ...]
    ends: Spread
    at: tuple[Spread, ...]
    bounds: tuple[float, float] | None
    spells: Spread
    length: Spread


@dataclass(frozen=True, slots=True)
class DatedChoice:
    """What is how probable when, under one choice.

    Parameters
    ----------
    choice
        Its id; empty where the case names none.
    outcomes
        Outcome id -> for each date the probability of the class.
    phases
        Phase id -> how long it lasts.
    levels
        Consequence -> level -> for each date the probability that it has it.
    values
        Consequence -> for each date its expected value; those without values are left out.
    """

    choice: str
    outcomes: Mapping[str, tuple[Spread, ...]]
    phases: Mapping[str, Lasting]
    levels: Mapping[str, Mapping[str, tuple[Spread, ...]]] = field(default_factory=dict)
    values: Mapping[str, tuple[Spread, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dated:
    """Dated probabilities and what made them.

    Parameters
    ----------
    worlds
        Number of random worlds; the central one comes on top.
    start, dates
        The day the case stands on, and the T days looked at.
    window
        Places of the two dates between which phases may end: nearest to two thirds of the time, and the last.
    factor
        The factor within which rates are known.
    choices
        One record for each choice.
    apart
        With two choices: outcome id -> on the last date, the probability under the first less that under
        the second, world by world.
    watch
        What to watch, or ``None`` where there is nothing to tell apart.
    learned
        Whether rates, precision and weights are those left after a history.
    """

    worlds: int
    start: date
    dates: tuple[date, ...]
    window: tuple[int, int]
    factor: float
    choices: tuple[DatedChoice, ...]
    apart: Mapping[str, Estimate]
    watch: Watch | None
    learned: bool = False


def dated(case: Case | Prepared, ask: Ask | None = None, **fields: Unpack[Asked]) -> Dated | None:
    """Follow a case through time under each of its choices, on the same worlds.

    Parameters
    ----------
    case
        The case, or the case made ready.
    ask
        What is asked: ``dated`` random worlds. Of its parts ``bands`` take seconds for each phase, and
        ``watch`` follows all worlds once more. Worlds are drawn from what is ``learned``, if that is given;
        bands and what to watch stay those of the case.
    fields
        Fields of `Ask` by name, in place of those of ``ask``.

    Returns
    -------
    Dated or None
        ``None`` for a case without a clock, or where no worlds are asked for.
    """
    ask = asked(ask, fields)
    ready = prepared(case, ask.limit)
    told, worlds, progress = ready.case, ask.dated, ask.progress
    if told.clock is None or worlds < 1:
        return None
    names = ask.plan.solved(told)
    watching = ask.wants("watch") and watched(told)
    done, total = 0, (worlds + 1) * len(names) * (2 if watching else 1)

    def tick(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, total)

    calendar = ready.calendar(worlds + 1, ask.seed)
    given = _learned(calendar, ask)
    shown = _shown(told)
    follow = partial(
        course, told, workers=ask.workers, progress=tick, given=given, error=EXACT, conditions=shown
    )
    made = [follow(c) for c in names]
    return Dated(
        worlds=worlds,
        start=made[0].start,
        dates=made[0].dates,
        window=_window(made[0]),
        factor=told.clock.imprecise,
        choices=tuple(_choice(told, m, calendar if ask.wants("bands") else None) for m in made),
        apart=_apart(told, made),
        watch=watch(calendar, ask.workers, tick, names) if watching else None,
        learned=ask.learned is not None,
    )


def _shown(case: Case) -> list[tuple[str, str]]:
    """Return the conditions whose dates are shown."""
    levels = [("definition", f"{name}.{x}") for name, one in case.consequences.items() for x in one.levels]
    return [*(("outcome", o) for o in case.outcomes), *(("phase", p) for p in case.phases), *levels]


def _learned(calendar: Calendar, ask: Ask) -> Calendar:
    """Return the same case with worlds drawn from what a history left, if there is such."""
    if ask.learned is None:
        return calendar
    case, calibrations = calendar.case, {"": ask.learned.calibrations[""]}
    return Calendar(case, *updated(case, calibrations, len(calendar), ask.seed), calendar.limit)


def _choice(case: Case, made: Course, banded: Calendar | None) -> DatedChoice:
    outcomes = {o: _spreads(made.of("outcome", o)) for o in case.outcomes}
    parts = {
        name: {x: made.of("definition", f"{name}.{x}") for x in one.levels}
        for name, one in case.consequences.items()
    }
    worth = {name: quantity(case, name, rows, len(made), made.seed) for name, rows in parts.items()}
    return DatedChoice(
        made.choice,
        outcomes,
        {p: _lasting(made, p, banded) for p in case.phases},
        {name: {x: _spreads(row) for x, row in rows.items()} for name, rows in parts.items()},
        {name: _spreads(rows) for name, rows in worth.items() if rows is not None},
    )


def _spreads(rows: Floats) -> tuple[Spread, ...]:
    return tuple(Spread.of(row) for row in rows)


def _window(made: Course) -> tuple[int, int]:
    gone = [(day - made.start).days for day in made.dates]
    last = len(gone) - 1
    return min(range(len(gone)), key=lambda k: abs(gone[k] - gone[last] * 2 / 3)), last


def _lasting(made: Course, phase: str, banded: Calendar | None) -> Lasting:
    spells, held = made.spells[phase], made.survival[phase]
    near, last = _window(made)
    return Lasting(
        now=spells.began,
        throughout=_spreads(held),
        ends=Spread.of(held[near] - held[last]),
        at=_spreads(made.of("phase", phase)),
        bounds=_bounds(banded, made, phase) if banded is not None and held[last].mean() > ENDED else None,
        spells=Spread.of(spells.entries + spells.began),
        length=Spread.of(spells.mean),
    )


def _bounds(calendar: Calendar, made: Course, phase: str) -> tuple[float, float] | None:
    if calendar.clock.imprecise <= 1:
        return None
    question = Question(
        id=phase, asks=phase, phase=phase, measure="throughout", by=made.dates[-1], evidence=Evidence()
    )
    return bounds(calendar, question, made.choice)


def _apart(case: Case, made: Sequence[Course]) -> dict[str, Estimate]:
    if len(made) != 2:
        return {}
    first, second = made
    rows = {o: first.of("outcome", o)[-1] - second.of("outcome", o)[-1] for o in case.outcomes}
    return {o: Estimate.of(row[1:] if len(row) > 1 else row) for o, row in rows.items()}

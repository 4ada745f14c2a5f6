"""The picture of a history, and how its parts are called."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from detente.brief.words.naming import outcome_name, party_name
from detente.case import Case
from detente.history import History, Spell, outcome_spells, phase_spells
from detente.history.dates import day_after
from detente.history.model import Event, Step
from detente.paper.english import capital
from detente.paper.model import Table
from detente.paper.numbers import count
from detente.paper.picture import Band, Bands

__all__ = [
    "CODING",
    "Span",
    "by_kind",
    "first_and_last",
    "grouped",
    "history_picture",
    "kind_name",
    "stretches",
    "within",
]

Key = TypeVar("Key", bound=Hashable)

#: The kind of row that says from which levels a record starts; it is no event.
CODING = "coding"

#: How words of kinds are written that are no plain words.
_SHORT = {"unsc": "Security Council", "unga": "General Assembly"}

#: Kinds of events that are drawn as a line of their own; the others share one.
_LINES = 8


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that are shown."""

    start: date
    end: date


def _drawn_to(span: Span) -> date:
    """Return where a picture ends; one of a single day is a day wide."""
    return day_after(span.end) if span.start == span.end else span.end


def kind_name(kind: str) -> str:
    """Say a kind of event: ``missile_test`` is a missile test.

    Parameters
    ----------
    kind
        The kind as the record has it, words tied by ``_``.
    """
    words = (_SHORT.get(word, word) for word in kind.split("_"))
    return capital(" ".join(words)) if kind else "Not classed"


def history_picture(case: Case, past: History, span: Span) -> Bands:
    """Return the picture: events by kind, levels of each option, named states.

    Parameters
    ----------
    case
        The case.
    past
        What is known to have happened.
    span
        First and last day of the window.
    """
    found = [e for e in past.events or past.told if span.start <= e.day <= span.end]
    shown = [e for e in found if e.type != CODING]
    window = (case, past, span.start, day_after(span.end))
    classes, phases = outcome_spells(*window), phase_spells(*window)
    outcomes = [_named(capital(outcome_name(case, k)), k, classes) for k in case.outcomes]
    states = [_named(capital(phase.name), k, phases) for k, phase in case.phases.items()]
    groups = (
        ("Events", _events(shown)),
        ("Levels of the options", _options(case, past, span)),
        ("Outcome classes", tuple(band for band in outcomes if band.stretches)),
        ("Phases, which may overlap", tuple(band for band in states if band.stretches)),
    )
    words = (
        f"{capital(count(len(shown), 'event'))} from {span.start} to {span.end} by kind, the level of each "
        "option as a band that is the higher the later the level stands in the case, and the named states."
    )
    return Bands(
        "history",
        "Events, levels and named states through time",
        words,
        (_table(case, past, span),),
        tuple((title, bands) for title, bands in groups if bands),
        (years(span.start), years(_drawn_to(span))),
        years(case.as_of),
    )


def years(day: date) -> float:
    """Return a day in years.

    Parameters
    ----------
    day
        The day.

    Examples
    --------
    >>> years(date(2020, 7, 2))
    2020.5
    """
    return day.year + (day.timetuple().tm_yday - 1) / (366 if day.year % 4 == 0 else 365)


def within(events: Iterable[Event], span: Span) -> list[Event]:
    """Return the events that may have been in a window.

    Parameters
    ----------
    events
        The events.
    span
        First and last day of the window.
    """
    return [e for e in events if e.when.end >= span.start and e.when.start <= span.end]


def first_and_last(events: Sequence[Event]) -> tuple[str, str]:
    """Return the first and the last day of some events.

    Parameters
    ----------
    events
        The events.
    """
    return min(e.when.start for e in events).isoformat(), max(e.when.end for e in events).isoformat()


def grouped(events: Iterable[Event], key: Callable[[Event], Key]) -> list[tuple[Key, list[Event]]]:
    """Bring the events of each key together, those with most events first.

    Parameters
    ----------
    events
        The events.
    key
        What events of one group have in common.
    """
    found: dict[Key, list[Event]] = {}
    for event in events:
        found.setdefault(key(event), []).append(event)
    return sorted(found.items(), key=lambda item: (-len(item[1]), str(item[0])))


def by_kind(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """Bring the events of each kind together, those with most events first.

    Parameters
    ----------
    events
        The events.
    """
    return grouped(events, lambda event: event.type)


def stretches(steps: Sequence[Step], end: date) -> list[tuple[Step, date]]:
    """Return each level of an option with the day on which another one came, or the end; of no steps none.

    Parameters
    ----------
    steps
        The levels of an option, in order.
    end
        The day on which the last one ends.
    """
    return list(zip(steps, [*(step.start for step in steps[1:]), end], strict=False))


def _events(shown: Sequence[Event]) -> tuple[Band, ...]:
    kinds = by_kind(e for e in shown if e.type != CODING)
    lines = [(kind_name(kind), events) for kind, events in kinds[:_LINES]]
    rest = [e for _, events in kinds[_LINES:] for e in events]
    lines += [(f"{count(len(kinds) - _LINES, 'other kind')}", rest)] if rest else []
    return tuple(Band(f"{name} ({len(es)})", days=tuple(years(e.day) for e in es)) for name, es in lines)


def _options(case: Case, past: History, span: Span) -> tuple[Band, ...]:
    bands = []
    for option, variable in case.variables().items():
        order = list(variable.levels)
        stood = tuple(
            (years(step.start), years(end), order.index(step.level) + 1, step.level)
            for step, end in stretches(past.levels.get(option, ()), _drawn_to(span))
            if step.start <= span.end
        )
        if stood:
            label = (
                variable.name
                if option in case.chance
                else f"{party_name(case, option.partition('.')[0])}: {variable.name}"
            )
            bands.append(Band(capital(label), ", ".join(order), stood, steps=len(order)))
    return tuple(bands)


def _named(label: str, key: str, spells: Sequence[Spell]) -> Band:
    stretches = [(years(s.start), years(s.end), 1, "") for s in spells if s.id == key and s.start and s.end]
    return Band(label, stretches=tuple(stretches))


def _table(case: Case, past: History, span: Span) -> Table:
    """Return the levels of the picture as a table; the events have one of their own."""
    rows = tuple(
        (option, step.level, step.start.isoformat())
        for option in case.variables()
        for step in past.levels.get(option, ())
        if step.start <= span.end
    )
    return Table("Levels through time", ("Option", "Level", "Since"), rows)

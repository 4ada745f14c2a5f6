"""Named states of the system through time: when a condition of the case held, by the levels of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from detente.case import Case, Condition
from detente.history.dates import parse_when
from detente.history.past.history import History
from detente.history.past.holds import holds

__all__ = ["Spell", "outcome_spells", "phase_spells", "regime_spells", "stated_spells"]


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in which something held.

    Parameters
    ----------
    id
        Of the phase, regime or outcome class; empty for a time in no class.
    start, end
        First day, and the day on which it no longer held; ``None`` where it is open.
    """

    id: str
    start: date | None
    end: date | None


def phase_spells(case: Case, past: History, start: date, end: date) -> tuple[Spell, ...]:
    """Return when each phase of a case held between two dates, by the levels of the record.

    Parameters
    ----------
    case
        The case.
    past
        What is known to have happened.
    start
        First day.
    end
        The day after the last.
    """
    found = (_spells(case, past, k, phase.when, start, end) for k, phase in case.phases.items())
    return tuple(spell for spells in found for spell in spells)


def regime_spells(case: Case, past: History, start: date, end: date) -> tuple[Spell, ...]:
    """Return when each regime that has a condition was in force between two dates, by the record.

    Parameters
    ----------
    case
        The case.
    past
        What is known to have happened.
    start
        First day.
    end
        The day after the last.
    """
    shown = ((k, regime.when) for k, regime in case.regimes.items() if regime.when is not None)
    return tuple(s for k, when in shown for s in _spells(case, past, k, when, start, end))


def outcome_spells(case: Case, past: History, start: date, end: date) -> tuple[Spell, ...]:
    """Return the outcome class through time: the first class whose condition held; spells follow on.

    Parameters
    ----------
    case
        The case.
    past
        What is known to have happened.
    start
        First day.
    end
        The day after the last.
    """
    spells: list[Spell] = []
    for since, until in _stretches(past, start, end):
        state = past.state(since)
        held = [(k, holds(case, outcome.when, state)) for k, outcome in case.outcomes.items()]
        name = next((k for k, true in held if true is not False), "")
        name = name if dict(held).get(name) else ""
        if spells and spells[-1].id == name:
            spells[-1] = Spell(name, spells[-1].start, until)
        else:
            spells.append(Spell(name, since, until))
    return tuple(spells)


def stated_spells(case: Case) -> tuple[Spell, ...]:
    """Return when each regime was in force as the sources say: from its first day to its last.

    Parameters
    ----------
    case
        The case.
    """
    stated = ((k, regime.from_, regime.until) for k, regime in case.regimes.items())
    return tuple(
        Spell(k, parse_when(a).start if a else None, parse_when(b).end if b else None)
        for k, a, b in stated
        if a or b
    )


def _spells(case: Case, past: History, key: str, when: Condition, start: date, end: date) -> list[Spell]:
    spells: list[Spell] = []
    for since, until in _stretches(past, start, end):
        if not holds(case, when, past.state(since)):
            continue
        if spells and spells[-1].end == since:
            spells[-1] = Spell(key, spells[-1].start, until)
        else:
            spells.append(Spell(key, since, until))
    return spells


def _stretches(past: History, start: date, end: date) -> list[tuple[date, date]]:
    """Return the stretches between two dates in which no level changed."""
    changes = {step.start for steps in past.levels.values() for step in steps}
    changes |= {past.as_of} if past.status_quo else set()
    days = [start, *sorted(day for day in changes if start < day < end), end]
    return list(pairwise(days))

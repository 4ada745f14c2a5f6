"""Which choice is better, what decides it, how the readings differ."""

from __future__ import annotations

import math
from collections.abc import Mapping

from detente.brief import numbers
from detente.brief.clauses import judgement
from detente.brief.material import CERTAIN, Material
from detente.brief.model import Cell, Part, Section, Table
from detente.brief.sentences import capital, outcome_name
from detente.insight import ChoiceFindings, Driver, Estimate

__all__ = ["better", "direction", "drivers", "driver_words", "readings"]

#: Drivers that are shown, and the share of variance below which none is after the first.
SHOWN = 8
LEAST = 0.01

#: Rank correlation below which no direction is claimed.
FAINT = 0.1


def better(m: Material) -> Section | None:
    """How often each choice is the better one for the focal actor, and what it costs to be wrong."""
    if not m.compares:
        return None
    rows = tuple(_better(m, c) for c in m.findings.choices)
    heads = ("Choice", "Better in", "Regret, mean", "Regret exceeded in 1 world of 10")
    note = m.note(f"Better in: share of worlds, ties split. Regret: how much better {m.focal} would have done with "
                  "the best choice of that world, in percent of its range of utilities")
    return Section("Which choice is better", (Table("", heads, rows, note), *_better_by_reading(m)))


def _better(m: Material, c: ChoiceFindings) -> tuple[Cell, ...]:
    n, certain = m.findings.worlds, m.certain
    regret = numbers.part(c.regret, certain)
    return m.choice(c), m.share(c.best), regret, numbers.high(c.regret_high, n, certain)


def _better_by_reading(m: Material) -> tuple[Part, ...]:
    if len(m.findings.readings) < 2:
        return ()
    heads = ("Choice", *(m.reading(r.reading) for r in m.findings.readings))
    rows = tuple(
        (m.choice(c), *(m.share(c.best_by_reading[r.reading]) for r in m.findings.readings))
        for c in m.findings.choices
    )
    return (Table("By reading", heads, rows, _by_reading_note(m, "Share of worlds in which it is the better choice")),)


def _by_reading_note(m: Material, what: str) -> str:
    taken = ", ".join(f"{m.quoted(r.reading)} {r.worlds:,}" for r in m.findings.readings)
    return f"{what} ± one standard error; worlds: {taken}."


def drivers(m: Material) -> Section | None:
    """The judgements that decide between the choices."""
    if not m.compares:
        return None
    shown = [d for k, d in enumerate(m.findings.drivers[:SHOWN]) if k == 0 or d.share.value >= LEAST]
    if not shown:
        same = "The advantage of one choice over the other is the same in every world: nothing uncertain decides it."
        return Section("What decides it", (CERTAIN if m.certain else same,))
    rows = tuple((driver_words(m, d), m.share(_clipped(d.share)), direction(m, d), _rests(m, d)) for d in shown)
    heads = ("Judgement", "Share of variance", "Direction", "Rests on")
    first = m.choice(m.findings.choices[0])
    note = (f"Share of the variance, over worlds, of {m.focal}'s advantage of “{first}” that the judgement explains "
            f"by itself ± one standard error; {m.findings.worlds:,} worlds. What several explain only together is "
            "not counted.")
    return Section("What decides it", (Table("", heads, rows, note),))


def driver_words(m: Material, d: Driver) -> str:
    """Say what is uncertain."""
    if not d.actor:
        return "Which reading holds"
    found = next(s for s in m.case.statements(d.actor) if s.id == d.statement)
    return capital(judgement(m.case, d.actor, found))


def direction(m: Material, d: Driver) -> str:
    """Say which choice a stronger judgement speaks for."""
    if not math.isfinite(d.direction):
        return "see the table by reading"
    if abs(d.direction) < FAINT:
        return "no clear direction"
    first = m.findings.choices[0]
    aversion = _central_weight(m, d) < 0
    favours_first = (d.direction > 0) != aversion
    two = len(m.findings.choices) == 2
    other = f"for “{m.choice(m.findings.choices[1])}”" if two else f"against “{m.choice(first)}”"
    return f"the stronger, the more {'for “' + m.choice(first) + '”' if favours_first else other}"


def _central_weight(m: Material, d: Driver) -> float:
    found = next(s for s in m.case.statements(d.actor) if s.id == d.statement)
    return m.case.resolve(found.weight).central


def _rests(m: Material, d: Driver) -> str:
    if not d.actor:
        return "each reading's sources"
    return str(next(s for s in m.case.statements(d.actor) if s.id == d.statement).evidence)


def _clipped(e: Estimate) -> Estimate:
    return Estimate(min(max(e.value, 0.0), 1.0), e.se, e.worlds)


def readings(m: Material) -> Section | None:
    """Outcome shares by reading, a table for each choice."""
    if len(m.findings.readings) < 2 or not m.case.outcomes:
        return None
    told = "A reading is one view of the whole case; each world takes one of them."
    tables = tuple(_readings(m, c) for c in m.findings.choices)
    return Section("How the readings differ", (told, *tables))


def _readings(m: Material, c: ChoiceFindings) -> Table:
    heads = ("Outcome", *(m.reading(r.reading) for r in m.findings.readings))
    rows = tuple(
        (capital(outcome_name(m.case, o)), *(_cell(m, c.outcomes_by_reading[r.reading], o) for r in m.findings.readings))
        for o in c.outcomes
    )
    return Table(m.under(c), heads, rows, _by_reading_note(m, "Share of the worlds of each reading"))


def _cell(m: Material, shares: Mapping[str, Estimate], outcome: str) -> Cell:
    return m.share(shares[outcome]) if outcome in shares else "none"

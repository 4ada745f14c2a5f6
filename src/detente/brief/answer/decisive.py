"""Which choice is better for the focal actor, and what decides it."""

from __future__ import annotations

import math

from detente.brief.words.inputs import about, averse, stated
from detente.brief.words.material import CERTAIN, Material
from detente.insight import ChoiceFindings, Driver
from detente.paper import numbers
from detente.paper.english import capital
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Part, Section, Table, row

__all__ = ["better", "driver_words", "drivers", "leaning", "rests"]

#: Drivers that are shown, and the share of variance below which none is after the first.
SHOWN = 6
LEAST = 0.01

#: Rank correlation below which no direction is claimed.
FAINT = 0.1


def better(m: Material) -> Section | None:
    """How often each choice is the better one for the focal actor, and what it costs to be wrong."""
    if not m.compares:
        return None
    rows = tuple(_better(m, c) for c in m.findings.choices)
    heads = ("Choice", "Better in", "Mean regret", "High regret")
    regret = (
        f"Regret: how much better {m.focal} would have done with the best choice of that world, in percent "
        "of its range of utilities; high regret is exceeded in one world of ten."
    )
    note = m.note("Better in: share of worlds, ties split", regret)
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
        row(m.choice(c), *(m.share(c.best_by_reading[r.reading]) for r in m.findings.readings))
        for c in m.findings.choices
    )
    return (
        Table("By reading", heads, rows, m.by_reading("Share of worlds in which it is the better choice")),
    )


def drivers(m: Material) -> Section | None:
    """The judgements that decide between the choices."""
    if not m.compares:
        return None
    shown = [d for k, d in enumerate(m.findings.drivers[:SHOWN]) if k == 0 or d.share.value >= LEAST]
    if not shown:
        same = "The advantage of one choice is the same in every world: nothing that is uncertain decides it."
        return Section("What decides it", (CERTAIN if m.certain else same,))
    rows = tuple(
        (capital(driver_words(m, d)), m.portion(_clipped(d.share)), leaning(m, d), rests(m, d)) for d in shown
    )
    return Section(
        "What decides it", (Table("", ("Judgement", "Explains", "Direction", "Rests on"), rows, _note(m)),)
    )


def _note(m: Material) -> str:
    first = m.choice(m.findings.choices[0])
    return (
        f"Explains: share of the variance, over worlds, of {m.focal}'s advantage of “{first}” that the "
        f"judgement explains by itself ± one standard error; {m.findings.worlds:,} worlds. Judgements that a "
        "reading changes together share what they explain; what several explain only together is not counted."
    )


def driver_words(m: Material, d: Driver) -> str:
    """Say what is uncertain, in a noun phrase."""
    if not d.actor:
        return "which reading holds"
    return about(m.case, d.actor, d.statement)


def leaning(m: Material, d: Driver) -> str:
    """Say which choice a stronger judgement speaks for."""
    if not math.isfinite(d.direction):
        return "see the tables by reading"
    if abs(d.direction) < FAINT:
        return "no clear direction"
    first, *others = m.findings.choices
    favours_first = (d.direction > 0) != averse(m.case, d.actor, d.statement)
    if favours_first or len(others) > 1:
        return f"the stronger, the {'better' if favours_first else 'worse'} for “{m.choice(first)}”"
    return f"the stronger, the better for “{m.choice(others[0])}”"


def rests(m: Material, d: Driver) -> str:
    """Return the locators of a judgement, or the words ``analyst judgement``."""
    return str(stated(m.case, d.actor, d.statement).evidence) if d.actor else "the sources of each reading"


def _clipped(e: Estimate) -> Estimate:
    return Estimate(min(max(e.value, 0.0), 1.0), e.se, e.worlds)

"""Dated probabilities as pictures: a small panel for each outcome and phase, with the range of the worlds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.brief.time.lasting import HOLDS, lasting
from detente.brief.time.years import by_year
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import Dated, Spread
from detente.paper.english import capital, sentence
from detente.paper.model import Section, Table
from detente.paper.picture import Fan, Fans, Ribbon

__all__ = ["fans"]


def fans(m: Material) -> tuple[Fans, ...]:
    """Draw outcomes by year and how long today's phases last, with the range of the worlds."""
    d = m.findings.dated
    if d is None:
        return ()
    made = []
    first, second = by_year(m), lasting(m)
    if first is not None:
        panels = tuple(_fan(m, d, outcome_name(m.case, o), _of(d, o)) for o in m.case.outcomes)
        made.append(_fans(d, "by-year", first, first.tables, "Outcomes by year", panels))
    today = [p for p in m.case.phases if any(c.phases[p].now for c in d.choices)]
    if second is not None and today:
        panels = tuple(_fan(m, d, m.case.phases[p].name, _held(d, p)) for p in today)
        tables = tuple(t for t in second.tables if t.columns[0] == HOLDS)
        made.append(
            _fans(d, "lasting", second, tables, "Whether today's phases last without a break", panels)
        )
    return tuple(made)


def _fans(
    d: Dated, key: str, section: Section, tables: tuple[Table, ...], title: str, panels: tuple[Fan, ...]
) -> Fans:
    words = sentence(f"{title}: one panel for each, a line for each choice with the range of the worlds")
    last = f"{words} The tables have the numbers for some of the days; {d.worlds:,} worlds."
    return Fans(key, section.title, title, last, tables, panels, "probability")


def _of(d: Dated, outcome: str) -> list[Sequence[Spread]]:
    return [c.outcomes[outcome] for c in d.choices]


def _held(d: Dated, phase: str) -> list[Sequence[Spread]]:
    return [c.phases[phase].throughout for c in d.choices]


def _fan(m: Material, d: Dated, title: str, rows: list[Sequence[Spread]]) -> Fan:
    across = tuple(_years(day) for day in d.dates)
    ribbons = tuple(
        Ribbon(
            m.choice(c.choice) if c.choice else "mean",
            tuple(s.mean.value for s in row),
            tuple(s.low for s in row),
            tuple(s.high for s in row),
            k,
        )
        for k, (c, row) in enumerate(zip(d.choices, rows, strict=True))
    )
    return Fan(capital(title), across, ribbons)


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25

"""What follows beside the game: levels and quantities of consequences, at rest and by date."""

from __future__ import annotations

from detente.brief.time.years import day_of
from detente.brief.words.material import Material
from detente.insight import ConsequenceFinding, Dated
from detente.paper.amounts import quantity
from detente.paper.english import capital
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Figure, Section, Table, row
from detente.paper.numbers import percent

__all__ = ["following"]

_TOLD = (
    "Consequences follow from a situation and are nobody's to decide. For each choice: the share of worlds "
    "in which play comes to rest at each level, and the mean of the quantity over worlds, each of which has "
    "values of its own within the ranges of the case."
)


def following(m: Material) -> Section | None:
    """Show every consequence, all choices side by side, and its dated values.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.consequences
    if not found:
        return None
    tables = [t for one in found for t in _tables(m, one)]
    return Section("beside", "What follows beside the game", (_TOLD, *tables))


def _tables(m: Material, found: ConsequenceFinding) -> list[Table]:
    one = m.case.consequences[found.consequence]
    rows = [
        row(
            capital(said.name) + (" (as today)" if level == found.today else ""),
            *(m.share(found.levels[c.choice][level]) for c in m.findings.choices),
        )
        for level, said in one.levels.items()
    ]
    if found.means:
        rows.append(_means(m, found, one.unit))
    title = capital(one.name)
    note = m.note("Share of worlds, and mean of the quantity,", _apart(m, found))
    made = [Table(title, m.heads("At rest"), tuple(rows), note.strip())]
    d = m.findings.dated
    return [*made, _dated(m, d, found)] if d is not None and d.choices else made


def _means(m: Material, found: ConsequenceFinding, unit: str) -> tuple[Cell, ...]:
    what = f"Mean, {unit}" if unit else "Mean"
    return row(what, *(_figure(m, found, found.means[c.choice]) for c in m.findings.choices))


def _figure(m: Material, found: ConsequenceFinding, e: Estimate, sign: bool = False) -> Figure:
    levels = m.case.consequences[found.consequence].levels.values()
    shares = all(said.value is not None and said.value.text.endswith("%") for said in levels)
    return quantity(e, m.certain, sign, percent=shares)


def _apart(m: Material, found: ConsequenceFinding) -> str:
    """Say the difference between choices, on the same worlds."""
    first = m.findings.choices[0].choice
    parts = [
        f"“{m.choice(c)}” less “{m.choice(first)}”: {_figure(m, found, e, sign=True).text}."
        for c, e in found.differences.items()
    ]
    return " ".join(parts)


def _dated(m: Material, d: Dated, found: ConsequenceFinding) -> Table:
    one = m.case.consequences[found.consequence]
    days = sorted({0, len(d.dates) // 2, len(d.dates) - 1})
    heads, rows = (_means_by_day if found.means else _levels_by_day)(m, d, found, days)
    what = f"Expected value{f', {one.unit}' if one.unit else ''}" if found.means else "Probability"
    return Table(f"{capital(one.name)}, by date", heads, tuple(rows), f"{what}; {d.worlds:,} worlds.")


def _means_by_day(
    m: Material, d: Dated, found: ConsequenceFinding, days: list[int]
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    heads = ("On", *(m.choice(c.choice) if c.choice else "Value" for c in d.choices))
    values = [c.values[found.consequence] for c in d.choices]
    return heads, [row(day_of(d.dates[k]), *(_figure(m, found, v[k].mean) for v in values)) for k in days]


def _levels_by_day(
    m: Material, d: Dated, found: ConsequenceFinding, days: list[int]
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Days stand across: a level in words is too long to head a column."""
    heads = ("Level", *(day_of(d.dates[k]) for k in days))
    rows = [
        row(
            f"{m.choice(c.choice)}: {said.name}" if c.choice else capital(said.name),
            *(percent(c.levels[found.consequence][level][k].mean.value) for k in days),
        )
        for c in d.choices
        for level, said in m.case.consequences[found.consequence].levels.items()
    ]
    return heads, rows

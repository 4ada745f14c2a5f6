"""The pictures of a brief: which there are, what they show, and the tables behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from detente.brief.answer import outcomes as follows
from detente.brief.answer.decisive import better, drivers
from detente.brief.answer.foresight import concepts, readings
from detente.brief.answer.net import nets
from detente.brief.answer.texts import bargained_pictures
from detente.brief.sure.charts import weighed
from detente.brief.time.ribbons import fans
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import ChoiceFindings
from detente.paper.english import capital, join
from detente.paper.estimate import Estimate
from detente.paper.model import Figure, Section, Table
from detente.paper.numbers import occurs
from detente.paper.picture import NEUTRAL, Bars, Panel, Picture, Series

__all__ = ["pictures"]

_SHARE = "share of worlds"
_LINES = "Lines: one standard error to each side."


def pictures(m: Material) -> tuple[Picture, ...]:
    """Return every picture of a brief, in the order of its sections."""
    found = (_outcomes(m), *nets(m), _changes(m), _better(m), _drivers(m), _readings(m), _concepts(m))
    return (*(p for p in found if p is not None), *bargained_pictures(m), *weighed(m), *fans(m))


def _outcomes(m: Material) -> Bars | None:
    section = follows.outcomes(m)
    if section is None:
        return None
    table = section.tables[0]
    title = "How often each outcome follows" + (", choices side by side" if _several(m) else "")
    return Bars("outcomes", section.title, title, _told(table), (table,), (_panel(table, _SHARE),))


def _changes(m: Material) -> Bars | None:
    section = follows.gains(m)
    if section is None:
        return None
    table = section.tables[0]
    words = f"{_told(table)} Bars to the right are gains, bars to the left losses."
    axis = "percent of the actor's range"
    title = "What each actor gains or loses against today"
    return Bars("gains", section.title, title, words, (table,), (_panel(table, axis),))


def _better(m: Material) -> Bars | None:
    section = better(m)
    if section is None:
        return None
    table = section.tables[0]
    labels = tuple(str(row[0]) for row in table.rows)
    share = _each(labels, [row[1] for row in table.rows])
    regret = _each(labels, [row[2] for row in table.rows], [row[3] for row in table.rows])
    panels = (
        Panel("Better in", labels, share, _SHARE),
        Panel("Regret", labels, regret, f"percent of {m.focal}'s range"),
    )
    title = f"Which choice is better for {m.focal}, and what it costs to be wrong"
    mark = "regret exceeded in one world of ten"
    return Bars("regret", section.title, title, _told(table), (table,), panels, True, mark)


def _drivers(m: Material) -> Bars | None:
    section = drivers(m)
    if section is None or not section.tables:
        return None
    table = section.tables[0]
    heads = [f"“{m.choice(c)}”" for c in m.findings.choices]
    series = tuple(
        replace(
            _picked(kind, [row[1] if row[2] == kind else None for row in table.rows]),
            look=next((k for k, head in enumerate(heads) if head in kind), NEUTRAL),
        )
        for kind in dict.fromkeys(str(row[2]) for row in table.rows)
    )
    panel = Panel("", tuple(str(row[0]) for row in table.rows), series, "share of the variance")
    title = "What decides between the choices: the strongest judgements"
    return Bars("drivers", section.title, title, _told(table, (0, 1, 2)), (table,), (panel,), True)


def _readings(m: Material) -> Bars | None:
    section = readings(m)
    if section is None:
        return None
    names = [r.reading for r in m.findings.readings]
    shares = {m.reading(r): [c.outcomes_by_reading.get(r, {}) for c in m.findings.choices] for r in names}
    return _multiples(m, "readings", section, "Outcomes in the worlds of each reading", shares)


def _concepts(m: Material) -> Bars | None:
    section = concepts(m)
    if section is None:
        return None
    found = [c for c in m.findings.choices if c.outcomes_by_concept]
    shares = {
        k: [c.outcomes_by_concept.get(k, {}) for c in m.findings.choices]
        for k in found[0].outcomes_by_concept
    }
    return _multiples(m, "foresight", section, "Outcomes under each stability concept", shares)


def _multiples(
    m: Material,
    key: str,
    section: Section,
    title: str,
    shares: Mapping[str, Sequence[Mapping[str, Estimate]]],
) -> Bars | None:
    """Small multiples: a panel for each name, the choices side by side in each."""
    every = [one for row in shares.values() for one in row]
    ids = [o for o in dict.fromkeys(o for one in every for o in one) if any(occurs(e) for e in _of(every, o))]
    if not ids:
        return None
    labels = tuple(capital(outcome_name(m.case, o)) for o in ids)
    panels = tuple(
        Panel(name, labels, tuple(_series(m, c, one, ids) for c, one in _pairs(m, row)), _SHARE)
        for name, row in shares.items()
    )
    heads = join(f"“{name}”" for name in shares)
    words = f"{title}. One panel each for {heads}; rows: {join(labels)}. The tables below have the numbers."
    tables = tuple(t for t in section.tables if t.columns[0] == "Outcome")
    return Bars(key, section.title, title, words, tables, panels)


def _of(every: Iterable[Mapping[str, Estimate]], outcome: str) -> list[Estimate]:
    return [one[outcome] for one in every if outcome in one]


def _pairs(
    m: Material, row: Sequence[Mapping[str, Estimate]]
) -> list[tuple[ChoiceFindings, Mapping[str, Estimate]]]:
    return list(zip(m.findings.choices, row, strict=True))


def _series(m: Material, c: ChoiceFindings, shares: Mapping[str, Estimate], ids: Sequence[str]) -> Series:
    name = m.choice(c) if c.choice else "Share"
    cells = [m.share(shares.get(o, m.never)) for o in ids]
    return _picked(name, cells, look=m.findings.choices.index(c))


def _several(m: Material) -> bool:
    return len(m.findings.choices) > 1


def _panel(table: Table, axis: str) -> Panel:
    """A table of numbers as bars: its rows are the labels, its columns the series."""
    labels = tuple(str(row[0]) for row in table.rows)
    series = tuple(
        _picked(name, [row[k] for row in table.rows], look=k - 1)
        for k, name in enumerate(table.columns[1:], 1)
    )
    return Panel("", labels, series, axis)


def _each(labels: Sequence[str], cells: Sequence[object], marks: Sequence[object] = ()) -> tuple[Series, ...]:
    """One series for each row, so that each row has the look of its choice."""
    return tuple(
        _picked(
            name,
            [cell if k == place else None for k, cell in enumerate(cells)],
            [mark if k == place else None for k, mark in enumerate(marks)],
            look=place,
        )
        for place, name in enumerate(labels)
    )


def _picked(name: str, cells: Sequence[object], marks: Sequence[object] = (), look: int = 0) -> Series:
    figures = [cell if isinstance(cell, Figure) else None for cell in cells]
    return Series(
        name,
        tuple(f.value if f else None for f in figures),
        tuple((f.se or 0.0) if f else 0.0 for f in figures),
        tuple(f.short if f else "" for f in figures),
        tuple(mark.value if isinstance(mark, Figure) else None for mark in marks),
        look,
    )


def _told(table: Table, columns: Sequence[int] = ()) -> str:
    """Say the numbers of a table in one breath, row by row."""
    shown = columns or range(len(table.columns))
    rows = []
    for row in table.rows:
        cells = [row[k] for k in shown if k]
        heads = [table.columns[k] for k in shown if k]
        told = "; ".join(f"{head}: {_text(cell)}" for head, cell in zip(heads, cells, strict=True))
        rows.append(f"{row[0]}: {told}.")
    return f"{' '.join(rows)} {_LINES}"


def _text(cell: object) -> str:
    return cell.text if isinstance(cell, Figure) else str(cell)

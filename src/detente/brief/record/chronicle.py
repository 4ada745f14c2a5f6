"""Case + History -> what happened, in sections, tables and a picture: events, levels, ties, named states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from io import StringIO
from typing import Any

from detente.brief.ground.ties import ties
from detente.brief.model import Brief
from detente.brief.record.coded import toned, undirected
from detente.brief.record.disagreements import differing
from detente.brief.record.levels import (
    CODING,
    Span,
    by_kind,
    first_and_last,
    history_picture,
    kind_name,
    stretches,
    within,
)
from detente.brief.words.naming import outcome_name, party_name
from detente.case import Case, digest
from detente.errors import DetenteError
from detente.history import History, outcome_spells, phase_spells, regime_spells, stated_spells
from detente.history.dates import day_after
from detente.history.model import Event, Reading
from detente.history.tone import tone
from detente.paper.cells import Rows
from detente.paper.english import capital, join, sentence
from detente.paper.model import Cell, Section, Table
from detente.paper.numbers import count
from detente.version import VERSION

__all__ = ["chronicle", "chronicle_as", "chronicle_csv"]

_LATER = "after the date of the case: for scoring only"


def chronicle(case: Case, past: History, start: date | None = None, end: date | None = None) -> Brief:
    """Write what happened between two dates.

    Parameters
    ----------
    case
        The case.
    past
        Its history, gathered for resolving if what came after the date of the case is to be shown; it is
        marked as such.
    start, end
        First and last day; by default those of the record.

    Raises
    ------
    DetenteError
        If there is nothing to show, or the window runs backwards.
    """
    span = _span(case, past, start, end)
    sections = (
        _happened(case, past, span),
        _levels(case, past, span),
        _states(case, past, span),
        _listed(case, past, span),
        _tied(case),
        toned(case, past, span),
        undirected(past, span),
        _counted(past, span),
        differing(case, past),
    )
    title = f"{case.title}: what happened"
    return Brief(title, _about(case, past, span), tuple(s for s in sections if s), _data(case, past, span))


def _span(case: Case, past: History, start: date | None, end: date | None) -> Span:
    dated = [e.when.start for e in (*past.events, *past.coded)] or [e.when.start for e in past.told]
    ends = [e.when.end for e in (*past.events, *past.coded)] or [e.when.end for e in past.told]
    if not dated:
        raise DetenteError(_nothing(case, past))
    first, last = start or min(dated), end or max(ends)
    if first > last:
        raise DetenteError(f"the window {first} to {last} is empty: it runs backwards")
    return Span(first, last)


def _nothing(case: Case, past: History) -> str:
    """Say why there is nothing to show."""
    others = sum(r.outside for r in past.readings)
    files = join(r.file for r in past.readings)
    if others:
        called = ", ".join(a.iso or a.name for a in case.actors.values())
        rows = count(others, "row")
        return f"{files}: none of {rows} is an event between two actors of the case ({called})"
    if files:
        return f"{files}: no event is told there"
    return f"the case {case.case} has no events; name files under history.events, or with --files"


def _about(case: Case, past: History, span: Span) -> tuple[str, ...]:
    files = sum(past.counts)
    later = sum(e.day > case.as_of for e in past.events)
    lie = "lies" if later == 1 else "lie"
    marked = f" {capital(count(later, 'event'))} {lie} {_LATER}." if later else ""
    n = len(past.repeats)
    do = "does" if n == 1 else "do"
    again = f" {capital(count(n, 'further row'))} of the same events {do} not count again."
    rows = f"{count(files, 'row')} of {count(len(past.readings), 'file')}.{again if past.repeats else ''}"
    return (
        f"{case.case}, as of {case.as_of}, digest {digest(case)[:12]}",
        f"{span.start} to {span.end}; {rows}{marked}",
    )


def _happened(case: Case, past: History, span: Span) -> Section:
    """Count the events by kind and by how they were checked."""
    shown = [e for e in within(past.events, span) if e.type != CODING] or within(past.told, span)
    rows = tuple(_kind_row(case, kind, events) for kind, events in by_kind(shown))
    checked = sum(e.checked == "lookup" for e in shown)
    told = (
        f"{capital(count(len(shown), 'event'))} between {span.start} and {span.end}, of which {checked:,} "
        "were looked up in a source and the others are from memory or not marked."
    )
    heads = ("Kind", "Events", "After the date of the case", "First", "Last")
    picture = history_picture(case, past, span)
    drawn = (picture,) if picture.groups else ()
    return Section("happened", "What happened", (told, Table("Events by kind", heads, rows)), pictures=drawn)


def _kind_row(case: Case, kind: str, events: list[Event]) -> tuple[Cell, ...]:
    later = sum(e.day > case.as_of for e in events)
    return kind_name(kind), len(events), later, *first_and_last(events)


def _levels(case: Case, past: History, span: Span) -> Section | None:
    events = {e.id: e for e in (*past.told, *past.events)}
    rows: list[tuple[Cell, ...]] = []
    for option in case.variables():
        rows += [
            (option, step.level, step.start.isoformat(), _brought(step.event, step.silent, events))
            for step, end in stretches(past.levels.get(option, ()), date.max)
            if step.start <= span.end and end > span.start
        ]
    told = (
        "What each option stood at, by the events and by the rules that the case names. Where nothing set an "
        "option again for as long as its rule says, it fell back in silence."
    )
    heads = ("Option", "Level", "Since", "Brought by")
    table = Table("Levels of each option", heads, tuple(rows))
    return Section("levels", "Levels through time", (told, table)) if rows else None


def _brought(mark: str, silent: bool, events: Mapping[str, Event]) -> str:
    says = events[mark].says if mark in events else mark
    return f"silence after: {says}" if silent else says


def _states(case: Case, past: History, span: Span) -> Section | None:
    """Tell when each named state held, by the record and as the sources say."""
    window = (case, past, span.start, day_after(span.end))
    found = [("Outcome class", outcome_name(case, s.id), s) for s in outcome_spells(*window) if s.id]
    found += [("Phase", case.phases[s.id].name, s) for s in phase_spells(*window)]
    found += [("Regime, by the record", case.regimes[s.id].name, s) for s in regime_spells(*window)]
    found += [("Regime, as the sources say", case.regimes[s.id].name, s) for s in stated_spells(case)]
    rows = tuple(
        (kind, capital(name), spell.start.isoformat() if spell.start else "", _out(spell.end, kind, span))
        for kind, name, spell in found
    )
    told = (
        "Named states of the system with the day on which each came in and the day on which it went out. "
        "What is by the record follows from the levels above; what the sources say is their own dating."
    )
    heads = ("Kind", "State", "In", "Out")
    return (
        Section("states", "Named states", (told, Table("States in and out", heads, rows))) if rows else None
    )


def _out(end: date | None, kind: str, span: Span) -> str:
    if end is None or (end > span.end and not kind.endswith("say")):
        return ""
    return end.isoformat()


def _listed(case: Case, past: History, span: Span) -> Section | None:
    shown = within(past.events, span)
    heads = ("When", "Kind", "Who", "What", "Source", "Checked", "Use")
    rows = tuple(
        (
            _when(e),
            kind_name(e.type),
            ", ".join(party_name(case, a) for a in e.actors),
            sentence(e.says),
            e.source,
            f"{e.checked}, {e.second}" if e.second else e.checked,
            "scoring only" if e.day > case.as_of else "",
        )
        for e in shown
    )
    note = f"Use: scoring only is {_LATER}."
    return (
        Section("events", "The events", (Table("Events in order", heads, rows, note),), detail=True)
        if rows
        else None
    )


def _when(event: Event) -> str:
    first, last, precision = event.when.start, event.when.end, event.when.precision
    told = {
        "day": f"{first}",
        "month": f"{first:%Y-%m}",
        "year": f"{first:%Y}",
        "range": f"{first} to {last}",
    }
    return f"about {told[precision]}" if event.when.about else told[precision]


def _tied(case: Case) -> Section | None:
    found = ties(case)
    return replace(found, detail=True) if found else None


def _counted(past: History, span: Span) -> Section | None:
    """Sum the series by year; a year that was not counted to its end says so."""
    years = range(span.start.year, span.end.year + 1)
    rows: list[tuple[Cell, ...]] = []
    for year in years:
        cells = [_year(s.months.astype(str).tolist(), s.counts.tolist(), year) for s in past.series.values()]
        rows.append((str(year), *cells))
    credits = " ".join(f"{capital(s.name)}: {sentence(s.credit)}" for s in past.series.values())
    heads = ("Year", *(capital(s.name) for s in past.series.values()))
    note = f"A year with fewer than twelve months counted has their number beside it. {credits}"
    return (
        Section("counts", "Counts", (Table("Counts by year", heads, tuple(rows), note),))
        if past.series
        else None
    )


def _year(months: list[str], counts: list[int], year: int) -> str:
    found = [n for m, n in zip(months, counts, strict=True) if m.startswith(f"{year}-")]
    if not found:
        return "not counted"
    return f"{sum(found):,}" if len(found) == 12 else f"{sum(found):,} ({count(len(found), 'month')})"


def _data(case: Case, past: History, span: Span) -> dict[str, Any]:
    """Return the history as plain types; single rows of files that may not be passed on are not in it."""
    window = (case, past, span.start, day_after(span.end))
    spells = {
        "outcomes": outcome_spells(*window),
        "phases": phase_spells(*window),
        "regimes": regime_spells(*window),
    }
    return {
        "case": case.case,
        "digest": digest(case),
        "version": VERSION,
        "as_of": case.as_of.isoformat(),
        "from": span.start.isoformat(),
        "to": span.end.isoformat(),
        "command": f"detente history {case.case} --from {span.start} --to {span.end}",
        "events": [e.to_dict() | {"scoring_only": e.day > case.as_of} for e in within(past.events, span)],
        "told": [e.to_dict() for e in within(past.told, span)],
        "levels": {
            o: [
                {"since": s.start.isoformat(), "level": s.level, "event": s.event, "silent": s.silent}
                for s in steps
            ]
            for o, steps in past.levels.items()
        },
        "states": {
            kind: [{"id": s.id, "in": str(s.start or ""), "out": str(s.end or "")} for s in found]
            for kind, found in spells.items()
        },
        "series": {
            k: {
                "unit": s.unit,
                "credit": s.credit,
                "months": s.months.astype(str).tolist(),
                "counts": s.counts.tolist(),
            }
            for k, s in past.series.items()
        },
        "tone": [
            {
                "scheme": t.scheme,
                "source": t.source,
                "target": t.target,
                "events": t.events,
                "mean": t.mean,
                "se": t.se,
            }
            for t in tone(within(past.coded, span))
        ],
        "files": [_read(r, kept) for r, kept in zip(past.readings, past.counts, strict=True)],
        "bad": [{"file": b.file, "line": b.line, "reason": b.reason} for r in past.readings for b in r.bad],
        "repeats": [asdict(one) for one in past.repeats if one.differs],
        "withdrawn": [{"id": e.id, "file": e.file, "line": e.line} for e in past.gone],
    }


def _read(reading: Reading, kept: int) -> dict[str, Any]:
    """Return what became of the lines and rows of a file; the lines add up to all that it has."""
    return {
        "file": reading.file,
        "format": reading.scheme,
        "lines": asdict(reading.lines),
        "kept": kept,
        "others": reading.outside,
        "remarks": list(reading.remarks),
    }


def chronicle_csv(brief: Brief) -> str:
    """Return events, levels and named states of a chronicle as one table for a spreadsheet.

    Parameters
    ----------
    brief
        The chronicle.
    """
    out = StringIO()
    rows = Rows(out, "\n")
    rows.writerow(["part", "from", "to", "what", "is", "by", "scoring_only"])
    data = brief.data
    for e in data["events"]:
        what, by = e.get("says", ""), e.get("source", "")
        rows.writerow(
            ["event", e["from"], e["to"], what, e.get("type", ""), by, "yes" if e["scoring_only"] else ""]
        )
    for option, steps in data["levels"].items():
        for step, end in zip(steps, [*(s["since"] for s in steps[1:]), ""], strict=False):
            later = "yes" if step["since"] > data["as_of"] else ""
            rows.writerow(["level", step["since"], end, option, step["level"], step["event"], later])
    for kind, spells in data["states"].items():
        for s in spells:
            rows.writerow(
                [kind, s["in"], s["out"], s["id"], "", "record", "yes" if s["in"] > data["as_of"] else ""]
            )
    return out.getvalue()


def chronicle_as(brief: Brief, ending: str) -> str | bytes:
    """Return a chronicle in the format of a file ending; .svg is the first picture alone.

    Parameters
    ----------
    brief
        The chronicle.
    ending
        For example ``.csv``.
    """
    from detente.paper.export import rendered

    if ending == ".csv":
        return chronicle_csv(brief)
    if ending == ".svg":
        from detente.paper.draw import svg

        if not brief.pictures:
            raise DetenteError(
                "there is nothing to draw: the record has no event of its own, level or named state"
            )
        return svg(brief.pictures[0])
    return rendered(brief, ending)

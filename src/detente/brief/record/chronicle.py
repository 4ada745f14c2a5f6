"""Case + History -> what happened, in sections, tables and a picture: events, levels, ties, named states."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from io import StringIO
from typing import Any

from detente.brief.ground.ties import ties
from detente.brief.record.disagreements import differing
from detente.brief.record.levels import CODING, Span, history_picture, kind_name, who
from detente.brief.words.naming import outcome_name
from detente.case import Case, digest
from detente.errors import DetenteError
from detente.history import History, outcome_spells, phase_spells, regime_spells, stated_spells
from detente.history.model import Event
from detente.history.tone import tone
from detente.paper.english import capital, sentence
from detente.paper.model import Brief, Cell, Section, Table
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
        _toned(case, past, span),
        _counted(past, span),
        differing(case, past),
    )
    picture = history_picture(case, past, span)
    found = ties(case)
    pictures = (picture, *(found[1] if found else ()))
    title = f"{case.title}: what happened"
    return Brief(
        title, _about(case, past, span), tuple(s for s in sections if s), _data(case, past, span), pictures
    )


def _span(case: Case, past: History, start: date | None, end: date | None) -> Span:
    dated = [e.when.start for e in (*past.events, *past.coded)] or [e.when.start for e in past.told]
    ends = [e.when.end for e in (*past.events, *past.coded)] or [e.when.end for e in past.told]
    if not dated:
        raise DetenteError(
            f"the case {case.case} has no events; name files under history.events, or with --files"
        )
    first, last = start or min(dated), end or max(ends)
    if first >= last:
        raise DetenteError(f"the window {first} to {last} is empty")
    return Span(first, last)


def _about(case: Case, past: History, span: Span) -> tuple[str, ...]:
    files = sum(past.counts)
    later = sum(e.day > case.as_of for e in past.events)
    lie = "lies" if later == 1 else "lie"
    marked = f" {capital(count(later, 'event'))} {lie} {_LATER}." if later else ""
    return (
        f"{case.case}, as of {case.as_of}, digest {digest(case)[:12]}",
        f"{span.start} to {span.end}; {count(files, 'row')} of {count(len(past.readings), 'file')}.{marked}",
    )


def _within(events: Iterable[Event], span: Span) -> list[Event]:
    return [e for e in events if e.when.end >= span.start and e.when.start <= span.end]


def _happened(case: Case, past: History, span: Span) -> Section:
    """Count the events by kind and by how they were checked."""
    shown = [e for e in _within(past.events, span) if e.type != CODING] or _within(past.told, span)
    kinds = sorted({e.type for e in shown}, key=lambda k: (-sum(e.type == k for e in shown), k))
    rows = tuple(_kind_row(case, kind, [e for e in shown if e.type == kind]) for kind in kinds)
    checked = sum(e.checked == "lookup" for e in shown)
    told = (
        f"{capital(count(len(shown), 'event'))} between {span.start} and {span.end}, of which {checked:,} "
        "were looked up in a source and the others are from memory or not marked."
    )
    heads = ("Kind", "Events", "After the date of the case", "First", "Last")
    return Section("What happened", (told, Table("Events by kind", heads, rows)))


def _kind_row(case: Case, kind: str, events: list[Event]) -> tuple[Cell, ...]:
    later = sum(e.day > case.as_of for e in events)
    first, last = min(e.when.start for e in events), max(e.when.end for e in events)
    return kind_name(kind), len(events), later, first.isoformat(), last.isoformat()


def _levels(case: Case, past: History, span: Span) -> Section | None:
    events = {e.id: e for e in (*past.events, *past.told)}
    rows: list[tuple[Cell, ...]] = []
    for option in case.variables():
        steps = past.levels.get(option, ())
        ends = [*(step.start for step in steps[1:]), date.max]
        rows += [
            (option, step.level, step.start.isoformat(), _brought(step.event, step.silent, events))
            for step, end in zip(steps, ends, strict=True)
            if step.start <= span.end and end > span.start
        ]
    told = (
        "What each option stood at, by the events and by the rules that the case names. Where nothing set an "
        "option again for as long as its rule says, it fell back in silence."
    )
    heads = ("Option", "Level", "Since", "Brought by")
    table = Table("Levels of each option", heads, tuple(rows))
    return Section("Levels through time", (told, table)) if rows else None


def _brought(mark: str, silent: bool, events: Mapping[str, Event]) -> str:
    says = events[mark].says if mark in events else mark
    return f"silence after: {says}" if silent else says


def _states(case: Case, past: History, span: Span) -> Section | None:
    """Tell when each named state held, by the record and as the sources say."""
    window = (case, past, span.start, span.end + timedelta(1))
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
    return Section("Named states", (told, Table("States in and out", heads, rows))) if rows else None


def _out(end: date | None, kind: str, span: Span) -> str:
    if end is None or (end > span.end and not kind.endswith("say")):
        return ""
    return end.isoformat()


def _listed(case: Case, past: History, span: Span) -> Section | None:
    shown = _within(past.events, span)
    heads = ("When", "Kind", "Who", "What", "Source", "Checked", "Use")
    rows = tuple(
        (
            _when(e),
            kind_name(e.type),
            ", ".join(who(case, a) for a in e.actors),
            sentence(e.says),
            e.source,
            f"{e.checked}, {e.second}" if e.second else e.checked,
            "scoring only" if e.day > case.as_of else "",
        )
        for e in shown
    )
    note = f"Use: scoring only is {_LATER}."
    return (
        Section("The events", (Table("Events in order", heads, rows, note),), detail=True) if rows else None
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
    return Section(found[0].title, found[0].parts, detail=True) if found else None


def _toned(case: Case, past: History, span: Span) -> Section | None:
    rows = tuple(
        (
            t.scheme,
            f"{who(case, _id(past, t.source))} to {who(case, _id(past, t.target))}",
            t.events,
            f"{round(t.mean, 1) + 0.0:.1f} ± {t.se:.1f}",
        )
        for t in tone(_within(past.coded, span))
    )
    told = "Mean score of what each did to the other, by machine-coded events: from -10 for war to 10."
    note = (
        "Root events only. The error takes events as independent; they come in stories, so it is too small."
    )
    heads = ("Scheme", "Who to whom", "Events", "Mean score")
    return (
        Section("How states treat one another", (told, Table("By dyad", heads, rows, note))) if rows else None
    )


def _id(past: History, code: str) -> str:
    return past.names.get(code, code)


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
    return Section("Counts", (Table("Counts by year", heads, tuple(rows), note),)) if past.series else None


def _year(months: list[str], counts: list[int], year: int) -> str:
    found = [n for m, n in zip(months, counts, strict=True) if m.startswith(f"{year}-")]
    if not found:
        return "not counted"
    return f"{sum(found):,}" if len(found) == 12 else f"{sum(found):,} ({count(len(found), 'month')})"


def _data(case: Case, past: History, span: Span) -> dict[str, Any]:
    """Return the history as plain types; single rows of files that may not be passed on are not in it."""
    window = (case, past, span.start, span.end + timedelta(1))
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
        "events": [e.to_dict() | {"scoring_only": e.day > case.as_of} for e in _within(past.events, span)],
        "told": [e.to_dict() for e in _within(past.told, span)],
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
            for t in tone(_within(past.coded, span))
        ],
        "bad": [{"file": b.file, "line": b.line, "reason": b.reason} for r in past.readings for b in r.bad],
    }


def chronicle_csv(brief: Brief) -> str:
    """Return events, levels and named states of a chronicle as one table for a spreadsheet."""
    from detente.paper.export.tables import guarded

    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["part", "from", "to", "what", "is", "by", "scoring_only"])
    data = brief.data
    for e in data["events"]:
        what, by = guarded(e.get("says", "")), guarded(e.get("source", ""))
        rows.writerow(
            ["event", e["from"], e["to"], what, e.get("type", ""), by, "yes" if e["scoring_only"] else ""]
        )
    for option, steps in data["levels"].items():
        ends = [*(s["since"] for s in steps[1:]), ""]
        for step, end in zip(steps, ends, strict=True):
            later = "yes" if step["since"] > data["as_of"] else ""
            rows.writerow(["level", step["since"], end, option, step["level"], step["event"], later])
    for kind, spells in data["states"].items():
        for s in spells:
            rows.writerow(
                [kind, s["in"], s["out"], s["id"], "", "record", "yes" if s["in"] > data["as_of"] else ""]
            )
    return out.getvalue()


def chronicle_as(brief: Brief, ending: str) -> str | bytes:
    """Return a chronicle in the format of a file ending; .svg is the first picture alone."""
    from detente.paper.export import rendered

    if ending == ".csv":
        return chronicle_csv(brief)
    if ending == ".svg":
        from detente.paper.draw import svg

        return svg(brief.pictures[0])
    return rendered(brief, ending)

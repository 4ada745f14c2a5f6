"""What each choice leads to, by year and in the end: a table, a picture, and how the two relate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.brief.lead.bridge import Bridge, bridges
from detente.brief.time.years import day_of
from detente.brief.words.charts import outcome_labels
from detente.brief.words.material import Material
from detente.brief.words.naming import anchor, outcome_name
from detente.brief.words.spans import Span, outcome, spread
from detente.insight import ChoiceFindings
from detente.paper.model import Cell, Part, Section, Table, row
from detente.paper.numbers import occurs
from detente.paper.picture import Dots, Ribbon

__all__ = ["leads", "letters"]

#: Years from the start that the picture shows beside the last day, where they are among the dates.
_YEARS = (2, 5)

_END = "in the end"

#: Why a choice moves the years and the end to different sides: whether foresight alone turns it.
_WHY = {True: "answers beyond the next move turn it", False: "pace and chance still outweigh the end"}


def letters(m: Material) -> dict[str, str]:
    """Return a letter for each choice, which narrow columns are headed by; empty with one choice or none."""
    found = m.findings.choices
    return {c.choice: chr(ord("A") + k) for k, c in enumerate(found)} if len(found) > 1 else {}


def leads(m: Material) -> Section | None:
    """Show what each choice leads to, with ranges.

    Parameters
    ----------
    m
        The case and what was found.
    """
    ids = _shown(m)
    if not ids:
        return None
    moments = _moments(m)
    short, full = (_table(m, ids, chosen) for chosen in (_few(moments), moments))
    tables = (short,) if len(moments) == len(_few(moments)) else (short, full)
    picture = Dots(
        "leads",
        "What each choice leads to" if len(m.findings.choices) > 1 else "Where things lead",
        _words(full),
        tables,
        outcome_labels(m, ids),
        tuple((head, tuple(_ribbon(m, c, ids, k) for c in m.findings.choices)) for head, k in moments),
    )
    parts: list[Part] = [short, *_bridge(m)]
    return Section("leads", picture.title, tuple(parts), pictures=(picture,))


def _shown(m: Material) -> list[str]:
    """Classes that occur at rest or, noticeably, by some day."""
    d = m.findings.dated
    late = [s for c in d.choices for s in c.outcomes.items()] if d else []
    by_day = {o for o, spreads in late if any(s.mean.value > 0.01 for s in spreads)}
    found = [o for o in m.case.outcomes if o in by_day or any(_at_rest(m, c, o) for c in m.findings.choices)]
    own = [o for o in ("other", "unsettled") if any(_at_rest(m, c, o) for c in m.findings.choices)]
    return [*found, *own] if m.case.outcomes else []


def _at_rest(m: Material, c: ChoiceFindings, o: str) -> bool:
    return occurs(c.outcomes.get(o, m.never))


def _moments(m: Material) -> list[tuple[str, int]]:
    """Heads and places of the days that are shown, and of the end, which is place -1."""
    d = m.findings.dated
    if d is None or not d.choices:
        return [(_END, -1)]
    gone = [round((day - d.start).days / 365.25) for day in d.dates]
    last = len(gone) - 1
    places = [k for k, years in enumerate(gone) if (years in _YEARS and years < gone[last]) or k == last]
    return [*((day_of(d.dates[k]), k) for k in places), (_END, -1)]


def _few(moments: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return list(moments[-2:])


def _span(m: Material, c: ChoiceFindings, o: str, place: int) -> Span | None:
    """The share of a class at rest, or its probability on a day; a day says nothing of what never rests."""
    if place < 0:
        return outcome(m, c, o)
    d = m.findings.dated
    found = next((x for x in (d.choices if d else ()) if x.choice == c.choice), None)
    return spread(found.outcomes[o][place]) if found and o in found.outcomes else None


def _table(m: Material, ids: Sequence[str], moments: Sequence[tuple[str, int]]) -> Table:
    named = letters(m)
    columns = [(c, head, k) for c in m.findings.choices for head, k in moments]
    heads = ("Outcome", *(f"{named[c.choice]}, {head}" if named else head for c, head, _ in columns))
    rows = tuple(
        row(
            label,
            *(_figure(m, c, o, k) for c, _, k in columns),
        )
        for o, label in zip(ids, outcome_labels(m, ids), strict=True)
    )
    return Table("", heads, rows, _note(m))


def _figure(m: Material, c: ChoiceFindings, o: str, place: int) -> Cell:
    """A share; in the end it leads to the worlds and the way behind it, where that was asked for."""
    span = _span(m, c, o, place)
    if span is None:
        return "–"
    known = place < 0 and any(way.outcome == o for way in c.ways)
    return replace(span.figure, to=anchor("share", c.choice, o)) if known else span.figure


def _note(m: Material) -> str:
    if m.certain:
        return "Nothing in this case is uncertain, so the numbers have no range."
    f = m.findings
    days = f"; at a date: chance that it is so then, over {f.dated.worlds:,} variants" if f.dated else ""
    return (
        f"In the end: part of {f.worlds:,} variants, each with its own draw of all that the case leaves "
        "open, in which things come to rest so, with its range over views, beliefs in threats and the "
        f"draw{days}."
    )


def _words(table: Table) -> str:
    """Say the numbers of the picture in one breath, row by row."""
    rows = []
    for cells in table.rows:
        told = "; ".join(
            f"{head}: {getattr(cell, 'text', cell)}"
            for head, cell in zip(table.columns[1:], cells[1:], strict=True)
        )
        rows.append(f"{cells[0]}: {told}.")
    return " ".join(rows)


def _ribbon(m: Material, c: ChoiceFindings, ids: Sequence[str], place: int) -> Ribbon:
    spans = [_span(m, c, o, place) or Span(float("nan"), float("nan"), float("nan"), 0) for o in ids]
    values, lows, highs = zip(*((s.value, s.low, s.high) for s in spans), strict=True)
    letter = letters(m).get(c.choice, "")
    name = f"{letter}: {m.choice(c)}" if letter else "Share"
    return Ribbon(name, values, lows, highs, m.findings.choices.index(c))


def _bridge(m: Material) -> tuple[str, ...]:
    """Say how years and the end relate, and where the choice pulls them to different sides."""
    d = m.findings.dated
    if d is None or not d.choices:
        return ()
    lead = (
        "At a date: with moves as frequent as on record, each one look ahead. In the end: once all answers "
        "are weighed."
    )
    found = bridges(m.findings)
    apart = [b for b in found if b.apart]
    if not found:
        return (lead,)
    if not apart:
        return (f"{lead} Where the choice clearly moves both, it moves them to the same side.",)
    groups = {why: [_differs(m, b) for b in apart if b.foresight == beyond] for beyond, why in _WHY.items()}
    told = "; ".join(f"{' and '.join(items)}, where {why}" for why, items in groups.items() if items)
    return (f"{lead} The choice pulls them apart for {told}.",)


def _differs(m: Material, b: Bridge) -> str:
    first, second = (letters(m)[c.choice] for c in m.findings.choices)
    rest, day = ((first if x.value > 0 else second) for x in (b.at_rest, b.by_day))
    points = [f"{100 * abs(x.value):.0f} ± {max(200 * x.se, 1):.0f}" for x in (b.at_rest, b.by_day)]
    by = f"by {day_of(b.day)} {day} +{points[1]}"
    return f"“{outcome_name(m.case, b.outcome)}” (in the end {rest} +{points[0]} points, {by})"

"""Where the sources of a history differ, fall silent, or could not be used."""

from __future__ import annotations

from pathlib import Path

from detente.case import Case
from detente.history import History, Merged
from detente.paper.english import capital, join
from detente.paper.model import Cell, Listing, Part, Section, Table
from detente.paper.numbers import count

__all__ = ["differing"]

#: Most rows of one kind that are told; JSON has them all.
_MOST = 12


def differing(case: Case, past: History) -> Section | None:
    """Tell what was read, what could not be, and where the sources do not agree."""
    parts: list[Part] = [_files(past)]
    bad = [str(b) for r in past.readings for b in r.bad]
    parts += [Listing("Rows that could not be used", _some(bad))] if bad else []
    adrift = [
        f"{option} stands at {record} by the record, and at {said} by the case."
        for option, (record, said) in past.adrift.items()
    ]
    parts += [Listing("Levels at the date of the case", tuple(adrift))] if adrift else []
    told = [
        f"{d.event.id} has {d.option} at {d.level} ({d.event.when.start} to {d.event.when.end}; voice: "
        f"{d.event.voice or 'the case'}); the record has {join(d.shown)}."
        for d in past.departures
    ]
    parts += [Listing("Where the case tells it otherwise", _some(told))] if told else []
    parts += [line for pair, merged in past.merged.items() for line in _sides(pair, merged)]
    parts += [_silences(past)] if past.gaps else []
    return (
        Section("Where the sources differ", tuple(parts), detail=not (bad or adrift or told))
        if past.readings
        else None
    )


def _files(past: History) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Path(r.file).name, r.scheme, kept, r.outside, len(r.bad), " ".join(r.remarks))
        for r, kept in zip(past.readings, past.counts, strict=True)
    ]
    heads = ("File", "Format", "Kept", "Others' events", "Not usable", "Remarks")
    return Table("What was read", heads, tuple(rows))


def _sides(pair: tuple[str, str], merged: Merged) -> tuple[Part, ...]:
    first, second = (Path(file).name for file in pair)
    told = (
        f"{first} and {second} have {count(len(merged.pairs), 'event')} in common, and within the time that "
        f"both cover {len(merged.first):,} only in the first and {len(merged.second):,} only in the second."
    )
    shifted = [
        f"{p.first.id} of {p.first.when.start} and {p.second.id} of {p.second.when.start}: "
        f"{count(p.apart, 'day')} apart."
        for p in merged.shifted
    ]
    return (told, Listing("The same event on different days", _some(shifted))) if shifted else (told,)


def _silences(past: History) -> Table:
    longest = sorted(past.gaps, key=lambda g: (-g.days, g.source, g.start))[:_MOST]
    rows = tuple((Path(g.source).name, g.start.isoformat(), g.end.isoformat(), g.days) for g in longest)
    note = f"The longest of {len(past.gaps):,}. Silence of a source is not calm: it may not have looked."
    return Table("Long silences", ("Source", "Last before", "First after", "Days"), rows, note)


def _some(items: list[str]) -> tuple[str, ...]:
    more = (f"And {len(items) - _MOST:,} more.",) if len(items) > _MOST else ()
    return (*map(capital, items[:_MOST]), *more)

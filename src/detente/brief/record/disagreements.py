"""Where the sources of a history differ, fall silent, or could not be used."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from detente.case import Case
from detente.history import History, Merged, Repeat
from detente.paper.english import capital, join
from detente.paper.model import Cell, Listing, Part, Section, Table
from detente.paper.numbers import count

__all__ = ["differing"]

#: Most rows of one kind that are told; JSON has them all.
_MOST = 12


def differing(case: Case, past: History) -> Section | None:
    """Tell what was read, what could not be, and where the sources do not agree.

    Parameters
    ----------
    case
        The case.
    past
        What is known to have happened.
    """
    parts: list[Part] = [_files(past)]
    bad = [str(b) for r in past.readings for b in r.bad]
    parts += [Listing("Rows that could not be used", _some(bad))] if bad else []
    parts += _once(past)
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
    ahead = [
        f"{_where(e.file, e.line)}: {e.id} is of {e.when.start}, which is still to come."
        for e in (*past.events, *past.later, *past.coded)
        if e.when.start > date.today()
    ]
    parts += [Listing("Dated in the future, which no record can be", _some(ahead))] if ahead else []
    told_anew = past.gone or any(one.differs for one in past.repeats)
    parts += [line for pair, merged in past.merged.items() for line in _sides(pair, merged)]
    parts += [_silences(past)] if past.gaps else []
    return (
        Section(
            "differences",
            "Where the sources differ",
            tuple(parts),
            detail=not (bad or adrift or told or told_anew or ahead),
        )
        if past.readings
        else None
    )


def _files(past: History) -> Table:
    again = Counter([one.file for one in past.repeats] + [event.file for event in past.gone])
    rows: list[tuple[Cell, ...]] = [
        (
            Path(r.file).name,
            r.scheme,
            r.lines.total,
            kept,
            r.outside,
            again[r.file] + len(r.withdrawn),
            len(r.bad),
            r.lines.blank + r.lines.header,
            "; ".join(r.remarks),
        )
        for r, kept in zip(past.readings, past.counts, strict=True)
    ]
    heads = ("File", "Format", "Lines", "Kept", "Others' events", "Counted elsewhere", "Not usable")
    note = (
        "Counted elsewhere are rows of an event that another row tells of, and rows that take an event back."
    )
    return Table("What was read", (*heads, "Blank or headings", "Remarks"), tuple(rows), note)


def _once(past: History) -> list[Part]:
    """Tell how one event was counted once where several rows tell of it, and which were taken back."""
    alike = sum(not one.differs for one in past.repeats)
    told: list[Part] = []
    if alike:
        verb = "says" if alike == 1 else "say"
        told.append(
            f"{capital(count(alike, 'row'))} {verb} the same as another of the same event, which counts once."
        )
    differ = [
        f"{one.id} stands in {_where(one.instead_file, one.instead_line)} and "
        f"in {_where(one.file, one.line)} with another {join(one.differs)}; {_why(one)}."
        for one in past.repeats
        if one.differs
    ]
    told += [Listing("One event in several rows that differ", _some(differ))] if differ else []
    gone = [f"{e.id} in {_where(e.file, e.line)}." for e in past.gone]
    return told + ([Listing("Events that their source has taken back", _some(gone))] if gone else [])


def _where(file: str, line: int) -> str:
    return f"{Path(file).name}:{line}" if line else Path(file).name


def _why(one: Repeat) -> str:
    """Say which of two rows counts, and why."""
    because = {"newer": ", which is newer", "says more": ", which says more"}.get(one.why, "")
    return f"the first counts{because or ', though neither is newer or says more'}"


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
    return (*items[:_MOST], *more)  # each begins with the name of a file, an option or an event

"""ICEWS event files, 1995 to April 2023: 20 fields, with tabs as published or with commas as R writes them.

The number of an event is unique only together with its date. Countries are given by name, and may be
missing. The intensity is the Goldstein value of the CAMEO code. Boschee and others (2015), "ICEWS coded event
data", doi 10.7910/DVN/28075.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.history.cameo import quad
from detente.history.countries import from_name
from detente.history.dates import When
from detente.history.model import Bad, Coded, Event
from detente.history.readers.reader import Found, Reader
from detente.history.readers.rows import Row, calendar, commas, decimal, first_line, headings, tabs

__all__ = ["ICEWS"]

_NEEDED = (
    "event_id",
    "event_date",
    "source_country",
    "cameo_code",
    "intensity",
    "target_country",
    "country",
)
_FIELDS = 20


def _recognises(line: str) -> bool:
    return set(_NEEDED) <= set(headings(line.split("\t" if "\t" in line else ",")))


def _rows(file: Path) -> Iterator[Found]:
    rows = tabs(file) if "\t" in first_line(file) else commas(file)
    line, header = next(rows, (1, []))
    names = headings(header)
    if lacking := [name for name in _NEEDED if name not in names]:
        yield Bad(str(file), line, f"the header lacks {', '.join(lacking)}")
        return
    places = {name: names.index(name) for name in _NEEDED}
    seen: dict[tuple[str, str], int] = {}
    for line, fields in rows:
        try:
            yield _event(file, places, len(names), (line, fields), seen)
        except ValueError as error:
            yield Bad(str(file), line, str(error), "\t".join(fields[:3]))


def _event(
    file: Path, places: dict[str, int], width: int, row: Row, seen: dict[tuple[str, str], int]
) -> Event:
    line, fields = row
    if len(fields) != width:
        raise ValueError(f"{len(fields)} fields where the header has {width}")
    has = {name: fields[place].strip() for name, place in places.items()}
    day = calendar(has["event_date"])
    code = has["cameo_code"]
    if not quad(code):
        raise ValueError(f"{code!r} is no CAMEO code, or has lost its leading zero")
    first = seen.setdefault((has["event_id"], has["event_date"]), line)
    if first != line:
        raise ValueError(f"event {has['event_id']} of {day} stands in line {first} too")
    source, target = from_name(has["source_country"]), from_name(has["target_country"])
    score = decimal(has["intensity"], "the intensity")
    coded = Coded(source, target, code, quad(code), score, place=from_name(has["country"]))
    return Event(
        f"{has['event_id']}/{day}",
        When(day, day, "day"),
        tuple(filter(None, (source, target))),
        code,
        "icews",
        str(file),
        line,
        coded=coded,
    )


ICEWS = Reader(
    "icews",
    "ICEWS coded events (CAMEO)",
    _recognises,
    _rows,
    "Harvard Dataverse doi 10.7910/DVN/28075; read its terms before passing rows on",
    share=False,
)

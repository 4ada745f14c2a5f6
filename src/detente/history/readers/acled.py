"""ACLED exports: CSV with a header of about thirty columns, no direction between the two actors.

The terms forbid passing rows on, so what is read here shows up only in counts. Notes are not read. Events
are changed after they were published: the row with the latest ``timestamp`` counts. A list of deletions,
with the columns ``event_id_cnty`` and ``deleted_timestamp``, takes events back. Raleigh and others (2010),
"Introducing ACLED".
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from detente.history.countries import from_name, within
from detente.history.dates import When, parse_when
from detente.history.lines.rows import calendar
from detente.history.model import Coded, Event, Withdrawn
from detente.history.readers.reader import Entry, Reader, whole_id

__all__ = ["ACLED"]

_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})", re.ASCII)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = re.compile(r"\s*\(\d{4}[-–]?(?:\d{4})?\)\s*$", re.ASCII)


def _event(row: Entry) -> Event | Withdrawn:
    mark = whole_id(row.get("event_id_cnty") or row.get("data_id"))
    if "deleted_timestamp" in row.has:
        return Withdrawn(mark, str(row.file), row.line, _stamp(row.get("deleted_timestamp")))
    place = from_name(row.get("country"))
    actors = (*_actors(row.get("actor1")), *_actors(row.get("actor2")))
    coded = Coded("", "", row.get("sub_event_type"), 0, None, place=place)
    return Event(
        mark,
        _when(row.get("event_date"), row.get("time_precision") or "1"),
        tuple(dict.fromkeys(filter(None, (*actors, place)))),
        row.get("event_type"),
        "acled",
        str(row.file),
        row.line,
        coded=coded,
        key=mark,
        stamp=_stamp(row.get("timestamp")),
    )


def _actors(name: str) -> tuple[str, ...]:
    """Return the countries that an actor's name holds, or the name without its years if it holds none."""
    return within(name) or (_YEARS.sub("", name),)


def _stamp(text: str) -> str:
    """Read when a row was changed: seconds since 1970, or a date."""
    if not text:
        return ""
    if text.isascii() and text.isdigit() and len(text) <= 12:
        return text.zfill(12)
    return str((calendar(text) - date(1970, 1, 1)).days * 86_400).zfill(12)


def _when(text: str, precision: str) -> When:
    """Read a date in figures or words; precision 2 is a week, told as about, and 3 the month."""
    if precision not in ("1", "2", "3"):
        raise ValueError(f"time_precision is {precision!r}, none of 1, 2, 3")
    found = _WORDS.fullmatch(text)
    if found and found[2].casefold() in _MONTHS:
        text = f"{found[3]}-{_MONTHS.index(found[2].casefold()) + 1:02}-{int(found[1]):02}"
    day = calendar(text).isoformat()
    return parse_when(day[:7] if precision == "3" else day + ("~" if precision == "2" else ""))


ACLED = Reader(
    "acled",
    "ACLED events",
    (
        ("event_id_cnty", "data_id"),
        ("event_date",),
        ("event_type",),
        ("sub_event_type",),
        ("actor1",),
        ("actor2",),
        ("country",),
    ),
    _event,
    "an account is needed and rows may not be passed on",
    more=(("time_precision",), ("timestamp",), ("deleted_timestamp",)),
    date="event_date",
    share=False,
    instead=(("event_id_cnty",), ("deleted_timestamp",)),
)

"""ICEWS event files, 1995 to April 2023: 20 fields, with tabs as published or with commas as R writes them.

The number of an event is unique only together with its date. Dates are written 2018-06-01, in some weekly
files 20180601. Countries are given by name, and may be missing. The intensity is the Goldstein value of the
CAMEO code. Boschee and others (2015), "ICEWS coded event data", doi 10.7910/DVN/28075.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.history.cameo import quad
from detente.history.countries import from_name
from detente.history.dates import When
from detente.history.lines.rows import calendar, decimal
from detente.history.model import Coded, Event
from detente.history.readers.reader import Entry, Reader, whole_id

__all__ = ["ICEWS"]

#: Where the fields that are read stand in a file with all twenty.
_PLACES: Final = {
    "event_id": 0,
    "event_date": 1,
    "source_country": 4,
    "cameo_code": 6,
    "intensity": 7,
    "target_country": 10,
    "country": 17,
}


def _fits(fields: Sequence[str]) -> bool:
    try:
        calendar(fields[1])
    except ValueError:
        return False
    return fields[0].strip().isdigit() and fields[6].strip().isdigit()


def _event(row: Entry) -> Event:
    day, code = calendar(row.get("event_date")), row.get("cameo_code")
    if not quad(code):
        raise ValueError(f"{code!r} is no CAMEO code, or has lost its leading zero")
    mark = f"{whole_id(row.get('event_id'))}/{day}"
    source, target = from_name(row.get("source_country")), from_name(row.get("target_country"))
    score = decimal(row.get("intensity"), "the intensity")
    coded = Coded(source, target, code, quad(code), score, place=from_name(row.get("country")))
    return Event(
        mark,
        When(day, day, "day"),
        tuple(filter(None, (source, target))),
        code,
        "icews",
        str(row.file),
        row.line,
        coded=coded,
        key=mark,
    )


ICEWS = Reader(
    "icews",
    "ICEWS coded events (CAMEO)",
    (
        ("event_id", "eventid"),
        ("event_date", "eventdate"),
        ("source_country", "sourcecountry"),
        ("cameo_code", "cameocode"),
        ("intensity",),
        ("target_country", "targetcountry"),
        ("country",),
    ),
    _event,
    "Harvard Dataverse doi 10.7910/DVN/28075; read its terms before passing rows on",
    date="event_date",
    share=False,
    bare={20: _PLACES},
    fits=_fits,
)

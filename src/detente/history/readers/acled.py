"""ACLED exports: CSV with a header of about thirty columns, no direction between the two actors.

The terms forbid passing rows on, so what is read here shows up only in counts. Notes are not read. Raleigh
and others (2010), "Introducing ACLED".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from detente.history.countries import from_name, within
from detente.history.dates import When, parse_when
from detente.history.model import Coded, Event
from detente.history.readers.reader import Found, Reader, headed
from detente.history.readers.rows import headings

__all__ = ["ACLED"]

_NEEDED = ("event_date", "event_type", "sub_event_type", "actor1", "actor2", "country")
_WORDS = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")


def _recognises(line: str) -> bool:
    names = set(headings(line.split(",")))
    return set(_NEEDED) <= names and bool(names & {"event_id_cnty", "data_id"})


def _rows(file: Path) -> Iterator[Found]:
    return headed(file, _NEEDED, _event, 3)


def _event(file: Path, line: int, has: Mapping[str, str]) -> Event:
    place = from_name(has["country"])
    actors = (*within(has["actor1"]), *within(has["actor2"]))
    coded = Coded("", "", has["sub_event_type"], 0, None, place=place)
    mark = has.get("event_id_cnty") or has.get("data_id") or f"{file.stem}:{line}"
    return Event(
        mark,
        _when(has["event_date"], has.get("time_precision", "1")),
        tuple(dict.fromkeys((*actors, place))),
        has["event_type"],
        "acled",
        str(file),
        line,
        coded=coded,
    )


def _when(text: str, precision: str) -> When:
    """Read a date in figures or words; precision 2 is a week, told as about, and 3 the month."""
    if precision not in ("1", "2", "3"):
        raise ValueError(f"time_precision is {precision!r}, none of 1, 2, 3")
    if _WORDS.fullmatch(text):
        try:
            # %B is read by the names of the current locale, which is English unless somebody sets it
            text = datetime.strptime(text, "%d %B %Y").date().isoformat()
        except ValueError:
            raise ValueError(f"{text!r} is no day of the calendar") from None
    return parse_when(text[:7] if precision == "3" else text + ("~" if precision == "2" else ""))


ACLED = Reader(
    "acled",
    "ACLED events",
    _recognises,
    _rows,
    "an account is needed and rows may not be passed on",
    share=False,
)

"""UCDP Georeferenced Event Dataset: a row for each place and time at which organised violence killed.

There is no direction and no score; what counts are deaths, as best, low and high estimate. Governments
become their countries, other sides keep their names. Sundberg and Melander (2013), "Introducing the UCDP
Georeferenced Event Dataset"; columns as in the codebook of version 24.1, and the older names of the
estimates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from detente.history.countries import from_name
from detente.history.dates import When
from detente.history.lines.rows import calendar
from detente.history.model import Coded, Event
from detente.history.readers.reader import Entry, Reader, whole_id

__all__ = ["GED", "KINDS"]

#: Type of violence -> what it is called.
KINDS: Final = {"1": "state-based conflict", "2": "non-state conflict", "3": "one-sided violence"}

_GOVERNMENT = re.compile(r"Government of (.+)")
_COUNT = re.compile(r"\d{1,9}(\.0)?", re.ASCII)

#: Event clarity -> how sure it is: reported by itself, or only as part of a sum.
_CLARITY: Final = {"1": "high", "2": "medium", "": ""}

#: Date precision from which the span of dates is not known to the day (1 is a day, 2 to 3 up to a week).
_MONTH, _YEAR = "4", "5"


def _event(row: Entry) -> Event:
    mark, kind = whole_id(row.get("id")), row.get("type_of_violence")
    if kind not in KINDS:
        raise ValueError(f"type_of_violence is {kind!r}, none of 1, 2, 3")
    if row.get("event_clarity") not in _CLARITY:
        raise ValueError(f"event_clarity is {row.get('event_clarity')!r}, neither 1 nor 2")
    unclear = row.get("code_status").casefold() not in ("", "clear")
    row.seen["unclear"] += unclear
    place = from_name(row.get("country"))
    sides = tuple(filter(None, map(_side, (row.get("side_a"), row.get("side_b")))))
    return Event(
        mark,
        _when(row),
        tuple(dict.fromkeys(filter(None, (*sides, place)))),
        KINDS[kind],
        "ged",
        str(row.file),
        row.line,
        confidence="low" if unclear else _CLARITY[row.get("event_clarity")],
        coded=Coded("", "", kind, 0, None, place=place, deaths=_deaths(row)),
        key=mark,
    )


def _side(name: str) -> str:
    found = _GOVERNMENT.fullmatch(name)
    return from_name(found[1]) if found else name


def _when(row: Entry) -> When:
    start, end = calendar(row.get("date_start")), calendar(row.get("date_end"))
    if end < start:
        raise ValueError(f"date_end, {end}, is before date_start, {start}")
    precision = row.get("date_prec") or "1"
    if precision not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"date_prec is {precision!r}, none of 1 to 5")
    return When(start, end, "day" if start == end else "range", precision in (_MONTH, _YEAR))


def _deaths(row: Entry) -> tuple[int, int, int]:
    """Read best, low and high estimate; what is not given is the best one."""
    best = _count(row, "best", "")
    low, high = _count(row, "low", str(best)), _count(row, "high", str(best))
    if not low <= best <= high:
        raise ValueError(f"the best estimate of deaths, {best}, is not between {low} and {high}")
    return best, low, high


def _count(row: Entry, column: str, otherwise: str) -> int:
    text = row.get(column) or otherwise
    if not _COUNT.fullmatch(text):
        raise ValueError(f"{column} is {text!r}, no number of deaths")
    return int(text.removesuffix(".0"))


def _remarks(seen: Counter[str]) -> Iterator[str]:
    if seen["unclear"]:
        yield f"not marked as clear by those who coded them, and kept: {seen['unclear']:,}"


GED = Reader(
    "ged",
    "UCDP georeferenced events",
    (
        ("id",),
        ("type_of_violence",),
        ("side_a",),
        ("side_b",),
        ("country",),
        ("date_start",),
        ("date_end",),
        ("best", "best_est"),
    ),
    _event,
    "CC BY 4.0: cite Sundberg and Melander (2013) and the codebook of the version",
    more=(
        ("low", "low_est"),
        ("high", "high_est"),
        ("date_prec",),
        ("event_clarity",),
        ("code_status",),
    ),
    date="date_start",
    remarks=_remarks,
)

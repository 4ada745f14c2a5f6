"""The least that a machine-coded file can say: date, source, target, CAMEO code, Goldstein value, as CSV.

Extracts that are made for study have this form. Countries are ISO codes or names. A column ``id`` tells rows
that say the same apart; without it such rows of one file are different events, as they are where leaders and
bodies were folded into their states.
"""

from __future__ import annotations

from detente.history.cameo import quad
from detente.history.countries import from_name
from detente.history.dates import When
from detente.history.lines.rows import calendar, decimal
from detente.history.model import Coded, Event
from detente.history.readers.reader import Entry, Reader, digest, whole_id

__all__ = ["DYADS"]


def _event(row: Entry) -> Event:
    code, day = row.get("cameo"), calendar(row.get("date"))
    if not quad(code):
        raise ValueError(f"{code!r} is no CAMEO code, or has lost its leading zero")
    source, target = from_name(row.get("source")), from_name(row.get("target"))
    coded = Coded(source, target, code, quad(code), decimal(row.get("goldstein"), "the value"))
    mark = whole_id(row.get("id")) if row.get("id") else ""
    return Event(
        mark or f"{row.file.stem}:{row.line}",
        When(day, day, "day"),
        tuple(filter(None, (source, target))),
        code,
        "dyads",
        str(row.file),
        row.line,
        coded=coded,
        key=mark or digest(row.fields),
        named=bool(mark),
    )


DYADS = Reader(
    "dyads",
    "dyads with CAMEO codes",
    (("date",), ("source",), ("target",), ("cameo", "cameo_code"), ("goldstein",)),
    _event,
    "those of the set that it was taken from",
    more=(("id", "event_id"),),
    share=False,
)

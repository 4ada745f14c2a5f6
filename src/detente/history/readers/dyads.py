"""The least that a machine-coded file can say: date, source, target, CAMEO code, Goldstein value, as CSV.

Extracts that are made for study have this form. Countries are ISO codes or names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.history.cameo import quad
from detente.history.countries import from_name
from detente.history.dates import When
from detente.history.model import Coded, Event
from detente.history.readers.reader import Found, Reader, headed
from detente.history.readers.rows import calendar, decimal, headings

__all__ = ["DYADS"]

_NEEDED = ("date", "source", "target", "cameo", "goldstein")


def _recognises(line: str) -> bool:
    return set(_NEEDED) <= set(headings(line.split(",")))


def _rows(file: Path) -> Iterator[Found]:
    return headed(file, _NEEDED, _event, 5)


def _event(file: Path, line: int, has: Mapping[str, str]) -> Event:
    code, day = has["cameo"], calendar(has["date"])
    if not quad(code):
        raise ValueError(f"{code!r} is no CAMEO code, or has lost its leading zero")
    source, target = from_name(has["source"]), from_name(has["target"])
    coded = Coded(source, target, code, quad(code), decimal(has["goldstein"], "the value"))
    actors = tuple(filter(None, (source, target)))
    return Event(
        f"{file.stem}:{line}", When(day, day, "day"), actors, code, "dyads", str(file), line, coded=coded
    )


DYADS = Reader(
    "dyads",
    "dyads with CAMEO codes",
    _recognises,
    _rows,
    "those of the set that it was taken from",
    share=False,
)

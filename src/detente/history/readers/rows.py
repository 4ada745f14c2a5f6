"""Files as rows with their line numbers, whatever is wrong with them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

__all__ = ["Row", "calendar", "commas", "decimal", "first_line", "headings", "tabs"]

#: Line and fields.
Row = tuple[int, list[str]]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SIGNS = re.compile(r"[^a-z0-9]+")


def first_line(file: Path) -> str:
    """Return the first line of a file, without a byte order mark, cut after 4,000 characters."""
    with file.open("rb") as stream:
        return _decoded(stream.readline(4_000)).removeprefix("\ufeff").rstrip("\r\n")


def tabs(file: Path) -> Iterator[Row]:
    """Yield the rows of a tab-separated file without quotes; empty lines are left out."""
    with file.open("rb") as stream:
        for line, raw in enumerate(stream, 1):
            text = _decoded(raw).rstrip("\r\n")
            if text.strip():
                yield line, text.removeprefix("\ufeff").split("\t") if line == 1 else text.split("\t")


def commas(file: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file; a row over several lines stands where it begins.

    A file that ends inside quotes gives one last row with all that is left.
    """
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        rows, begins = csv.reader(stream), 1
        for fields in rows:
            if any(part.strip() for part in fields):
                yield begins, fields
            begins = rows.line_num + 1


def headings(fields: list[str]) -> list[str]:
    """Return headings in one form: small letters, with ``_`` for whatever stands between words.

    Examples
    --------
    >>> headings(["#!Event ID", "Source Name", " event_date "])
    ['event_id', 'source_name', 'event_date']
    """
    return [_SIGNS.sub("_", field.casefold()).strip("_") for field in fields]


def calendar(text: str) -> date:
    """Read ``2018-06-01``, with or without a time behind it.

    Raises
    ------
    ValueError
        If it is no day.
    """
    if not _ISO.match(text):
        raise ValueError(f"{text!r} is no date such as 2018-06-01")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None


def decimal(text: str, name: str, low: float = -10.0, high: float = 10.0) -> float | None:
    """Read a number between two bounds; ``None`` for an empty field.

    Raises
    ------
    ValueError
        If it is no such number.
    """
    if text.strip().casefold() in ("", "none", "null"):
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} is {text!r}, no number") from None
    if not low <= value <= high:
        raise ValueError(f"{name} is {text}, outside {low:g} to {high:g}")
    return value


def _decoded(raw: bytes) -> str:
    """UTF-8; a line that is not is taken for Latin-1, as older files of these sets are."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")

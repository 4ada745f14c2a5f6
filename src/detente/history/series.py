"""Counts by month from a column of a CSV file."""

from __future__ import annotations

import re
from pathlib import Path

from detente.case import nearest
from detente.case.time import SeriesFile
from detente.errors import HistoryError
from detente.files import regular
from detente.history.model import Bad, Series
from detente.history.readers.rows import commas, headings

__all__ = ["read_series"]

#: Most digits of a count, leading zeros among them.
_DIGITS = 15

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def read_series(file: str | Path, key: str, asked: SeriesFile) -> Series:
    """Read one series: months in the first column, counts in the one that the case names.

    Months that are empty at the beginning or the end were not counted and are left out; an empty month
    between others is a hole and an error.

    Raises
    ------
    HistoryError
        With every row that cannot be used.
    """
    import numpy as np

    regular(file)
    rows = list(commas(Path(file)))
    line, header = rows[0] if rows else (1, [])
    names = headings(header)
    wanted = headings([asked.column])[0]
    if wanted not in names[1:]:
        near = nearest(wanted, names[1:])
        raise HistoryError((f"{file}:{line}: no column {asked.column!r}; nearest: {', '.join(near)}",))
    column = names.index(wanted)
    found, bad = _column(str(file), rows[1:], column)
    if bad:
        raise HistoryError(tuple(map(str, bad)))
    months = np.array([month for month, _ in found], "datetime64[M]")
    counts = np.array([count for _, count in found], np.int64)
    if len(months) and (np.diff(months).astype(int) != 1).any():
        late = str(months[1:][np.diff(months).astype(int) != 1][0])
        raise HistoryError((f"{file}: {asked.column}: the months before {late} do not follow one another",))
    return Series(key, asked.name, asked.unit, asked.credit, months, counts)


def _column(
    file: str, rows: list[tuple[int, list[str]]], column: int
) -> tuple[list[tuple[str, int]], list[Bad]]:
    """Return the months that have a count, and the rows that have neither count nor nothing."""
    found, bad = [], []
    for line, fields in rows:
        month, text = fields[0].strip(), fields[column].strip() if column < len(fields) else ""
        if not _MONTH.fullmatch(month):
            bad.append(Bad(file, line, f"{month!r} is no month such as 2017-07"))
        elif text and not (text.isascii() and text.isdigit()):
            bad.append(Bad(file, line, f"{text!r} is no count"))
        elif len(text) > _DIGITS:
            bad.append(Bad(file, line, f"{text:.40} is no count: it has more than {_DIGITS} digits"))
        elif text:
            found.append((month, int(text)))
    return found, bad

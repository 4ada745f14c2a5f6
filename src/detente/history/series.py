"""Counts by month from a column of a CSV file."""

from __future__ import annotations

import re
from pathlib import Path

from detente.case import nearest
from detente.case.time import SeriesFile
from detente.errors import HistoryError
from detente.history.lines.rows import Row, headings
from detente.history.lines.table import table
from detente.history.model import Bad, Series

__all__ = ["read_series"]

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)

#: Largest count that is taken for one.
_MOST = 10**12


def read_series(file: str | Path, key: str, asked: SeriesFile) -> Series:
    """Read one series: months in the first column, counts in the one that the case names.

    Months that are empty at the beginning or the end were not counted and are left out; an empty month
    between others is a hole and an error.

    Parameters
    ----------
    file
        The CSV file.
    key
        Name of the series.
    asked
        What the case says of it: column and source.

    Raises
    ------
    HistoryError
        With every row that cannot be used.
    """
    import numpy as np

    wanted = headings([asked.column])[0]
    line, names, rows = table(file, (wanted,))
    if wanted not in names[1:]:
        near = nearest(wanted, names[1:])
        raise HistoryError((f"{file}:{line}: no column {asked.column!r}; nearest: {', '.join(near)}",))
    column = names.index(wanted)
    found, bad = _column(str(file), rows, column)
    if bad:
        raise HistoryError(tuple(map(str, bad)))
    months = np.array([month for month, _ in found], "datetime64[M]")
    counts = np.array([count for _, count in found], np.int64)
    if len(months) and (np.diff(months).astype(int) != 1).any():
        late = str(months[1:][np.diff(months).astype(int) != 1][0])
        raise HistoryError((f"{file}: {asked.column}: the months before {late} do not follow one another",))
    return Series(key, asked.name, asked.unit, asked.credit, months, counts)


def _column(file: str, rows: list[Row], column: int) -> tuple[list[tuple[str, int]], list[Bad]]:
    """Return the months that have a count, and the rows that have neither count nor nothing."""
    found, bad = [], []
    for row in rows:
        month, line = row.fields[0].strip(), row.line
        text = row.fields[column].strip() if column < len(row.fields) else ""
        if not _MONTH.fullmatch(month):
            bad.append(Bad(file, line, f"{month!r} is no month such as 2017-07"))
        elif text and not (text.isascii() and text.isdigit()):
            bad.append(Bad(file, line, f"{text!r} is no count"))
        elif text and len(text) > len(str(_MOST)):
            bad.append(Bad(file, line, f"{text} is more than {_MOST:,}, the most that is taken for a count"))
        elif text:
            found.append((month, int(text)))
    return found, bad

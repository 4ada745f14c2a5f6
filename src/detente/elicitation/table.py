"""Rows of a CSV or XLSX file, each with its line, and what is wrong with the file as such."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import MissingExtra
from detente.files import read_bytes

__all__ = ["MOST_BYTES", "Row", "Unreadable", "rows_of"]

#: Largest file that is read.
MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line in the file, its cells as text, and itself as text."""

    line: int
    cells: tuple[str, ...]
    text: str


class Unreadable(ValueError):
    """The file is no table; the message says why."""


def rows_of(path: Path) -> list[Row]:
    """Read the rows of a CSV file, or of the first sheet of an XLSX file; empty rows are left out.

    Raises
    ------
    Unreadable
        If it cannot be read as a table.
    MissingExtra
        If it is XLSX and the extra ``page`` is not installed.
    """
    try:
        data = read_bytes(path, MOST_BYTES)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    found = _xlsx(data) if path.suffix.lower() == ".xlsx" else _csv(data)
    return [r for r in found if any(c for c in r.cells)]


def _csv(data: bytes) -> list[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("it is not UTF-8; save it as CSV UTF-8") from error
    lines = text.splitlines()
    first = lines[0] if lines else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True)
    found, before = [], 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            shown = lines[line - 1] if line <= len(lines) else ""
            found.append(Row(line, tuple(c.strip() for c in cells), shown))
    except csv.Error as error:
        raise Unreadable(f"line {reader.line_num} is not CSV: {error}") from error
    return found


def _delimiter(head: str) -> str:
    """Spreadsheets of many countries separate by semicolons or tabs."""
    return max(",;\t", key=lambda c: (head.count(c), c == ","))


def _xlsx(data: bytes) -> list[Row]:
    try:
        import openpyxl
    except ModuleNotFoundError as error:
        raise MissingExtra("openpyxl", "page") from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        table = [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    except Exception as error:  # openpyxl raises whatever the part at hand raises
        raise Unreadable(f"it is no workbook: {type(error).__name__}") from error
    return [Row(n, tuple(cells), " | ".join(cells)) for n, cells in enumerate(table, 1)]


def _text(cell: Any) -> str:
    """A cell as text; a number formatted as a percentage in the head row is 0.05 for 5%."""
    return "" if cell is None else str(cell).strip()

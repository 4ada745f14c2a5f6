"""File -> tables of cells, each with its place, and what is wrong with the file as such."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from detente.case.file.text import BREAK
from detente.elicitation.grid import Cell, Row, Table, Unreadable, stripped
from detente.elicitation.workbook import sheets_of
from detente.files import read_bytes

__all__ = ["MOST_BYTES", "tables_of"]

#: Largest file that is read.
MOST_BYTES = 5_000_000

#: First bytes of a workbook, whatever its name, and of one of another kind.
_ARCHIVE, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

#: First bytes of a file -> how its text is encoded; the longer marks first, since one begins with another.
_MARKS = (
    (b"\xff\xfe\x00\x00", ""),
    (b"\x00\x00\xfe\xff", ""),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def tables_of(path: Path) -> tuple[Table, ...]:
    """Read a CSV file as one table, or every sheet of an XLSX file as one.

    Parameters
    ----------
    path
        A file that ends in ``.csv`` or ``.xlsx``.

    Raises
    ------
    Unreadable
        If it cannot be read.
    MissingExtra
        If it is XLSX and the extra ``page`` is not installed.
    """
    data = _bytes(path)
    if data.startswith(_OLD_WORKBOOK):
        raise Unreadable("it is an old or a protected workbook; save it as XLSX without a password")
    if path.suffix.lower() == ".xlsx" or data.startswith(_ARCHIVE):
        return sheets_of(data)
    return (Table(tuple(r for r in _csv(data) if any(c.text for c in r.cells))),)


def _bytes(path: Path) -> bytes:
    """Read no more than may be read, and nothing but a file: a pipe could keep us waiting for ever."""
    try:
        return read_bytes(path, MOST_BYTES)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding or "ascii")
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise Unreadable("it is not UTF-8; save it as CSV UTF-8", line) from error
    if "\0" in text:
        line = 1 + text[: text.index("\0")].count("\n")
        raise Unreadable("it holds zero bytes; save it as CSV UTF-8", line)
    return text


def _csv(data: bytes) -> Iterator[Row]:
    text = _decoded(data)
    lines = BREAK.split(text)
    delimiter, skipped = _delimiter(lines)
    source = io.StringIO(text, newline="")
    for _ in range(skipped):
        source.readline()
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    before, width = skipped, 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Unreadable(f"the row that begins here is not CSV: {error}", before + 1) from error
        if cells is None:
            return
        line, before = before + 1, skipped + reader.line_num
        width = width or len(cells)
        _whole(lines[line:before], delimiter, width, line)
        starts = _starts(lines[line - 1], delimiter)
        found = (Cell(stripped(c), starts[k] if k < len(starts) else 0) for k, c in enumerate(cells))
        yield Row(line, tuple(found), lines[line - 1])


def _whole(rest: list[str], delimiter: str, width: int, line: int) -> None:
    """Refuse a row over several lines if one of them looks like a row: a quote that was never closed."""
    if any(more.count(delimiter) >= max(width - 1, 2) for more in rest):
        raise Unreadable("a quote is opened here and is not closed on this line", line)


def _delimiter(lines: list[str]) -> tuple[str, int]:
    """Spreadsheets of many countries separate by semicolons or tabs, and some say so in a line of its own.

    Returns
    -------
    delimiter, skipped
        The sign, and how many lines stand before the table.
    """
    said = re.fullmatch(r'"?sep=([,;\t|])"?\s*', stripped(lines[0]), re.IGNORECASE)
    if said:
        return said[1], 1
    head = next((line for line in lines if line.strip()), "")
    return max(",;\t", key=lambda c: (head.count(c), c == ",")), 0


def _starts(line: str, delimiter: str) -> list[int]:
    """Where the text of each cell of a line begins."""
    found, quoted = [0], False
    for k, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == delimiter and not quoted:
            found.append(k + 1)
    return [k + len(line[k:]) - len(line[k:].lstrip(' "')) for k in found]

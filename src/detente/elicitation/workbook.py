"""XLSX -> tables: what is unpacked is bounded before it is read, and no cell is taken for what it is not."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from detente.elicitation.grid import Cell, Row, Table, Unreadable, stripped
from detente.errors import MissingExtra

__all__ = ["MOST_CELLS", "MOST_UNPACKED", "sheets_of"]

#: Most bytes, parts and tags in all parts together. A sheet with ten thousand rows stays below half of it.
MOST_UNPACKED, MOST_PARTS, MOST_TAGS = 16_000_000, 500, 800_000

#: Most cells of the smallest rectangle that holds a sheet, and most columns of it.
MOST_CELLS, MOST_COLUMNS = 200_000, 200

#: How a part of the archive may say that it is encoded.
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']*)["']""")

#: What a number format says literally: quoted words, escaped signs, blanks as wide as a sign, colours.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def sheets_of(data: bytes) -> tuple[Table, ...]:
    """Read every sheet of a workbook.

    Parameters
    ----------
    data
        The file.

    Raises
    ------
    Unreadable
        If it is no workbook, or one that would take too much room.
    MissingExtra
        If the extra ``page`` is not installed.
    """
    try:
        import openpyxl
    except ModuleNotFoundError as error:
        raise MissingExtra("openpyxl", "page") from error
    _bounded(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about charts and styles, which nobody asked for
            shown, meant = (
                openpyxl.load_workbook(io.BytesIO(data), data_only=only, keep_links=False)
                for only in (True, False)
            )
            pairs = zip(shown.worksheets, meant.worksheets, strict=True)
            return tuple(_table(a, b, len(shown.worksheets) > 1) for a, b in pairs)
    except Unreadable:
        raise
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever the part at hand raises
        raise Unreadable(f"it is no workbook: {type(error).__name__}") from error


def _bounded(data: bytes) -> None:
    """Refuse what would take more room than a sheet of answers ever needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                raise Unreadable(f"unpacked it has more than {MOST_UNPACKED:,} bytes or {MOST_PARTS} parts")
            tags = sum(_tags(archive.read(p)) for p in parts if not p.is_dir())
    except Unreadable:
        raise
    except Exception as error:  # an archive may be broken in any way: cut, encrypted, of an unknown method
        raise Unreadable(f"it is no workbook: {type(error).__name__}") from error
    if tags > MOST_TAGS:
        raise Unreadable(f"it has more than {MOST_TAGS:,} tags; keep the answers only")


def _tags(part: bytes) -> int:
    """Number of tags of one part; its text is UTF-8 and declares nothing of its own."""
    text = part.removeprefix(b"\xef\xbb\xbf")
    if not text.lstrip().startswith(b"<"):
        return 0  # a picture, or settings of a printer
    said = _ENCODING.match(text)
    if b"\0" in text or (said and said[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise Unreadable("it is no workbook: one of its parts is not UTF-8")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Unreadable("it is no workbook: one of its parts declares entities")
    return text.count(b"<")


def _table(shown: Any, meant: Any, named: bool) -> Table:
    """One sheet, from the values that are stored and from what is written into the cells."""
    if shown.max_column > MOST_COLUMNS or shown.max_row * shown.max_column > MOST_CELLS:
        last = shown.dimensions.rpartition(":")[2]
        raise Unreadable(f"its sheet {shown.title!r} reaches to {last}; delete what stands beyond the table")
    merged = {
        (row, column)
        for area in meant.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, shown.max_row) + 1)
        for column in range(area.min_col, min(area.max_col, shown.max_column) + 1)
    }
    columns = range(1, shown.max_column + 1)
    away = shown.sheet_state != "visible"
    hidden = frozenset(c - 1 for c in columns if away or _hidden(shown, c))
    title = f"{shown.title}!" if named else ""
    rows = tuple(_rows(shown, meant, merged, title))
    return Table(rows, shown.title, hidden)


def _hidden(page: Any, column: int) -> bool:
    """Whether a column is hidden; neighbours that look alike are kept as one entry."""
    return any(d.hidden and d.min <= column <= d.max for d in page.column_dimensions.values())


def _rows(shown: Any, meant: Any, merged: set[tuple[int, int]], title: str) -> Iterator[Row]:
    for line, (values, written) in enumerate(zip(shown.iter_rows(), meant.iter_rows(), strict=False), 1):
        cells: list[Cell] = []
        start = 0
        for value, formula in zip(values, written, strict=True):
            text, form = _cell(value, formula)
            if (value.row, value.column) in merged:
                form = "merged"
            cells.append(Cell(text, start, form, f"{title}{value.coordinate}"))
            start += len(text) + len(_BETWEEN)
        if any(c.text or c.form == "formula" for c in cells):
            away = bool(shown.row_dimensions[line].hidden) if line in shown.row_dimensions else False
            yield Row(line, tuple(cells), _BETWEEN.join(c.text for c in cells), away)


#: What stands between two cells where a row is shown.
_BETWEEN = " | "


def _cell(shown: Any, meant: Any) -> tuple[str, str]:
    """Text of a cell and what it holds."""
    value = shown.value
    if value is None:
        empty = getattr(meant, "data_type", "n") != "f"
        return ("", "") if empty else (stripped(str(meant.value)), "formula")
    if isinstance(value, bool):
        return str(value).upper(), "truth"
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value), "date"
    if isinstance(value, int | float):
        return _number(value, str(shown.number_format)), "number"
    return stripped(str(value)), "error" if shown.data_type == "e" else ""


def _number(value: int | float, form: str) -> str:
    """A number as it is shown: as a percentage, where it is, and otherwise as it is stored."""
    if isinstance(value, float) and value != value:
        return "nan"
    exact = Decimal(value if isinstance(value, int) else repr(value))
    if "%" in _LITERAL.sub("", form) and exact.is_finite():
        return f"{_plain(exact * 100)}%"
    return _plain(exact)


def _plain(exact: Decimal) -> str:
    if not exact.is_finite() or abs(exact.adjusted()) > 40:
        return str(exact)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

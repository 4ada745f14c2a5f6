"""Document -> XLSX: a list of contents and one sheet for each table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from detente.paper.cells import guarded
from detente.paper.document import Document
from detente.paper.export.order import told
from detente.paper.export.tables import Value, columns, named_tables, plain_rows
from detente.paper.model import Figure, Table

__all__ = ["workbook"]

#: Nothing that looks like a formula, a link or a number is turned into one.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

#: Widest column, and those of the list of contents, in letters.
_WIDEST = 60
_CONTENTS = (32, 90)

#: Height of a line, and of the highest row that a spreadsheet takes, in points.
_LINE, _HIGHEST = 15, 405


def workbook(brief: Document) -> bytes:
    """Return a brief's tables as a workbook; the same brief gives the same bytes.

    Parameters
    ----------
    brief
        What the tables are taken from.
    """
    raw = BytesIO()
    book = xlsxwriter.Workbook(raw, _OPTIONS)
    book.set_properties({"title": guarded(brief.title), "created": datetime.datetime(2000, 1, 1)})
    styles = {
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
        "error": book.add_format({"num_format": "0.00%", "valign": "top"}),
    }
    tables = named_tables(brief)
    _contents(book.add_worksheet("Contents"), brief, tables, styles)
    for name, table in tables.items():
        _sheet(book.add_worksheet(name[:31].rstrip("-")), table, styles)
    book.close()
    return raw.getvalue()


def _contents(sheet: Any, brief: Document, tables: dict[str, Table], styles: dict[str, Any]) -> None:
    about = [("", text) for text in told(brief, ".xlsx")]
    listed = [
        (name[:31].rstrip("-"), " ".join(filter(None, (t.title, t.note)))) for name, t in tables.items()
    ]
    rows = [(brief.title, ""), *about, ("", ""), *listed]
    for k, width in enumerate(_CONTENTS):
        sheet.set_column(k, k, width)
    for line, cells in enumerate(rows):
        _words(sheet, line, [guarded(cell) for cell in cells], _CONTENTS, (styles["bold"], styles["text"]))


def _sheet(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    heads, kinds, rows = columns(table), _kinds(table), list(plain_rows(table))
    widths = [_width(head, [row[k] for row in rows]) for k, head in enumerate(heads)]
    for k, width in enumerate(widths):
        sheet.set_column(k, k, width)
    _words(sheet, 0, [guarded(head) for head in heads], widths, [styles["bold"]] * len(heads))
    for line, row in enumerate(rows, 1):
        shown = [guarded(value) if isinstance(value, str) else "" for value in row]
        _words(sheet, line, shown, widths, [styles["text"]] * len(heads))
        for k, value in enumerate(row):
            if value is not None and not isinstance(value, str):
                sheet.write_number(line, k, value, styles.get(kinds[k]))
    sheet.freeze_panes(1, 1)


def _width(head: str, cells: Sequence[Value]) -> int:
    longest = max([12, *(cell_len(cell) for cell in cells if isinstance(cell, str))])
    return min(max(longest, min(cell_len(head), 18)), _WIDEST)


def _words(sheet: Any, line: int, cells: Sequence[str], widths: Sequence[int], looks: Sequence[Any]) -> None:
    """Write the words of a row, which gets as high as they need: not every program works that out itself."""
    sheet.set_row(line, min(max(map(_lines, cells, widths), default=1) * _LINE, _HIGHEST))
    for k, (cell, look) in enumerate(zip(cells, looks, strict=True)):
        if cell:
            sheet.write_string(line, k, cell, look)


def _lines(text: str, width: int) -> int:
    """How many lines words take in a column, letters of East Asia counted twice."""
    lines, left = 1, width
    for word in text.split():
        need = cell_len(word)
        if need > left and left < width:
            lines, left = lines + 1, width
        lines, left = lines + max(need - 1, 0) // width, left - (need - 1) % width - 2
    return lines


def _kinds(table: Table) -> list[str]:
    kinds: list[str] = []
    for k in range(len(table.columns)):
        numbers = any(isinstance(row[k], Figure) for row in table.rows)
        kinds += ["share", "error", ""] if numbers else [""]
    return kinds

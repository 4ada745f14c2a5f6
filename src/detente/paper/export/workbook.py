"""Document -> XLSX: a list of contents and one sheet for each table."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from detente.paper.cells import guarded
from detente.paper.document import Document
from detente.paper.export.order import told
from detente.paper.export.tables import columns, named_tables, plain_rows
from detente.paper.model import Figure, Table

__all__ = ["workbook"]

#: Nothing that looks like a formula, a link or a number is turned into one.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

#: Widest column, in letters.
_WIDEST = 60


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
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, guarded(brief.title), styles["bold"])
    about = told(brief, ".xlsx")
    for line, text in enumerate(about, 1):
        sheet.write_string(line, 1, guarded(text), styles["text"])
    for line, (name, table) in enumerate(tables.items(), len(about) + 2):
        sheet.write_string(line, 0, name[:31].rstrip("-"), styles["bold"])
        sheet.write_string(
            line, 1, guarded(" ".join(filter(None, (table.title, table.note)))), styles["text"]
        )


def _sheet(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    heads = columns(table)
    kinds = _kinds(table)
    for k, head in enumerate(heads):
        sheet.write_string(0, k, guarded(head), styles["bold"])
    for line, row in enumerate(plain_rows(table), 1):
        for k, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, k, guarded(value), styles["text"])
            elif value is not None:
                sheet.write_number(line, k, value, styles.get(kinds[k]))
    for k, head in enumerate(heads):
        longest = max([12, *(len(str(r[k])) for r in plain_rows(table) if isinstance(r[k], str))])
        sheet.set_column(k, k, min(max(longest, min(len(head), 18)), _WIDEST))
    sheet.freeze_panes(1, 1)


def _kinds(table: Table) -> list[str]:
    kinds: list[str] = []
    for k in range(len(table.columns)):
        numbers = any(isinstance(row[k], Figure) for row in table.rows)
        kinds += ["share", "error", ""] if numbers else [""]
    return kinds

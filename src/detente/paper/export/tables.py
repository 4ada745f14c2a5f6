"""Tables as plain columns: numbers typed, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from detente.paper.cells import Rows, guarded
from detente.paper.document import Document
from detente.paper.english import capital
from detente.paper.model import Cell, Figure, Table

__all__ = ["Value", "columns", "guarded", "named_tables", "plain_rows", "to_csv"]

#: What a cell of a file holds.
Value = str | int | float | None


def named_tables(brief: Document) -> dict[str, Table]:
    """Return every table of a brief, those of its pictures and annex included, under a short file name.

    Parameters
    ----------
    brief
        What the tables are taken from.
    """
    found = [(s.title, t) for s in (*brief.lead, *brief.sections) for t in s.tables]
    found += [(p.title, t) for p in brief.pictures for t in p.tables if all(t is not x for _, x in found)]
    found += [(s.title, t) for s in brief.annex for t in s.tables]
    unique: list[tuple[str, Table]] = []
    for title, table in found:
        if all(table != known for _, known in unique):
            unique.append((title, table))
    return {f"{k:02}-{_slug(f'{title} {t.title}')}": t for k, (title, t) in enumerate(unique, 1)}


def _slug(text: str) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()
    return "-".join(words)[:60].rstrip("-") or "table"


def columns(table: Table) -> list[str]:
    """Return the headings; a column of numbers with errors becomes three.

    Parameters
    ----------
    table
        The table.
    """
    heads: list[str] = []
    for k, head in enumerate(table.columns):
        heads.append(head)
        if _figures(table, k):
            heads += [f"{head}: standard error", f"{head}: worlds"]
    return heads


def plain_rows(table: Table) -> Iterator[list[Value]]:
    """Yield the rows under those headings, with the numbers themselves in place of their text.

    Parameters
    ----------
    table
        The table.
    """
    wide = [_figures(table, k) for k in range(len(table.columns))]
    for row in table.rows:
        yield [value for cell, figures in zip(row, wide, strict=True) for value in _values(cell, figures)]


def _figures(table: Table, column: int) -> bool:
    return any(isinstance(row[column], Figure) for row in table.rows)


def _values(cell: Cell, figures: bool) -> list[Value]:
    if isinstance(cell, Figure):
        return [cell.value, cell.se if cell.value is not None else None, cell.worlds]
    return [cell, None, None] if figures else [cell]


def to_csv(table: Table) -> str:
    """Return a table as CSV that spreadsheets open with the right letters.

    Parameters
    ----------
    table
        The table.
    """
    out = StringIO()
    rows = Rows(out)
    rows.writerow(map(capital, columns(table)))
    rows.writerows(("" if v is None else v for v in cells) for cells in plain_rows(table))
    return "\ufeff" + out.getvalue()

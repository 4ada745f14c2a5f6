"""Tables of cells as they stand in a file, each cell with its place, and what is no table."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Cell", "Row", "Table", "Unreadable", "stripped"]

#: What nobody sees and programs leave around what was typed, blanks of all kinds included.
_EDGES = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Parameters
    ----------
    text
        What it shows, without blanks around it; a number of a workbook with a decimal point, and with a
        percent sign if it is shown as a percentage.
    start
        Where its text begins in that of its row, from 0.
    form
        ``number`` if a workbook holds a number here, what else it holds (``date``, ``truth``, ``formula``,
        ``error``, ``merged``), or nothing for text.
    address
        Its name in a workbook, such as ``answers!G4``; nothing in a CSV file.
    """

    text: str
    start: int = 0
    form: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line in the file, its cells, itself as text, and whether it is hidden."""

    line: int
    cells: tuple[Cell, ...]
    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a CSV file or of one sheet of a workbook, without the empty ones.

    Parameters
    ----------
    rows
        From top to bottom.
    name
        Name of the sheet; nothing for a CSV file.
    hidden
        Positions of columns that the workbook hides; all of them if the sheet itself is hidden.
    """

    rows: tuple[Row, ...]
    name: str = ""
    hidden: frozenset[int] = frozenset()


class Unreadable(ValueError):
    """The file is no table; the message says why, ``line`` where, from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        self.line = line
        super().__init__(message)


def stripped(text: str) -> str:
    """Return a text without what nobody sees around it, blanks of all kinds included.

    Parameters
    ----------
    text
        A cell as it stands in the file.
    """
    return _EDGES.sub("", text)

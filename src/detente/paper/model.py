"""What a document is made of: sections of sentences, lists, tables, pictures; free of ways to show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Self

__all__ = ["Cell", "Day", "Figure", "Linked", "Listing", "Part", "Picture", "Section", "Table", "row"]


class Linked(str):
    """Words some of which lead elsewhere in the same document; plain words wherever nothing can be followed.

    Parameters
    ----------
    runs
        Words, or pairs of words and of the anchor that they lead to.

    Examples
    --------
    >>> Linked("rests on ", ("K.P7", "p-K-P7"))
    'rests on K.P7'
    """

    runs: tuple[tuple[str, str], ...]

    def __new__(cls, *runs: str | tuple[str, str]) -> Self:
        """Join the words and keep where they lead."""
        pairs = tuple((run, "") if isinstance(run, str) else run for run in runs)
        made = super().__new__(cls, "".join(words for words, _ in pairs))
        made.runs = pairs
        return made

    def __reduce__(self) -> tuple[type[Linked], tuple[tuple[str, str], ...]]:
        return Linked, self.runs


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it may be shown.

    Parameters
    ----------
    text
        Rounded to what its error supports, for example ``62 ± 2%``.
    value
        The number itself, or ``None`` where no world gives one.
    se
        Its standard error.
    worlds
        Number of worlds behind it.
    share
        Whether it is a share of worlds, which may be drawn as a bar.
    to
        Anchor of what stands behind it in the same document, or nothing.
    reach
        Lowest, middle and highest place on a scale from 0 to 1, to be drawn as a line with a dot, or nothing.
    """

    text: str
    value: float | None
    se: float | None
    worlds: int
    share: bool = True
    to: str = ""
    reach: tuple[float, float, float] | None = None

    @property
    def short(self) -> str:
        """The text without the number of worlds behind *never* and *always*, for narrow places."""
        head, _, _ = self.text.partition(" (")
        return head if head in ("never", "always") else self.text


@dataclass(frozen=True, slots=True)
class Day:
    """A day to be kept in a calendar.

    Parameters
    ----------
    key
        What it is known by, the same each time the document is written.
    day
        The day.
    title
        What happens, or is looked up, on it.
    lines
        What is said of it, a line each.
    """

    key: str
    day: date
    title: str
    lines: tuple[str, ...]


#: What stands in a table: words, a count, or a number with its error.
Cell = str | int | Figure


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; every figure of a document is one of these first.

    Parameters
    ----------
    title
        What the table shows.
    columns
        Headings.
    rows
        One cell for each column.
    note
        What the numbers mean and how many worlds stand behind them.
    languages
        Code of the language that each column is in; empty where all is English.
    heads_of
        Places of the rows that are enough where there is little space; all are shown if empty.
    anchors
        Anchor of each row that links lead to; empty for none.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    languages: tuple[str, ...] = ()
    heads_of: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers only.

        Parameters
        ----------
        column
            Its place, from 0.

        Returns
        -------
        bool
            False for a table without rows.
        """
        return bool(self.rows) and all(not isinstance(row[column], str) for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain types; a figure keeps its value and error beside its text."""
        rows = [[_plain(cell) for cell in row] for row in self.rows]
        return {"title": self.title, "columns": list(self.columns), "rows": rows, "note": self.note}


def row(*cells: Cell) -> tuple[Cell, ...]:
    """Return the cells of one row."""
    return cells


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of sentences under a heading.

    Parameters
    ----------
    title
        What is listed.
    items
        The sentences.
    marks
        The mark before each item (``1.``, ``A.``), or nothing where the order does not matter.
    anchor
        Anchor that links lead to, or nothing.
    """

    title: str
    items: tuple[str, ...]
    marks: tuple[str, ...] = ()
    anchor: str = ""


#: A paragraph is a string.
Part = str | Listing | Table


@dataclass(frozen=True, slots=True)
class Picture:
    """What every picture has; the kinds of pictures are in `picture`.

    Parameters
    ----------
    key
        Short name for files and anchors: small letters, digits and hyphens.
    title
        What it shows.
    words
        The same for a reader who does not see it.
    tables
        The tables behind it; every number of the picture is in one of them.
    """

    key: str
    title: str
    words: str
    tables: tuple[Table, ...]

    def _repr_html_(self) -> str:
        shown: str = import_module("detente.paper.notebook").picture_html(self)
        return shown


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it, in reading order.

    Parameters
    ----------
    id
        What links and programs call it: small letters, digits and hyphens; stays when the heading changes.
    title
        The heading.
    parts
        Paragraphs, lists and tables.
    detail
        Whether a terminal leaves it out unless asked for everything; pages and files have it.
    pictures
        What can be drawn of it; the terminal and markdown show the tables instead.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    detail: bool = False
    pictures: tuple[Picture, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs alone."""
        return tuple(p for p in self.parts if isinstance(p, str))

    @property
    def lists(self) -> tuple[Listing, ...]:
        """The lists alone."""
        return tuple(p for p in self.parts if isinstance(p, Listing))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone."""
        return tuple(p for p in self.parts if isinstance(p, Table))


def _plain(cell: Cell) -> object:
    if isinstance(cell, Figure):
        return {"text": cell.text, "value": cell.value, "se": cell.se, "worlds": cell.worlds}
    return cell

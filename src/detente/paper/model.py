"""What a brief is made of: sections of sentences, lists and tables, free of any way to show them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.paper.picture import Picture

__all__ = ["Brief", "Cell", "Figure", "Listing", "Part", "Section", "Table", "row"]


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
    """

    text: str
    value: float | None
    se: float | None
    worlds: int
    share: bool = True


#: What stands in a table: words, a count, or a number with its error.
Cell = str | int | Figure


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; every figure of a brief is one of these first.

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
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    languages: tuple[str, ...] = ()

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers only."""
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
    """

    title: str
    items: tuple[str, ...]
    marks: tuple[str, ...] = ()


#: A paragraph is a string.
Part = str | Listing | Table


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it, in reading order.

    Parameters
    ----------
    title
        The heading.
    parts
        Paragraphs, lists and tables.
    detail
        Whether a terminal leaves it out unless asked for everything; pages and files have it.
    """

    title: str
    parts: tuple[Part, ...]
    detail: bool = False

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


@dataclass(frozen=True, slots=True, repr=False)
class Brief:
    """The written answer to a case.

    Parameters
    ----------
    title
        Title of the case.
    about
        What the case is and what made this answer, a sentence each.
    sections
        The answer, the most important first.
    data
        The findings behind it as plain types.
    pictures
        What can be drawn of it; the terminal and markdown show the tables instead.
    annex
        Sections that only the page and the office formats carry.
    """

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    data: Mapping[str, Any]
    pictures: tuple[Picture, ...] = ()
    annex: tuple[Section, ...] = ()

    def section(self, title: str) -> Section:
        """Return a section by its title."""
        return next(s for s in self.sections if s.title == title)

    def to_dict(self) -> dict[str, Any]:
        """Return the findings behind the brief as plain types, ready for JSON."""
        return dict(self.data)

    def to_json(self) -> str:
        """Return the findings behind the brief as JSON."""
        return json.dumps(self.data, ensure_ascii=False, indent=2, allow_nan=False)

    def to_markdown(self) -> str:
        """Return the brief as markdown."""
        from detente.paper.markup import markdown

        return markdown(self)

    def to_html(self) -> str:
        """Return the brief as one self-contained page; needs the extra ``page``."""
        from detente.paper.export import page

        return page(self)

    def save(self, path: str | Path) -> None:
        """Write the brief to a file; the ending says what: .html, .docx, .xlsx, .md, .json or .txt."""
        from detente.paper.export import save

        save(self, path)

    def to_text(self, width: int = 80) -> str:
        """Return the brief as plain text of the given width."""
        from detente.paper.terminal import plain_text

        return plain_text(self, width)

    def __repr__(self) -> str:
        return f"Brief({self.title!r}, {len(self.sections)} sections)"

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def _repr_html_(self) -> str:
        from detente.paper.notebook import html

        return html(self)


def _plain(cell: Cell) -> object:
    if isinstance(cell, Figure):
        return {"text": cell.text, "value": cell.value, "se": cell.se, "worlds": cell.worlds}
    return cell

"""Document -> terminal, or plain text where there is no terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from io import StringIO
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from detente.paper.document import Document
from detente.paper.english import join
from detente.paper.layout import GAP, Fit, bar, fit, numbers_width, said, shortened
from detente.paper.model import Cell, Figure, Listing, Part, Section, Table

__all__ = ["colourful", "plain_text", "screen_width", "show", "show_parts"]

#: Prose is not set wider than this; tables may be.
MEASURE = 100

#: Narrowest screen that is taken at its word.
NARROWEST = 40

#: Stands for a space at which no line is broken; no text has it, since it cannot be printed.
_TIED = "\ue000"

_SIMPLER = {"±": "+/-", "−": "-", "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "…": "..."}


#: Items of a list that a terminal shows of the lead.
ENOUGH = 2

#: Where the sections are that a terminal leaves out, and where all is that is not the lead.
ELSEWHERE = "Ask for --full, or write the whole brief as a page: --out brief.html."
EVERYTHING = "All the rest: --full, or as a page with --out brief.html."
AS_PAGE = "or --out brief.html"


@dataclass(frozen=True, slots=True)
class Pen:
    """What can be written where.

    Parameters
    ----------
    width
        Characters in a line.
    encoding
        An encoding that lacks signs or letters of the brief, or an empty string.
    """

    width: int
    encoding: str

    def clean(self, text: str) -> str:
        """Take out what would steer a terminal (case files come from anyone) and what cannot be shown.

        Parameters
        ----------
        text
            Words of anybody.

        Returns
        -------
        str
            With signs that the terminal's encoding lacks in a simpler spelling.
        """
        kept = "".join(c if c.isprintable() else " " for c in text)
        if not self.encoding:
            return kept.replace(" ± ", f"{_TIED}±{_TIED}")
        simpler = "".join(_SIMPLER.get(c, c) for c in kept)
        return simpler.encode(self.encoding, "replace").decode(self.encoding)

    def text(self, words: str, style: str = "") -> Text:
        """Return words in a style, as rich takes them.

        Parameters
        ----------
        words
            Words of anybody; they are cleaned.
        style
            As rich names it, or nothing.
        """
        return Text(self.clean(words), style)

    @property
    def measure(self) -> int:
        """Width of prose."""
        return min(self.width, MEASURE)


def show(
    brief: Document,
    file: TextIO | None = None,
    width: int | None = None,
    full: bool = True,
    form: str = "",
    also: Collection[str] = (),
) -> None:
    """Print a brief: in colour on a terminal unless ``NO_COLOR`` is set, as plain text elsewhere.

    Parameters
    ----------
    full
        Whether everything is printed; if not, only what comes first, or what is to be read rather than looked
        up where nothing does.
    form
        The ending of the file that it is written to, if it is.
    also
        Ids of sections that are printed in any case.
    """
    out = file if file is not None else sys.stdout
    pen = _pen(out, width)
    made = brief.made_by(form or ("--full" if full else ""))
    _print(_brief(brief, pen, full, made, also), out, pen)


def show_parts(parts: Iterable[Part], file: TextIO | None = None, width: int | None = None) -> None:
    """Print paragraphs, lists and tables that stand in no brief.

    Parameters
    ----------
    parts
        What is printed, in order.
    file
        Where to; the standard output by default.
    width
        Characters on a line; those of the terminal by default.
    """
    out = file if file is not None else sys.stdout
    pen = _pen(out, width)
    _print((_part(p, pen) for p in parts), out, pen)


def plain_text(brief: Document, width: int = 80) -> str:
    """Return a brief as text without colour.

    Parameters
    ----------
    brief
        What is shown.
    width
        Characters on a line.
    """
    out = StringIO()
    show(brief, out, width, form=".txt")
    return out.getvalue()


def screen_width() -> int:
    """Width of the terminal, or of ``COLUMNS``, or 80."""
    return max(shutil.get_terminal_size((80, 24)).columns, NARROWEST)


def colourful(file: TextIO) -> bool:
    """Whether a stream is a terminal that wants colour.

    Parameters
    ----------
    file
        The stream.
    """
    return file.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _pen(out: TextIO, width: int | None) -> Pen:
    encoding = getattr(out, "encoding", None) or "utf-8"
    try:
        "±█▏─−“”한Я".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Pen(width or screen_width(), encoding)
    return Pen(width or screen_width(), "")


def _print(blocks: Iterable[RenderableType], out: TextIO, pen: Pen) -> None:
    text = StringIO()
    _console(text, pen, colourful(out)).print(Group(*blocks))
    shown = text.getvalue().replace(_TIED, " ")
    # The command line guards its streams; what comes from here is clean, and has colours.
    write: Callable[[str], object] = getattr(out, "as_it_is", out.write)
    write(shown if colourful(out) else "\n".join(line.rstrip() for line in shown.split("\n")))


def _console(out: TextIO, pen: Pen, colour: bool) -> Console:
    return Console(
        file=out,
        width=pen.width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )


def _brief(
    brief: Document, pen: Pen, full: bool, made: str, also: Collection[str]
) -> Iterator[RenderableType]:
    about = (*brief.about, *([f"Made by: {made}"] if made else []))
    yield _prose(pen.text(brief.title, "bold"), pen)
    if brief.lead:
        yield from _lead(brief, pen, full)
        if not full:
            for section in brief.sections:
                yield from _section(section, pen) if section.id in also else ()
            rest = f"More: {brief.made_by('--full')}, {AS_PAGE}" if made else EVERYTHING
            yield _prose(pen.text(rest, "dim"), pen)
            return
        yield Text("")
    for line in about:
        yield _prose(pen.text(line, "dim"), pen)
    left_out = [s.title for s in brief.sections if s.detail and not full]
    for section in brief.sections:
        yield from _section(section, pen) if section.title not in left_out else ()
    if left_out:
        names = join(f"“{title}”" for title in left_out)
        yield from (Text(""), _prose(pen.text(f"Left out here: {names}. {ELSEWHERE}", "dim"), pen))


def _lead(brief: Document, pen: Pen, full: bool) -> Iterator[RenderableType]:
    """What comes first, with as little space as can be."""
    yield _prose(pen.text(" ".join(brief.stamp), "dim"), pen)
    for section in brief.lead:
        yield pen.text(f"{'--' if pen.encoding else '──'} {section.title}", "bold cyan")
        yield from (_part(part if full else _briefly(part), pen) for part in section.parts)


def _briefly(part: Part) -> Part:
    """A part of the lead, on a terminal: the first rows and items are enough."""
    if isinstance(part, Listing):
        return replace(part, items=part.items[:ENOUGH], marks=part.marks[:ENOUGH])
    if isinstance(part, Table):
        return _told(part) if part.heads_of else replace(part, note="")
    return part


def _told(table: Table) -> Listing:
    """The rows that are enough, a sentence each."""
    rows = [[said(cell) for cell in table.rows[k]] for k in table.heads_of]
    items = tuple(
        "; ".join([answer, *(f"{h} {x}" for h, x in zip(table.columns[2:], cells, strict=True) if x)])
        for _, answer, *cells in rows
    )
    return Listing(table.title, items, tuple(f"{k}." for k in range(1, len(items) + 1)))


def _section(section: Section, pen: Pen) -> Iterator[RenderableType]:
    title = pen.text(section.title, "bold cyan")
    rule = pen.text("─" * min(cell_len(title.plain), pen.width), "cyan")
    yield Group(Text(""), title, rule if not pen.encoding else Text("-" * cell_len(title.plain)))
    for number, part in enumerate(section.parts):
        yield from [Text("")] if number and _apart(section.parts[number - 1], part) else []
        yield _part(part, pen)


def _apart(before: Part, after: Part) -> bool:
    """A blank line between parts, except between what follows a list and the list."""
    return not (isinstance(before, Listing) and isinstance(after, str))


def _prose(words: Text, pen: Pen) -> RenderableType:
    return Padding(words, (0, max(pen.width - pen.measure, 0), 0, 0))


def _part(part: Part, pen: Pen) -> RenderableType:
    match part:
        case Listing():
            return _listing(part, pen)
        case Table():
            return _table(part, pen)
        case _:
            return _prose(pen.text(part), pen)


def _listing(listing: Listing, pen: Pen) -> RenderableType:
    sign = "-" if pen.encoding else "•"
    marks = listing.marks or (sign,) * len(listing.items)
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=max((len(m) for m in marks), default=1), no_wrap=True)
    grid.add_column(max_width=pen.measure - 4)
    for mark, item in zip(marks, listing.items, strict=True):
        grid.add_row(pen.text(mark), pen.text(item))
    return Group(*_title(listing.title, pen), grid)


def _title(title: str, pen: Pen) -> list[RenderableType]:
    return [_prose(pen.text(title, "bold"), pen)] if title else []


def _table(table: Table, pen: Pen) -> RenderableType:
    fitted = fit(table, pen.width)
    if fitted is None and (found := fit(brief := shortened(table), pen.width)) is not None:
        table, fitted = brief, found
    body = _records(table, pen) if fitted is None else _grid(table, fitted, pen)
    note = [_prose(pen.text(table.note, "dim"), pen)] if table.note else []
    return Group(*_title(table.title, pen), body, *note)


def _grid(table: Table, fitted: Fit, pen: Pen) -> RenderableType:
    grid = Grid(box=None, padding=(0, GAP, 0, 0), pad_edge=False, collapse_padding=True, header_style="bold")
    for k, heading in enumerate(table.columns):
        wide = _column(table, fitted, k)
        grid.add_column(pen.text(heading), width=wide, justify="left", vertical="top", overflow="fold")
    rule = "-" if pen.encoding else "─"
    grid.add_row(*(pen.text(rule * _column(table, fitted, k), "dim") for k in range(len(table.columns))))
    for row in table.rows:
        grid.add_row(*(_cell(c, numbers_width(table, k), fitted.bar, pen) for k, c in enumerate(row)))
    return grid


def _column(table: Table, fitted: Fit, k: int) -> int:
    drawn = any(isinstance(c := row[k], Figure) and c.share for row in table.rows)
    return fitted.widths[k] + (fitted.bar + 1 if drawn and fitted.bar else 0)


def _cell(cell: Cell, width: int, length: int, pen: Pen) -> Text:
    words = pen.clean(said(cell))
    if isinstance(cell, str):
        return Text(words)
    text = Text(words.rjust(width))
    if isinstance(cell, Figure) and cell.share and cell.value is not None and length:
        text.append(" " + bar(cell.value, length, bool(pen.encoding)), "blue")
    return text


def _records(table: Table, pen: Pen) -> RenderableType:
    """Tell each row as a block: its first words, then one line for each further column."""
    blocks: list[RenderableType] = []
    label = max(cell_len(pen.clean(c)) for c in table.columns[1:])
    label = min(label, pen.measure // 3)
    for row in table.rows:
        head, skip = _head(row)
        blocks.append(_prose(pen.text(head, "bold"), pen))
        blocks.append(Padding(_fields(table, row, skip, label, pen), (0, 0, 0, 2)))
    return Group(*blocks)


def _head(row: tuple[Cell, ...]) -> tuple[str, int]:
    """A short first cell is a mark; the words beside it complete the head."""
    first = said(row[0])
    if len(row) > 1 and len(first) <= 6 and isinstance(row[1], str):
        return f"{first}  {row[1]}", 2
    return first, 1


def _fields(table: Table, row: tuple[Cell, ...], skip: int, label: int, pen: Pen) -> RenderableType:
    grid = Grid.grid(padding=(0, GAP, 0, 0))
    grid.add_column(width=label, style="dim", overflow="fold")
    left = pen.measure - label - GAP - 4
    grid.add_column(max_width=left, overflow="fold")
    width = max((cell_len(pen.clean(said(c))) for c in row[skip:] if isinstance(c, Figure)), default=0)
    length = min(20, left - width - 1)
    for heading, cell in zip(table.columns[skip:], row[skip:], strict=True):
        if said(cell):
            grid.add_row(pen.text(heading), _cell(cell, width, length if length >= 6 else 0, pen))
    return grid

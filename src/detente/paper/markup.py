"""Document -> markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.paper.document import Document
from detente.paper.layout import said
from detente.paper.model import Listing, Part, Section, Table

__all__ = ["clean", "escaped", "markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_BULLET = re.compile(r"^([-+=])")


def markdown(brief: Document, full: bool = True) -> str:
    """Return a brief as GitHub-flavoured markdown, whatever signs the words of the case contain.

    Parameters
    ----------
    brief
        What is shown.
    full
        Whether what comes after the lead is there too; always so where there is no lead.
    """
    full = full or not brief.lead
    made = brief.made_by(".md" if full else "--markdown")
    made_by = [f"Made by the command {_code(made)}."] if made else []
    blocks = [f"# {escaped(brief.title)}", *map(escaped, brief.stamp)]
    blocks += [block for section in brief.lead for block in _section(section)]
    if full:
        blocks += [*map(escaped, brief.about), *made_by]
        blocks += [block for section in brief.sections for block in _section(section)]
    return "\n\n".join(blocks if full else [*blocks, *made_by]) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {escaped(section.title)}"
    for part in section.parts:
        yield from _part(part)


def escaped(text: str) -> str:
    r"""Keep words from being read as markup.

    Parameters
    ----------
    text
        Words as they are meant.

    Examples
    --------
    >>> print(escaped("a|b <c> 1_000"))
    a\|b \<c\> 1\_000
    """
    flat = " ".join(clean(text).split())
    safe = _SPECIAL.sub(r"\\\1", flat)
    return _BULLET.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", safe))


def _code(text: str) -> str:
    """Keep words as they are between backquotes, whatever backquotes they have themselves."""
    shown = clean(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if "`" in shown else f"`{shown}`"


def clean(text: str) -> str:
    r"""Replace what no reader can see by spaces: control signs, and signs that turn the line round.

    Parameters
    ----------
    text
        Words from anywhere.

    Examples
    --------
    >>> clean("one\x00two\u202ethree")
    'one two three'
    """
    return "".join(c if c.isprintable() else " " for c in text)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Listing():
            yield from [f"**{escaped(part.title)}**"] if part.title else []
            yield "\n".join(_item(part, k) for k in range(len(part.items)))
        case Table():
            yield from [f"**{escaped(part.title)}**"] if part.title else []
            yield _table(part)
            yield from [f"*{escaped(part.note)}*"] if part.note else []
        case _:
            yield escaped(part)


def _item(listing: Listing, k: int) -> str:
    if not listing.marks:
        return f"- {escaped(listing.items[k])}"
    if listing.marks[k].rstrip(".").isdigit():
        return f"{listing.marks[k]} {escaped(listing.items[k])}"
    return f"- **{escaped(listing.marks[k])}** {escaped(listing.items[k])}"


def _table(table: Table) -> str:
    rows = [table.columns, *(tuple(said(c) for c in row) for row in table.rows)]
    lines = ["| " + " | ".join(escaped(c) for c in row) + " |" for row in rows]
    marks = ["---:" if table.numeric(k) else "---" for k in range(len(table.columns))]
    return "\n".join([lines[0], "| " + " | ".join(marks) + " |", *lines[1:]])

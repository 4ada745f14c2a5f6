"""In which order the parts and the pictures of a section stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.paper.document import Document
from detente.paper.model import Listing, Part, Picture, Section, Table
from detente.paper.picture import Net

__all__ = ["numbered", "ordered", "told"]


def numbered(brief: Document) -> dict[str, int]:
    """Return the number of each picture, by its key: from 1, in the order in which they are read.

    Parameters
    ----------
    brief
        The document.
    """
    found = [part for s in brief.every for part in ordered(s) if isinstance(part, Picture)]
    return {picture.key: number for number, picture in enumerate(found, 1)}


def told(brief: Document, form: str) -> tuple[str, ...]:
    """Return what a brief says of itself, with the command that makes it in this form.

    Parameters
    ----------
    brief
        The document.
    form
        An ending, or an option of a terminal.
    """
    made = brief.made_by(form)
    return (*brief.about, *([f"Made by the command: {made}"] if made else []))


def ordered(section: Section) -> Iterator[Part | Picture]:
    """Yield the parts of a section, each picture in its place; tables of a picture are left to it.

    A picture stands where the first of its tables would; or at the end of what is said under the list
    that it names; or at the end of the section.

    Parameters
    ----------
    section
        A section.
    """
    own = section.pictures
    held = {id(t): p for p in own for t in section.tables if t in p.tables}
    left = {p.key: p for p in own}
    waiting: list[Picture] = []
    for part in section.parts:
        if isinstance(part, Listing):
            yield from _shown(waiting, left)
            waiting = [p for p in own if isinstance(p, Net) and p.after == part.title]
        if isinstance(part, Table) and id(part) in held:
            yield from _shown([held[id(part)]], left)
        else:
            yield part
    yield from _shown([*waiting, *own], left)


def _shown(pictures: Sequence[Picture], left: dict[str, Picture]) -> Iterator[Picture]:
    """Yield what has not been shown yet."""
    yield from (found for p in pictures if (found := left.pop(p.key, None)) is not None)

"""A whole document, as data; renderers take it, and it knows none of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.paper.model import Section
from detente.paper.picture import Picture

__all__ = ["Document"]


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """Something written: sections, pictures, and the plain data behind them.

    Parameters
    ----------
    title
        Its title.
    about
        What it is about and what made it, a sentence each.
    sections
        Sections, the most important first.
    data
        The data behind it as plain types.
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
        """Return the data behind the document as plain types, ready for JSON."""
        return dict(self.data)

    def to_json(self) -> str:
        """Return the data behind the document as JSON."""
        return json.dumps(self.data, ensure_ascii=False, indent=2, allow_nan=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.title!r}, {len(self.sections)} sections)"

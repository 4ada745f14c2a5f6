"""A whole document, as data; renderers take it, and it knows none of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.paper.model import Day, Picture, Section

__all__ = ["Document"]


#: Title of the part for sections that are in no other.
MORE = "What surrounds the game"


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """Something written: sections with their pictures, and the plain data behind them.

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
    annex
        Sections that only the page and the office formats carry.
    command
        What makes it at the command line, without the form that it is given; empty where it was made in
        Python.
    printed
        Ending of a form -> the option that prints it instead of writing a file.
    lead
        Sections that come before all others and say by themselves what a reader needs; a terminal shows only
        these unless it is asked for more.
    stamp
        Who says it, for whom, which version, as of when: a sentence each.
    groups
        Title of a part of the document -> ids of its sections, in order; what is in none stands last.
    days
        What belongs into a calendar, the soonest first.
    """

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    data: Mapping[str, Any]
    annex: tuple[Section, ...] = ()
    command: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)
    lead: tuple[Section, ...] = ()
    stamp: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: tuple[Day, ...] = ()

    def made_by(self, form: str) -> str:
        """Return the command that makes exactly this in a form: an ending, or an option of a terminal.

        Parameters
        ----------
        form
            For example ``.html`` or ``--full``.

        Examples
        --------
        >>> made = Document("", (), (), {}, command="detente analyze dam.yaml", printed={".md": "--markdown"})
        >>> made.made_by(".md"), made.made_by(".html"), made.made_by("--full")
        ('detente analyze dam.yaml --markdown', 'detente analyze dam.yaml --out brief.html', '... --full')
        """
        if not self.command:
            return ""
        written = f"--out brief{form}" if form.startswith(".") else form
        return f"{self.command} {self.printed.get(form, written)}".strip()

    def section(self, id: str) -> Section:
        """Return a section by its id, those of the annex included.

        Parameters
        ----------
        id
            Id of the section.

        Raises
        ------
        KeyError
            If there is none.
        """
        found = next((s for s in self.every if s.id == id), None)
        if found is None:
            raise KeyError(id)
        return found

    @property
    def every(self) -> tuple[Section, ...]:
        """Every section, in the order in which they are read."""
        return (*self.lead, *(s for _, sections in self.parts for s in sections))

    @property
    def parts(self) -> tuple[tuple[str, tuple[Section, ...]], ...]:
        """Titles and sections of what stands behind the lead; one part without a title without groups."""
        behind = (*self.sections, *self.annex)
        named = {id for ids in self.groups.values() for id in ids}
        found = [
            (title, tuple(s for id in ids for s in behind if s.id == id))
            for title, ids in self.groups.items()
        ]
        left = tuple(s for s in behind if s.id not in named)
        rest = [(MORE if found else "", left)] if left else []
        return tuple((title, sections) for title, sections in (*found, *rest) if sections)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in the order of the sections."""
        return tuple(p for s in self.every for p in s.pictures)

    def to_dict(self) -> dict[str, Any]:
        """Return the data behind the document as plain types, ready for JSON."""
        return dict(self.data) | ({"command": self.made_by(".json")} if self.command else {})

    def to_json(self) -> str:
        """Return the data behind the document as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.title!r}, {len(self.sections)} sections)"

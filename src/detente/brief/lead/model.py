"""The short form of a brief, as data: what the terminal, the page and other programs show first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.paper.model import Listing, Part, Section, Table

__all__ = ["Short"]


@dataclass(frozen=True, slots=True)
class Short:
    """What fits on two pages.

    Parameters
    ----------
    title
        Title of the case.
    stamp
        Who says it, for whom, which version, as of when: a sentence each.
    sections
        Sections with the ids ``verdict``, ``leads``, ``decides``, ``turns``, ``unreached``, ``to-watch``,
        ``asked`` and ``trust``, in this order; those that have nothing to say are left out.
    """

    title: str
    stamp: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def verdict(self) -> str:
        """The answer in one sentence with its range."""
        return self.sections[0].paragraphs[0]

    def section(self, id: str) -> Section | None:
        """Return a section by its id, or ``None`` where it has nothing to say.

        Parameters
        ----------
        id
            Id of the section.
        """
        return next((s for s in self.sections if s.id == id), None)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain types, ready for JSON; numbers in tables keep their value beside their text."""
        return {
            "title": self.title,
            "stamp": list(self.stamp),
            "verdict": self.verdict,
            "sections": {
                s.id: {"title": s.title, "parts": [_plain(part) for part in s.parts]} for s in self.sections
            },
        }


def _plain(part: Part) -> dict[str, Any]:
    match part:
        case Listing():
            return {"list": list(part.items), "title": part.title, "marks": list(part.marks)}
        case Table():
            return {"table": part.to_dict()}
        case _:
            return {"text": part}

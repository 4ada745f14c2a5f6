"""Sections of a brief as plain types."""

from __future__ import annotations

from typing import Any

from detente.paper.model import Listing, Part, Section, Table

__all__ = ["section"]

Plain = dict[str, Any]


def section(found: Section) -> Plain:
    """Return a section: its heading, and its paragraphs, lists and tables in reading order.

    Parameters
    ----------
    found
        The section.
    """
    return {"id": found.id, "title": found.title, "parts": [_part(p) for p in found.parts]}


def _part(part: Part) -> Plain:
    match part:
        case Table():
            return {"kind": "table", **part.to_dict()}
        case Listing():
            return {"kind": "list", "title": part.title, "items": list(part.items), "marks": list(part.marks)}
        case _:
            return {"kind": "text", "text": part}

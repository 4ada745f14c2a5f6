"""Document -> plain types and back, without pictures: what comes first of it, to be shown once more."""

from __future__ import annotations

import math
from typing import Any

from detente.paper.document import Document
from detente.paper.model import Cell, Figure, Listing, Part, Section, Table

__all__ = ["packed", "unpacked"]

Plain = dict[str, Any]


def packed(brief: Document) -> Plain:
    """Return what comes first of a document as plain types; links and pictures are left out.

    Parameters
    ----------
    brief
        The document; its lead is kept, and what is said around it.
    """
    return {
        "title": brief.title,
        "about": list(brief.about),
        "command": brief.command,
        "printed": dict(brief.printed),
        "stamp": list(brief.stamp),
        "lead": [[s.id, s.title, [_part(p) for p in s.parts]] for s in brief.lead],
    }


def unpacked(told: Plain) -> Document:
    """Return the document that `packed` was given, as far as it was kept.

    Parameters
    ----------
    told
        What `packed` returned, perhaps by way of JSON.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is something else.
    """
    lead = tuple(Section(id, title, tuple(map(_made, parts))) for id, title, parts in told["lead"])
    about, stamp = tuple(told["about"]), tuple(told["stamp"])
    return Document(told["title"], about, (), {}, (), told["command"], told["printed"], lead, stamp)


def _part(part: Part) -> Plain:
    match part:
        case Listing():
            return {"title": part.title, "items": [str(i) for i in part.items], "marks": list(part.marks)}
        case Table():
            rows = [[_cell(cell) for cell in row] for row in part.rows]
            kept = {"title": part.title, "columns": list(part.columns), "rows": rows, "note": part.note}
            return kept | {"languages": list(part.languages), "heads_of": list(part.heads_of)}
    return {"text": str(part)}


def _made(told: Plain) -> Part:
    if "items" in told:
        return Listing(told["title"], tuple(told["items"]), tuple(told["marks"]))
    if "rows" in told:
        rows = tuple(tuple(_cell_of(cell) for cell in row) for row in told["rows"])
        more = tuple(told["languages"]), tuple(told["heads_of"])
        return Table(told["title"], tuple(told["columns"]), rows, told["note"], *more)
    return str(told["text"])


def _cell(cell: Cell) -> Any:
    if isinstance(cell, Figure):
        se = cell.se if cell.se is not None and math.isfinite(cell.se) else None
        return [cell.text, cell.value, se, cell.worlds, cell.share]
    return cell if isinstance(cell, int) else str(cell)


def _cell_of(told: Any) -> Cell:
    return Figure(*told) if isinstance(told, list) else told

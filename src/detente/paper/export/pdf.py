"""Document -> PDF, set by Typst: tagged, with links and words beside pictures, and without a browser.

Typst is a typesetter of its own (about 85 MB unpacked), so the extra is called ``pdf``. The page is a
template of ours that takes the document as data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst
from matplotlib import font_manager

from detente.paper.document import Document
from detente.paper.draw import svg
from detente.paper.draw.letters import drawable, faces
from detente.paper.export.order import numbered, ordered, told
from detente.paper.layout import proportions, said
from detente.paper.markup import clean
from detente.paper.model import Cell, Figure, Linked, Listing, Part, Picture, Section, Table
from detente.steps import each

__all__ = ["document"]

Plain = dict[str, Any]

_PAGE = Path(__file__).with_name("page.typ")

#: Typeface that comes with Typst; letters that it lacks are taken from those that pictures are drawn in.
_FACE = "Libertinus Serif"

#: The dash of a range of numbers.
_RANGE = re.compile(r"(?<=\d)–(?=\d)")

#: Letters on a line of a table.
_LETTERS = 110


def document(brief: Document) -> bytes:
    """Return a brief as PDF/UA-1, the same bytes for the same brief on one machine.

    Parameters
    ----------
    brief
        What is shown.
    """
    return bytes(
        typst.compile(
            _PAGE.read_bytes(),
            font_paths=typst.Fonts(
                include_system_fonts=False, font_paths=sorted({Path(_file(face)).parent for face in faces()})
            ),
            sys_inputs={"brief": json.dumps(_Setting(brief).data, ensure_ascii=False)},
            pdf_standards="ua-1",
            format="pdf",
        )
    )


def _file(face: str) -> str:
    return font_manager.findfont(font_manager.FontProperties(family=[face]))


class _Setting:
    """A document as the data that the template takes."""

    def __init__(self, brief: Document) -> None:
        self.brief = brief
        self.known = set(_anchors(brief))
        self.numbers = numbered(brief)
        self.drawn = {p.key: _svg(p) for p in each("pictures", brief.pictures) if p.key in self.numbers}

    @property
    def data(self) -> Plain:
        """Everything that is set."""
        brief, data = self.brief, self.brief.data
        grouped = any(title for title, _ in brief.parts)
        seed = f", seed {data['seed']}, {data.get('worlds', 0):,} worlds" if "seed" in data else ""
        return {
            "title": _said(brief.title),
            "faces": [_FACE, *faces()],
            "left": _said(f"{data.get('case', '')}, case {str(data.get('digest', ''))[:12]}"),
            "right": _said(f"as of {data.get('as_of', '')}"),
            "foot": _said(f"detente {data.get('version', '')}{seed}"),
            "stamp": _said(" ".join(brief.stamp)),
            "lead": [self._section(s, 3, lead=True) for s in brief.lead],
            "about": [self._words(line) for line in told(brief, ".pdf")],
            "behind": [self._table(t) for s in brief.lead for p in s.pictures for t in p.tables],
            "contents": len(brief.every) > len(brief.lead) + 1,
            "depth": 3 if grouped else 2,
            "parts": [
                {
                    "title": _said(title),
                    "level": 3 if title else 2,
                    "sections": [self._section(s, 4 if title else 3) for s in sections],
                }
                for title, sections in brief.parts
            ],
        }

    def _section(self, s: Section, level: int, lead: bool = False) -> Plain:
        parts = [self._part(part, level, lead) for part in ordered(s)]
        return {"id": s.id, "title": _said(s.title), "parts": [p for p in parts if p]}

    def _part(self, part: Part | Picture, level: int, lead: bool) -> Plain:
        match part:
            case Listing():
                kept = ("kind", "title", "level", "anchor", "marks", "entries")
                anchor = part.anchor if part.anchor in self.known else ""
                entries = [self._words(item) for item in part.items]
                marks = [_said(mark) for mark in part.marks]
                return dict(
                    zip(kept, ("list", _said(part.title), level, anchor, marks, entries), strict=True)
                )
            case Table():
                return {"kind": "table", **self._table(part)} if part.rows else {}
            case Picture():
                tables = [] if lead else [self._table(t) for t in part.tables]
                told = {"title": _said(part.title), "words": _said(part.words), "tables": tables}
                return {
                    "kind": "picture",
                    "svg": self.drawn[part.key],
                    "number": self.numbers[part.key],
                    **told,
                }
        return {"kind": "text", "text": self._words(part)}

    def _table(self, t: Table) -> Plain:
        return {
            "title": _said(t.title),
            "columns": [_said(h) for h in t.columns],
            "rows": [[self._cell(c) for c in row] for row in t.rows],
            "note": _said(t.note),
            "anchors": [clean(a) for a in t.anchors],
            "languages": list(t.languages),
            "numeric": [any(not isinstance(row[k], str) for row in t.rows) for k in range(len(t.columns))],
            "widths": proportions(t, _LETTERS),
        }

    def _cell(self, cell: Cell) -> Any:
        if isinstance(cell, Figure) and cell.to in self.known:
            return [[_said(cell.text), cell.to]]
        return self._words(cell) if isinstance(cell, str) else _said(said(cell))

    def _words(self, text: str) -> Any:
        """Words, or runs of words each with the anchor that it leads to."""
        if not isinstance(text, Linked):
            return _said(text)
        return [[_said(run), to if to in self.known else ""] for run, to in text.runs]


def _said(text: str) -> str:
    """Words in letters that some typeface here has; no line is broken before an error or within a range."""
    return _RANGE.sub("–\u2060", drawable(clean(text)).replace(" ± ", "\u00a0±\u00a0"))


def _svg(picture: Picture) -> str:
    """A picture whose words are set in the typeface that they were measured in."""
    return svg(picture, letters=drawable).replace(
        'font-family="sans-serif"', f'font-family="{", ".join(faces())}"', 1
    )


def _anchors(brief: Document) -> Iterable[str]:
    """Yield every anchor that a link may lead to, each of which is set once."""
    seen: set[str] = set()
    for section in brief.every:
        for part in section.parts:
            ids = (
                part.anchors
                if isinstance(part, Table)
                else [part.anchor]
                if isinstance(part, Listing)
                else ()
            )
            for id in ids:
                if id and id not in seen:
                    seen.add(id)
                    yield id

"""Document -> one HTML page that holds all it needs: style, drawings, one small script."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from detente.paper.document import Document
from detente.paper.draw import NARROW, WIDE, svg, wide_only
from detente.paper.export.order import numbered, ordered
from detente.paper.layout import CALM, numeric, said
from detente.paper.markup import clean
from detente.paper.model import Cell, Figure, Linked, Listing, Part, Picture, Section, Table
from detente.steps import each

__all__ = ["document"]

_HERE = Path(__file__).parent

#: Tables up to so many rows are kept on one printed page.
_SHORT = 9

#: Tables of more columns may be moved sideways; a first column of so few letters is as narrow as it can be.
_FEW, _TINY = 3, 6


#: Letters in one line of a telephone: a longer word may be broken.
_LONG = 36

#: So may tables whose numbers, which are never broken, have more letters than this side by side.
_WIDE = 24


@dataclass(frozen=True, slots=True)
class _Number:
    """A cell that holds a number.

    Parameters
    ----------
    value, error
        What stands before and after its ``±``; or *never* or *always*, and of how many worlds.
    bar
        How long its bar is.
    whole
        Whether it is so in none or in all of the worlds.
    to
        Anchor of what stands behind it.
    reach
        Lowest, middle and highest place of a line with a dot, as a style.
    """

    value: str
    error: str
    bar: str
    whole: bool = False
    to: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture in the page."""

    number: int
    picture: Picture
    wide: Markup
    narrow: Markup | None


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of a section, with the kind of markup it gets."""

    kind: str
    part: object


def document(brief: Document) -> str:
    """Return a brief as one page.

    Parameters
    ----------
    brief
        What is shown.
    """
    numbers = numbered(brief)
    shown = [p for p in brief.pictures if p.key in numbers]
    drawn = {p.key: _drawn(p, numbers[p.key]) for p in each("pictures", shown)}
    return _template().render(
        brief=brief,
        lead=[_laid(s, drawn) for s in brief.lead],
        parts=[(title, [_laid(s, drawn) for s in sections]) for title, sections in brief.parts],
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        script=Markup(_script()),
        allowed=_hashed(_script()),
        head=_printed(brief),
        told=_told(brief),
    )


def _laid(section: Section, drawn: dict[str, _Drawn]) -> tuple[Markup, Section, list[_Block]]:
    """A section with its anchor and its parts, each with the kind of markup it gets."""
    return _whole(f"s-{section.id}"), section, [_block(part, drawn) for part in ordered(section)]


@cache
def _script() -> str:
    """A few lines that open what a link leads into; without them everything is there all the same."""
    return (_HERE / "page.js").read_text(encoding="utf-8")


def _hashed(script: str) -> str:
    """What a content policy allows one script by, and no other."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"cell": _cell, "look": _look, "marks": _marks, "numbers": numeric}
    environment.filters["whole"] = _whole
    return environment.get_template("page.html.j2")


def _shown(value: object) -> object:
    """Words without signs that cannot be seen, and without a line's end before an error.

    A word that fits no line may be broken: style alone would let it stick out, or break every word.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if isinstance(value, Linked):
        return Markup("").join(_run(words, to) for words, to in value.runs)
    tied = clean(value).replace(" ± ", "\u00a0±\u00a0")
    return Markup("").join(map(_broken, re.split(r"(\s+)", tied)))


def _run(words: str, to: str) -> Markup:
    shown = Markup("").join(map(_broken, re.split(r"(\s+)", clean(words))))
    return Markup('<a href="#{}">{}</a>').format(clean(to), shown) if to else shown


def _whole(text: str) -> Markup:
    """Words that no tag may stand in: a title of the window, an anchor."""
    return escape(clean(text))


def _broken(word: str) -> Markup:
    pieces = (word[k : k + _LONG // 2] for k in range(0, len(word), _LONG // 2))
    return Markup("<wbr>").join(map(escape, pieces)) if len(word) > _LONG else escape(word)


def _drawn(picture: Picture, number: int) -> _Drawn:
    wide = Markup(svg(picture, WIDE, True, f"{picture.key}-w"))
    narrow = None if wide_only(picture) else Markup(svg(picture, NARROW, True, f"{picture.key}-n"))
    return _Drawn(number, picture, wide, narrow)


def _block(part: Part | Picture, drawn: dict[str, _Drawn]) -> _Block:
    return _Block("figure", drawn[part.key]) if isinstance(part, Picture) else _Block(_kind(part), part)


def _kind(part: object) -> str:
    match part:
        case Table():
            return "table"
        case Listing():
            return "list"
        case _:
            return "text"


def _cell(cell: Cell) -> _Number | str:
    if isinstance(cell, str):
        return cell
    whole = isinstance(cell, Figure) and cell.short != cell.text
    value, sign, error = said(cell).partition(" " if whole else " ± ")
    share = cell.value if isinstance(cell, Figure) and cell.share else None
    bar = "" if share is None else f"{min(max(share, 0.0), 1.0):.3f}"
    told = error if whole else f"± {error}" if sign else ""
    to, reach = (cell.to, cell.reach) if isinstance(cell, Figure) else ("", None)
    ends = "" if reach is None else "; ".join(f"--{n}: {x:.3f}" for n, x in zip("avb", reach, strict=True))
    return _Number(value, told, bar, whole, to, ends)


def _look(table: Table) -> str:
    """Classes of a table: kept on one page, with bars, moved sideways, first column of marks only."""
    shares = sum(
        any(isinstance(c, Figure) and c.share for c in column) for column in zip(*table.rows, strict=True)
    )
    looks = {
        "short": len(table.rows) <= _SHORT,
        "barred": 0 < shares <= CALM,
        "many": len(table.columns) > _FEW or _letters(table) > _WIDE or _longest(table) > _LONG,
        "tiny": all(len(said(row[0])) <= _TINY for row in table.rows),
    }
    return " ".join(look for look, true in looks.items() if true)


def _letters(table: Table) -> int:
    """Letters of the longest numbers of all columns together."""
    columns = zip(*table.rows, strict=True)
    return sum(max((len(c.text) for c in column if isinstance(c, Figure)), default=0) for column in columns)


def _longest(table: Table) -> int:
    """Letters of the longest words of all columns together, as far as they are not broken."""
    columns = zip(table.columns, *table.rows, strict=True)
    words = ([min(len(w), _LONG) for cell in column for w in said(cell).split()] for column in columns)
    return sum(max(found, default=0) for found in words)


def _marks(listing: Listing) -> str:
    """How a list is counted: with numbers, with letters, with marks of its own, or not."""
    if not listing.marks:
        return "none"
    bare = [mark.rstrip(".") for mark in listing.marks]
    if bare == [str(k) for k in range(1, len(bare) + 1)]:
        return "number"
    return "letter" if bare == [chr(ord("A") + k) for k in range(len(bare))] else "own"


def _printed(brief: Document) -> dict[str, Markup]:
    """The words at the edges of printed pages, as strings of the style sheet."""
    data = brief.data
    made = f"{data.get('case', '')}, case {str(data.get('digest', ''))[:12]}"
    date = f"as of {data.get('as_of', '')}"
    drawn = f", seed {data['seed']}, {data.get('worlds', 0):,} worlds" if "seed" in data else ""
    tool = f"detente {data.get('version', '')}{drawn}"
    return {"left": _quoted(made), "right": _quoted(date), "foot": _quoted(tool)}


def _quoted(text: str) -> Markup:
    r"""A string of CSS: every sign that is not plain is written by its number.

    Examples
    --------
    >>> print(_quoted('a"b'))
    "a\22 b"
    """
    safe = re.sub(r"[^A-Za-z0-9 .,:-]", lambda found: f"\\{ord(found[0]):x} ", clean(text))
    return Markup(f'"{safe}"')


def _told(brief: Document) -> dict[str, str]:
    """How the page was made, and how to cite it."""
    data = brief.data
    worlds, seed, digest = data.get("worlds", 0), data.get("seed", 1), str(data.get("digest", ""))[:12]
    what = f"{brief.title}. Brief as of {data.get('as_of', '')}, case {data.get('case', '')} {digest}"
    tool = f"detente {data.get('version', '')}"
    drawn = f", seed {seed}, {worlds:,} worlds" if "seed" in data else ""
    same = "case, seed and numbers of worlds" if drawn else "case and files"
    return {"command": brief.made_by(".html"), "tool": tool, "same": same, "cite": f"{what}, {tool}{drawn}."}

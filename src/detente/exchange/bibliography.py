"""The sources of a case as a bibliography: BibTeX, and the JSON of the Citation Style Language (CSL 1.0.2).

A case says of a source who wrote it, in one line of words. A name of initials and a surname is taken apart;
everything else is kept whole, since whether ``European Union`` is a person cannot be seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.case import Case, Source

__all__ = ["BIBLIOGRAPHIES", "bibtex", "csl"]

#: A journal with its volume, issue and pages, as ``Group Decision and Negotiation 10(2), 159-175``.
_JOURNAL = re.compile(
    r"(?P<journal>.+?) (?P<volume>\d+)(?:\((?P<issue>[\d/-]+)\))?, (?P<first>\d+)[-–](?P<last>\d+)"
)

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<about>~?)")

#: Initials and what follows: ``A.V. Torkunov``, ``D. M. Kilgour``.
_INITIALS = re.compile(r"(?P<given>(?:[^\W\d_]\.[ -]?)+)\s*(?P<family>[^\W\d_][^.]+)")

#: Braces are counted even where they are escaped, so these are named.
_TEX = {c: f"\\{c}" for c in "$&#%_"} | {
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class _Name:
    """Somebody who wrote something: given and family name, or all of it in ``family``."""

    family: str
    given: str = ""


def bibtex(case: Case) -> bytes:
    """Return the sources of a case as BibTeX, in UTF-8; their ids are the keys of the entries.

    Parameters
    ----------
    case
        The case.

    Examples
    --------
    >>> from detente.catalog import load
    >>> print(bibtex(load("prisoners-dilemma")).decode().split("@")[1].strip())
    book{fang-1993,
      author = {Fang, L. and Hipel, K. W. and Kilgour, D. M.},
      title = {{Interactive Decision Making: The Graph Model for Conflict Resolution}},
      publisher = {Wiley},
      year = {1993},
      langid = {en},
      annote = {Locators begin with FHK93.},
    }
    """
    return "\n".join(_entry(key, s) for key, s in case.sources.items()).encode()


def csl(case: Case) -> bytes:
    """Return the sources of a case as CSL-JSON, as Zotero and Pandoc read it.

    Parameters
    ----------
    case
        The case.
    """
    items = [_item(key, s) for key, s in case.sources.items()]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


#: Ending of a file's name -> what writes a bibliography.
BIBLIOGRAPHIES = {".bib": bibtex, ".json": csl}


def _entry(key: str, s: Source) -> str:
    journal, day = _JOURNAL.fullmatch(s.publisher), _DAY.fullmatch(s.published)
    fields: dict[str, str] = {"author": " and ".join(_bib_name(n) for n in _names(s.author))}
    fields["title"] = f"{{{_tex(s.title)}}}"
    if journal:
        fields |= {"journal": _tex(journal["journal"]), "volume": journal["volume"]}
        fields |= {"number": journal["issue"] or "", "pages": f"{journal['first']}--{journal['last']}"}
    else:
        fields["publisher" if _is_book(s) else "howpublished"] = _tex(s.publisher)
    fields |= {"year": day["year"], "month": day["month"] or ""} if day else {"year": _tex(s.published)}
    fields |= {"langid": s.language, "keywords": _tex(s.perspective), "annote": _tex(_note(s))}
    kind = "article" if journal else "book" if _is_book(s) else "misc"
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{told}}}\n"


def _item(key: str, s: Source) -> dict[str, Any]:
    journal = _JOURNAL.fullmatch(s.publisher)
    item: dict[str, Any] = {"id": key, "type": "document", "title": s.title}
    if journal:
        pages = f"{journal['first']}-{journal['last']}"
        item |= {
            "type": "article-journal",
            "container-title": journal["journal"],
            "volume": journal["volume"],
        }
        item |= {"page": pages, **({"issue": journal["issue"]} if journal["issue"] else {})}
    elif s.publisher:
        item |= {"type": "book" if _is_book(s) else "document", "publisher": s.publisher}
    item |= {"author": [_csl_name(n) for n in _names(s.author)]} if s.author else {}
    item |= {"issued": _issued(s.published)} if s.published else {}
    item |= {"language": s.language} if s.language else {}
    item |= {"keyword": s.perspective} if s.perspective else {}
    item |= {"note": _note(s)}
    own = {
        "digest": s.digest,
        "derived_from": list(s.derived_from),
        "reliability": s.reliability,
        "key": s.key,
    }
    return item | {"custom": {name: value for name, value in own.items() if value}}


def _issued(published: str) -> Mapping[str, Any]:
    day = _DAY.fullmatch(published)
    if day is None:
        return {"literal": published}
    parts = [int(day[p]) for p in ("year", "month", "day") if day[p]]
    return {"date-parts": [parts], **({"circa": True} if day["about"] else {})}


def _is_book(s: Source) -> bool:
    """Whether a publisher of books is named; a report of an institution is none."""
    return bool(re.search(r"\b(Press|Verlag|Wiley|Springer|Elsevier|Routledge|North-Holland)\b", s.publisher))


def _note(s: Source) -> str:
    """What a case says of a source that no bibliography has a field for."""
    found = [f"Locators begin with {s.key}."]
    found += [f"Reliability {s.reliability} (Admiralty scale)."] if s.reliability else []
    return _line(" ".join([*found, s.note]))


def _names(author: str) -> list[_Name]:
    """Take a line of names apart if every one of them has initials; else keep it whole."""
    parts = [p for p in re.split(r",? and |, ", author) if p]
    found = [_INITIALS.fullmatch(p) for p in parts]
    if found and all(found):
        return [_Name(m["family"].strip(), m["given"].strip()) for m in found if m]
    return [_Name(author)] if author else []


def _bib_name(n: _Name) -> str:
    return f"{_tex(n.family)}, {_tex(n.given)}" if n.given else f"{{{_tex(n.family)}}}"


def _csl_name(n: _Name) -> Mapping[str, str]:
    return {"family": n.family, "given": n.given} if n.given else {"literal": n.family}


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in _line(text))


def _line(text: str) -> str:
    return " ".join(text.split())

"""Actors and options under their names in other languages, where the case gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.brief.words.material import Material
from detente.brief.words.naming import owner
from detente.paper.english import capital
from detente.paper.model import Section, Table

__all__ = ["named"]

_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "ja": "Japanese",
    "ko": "Korean",
    "ru": "Russian",
    "zh": "Chinese",
}

Named = tuple[str, Mapping[str, str]]


def named(m: Material) -> tuple[Section, ...]:
    """Return one section with a table of actors and one of options, or nothing where no names are given.

    Parameters
    ----------
    m
        The case and what was found.
    """
    actors = [(capital(a.name), a.names) for a in m.case.actors.values()]
    options = [(f"{owner(m.case, o) or 'Chance'}: {v.name}", v.names) for o, v in m.case.variables().items()]
    found = (_table("Actors", "Actor", actors), _table("Options", "Option", options))
    tables = tuple(t for t in found if t.rows)
    return (Section("languages", "Names in other languages", tables),) if tables else ()


def _table(title: str, head: str, things: Iterable[Named]) -> Table:
    """Leave out what has no other name."""
    known = [(name, names) for name, names in things if names]
    codes = list(dict.fromkeys(code for _, names in known for code in names))
    rows = tuple((capital(name), *(names.get(code, "") for code in codes)) for name, names in known)
    heads = (head, *(_LANGUAGES.get(code, code) for code in codes))
    return Table(title, heads, rows, languages=("", *codes))

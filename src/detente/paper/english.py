"""Plain English: capital letters, full stops and lists, whatever the subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

__all__ = ["capital", "full_day", "join", "proper", "sentence"]


#: Names that are written as they are: files, options, ids, eSwatini, al-Shabaab; not "e.g.", "pro-Russian".
_CAPITAL = "[A-ZÀ-ÖØ-ÞА-ЯЁ]"
_AS_WRITTEN = re.compile(
    rf"[./~]|(?!(?:\w\.)+(?:\W|$))\S+?[.\\_@]\w|[^\W\d_]+['’]?{_CAPITAL}|(?:a[dlnrstz]|ash|el)-{_CAPITAL}"
)


def proper(text: str) -> bool:
    """Whether the first word is a name that is written as it is, such as that of a file or an option.

    Parameters
    ----------
    text
        Any words.

    Examples
    --------
    >>> proper("own1.csv:3: no date"), proper("eSwatini abstains"), proper("the dam stays")
    (True, True, False)
    """
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    return bool(_AS_WRITTEN.match(word))


def capital(text: str) -> str:
    """Begin with a capital letter, unless the first word is a name that is written as it is.

    Parameters
    ----------
    text
        Any words.

    Examples
    --------
    >>> capital("the dam stays"), capital("own1.csv: no date"), capital("al-Shabaab")
    ('The dam stays', 'own1.csv: no date', 'al-Shabaab')
    """
    return text if proper(text) else text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Begin with a capital letter and end with a full stop.

    Parameters
    ----------
    text
        A clause, or a sentence that may lack its full stop.

    Examples
    --------
    >>> sentence("the dam stays")
    'The dam stays.'
    """
    text = capital(text.strip())
    return text if text.endswith((".", "?", "!")) else text + "."


def join(parts: Iterable[str], word: str = "and") -> str:
    """Join into a list; with semicolons where a part has a comma of its own.

    Parameters
    ----------
    parts
        What is listed.
    word
        What stands before the last one.

    Examples
    --------
    >>> join(["one", "two", "three"]), join(["a, b", "c"])
    ('one, two and three', 'a, b; and c')
    """
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    if any(mark in p for p in found for mark in (",", ";", " and ", " or ")):
        return "; ".join(found[:-1]) + f"; {word} {found[-1]}"
    return ", ".join(found[:-1]) + f" {word} {found[-1]}"


def full_day(day: date) -> str:
    """Return a day as sentences have it.

    Parameters
    ----------
    day
        The day.
    """
    return f"{day.day} {day:%B %Y}"

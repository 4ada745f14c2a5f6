"""Plain English: capital letters, full stops and lists, whatever the subject."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["capital", "join", "sentence"]


def capital(text: str) -> str:
    """Begin with a capital letter, whatever follows."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Begin with a capital letter and end with a full stop.

    Examples
    --------
    >>> sentence("the dam stays")
    'The dam stays.'
    """
    text = capital(text.strip())
    return text if text.endswith((".", "?", "!")) else text + "."


def join(parts: Iterable[str], word: str = "and") -> str:
    """Join into a list; with semicolons where a part has a comma of its own.

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

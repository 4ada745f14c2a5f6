"""The lexicon of the rule reader, read once: lists of words in ``words/``, by what they say.

A verb is listed by its ground form. A phrase is a row of ground forms; small adverbs may stand between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["actors", "closed", "forms", "irregular", "is_verb", "kinds", "phrases", "table", "ties", "verbs"]

_FOLDER = Path(__file__).with_name("words")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def table(name: str) -> dict[str, Any]:
    """Return a file of the lexicon.

    Parameters
    ----------
    name
        Name of the file, without its ending.
    """
    found = yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER)
    assert isinstance(found, dict)
    return found


def _words(text: str | Sequence[str]) -> frozenset[str]:
    return frozenset(text.split() if isinstance(text, str) else text)


@cache
def closed(kind: str) -> frozenset[str]:
    """Return the small words of a kind, such as ``prepositions``.

    Parameters
    ----------
    kind
        The kind, as the lexicon has it.
    """
    return _words(table("closed")[kind])


def irregular(low: str) -> bool:
    """Whether a word is a past tense that does not end in *-ed*, such as *went*.

    Parameters
    ----------
    low
        The word in small letters.
    """
    return low in table("closed")["irregular"]


@cache
def actors(kind: str) -> frozenset[str]:
    """Return the words by which actors are known, such as ``titles``.

    Parameters
    ----------
    kind
        The kind, as the lexicon has it.
    """
    return _words(table("actors")[kind])


@cache
def verbs(kind: str) -> frozenset[str]:
    """Return the ground forms of verbs that say one thing, such as ``want``.

    Parameters
    ----------
    kind
        The kind, as the lexicon has it.
    """
    return _words(table("verbs")[kind])


@cache
def ties(kind: str, sign: str = "") -> frozenset[str]:
    """Return words for what lies between two actors, by sign for ``nouns`` and ``turns``, and else all.

    Parameters
    ----------
    kind
        The kind, as the lexicon has it.
    sign
        ``+``, ``-`` or ``0``; empty for all.
    """
    given = table("ties")[kind]
    return _words(given[sign] if sign else given)


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind in table("verbs"):
        for verb in verbs(kind):
            found.setdefault(verb, set()).add(kind)
    return {verb: frozenset(every) for verb, every in found.items()}


def kinds(verb: str) -> frozenset[str]:
    """Return what a verb says, by its ground form.

    Parameters
    ----------
    verb
        Its ground form.
    """
    return _kinds().get(verb, frozenset())


def is_verb(word: str) -> bool:
    """Whether a word may be a form of a listed verb.

    Parameters
    ----------
    word
        The word, in small letters.
    """
    return any(form in _kinds() for form in forms(word))


@cache
def phrases(kind: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of a kind by their first word, the longest first.

    Parameters
    ----------
    kind
        The kind, as the lexicon has it.
    """
    given = table("phrases")
    parts = given["future"][kind.removeprefix("future.")] if kind.startswith("future.") else given[kind]
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in parts:
        words = tuple(str(phrase).split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in found.items()}


@lru_cache(maxsize=65536)
def forms(word: str) -> tuple[str, ...]:
    """Return what the ground form of a word may be, the word itself first.

    Parameters
    ----------
    word
        The word, in small letters.

    Examples
    --------
    >>> forms("denies")[1], forms("planned")[1:3], "make" in forms("making")
    ('deny', ('plann', 'plan'), True)
    """
    return (word, *dict.fromkeys(form for form in _stripped(word) if len(form) > 1 and form != word))


def _stripped(word: str) -> Iterator[str]:
    irregular = table("closed")["irregular"]
    if word in irregular:
        yield irregular[word]
    if word in closed("be"):
        yield "be"
    if word in closed("have"):
        yield "have"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield stem
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            yield f"{stem}e"
            if stem.endswith("i"):
                yield f"{stem[:-1]}y"
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]

"""Checks of ids and words: their letters, reserved words, look-alikes, and that each stands once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from detente.case.checks.checker import STATEMENTS, Check, Pattern
from detente.case.condition import RESERVED
from detente.case.file.origin import Path

__all__ = ["IDENTIFIER", "LOOKALIKES", "check_identifiers", "check_scripts"]

IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_DOTTED = re.compile(rf"{IDENTIFIER.pattern}\.{IDENTIFIER.pattern}")
_STATE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")  # published conflicts number their states
_SCALE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*")

#: Cyrillic and Greek letters that look like Latin ones, and the Latin ones.
LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABEKMHOPCTYXIJSaeopcyxijsdhqwABEZHIKMNOPTYXo",
        strict=True,
    )
)

_SECTIONS = (
    "sources",
    "actors",
    "definitions",
    "constraints",
    "common_moves",
    "readings",
    "perceptions",
    "choices",
    "policies",
    "outcomes",
    "claims",
    "parties",
    "regimes",
    "relations",
    "comparisons",
    "terms",
    "alternatives",
    "phases",
    "issues",
    "asks",
)

#: What is called by ids that stand in a value and not in a key, or by keys that locators begin with.
_KINDS: dict[str, tuple[Pattern, ...]] = {
    "statement": tuple((*pattern, "id") for pattern in STATEMENTS),
    "event": (("events", "#", "id"),),
    "question": (("questions", "#", "id"),),
    "shock": (("clock", "shocks", "#", "id"),),
    "turn": (("clock", "turns", "#", "id"),),
    "seed question": (("elicitation", "seeds", "#", "id"),),
    "source with the key": (("sources", "*", "key"),),
}

_LISTED = tuple(p for patterns in _KINDS.values() for p in patterns if p[-1] == "id")

#: Sections whose ids have an owner and a name.
_DOTS = (
    ("options", "DT312", "owner.option"),
    ("chance", "DT313", "chance.name"),
    ("consequences", "DT455", "follows.name"),
)

#: Owners that are no actors, and the section that they are kept for.
_KEPT = {"chance": "chance", "follows": "consequences", "regime": "regimes"}

#: An id, where it stands, and whether it is a key.
Id = tuple[Path, str, bool]

_WORD = re.compile(r"[^\W\d_]+")


def check_identifiers(check: Check) -> None:
    """Take down ids that are spelt or used wrongly.

    Parameters
    ----------
    check
        The case; problems are added to it.
    """
    for path, name, key in _ids(check):
        _spelling(check, path, name, key)
    for name in check.section("states"):
        _spelling(check, check.path("states", name), name, True, _STATE)
    for name in check.section("scales"):
        _spelling(check, check.path("scales", name), name, True, _SCALE)
    _dotted(check)
    for path, name, key in _levels(check):
        if _spelling(check, path, name, key):
            _reserved(check, path, name, "a level", key)
    for name in check.section("definitions"):
        _reserved(check, check.path("definitions", name), name, "a definition", True)
    for word in _KEPT.keys() & check.section("actors").keys():
        cause = f"{word!r} stands for what no actor decides"
        check.add("DT212", check.path("actors", word), cause, key=True)
    _unique(check)


def check_scripts(check: Check) -> None:
    """Take down words that mix Latin letters with others that look the same.

    Parameters
    ----------
    check
        The case; problems are added to it.
    """
    named = ("sources", "actors", "options", "chance", "readings", "choices", "policies", "outcomes")
    patterns = [(section, "*", key) for section in named for key in ("name", "title")]
    for path, text in check.texts(("title",), ("actors", "*", "aliases", "#"), *patterns):
        _mixed(check, path, text)


def _ids(check: Check) -> Iterator[Id]:
    """Yield the ids that are plain identifiers."""
    for section in _SECTIONS:
        for name in check.section(section):
            yield check.path(section, name), name, True
    for path, _ in check.each(("history", "series", "*")):
        yield path, str(path[-1]), True
    for path, name in check.texts(*_LISTED):
        yield path, name, False


def _levels(check: Check) -> Iterator[Id]:
    for section in ("options", "chance", "consequences", "regimes"):
        for path, levels in check.each((section, "*", "levels")):
            if isinstance(levels, dict):
                yield from (((*path, name), name, True) for name in levels)
            elif isinstance(levels, list):
                yield from (
                    ((*path, k), name, False) for k, name in enumerate(levels) if isinstance(name, str)
                )


def _spelling(check: Check, path: Path, name: str, key: bool, form: re.Pattern[str] = IDENTIFIER) -> bool:
    if form.fullmatch(name):
        return True
    strange = next((k for k, c in enumerate(name) if not c.isascii()), None)
    if strange is None:
        cause = f"{name!r} cannot be an id: Latin letters, digits, '_' and '-', a letter first"
        check.add("DT211", path, cause, key=key, value=name)
        return False
    letter, latin = name[strange], "".join(LOOKALIKES.get(c, c) for c in name)
    cause = f"{letter!r} in {name!r} is {unicodedata.name(letter, 'no letter')}; ids use Latin letters"
    near = (latin,) if form.fullmatch(latin) else ()
    check.add("DT211", path, cause, key=key, value=name, nearest=near, offset=strange, length=1)
    return False


def _reserved(check: Check, path: Path, name: str, kind: str, key: bool) -> None:
    if name in RESERVED:
        cause = f"{name!r} is a word of the condition language and cannot be {kind}"
        check.add("DT212", path, cause, key=key)


def _dotted(check: Check) -> None:
    """Check ids made of an owner, a dot and a name."""
    for section, code, form in _DOTS:
        for name in check.section(section):
            owner, dot, tail = name.partition(".")
            path = check.path(section, name)
            if not dot or "." in tail or _KEPT.get(owner, "options") != section:
                check.add(code, path, f"the id {name!r} is not of the form {form}", key=True, value=name)
            elif not (IDENTIFIER.fullmatch(owner) and IDENTIFIER.fullmatch(tail)):
                _spelling(check, path, name, True, _DOTTED)


def _unique(check: Check) -> None:
    for kind, patterns in _KINDS.items():
        seen: dict[str, int] = {}
        for path, name in check.texts(*patterns):
            if name in seen:
                cause = f"there is a {kind} {name!r} already, in line {seen[name]}"
                check.add("DT315", path, cause, value=name)
            seen.setdefault(name, check.origin.where(path)[0])


def _mixed(check: Check, path: Path, text: str) -> None:
    for word in _WORD.finditer(text):
        letters = word[0]
        latin = any("LATIN" in unicodedata.name(c, "") for c in letters)
        alike = [k for k, c in enumerate(letters) if c in LOOKALIKES]
        if latin and alike:
            letter = letters[alike[0]]
            meant = "".join(LOOKALIKES.get(c, c) for c in letters)
            cause = f"{letter!r} in {letters!r} is {unicodedata.name(letter)} among Latin letters"
            offset = word.start() + alike[0]
            check.add("DT314", path, cause, value=letters, nearest=(meant,), offset=offset, length=1)

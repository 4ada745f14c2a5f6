"""Checks of words: that a language is one, that phrases name who acts, and that marks come in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.case.checks.checker import Check, Pattern
from detente.case.file.origin import Path
from detente.case.languages import unknown_part
from detente.case.nearest import nearest

__all__ = ["NAMES", "check_languages", "check_marks", "check_phrases"]

#: Mappings from languages to names.
NAMES: tuple[Pattern, ...] = tuple(
    (section, "*", "names") for section in ("actors", "parties", "options", "chance", "regimes", "terms")
)


def check_languages(check: Check) -> None:
    """Take down languages that there are none of; their form is checked by their type.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    """
    for pattern in NAMES:
        for path, _ in check.each((*pattern, "*")):
            _language(check, path, str(path[-1]), key=True)
    for path, tag in check.texts(("sources", "*", "language")):
        _language(check, path, tag, key=False)


def check_phrases(check: Check) -> None:
    """Take down phrases of levels that do not begin with the name of the actor that decides, or an alias.

    Sentences put the phrases of one actor together and name it once, so it has to be named in the same words.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    """
    phrases: dict[str, list[tuple[Path, str]]] = {}
    for path, phrase in check.texts(("options", "*", "levels", "*")):
        phrases.setdefault(str(path[1]).partition(".")[0], []).append((path, phrase))
    for actor, told in phrases.items():
        owner = check.section("actors").get(actor)
        names = _names(owner) if isinstance(owner, dict) else []
        lost = [(path, *_near(phrase, names)) for path, phrase in told if _unnamed(phrase, names)]
        lead = _agreed(lost, names) if len(lost) == len(told) > 1 else ""
        if lead:  # they agree, so it is the name that is misspelt
            cause = f"the phrases of {actor} begin with {lead!r} and not with this name"
            check.add("DT323", ("actors", actor, "name"), cause, value=names[0], nearest=(lead,))
            continue
        for path, lead, near in lost:
            cause = f"the phrase does not begin with {names[0]!r}, nor with an alias of it"
            check.add("DT323", path, cause, value=lead, nearest=near, offset=0, length=len(lead))


def check_marks(check: Check) -> None:
    """Take down texts with a quote or a bracket that has no partner: the other may have been lost.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    """
    for path, text in _texts(check.root, ()):
        sign = _single(text)
        if sign:
            check.add(
                "DT119", path, f"this {sign!r} has no partner", value=sign, offset=text.index(sign), length=1
            )


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text below a value."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, key))


def _single(text: str) -> str:
    """Return a mark of a text that has no partner, if there is one."""
    open_, closing = "[{", "]}"
    if text.count('"') % 2:
        return '"'
    for one, other in zip(open_, closing, strict=True):
        depth = 0
        for sign in text if text.count(one) != text.count(other) else "":
            depth += (sign == one) - (sign == other)
            if depth < 0:
                return other
        if depth > 0:
            return one
    return ""


def _unnamed(phrase: str, names: Sequence[str]) -> bool:
    """Whether a phrase begins with none of some names."""
    folded = " ".join(phrase.split()).casefold()
    return bool(names and phrase) and not any(_begins(folded, name.casefold()) for name in names)


def _agreed(lost: Sequence[tuple[Path, str, tuple[str, ...]]], names: Sequence[str]) -> str:
    """Return what all phrases begin with, if it is near to the name of their actor."""
    leads = {lead for _, lead, _ in lost}
    lead = leads.pop() if len(leads) == 1 else ""
    return lead if lead and nearest(names[0], [lead], listed=0) else ""


def _language(check: Check, path: Path, tag: str, key: bool) -> None:
    well_formed = tag and all(part.isalnum() and part.isascii() for part in tag.split("-"))
    if well_formed and tag[:1].islower() and (cause := unknown_part(tag)):
        check.add("DT321", path, cause, key=key, value=tag)


def _names(owner: dict[str, object]) -> list[str]:
    aliases = owner.get("aliases")
    found = [owner.get("name"), *(aliases if isinstance(aliases, list) else [])]
    return [" ".join(name.split()) for name in found if isinstance(name, str) and name.strip()]


def _begins(phrase: str, name: str) -> bool:
    return phrase.startswith(name) and not phrase[len(name) : len(name) + 1].isalnum()


def _near(phrase: str, names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the words that stand where a name should, and the names that they are nearest to."""
    words = phrase.split()
    leads = {name: " ".join(words[: len(name.split())]) for name in names}
    near = [name for name in names if nearest(leads[name], [name], listed=0)]
    return (leads[near[0]], tuple(near)) if near else (words[0], tuple(names))

"""Checks of words: that a language is one, and that the phrases of levels name who acts."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case.checks.checker import Check, Pattern
from detente.case.file.origin import Path
from detente.case.languages import unknown_part
from detente.case.nearest import nearest

__all__ = ["NAMES", "check_languages", "check_phrases"]

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
    for path, phrase in check.texts(("options", "*", "levels", "*")):
        owner = check.section("actors").get(str(path[1]).partition(".")[0])
        names = _names(owner) if isinstance(owner, dict) else []
        folded = " ".join(phrase.split()).casefold()
        if names and phrase and not any(_begins(folded, name.casefold()) for name in names):
            cause = f"the phrase does not begin with {names[0]!r}, nor with an alias of it"
            lead, near = _near(phrase, names)
            check.add("DT323", path, cause, value=lead, nearest=near, offset=0, length=len(lead))


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

"""Passages of a case that the reader's own copies do not bear out, as problems with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.brief.ground.verification import Verification, verified
from detente.case import Case, cited, problem
from detente.errors import LocatorError, Problem
from detente.sources import Kind, Locator, Verdict, parse_locator

__all__ = ["compare"]

#: Verdict -> code of the problem, and what is wrong.
_WRONG: Mapping[Kind, tuple[str, str]] = {
    "orphan": ("DT802", "is not in the copy"),
    "changed": ("DT803", "has other words in the copy, at {found}"),
    "similar-elsewhere": ("DT803", "is not in its place; a similar one is at {found}"),
    "ambiguous": ("DT804", "may be any of {found}, which are the same"),
}


def compare(case: Case, folder: str | Path) -> tuple[Problem, ...]:
    """Check that the reader's own copies hold every passage that a case cites; see `verified`.

    Parameters
    ----------
    case
        A case read from a file.
    folder
        Holds plain-text copies under any names.

    Returns
    -------
    tuple of Problem
        Warnings where no copy was recognised or it is another text than the case was written from; an
        error for each passage that is missing or has other words.
    """
    found = verified(case, folder)
    problems = [*_copies(case, found), *_passages(case, found)]
    return tuple(sorted(problems, key=lambda p: (p.line, p.column)))


def _copies(case: Case, found: Verification) -> Iterator[Problem]:
    used = {at.key for at in cited(case)}
    for name, source in case.sources.items():
        match = found.copies.get(source.key)
        odd = ""
        if match is None and source.key in used:
            odd = f"no copy of {name} was recognised in the folder, so its passages are not verified"
        elif match and match.how == "anchors":
            odd = f"{match.copy.name}, the copy of {name}, is not the text that the case was written from"
        if odd:
            yield problem("DT801", case.origin, ("sources", name), odd, key=True, value=name)


def _passages(case: Case, found: Verification) -> Iterator[Problem]:
    verdicts = {p.verdict.locator: p.verdict for p in found.passages}
    for path, text in _evidence((), case.origin.root if case.origin else {}):
        locator = _locator(text)
        verdict = verdicts.get(locator) if locator else None
        if verdict and verdict.kind in _WRONG:
            yield _wrong(case, path, text, verdict)


def _wrong(case: Case, path: tuple[str | int, ...], text: str, verdict: Verdict) -> Problem:
    code, cause = _WRONG[verdict.kind]
    places = ", ".join(map(str, verdict.found))
    return problem(code, case.origin, path, f"{text} {cause.format(found=places)}", value=text)


def _evidence(path: tuple[str | int, ...], part: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text under a key ``evidence``, with its path."""
    inside = "evidence" in path
    if isinstance(part, str) and inside:
        yield path, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _evidence((*path, key), value)
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _evidence((*path, number), value)


def _locator(text: str) -> Locator | None:
    try:
        return parse_locator(text)
    except LocatorError:
        return None

"""The reader's own copies of the sources, held against the locators of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.case import Case, Origin
from detente.case.model import Source
from detente.errors import LocatorError, Problem, UnknownName
from detente.sources import Document, Locator, cut, parse_locator, passage

__all__ = ["compare"]

#: Larger files are not taken for documents.
MOST = 20_000_000


def compare(case: Case, folder: str | Path) -> tuple[Problem, ...]:
    """Check that every locator of a case points to a passage of the reader's own copies.

    Parameters
    ----------
    case
        A case read from a file.
    folder
        Holds plain-text copies; each is known by its digest, or by a file name that is the id or the
        key of its source.

    Returns
    -------
    tuple of Problem
        Warnings where a copy is missing or is another text than the case was written from; an error
        for each locator that points nowhere.
    """
    texts = dict(_texts(Path(folder)))
    found: dict[str, Document] = {}
    problems: list[Problem] = []
    for key, source in case.sources.items():
        document, odd = _copy(key, source, texts)
        if document is not None:
            found[source.key] = document
        if odd:
            problems.append(_problem(case, "DT601", "copy-of-source", "warning", ("sources", key), key, odd))
    problems += _nowhere(case, found)
    return tuple(sorted(problems, key=lambda p: (p.line, p.column)))


def _texts(folder: Path) -> Iterator[tuple[str, Document]]:
    """Read every plain text in a folder: file name without its ending, text."""
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix.lower() in (".txt", ".md") and file.stat().st_size <= MOST:
            yield file.stem, cut(file.read_text(encoding="utf-8", errors="replace"))


def _copy(key: str, source: Source, texts: Mapping[str, Document]) -> tuple[Document | None, str]:
    same = [d for d in texts.values() if source.digest and d.digest == source.digest]
    named = [d for stem, d in texts.items() if stem.casefold() in (key.casefold(), source.key.casefold())]
    if same:
        return same[0], ""
    if not named:
        return None, f"no copy of {key} in the folder; name it {key}.txt or {source.key}.txt"
    odd = f"the copy of {key} is not the text that the case cites: its passages may be counted otherwise"
    return named[0], odd if source.digest else ""


def _nowhere(case: Case, found: Mapping[str, Document]) -> Iterator[Problem]:
    for path, text in _evidence((), case.origin.root if case.origin else {}):
        locator = _locator(text)
        if locator is None or locator.key not in found:
            continue
        try:
            passage(found[locator.key], locator)
        except UnknownName as error:
            blocks = len(found[locator.key].blocks)
            cause = f"{text} points nowhere: no such {error.kind} in a copy of {blocks} blocks"
            yield _problem(case, "DT602", "no-such-passage", "error", path, text, cause)


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


def _problem(
    case: Case, code: str, name: str, severity: str, path: tuple[str | int, ...], value: str, cause: str
) -> Problem:
    origin: Origin | None = case.origin
    if origin is None:
        return Problem(code, name, severity, 0, 0, 0, value, cause)
    line, column, end = origin.where(path, key=severity == "warning")
    return Problem(
        code, name, severity, line, column, end, value, cause, (), origin.file, origin.excerpt(line)
    )

"""Checks of locators against what is known of the documents: that there is such a block or sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from detente.case.checks.checker import EVIDENCE, each
from detente.case.file.origin import Path
from detente.case.file.problem import problem
from detente.case.model import Case
from detente.errors import DetenteError, LocatorError, Problem
from detente.sources.locator import Locator, parse_locator

if TYPE_CHECKING:
    from detente.sources import Shape

__all__ = ["beyond", "unplaced"]


def unplaced(case: Case) -> tuple[Problem, ...]:
    """Return the locators that lie beyond their documents, as the anchors beside the case know them.

    Parameters
    ----------
    case
        A case read from a file.
    """
    from detente.sources import beside, read_register

    if case.origin is None:
        return ()
    try:
        found = [read_register(beside(file)) for _, file in reversed(case.origin.files)]
    except (DetenteError, OSError) as error:
        return (
            problem("DT322", case.origin, ("sources",), f"the anchors cannot be used: {error}", key=True),
        )
    return beyond(case, {key: shape for known in found for key, shape in known.documents.items()})


def beyond(case: Case, documents: Mapping[str, Shape]) -> tuple[Problem, ...]:
    """Return the locators that lie beyond their documents.

    Parameters
    ----------
    case
        A case read from a file.
    documents
        Key of a source -> the shape of its document; locators of other sources are left alone.

    Returns
    -------
    tuple of Problem
        In the order of the file, each with the last block or sentence that there is.
    """
    found = (_problem(case, path, text, documents) for path, text in _cited(case))
    return tuple(sorted(filter(None, found), key=lambda p: (p.file, p.line, p.column)))


def _cited(case: Case) -> Iterator[tuple[Path, str]]:
    root = case.origin.root if case.origin else None
    for pattern in EVIDENCE:
        for path, value in (*each(root, pattern, ()), *each(root, (*pattern, "#"), ())):
            if isinstance(value, str):
                yield path, value


def _problem(case: Case, path: Path, text: str, documents: Mapping[str, Shape]) -> Problem | None:
    try:
        at = parse_locator(text)
    except LocatorError:  # the words that stand for the analyst's own judgement
        return None
    shape = documents.get(at.key)
    lacking = _lacking(at, shape) if shape else None
    if lacking is None:
        return None
    cause, near = lacking
    return problem("DT322", case.origin, path, cause, value=text, nearest=(str(near),))


def _lacking(at: Locator, shape: Shape) -> tuple[str, Locator] | None:
    """Say what a document lacks, and the last place that it has."""
    blocks = len(shape.blocks)
    if at.last_block > blocks:
        return f"{at.key} has {blocks} blocks; there is no {at.last_block}th", Locator(at.key, blocks, blocks)
    held = shape.blocks[at.block - 1] if at.sentence else 0
    if at.last_sentence > held:
        cause = f"block {at.block} of {at.key} has {held} sentences; there is no {at.last_sentence}th"
        return cause, Locator(at.key, at.block, at.block, held, held)
    return None

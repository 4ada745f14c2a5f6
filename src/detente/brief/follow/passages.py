"""The passages that the case rests on: where they stand, their words in the reader's copy, who cites them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.brief.ground.judgements import judgement
from detente.brief.words.material import Material
from detente.brief.words.naming import anchor
from detente.case import Case, Use
from detente.case import cited as passages_of
from detente.case.model import Statement
from detente.paper.english import capital
from detente.paper.model import Linked, Section, Table

__all__ = ["passages"]

#: Judgements told of one passage.
TOLD = 4

_WITHOUT = (
    "K.P7.S1 is the first sentence of the seventh paragraph of the source K, as detente counts them. The "
    "words stay with the reader: analyze --sources FOLDER puts them here from your own copies."
)
_WITH = "The words are those of the reader's own copies of the sources."


def passages(m: Material, words: Mapping[str, str]) -> Section | None:
    """List every passage that the case cites, by source.

    Parameters
    ----------
    m
        The case and what was found.
    words
        Locator -> what stands there in the reader's copy; empty without copies.
    """
    known = {source.key: source for source in m.case.sources.values()}
    by_source: dict[str, list[tuple[str, tuple[Use, ...]]]] = {}
    for at, used in passages_of(m.case).items():
        by_source.setdefault(at.key, []).append((str(at), used))
    tables = tuple(
        _table(m.case, f"{key}: {known[key].title}" if key in known else key, found, words)
        for key, found in by_source.items()
    )
    return Section("passages", "The passages", (_WITH if words else _WITHOUT, *tables)) if tables else None


def _table(
    case: Case, title: str, found: Sequence[tuple[str, tuple[Use, ...]]], words: Mapping[str, str]
) -> Table:
    heads = ("Passage", *(["Words"] if words else []), "What rests on it")
    rows = tuple(
        (at, *([words.get(at, "not in your copies")] if words else []), _rests(case, used))
        for at, used in found
    )
    return Table(title, heads, rows, anchors=tuple(anchor("passage", at) for at, _ in found))


def _rests(case: Case, used: Sequence[Use]) -> str:
    runs: list[str | tuple[str, str]] = []
    for use in used[:TOLD]:
        said = capital(judgement(case, use.part))
        own = isinstance(use.part, Statement) and not use.part.draft
        runs += [*(["; "] if runs else []), (said, anchor("want", use.name)) if own else said]
    left = len(used) - TOLD
    return Linked(*runs, *([f"; and {left} more"] if left > 0 else []))

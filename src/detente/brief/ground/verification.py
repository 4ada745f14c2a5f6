"""What became of every passage that a case cites, in the reader's own copies of its sources."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.brief.ground.judgements import judgement
from detente.case import Case, Use, beyond, cited
from detente.errors import CaseError, DetenteError, UnknownName
from detente.paper.english import capital
from detente.paper.model import Cell, Listing, Part, Table, row
from detente.paper.numbers import count
from detente.sources import (
    KINDS,
    Document,
    Kind,
    Locator,
    Match,
    Register,
    Verdict,
    beside,
    read_copies,
    read_register,
    recognise,
    register,
    shape_of,
    verify,
)
from detente.sources import passage as words

__all__ = ["FAILING", "Passage", "Verification", "anchored", "quoted", "verified"]

#: Verdicts that say that the case and the copy differ.
FAILING: frozenset[Kind] = frozenset(["changed", "similar-elsewhere", "orphan"])

_NOTE = (
    "exact: word for word, beside its neighbours; exact-context-changed: word for word, beside "
    "others; ambiguous: word for word, but several are the same; changed: similar, in its place; "
    "similar-elsewhere: similar, in another place; orphan: nothing like it; unverified: no copy or no anchor."
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that the case cites, what became of it, and the judgements that rest on it."""

    verdict: Verdict
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of every passage that a case cites.

    Parameters
    ----------
    case
        The case.
    copies
        Key of a source -> the reader's copy; sources without one are left out.
    passages
        Every passage cited, in the order of the documents.
    shown
        Whether the passages carry the words of the reader's copies.
    """

    case: Case
    copies: Mapping[str, Match]
    passages: tuple[Passage, ...]
    shown: bool

    @property
    def counts(self) -> dict[Kind, int]:
        """How many passages have each verdict, the best verdict first."""
        found = Counter(p.verdict.kind for p in self.passages)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    @property
    def failed(self) -> bool:
        """Whether some passage is not in the reader's copy as it was cited."""
        return not FAILING.isdisjoint(self.counts)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain types, ready for JSON."""
        return {
            "case": self.case.case,
            "copies": {key: _copied(match) for key, match in self.copies.items()},
            "counts": self.counts,
            "passages": [
                {**p.verdict.to_dict(), "used_by": [use.name for use in p.uses]} for p in self.passages
            ],
        }

    def to_json(self) -> str:
        """Return everything as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def parts(self) -> tuple[Part, ...]:
        """Return how the copies were recognised, the verdicts, and the passages if they are shown."""
        rows = tuple(_row(p) for p in self.passages)
        table = Table("", ("Passage", "Verdict", "Found at", "Used by"), rows, _NOTE)
        passages = [_passage(self.case, p) for p in self.passages] if self.shown else []
        return (Listing("", tuple(_recognised(self.case, self.copies))), *passages, table, self.summary)

    @property
    def summary(self) -> str:
        """The counts in a sentence."""
        told = ", ".join(f"{number:,} {kind}" for kind, number in self.counts.items())
        return f"{capital(count(len(self.passages), 'passage'))} cited: {told or 'nothing to verify'}."


def quoted(case: Case, folder: str | Path) -> dict[str, str]:
    """Return the words of the passages that a case cites and that stand in the reader's copies as cited.

    Parameters
    ----------
    case
        A case read from a file; its anchors lie beside the file.
    folder
        Holds the copies as plain text under any names.

    Returns
    -------
    dict
        Locator -> words; passages that the copies do not have are left out.
    """
    found = verified(case, folder, text=True).passages
    return {str(p.verdict.locator): p.verdict.text for p in found if p.verdict.text}


def verified(case: Case, folder: str | Path | None = None, text: bool = False) -> Verification:
    """Look every passage that a case cites up in the reader's own copies of its sources.

    Parameters
    ----------
    case
        A case read from a file; its anchors lie beside the file.
    folder
        Holds the copies as plain text under any names; ``None`` for none.
    text
        Whether to carry the words of the passages, from the reader's copies.

    Raises
    ------
    DetenteError
        If the file of anchors cannot be read.
    """
    known = _register(case)
    digests = {source.key: source.digest for source in case.sources.values()}
    copies = recognise(digests, known, read_copies(folder)) if folder is not None else {}
    passages = (Passage(_verdict(at, known, copies.get(at.key), text), by) for at, by in cited(case).items())
    return Verification(case, copies, tuple(passages), text)


def anchored(case: Case, folder: str | Path) -> Register:
    """Make the anchors of every passage that a case cites, from the author's copies of its sources.

    Parameters
    ----------
    case
        The case.
    folder
        Holds the copies as plain text. A copy is known by the digest that the case gives; where it gives
        none, by a file name that is the id or the key of the source.

    Raises
    ------
    DetenteError
        If there is no copy of any source; says how a copy is known.
    CaseError
        With every locator that lies beyond its document.
    """
    given = read_copies(folder)
    found: dict[str, Document] = {}
    for name, source in case.sources.items():
        names = {name.casefold(), source.key.casefold()}
        for copy in given:
            named = not source.digest and Path(copy.name).stem.casefold() in names
            if named or copy.document.digest == source.digest:
                found.setdefault(source.key, copy.document)
    if not found:
        raise DetenteError(f"{folder}: no copy of a source of this case; {_how_known(case)}")
    if wrong := beyond(case, {key: shape_of(document) for key, document in found.items()}):
        raise CaseError(wrong)
    return register(found, cited(case))


def _how_known(case: Case) -> str:
    """Say under which names copies would be found."""
    plain = [f"{name}.txt or {source.key}.txt" for name, source in case.sources.items() if not source.digest]
    named = f"name the copies {', '.join(plain)}" if plain else ""
    digests = "a copy is known by the digest that the case gives" if len(plain) < len(case.sources) else ""
    return "; ".join(filter(None, (named, digests))) or "the case has no sources"


def _register(case: Case) -> Register:
    """Return the anchors beside a case and beside those that it extends, its own before theirs."""
    found = [read_register(beside(file)) for _, file in reversed(case.origin.files)] if case.origin else []
    documents = {key: shape for known in found for key, shape in known.documents.items()}
    return Register(documents, {at: anchor for known in found for at, anchor in known.anchors.items()})


def _verdict(at: Locator, known: Register, match: Match | None, text: bool) -> Verdict:
    """Judge a passage by its sentences: it is as good as the worst of them."""
    if match is None:
        return Verdict(at, "unverified")
    try:
        anchors = known.sentences(at)
        if not anchors:  # nothing but the counting of blocks says where the passage stands
            told = words(match.copy.document, at)
            return Verdict(at, "unverified", text=told if text else "")
    except UnknownName:
        return Verdict(at, "orphan")
    found = [verify(anchor, match.copy.document) for anchor in anchors]
    kind = max((v.kind for v in found), key=KINDS.index)
    moved = any(v.found != (v.locator,) for v in found)
    places = _joined([place for v in found for place in v.found]) if moved else (at,)
    score = round(math.fsum(v.score for v in found) / len(found), 3)
    return Verdict(at, kind, score, places, _words(match.copy.document, places) if text else "")


def _words(document: Document, places: Iterable[Locator]) -> str:
    return " […] ".join(words(document, place) for place in places)


def _joined(places: list[Locator]) -> tuple[Locator, ...]:
    """Put sentences that follow one another in a block together."""
    found: list[Locator] = []
    for at in sorted(set(places)):
        last = found[-1] if found else None
        follows = last and last.block == at.block == last.last_block and last.last_sentence + 1 == at.sentence
        if last and follows:
            found[-1] = Locator(at.key, at.block, at.block, last.sentence, at.last_sentence)
        else:
            found.append(at)
    return tuple(found)


def _copied(match: Match) -> dict[str, Any]:
    return {"file": match.copy.name, "by": match.how, "held": match.held, "anchors": match.asked}


def _recognised(case: Case, copies: Mapping[str, Match]) -> Iterable[str]:
    """Say of each source that is cited which file is its copy, and how that is known."""
    used = {at.key for at in cited(case)}
    for name, source in case.sources.items():
        match = copies.get(source.key)
        if match is None and source.key not in used:
            yield f"{source.key}, {name}: cited by no judgement."
        elif match is None:
            yield f"{source.key}, {name}: no copy was recognised, so nothing of it is verified."
        else:
            yield f"{source.key}, {name}: {match.copy.name}, {_known_by(match)}."


def _known_by(match: Match) -> str:
    if match.how == "digest":
        return "known by its digest"
    return f"another text than the case was written from, known by {match.held} of its {match.asked} anchors"


def _row(passage: Passage) -> tuple[Cell, ...]:
    verdict = passage.verdict
    found = ", ".join(map(str, verdict.found)) or "–"
    here = verdict.found == (verdict.locator,)
    used = ", ".join(dict.fromkeys(use.name for use in passage.uses))
    return row(str(verdict.locator), verdict.kind, "there" if here else found, used)


def _passage(case: Case, passage: Passage) -> Listing:
    """Put the words of the reader's copy beside the judgements that rest on them."""
    verdict = passage.verdict
    told = [f"“{verdict.text}”"] if verdict.text else ["The words are in no copy."]
    judged = dict.fromkeys(f"{use.name}: {judgement(case, use.part)}" for use in passage.uses)
    return Listing(f"{verdict.locator}: {verdict.kind}", (*told, *judged))

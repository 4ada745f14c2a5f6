"""Whether a passage still stands in a document, and where; never a silent wrong match.

| verdict | what it means | verified |
|---|---|---|
| exact | the sentence, word for word, beside at least one of its neighbours | yes |
| exact-context-changed | the sentence, word for word, elsewhere or beside others | yes |
| ambiguous | the sentence, word for word, but which of several identical ones cannot be said | no |
| changed | beside its neighbours stands a similar sentence, and none elsewhere is as similar | no |
| similar-elsewhere | a similar sentence stands away from the neighbours | no |
| orphan | nothing like it is there | no |
| unverified | there is no document to look in | no |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from detente.sources.anchor import Anchor, Neighbour, begins, copies, ends
from detente.sources.index import Index, index
from detente.sources.locator import Locator
from detente.sources.passages import Document, passage
from detente.sources.wording import shingles

__all__ = ["KINDS", "VERIFIED", "Kind", "Verdict", "verify"]

Kind = Literal[
    "exact", "exact-context-changed", "ambiguous", "changed", "similar-elsewhere", "orphan", "unverified"
]

#: Every verdict, the best first.
KINDS: tuple[Kind, ...] = (
    "exact",
    "exact-context-changed",
    "ambiguous",
    "changed",
    "similar-elsewhere",
    "orphan",
    "unverified",
)

#: The verdicts under which the passage stands in the document as it was cited.
VERIFIED: frozenset[Kind] = frozenset(["exact", "exact-context-changed"])

#: What counts how much for the score: the words, each neighbour, the position.
WORDS, BESIDE, NEAR = 0.6, 0.15, 0.1

#: Least share of the anchor's shingles that a changed sentence keeps, by the neighbours that agree.
KEPT = {1: 0.5, 2: 0.15}

#: Least share of the shingles, and least number, that make a sentence elsewhere similar.
SIMILAR, SHARED = 0.5, 2

#: How far the score of a changed sentence must lie above that of any other.
MARGIN = 0.1

#: A changed sentence has at most so many times as many words, and so many more.
LONGER, MORE = 3, 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a passage.

    Parameters
    ----------
    locator
        Where it was cited.
    kind
        The verdict.
    score
        How much agrees, from 0 to 1: words, neighbours, position.
    found
        Where it stands now; several places if ambiguous, none if orphan or unverified.
    text
        The words that stand there in the reader's copy, if they were asked for.
    """

    locator: Locator
    kind: Kind
    score: float = 0.0
    found: tuple[Locator, ...] = ()
    text: str = ""

    @property
    def verified(self) -> bool:
        """Whether the passage stands in the document as it was cited."""
        return self.kind in VERIFIED

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain types, the text only where there is one."""
        plain = {"locator": str(self.locator), "verdict": self.kind, "score": self.score}
        plain["found"] = [str(at) for at in self.found]
        return plain | ({"text": self.text} if self.text else {})


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece of the stream that may be the sentence: how much of it, and how many neighbours, agree."""

    start: int
    end: int
    kept: float
    beside: int
    score: float


def verify(anchor: Anchor, document: Document | None, text: bool = False) -> Verdict:
    """Look a passage up in a copy of its document.

    Parameters
    ----------
    anchor
        What is known of the passage.
    document
        The reader's copy, or ``None`` if there is none.
    text
        Whether the verdict shall carry the words that stand there.

    Examples
    --------
    >>> from detente.sources import cut, make, parse_locator
    >>> anchor = make(cut("The dam stays. Nobody moves. It rains."), parse_locator("K.P1.S2"))
    >>> verify(anchor, cut("The dam stays! “Nobody moves.”")).kind
    'exact'
    >>> verify(anchor, cut("Nobody stays.")).kind
    'orphan'
    """
    if document is None:
        return Verdict(anchor.locator, "unverified")
    inside = index(document)
    marks, beside = frozenset(anchor.shingles), (anchor.before, anchor.after)
    found = copies(inside, anchor.key, anchor.letters, marks, *beside)
    kind, places = _identical(anchor, inside, found) if found else _alike(anchor, inside)
    at = tuple(inside.locator(anchor.locator.key, inside.around(p.start, p.end)) for p in places)
    score = round(max((p.score for p in places), default=0.0), 3)
    words = "\n\n".join(dict.fromkeys(passage(document, place) for place in at)) if text else ""
    return Verdict(anchor.locator, kind, score, at, words)


def _identical(
    anchor: Anchor, inside: Index, found: tuple[tuple[int, int], ...]
) -> tuple[Kind, list[_Place]]:
    """Judge sentences that are word for word the same."""
    places = [_place(anchor, inside, start, end, 1.0) for start, end in found]
    best = max(p.beside for p in places)
    if anchor.copies == 1:
        likely = [p for p in places if p.beside == best]
    else:  # only an unchanged number of copies tells which one was meant
        counted = places[anchor.copy - 1 : anchor.copy] if len(places) == anchor.copies else []
        likely = [p for p in counted if p.beside == best > 0]
    if len(likely) != 1 or (len(places) > 1 and not best):
        return "ambiguous", places
    alone = anchor.before is None and anchor.after is None
    return ("exact" if best or alone else "exact-context-changed"), likely


def _alike(anchor: Anchor, inside: Index) -> tuple[Kind, list[_Place]]:
    """Judge what is similar, where nothing is the same."""
    slots = sorted(set(_slots(anchor, inside)))
    gone = any(start == end for start, end in slots)  # the neighbours stand side by side
    beside = [_place(anchor, inside, start, end) for start, end in slots if start < end]
    places = (*_elsewhere(anchor, inside), *beside)
    best = max(beside, key=_score, default=None)
    if best and not gone and _clear(best, places):
        return "changed", [best]
    similar = [p for p in places if _similar(anchor, p)]
    return ("similar-elsewhere", [max(similar, key=_score)]) if similar else ("orphan", [])


def _clear(place: _Place, places: tuple[_Place, ...]) -> bool:
    """Whether a changed sentence is similar enough, and no other place comes near it."""
    others = (p.score for p in places if p.end <= place.start or p.start >= place.end)
    second = max(others, default=0.0)
    return place.kept >= KEPT[place.beside] and place.score >= second + MARGIN


def _score(place: _Place) -> float:
    return place.score


def _similar(anchor: Anchor, place: _Place) -> bool:
    return place.kept >= SIMILAR and place.kept * len(anchor.shingles) >= min(SHARED, len(anchor.shingles))


def _place(anchor: Anchor, inside: Index, start: int, end: int, kept: float | None = None) -> _Place:
    """Weigh a piece of the stream."""
    if kept is None:
        marks = shingles(inside.run(start, end))
        kept = sum(mark in marks for mark in anchor.shingles) / len(anchor.shingles)
    beside = ends(anchor.before, inside, start) + begins(anchor.after, inside, end)
    near = 1 - abs(start / len(inside.stream) - anchor.position)
    return _Place(start, end, kept, beside, WORDS * kept + BESIDE * beside + NEAR * near)


def _elsewhere(anchor: Anchor, inside: Index) -> list[_Place]:
    """Return the sentences that share most with the anchor, wherever they stand."""
    shared: Counter[int] = Counter()
    for mark in anchor.shingles:
        shared.update({inside.holder(word) for word in inside.shingles.get(mark, ())})
    return [_place(anchor, inside, *inside.bounds[n : n + 2]) for n, _ in shared.most_common(3)]


def _slots(anchor: Anchor, inside: Index) -> Iterator[tuple[int, int]]:
    """Yield the pieces of the stream where the sentence would have to stand, by its neighbours.

    Between the two of them if both are there and not too far apart, and that may be an empty piece; else
    the sentence beside the one.
    """
    for _, end in _standing(anchor.before, inside):
        after = (at for at in _reach(anchor, inside, end, 1) if begins(anchor.after, inside, at))
        yield from _piece(end, next(after, None), inside.sentence_end(end))
    for start, _ in _standing(anchor.after, inside):
        before = (at for at in _reach(anchor, inside, start, -1) if ends(anchor.before, inside, at))
        yield from _piece(next(before, None), start, inside.sentence_start(start))


def _piece(start: int | None, end: int | None, other: int) -> list[tuple[int, int]]:
    """Return the piece between both ends; with one end only, up to the other, unless it is empty."""
    if start is not None and end is not None:
        return [(start, end)]
    low, high = (other if start is None else start), (other if end is None else end)
    return [(low, high)] if low < high else []


def _standing(neighbour: Neighbour | None, inside: Index) -> list[tuple[int, int]]:
    """Return where a neighbour begins and ends: as a sentence, or else anywhere, if the cut is another."""
    if neighbour is None:
        return []
    whole = [inside.bounds[number : number + 2] for number in inside.keys.get(neighbour.key, ())]
    found = [(start, end) for start, end in whole]
    return found or [(at, at + neighbour.letters) for at in inside.starts if begins(neighbour, inside, at)]


def _reach(anchor: Anchor, inside: Index, start: int, step: int) -> Iterator[int]:
    """Yield where words begin, from a place onwards or backwards, as far as a changed sentence may go."""
    first = inside.word(start)
    for number in range(first, first + step * (LONGER * anchor.words + MORE + 1), step):
        if 0 <= number < len(inside.starts):
            yield inside.starts[number]

"""Anchors: what is kept of a sentence so that it can be found again, without any of its words.

An anchor is made from the reader's copy of a document and holds numbers and hashes only: of the
sentence, of the two beside it, and of every three words in a row. `detente.sources.verdict` looks it up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.errors import DetenteError, LocatorError
from detente.sources.index import Index, index
from detente.sources.locator import Locator, parse_locator
from detente.sources.passages import Document
from detente.sources.wording import key, shingles

__all__ = ["Anchor", "Neighbour", "anchor_from", "begins", "copies", "ends", "make"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The sentence before or after: its key and its length as a line of words."""

    key: str
    letters: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A sentence without its words.

    Parameters
    ----------
    locator
        Where it stood: one sentence.
    key
        BLAKE2b-128 of its words and numbers as they are compared (see `detente.sources.wording`).
    letters, words
        Its length as a line of words, and how many words it has.
    before, after
        The sentences beside it, or ``None`` at an end of the document.
    position
        Where it began, from 0 to 1.
    copy, copies
        The document held ``copies`` identical ones, of which it was number ``copy``, from 1.
    shingles
        Hashes, of 32 bits and in ascending order, of every three words in a row.
    """

    locator: Locator
    key: str
    letters: int
    words: int
    before: Neighbour | None
    after: Neighbour | None
    position: float
    copy: int
    copies: int
    shingles: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the anchor as plain types, ready for JSON; see `anchor_from`."""
        return {
            "key": self.key,
            "letters": self.letters,
            "words": self.words,
            "before": _plain(self.before),
            "after": _plain(self.after),
            "position": self.position,
            "copy": [self.copy, self.copies],
            "shingles": "".join(f"{mark:08x}" for mark in self.shingles),
        }

    def __repr__(self) -> str:
        return f"Anchor({self.locator}, {self.words} words)"


def make(document: Document, locator: Locator) -> Anchor:
    """Make the anchor of one sentence.

    Parameters
    ----------
    document
        The document, cut into blocks and sentences.
    locator
        Where the sentence stands.

    Raises
    ------
    LocatorError
        If the locator names more or less than one sentence.
    UnknownName
        If the document has no such sentence, or one without letters and digits.

    Examples
    --------
    >>> from detente.sources import cut, parse_locator
    >>> make(cut("The dam stays. Nobody moves."), parse_locator("K.P1.S2"))
    Anchor(K.P1.S2, 2 words)
    """
    if not locator.sentence or locator.last_sentence > locator.sentence:
        raise LocatorError(f"an anchor is of one sentence, and {locator} is not")
    inside = index(document)
    number = inside.number(locator)
    start, end = inside.bounds[number : number + 2]
    told = inside.run(start, end)
    marks = shingles(told)
    before, after = _neighbour(inside.sentence(number - 1)), _neighbour(inside.sentence(number + 1))
    same = copies(inside, key(inside.stream[start:end]), end - start, marks, before, after)
    return Anchor(
        locator=locator,
        key=key(inside.stream[start:end]),
        letters=end - start,
        words=len(told),
        before=before,
        after=after,
        position=round(start / len(inside.stream), 4),
        copy=same.index((start, end)) + 1,
        copies=len(same),
        shingles=tuple(sorted(marks)),
    )


def copies(
    inside: Index,
    wanted: str,
    letters: int,
    marks: frozenset[int],
    before: Neighbour | None = None,
    after: Neighbour | None = None,
) -> tuple[tuple[int, int], ...]:
    """Return where in the stream the sentence with a key begins and ends.

    Parameters
    ----------
    inside
        The document prepared for searching.
    wanted
        Key of the sentence.
    letters
        Length of the sentence in the stream.
    marks
        Hashes of its words in threes, 32 bits each.
    before
        The sentence before it, if there is one.
    after
        The sentence after it, if there is one.

    Notes
    -----
    At both its ends a sentence must end, or a neighbour stand: a copy may be cut into sentences in another
    way, but words put before or behind can turn what a sentence says into its opposite.
    """
    whole = {inside.bounds[n]: inside.bounds[n + 1] for n in inside.keys.get(wanted, ())}
    likely = {inside.starts[word] for mark in marks for word in inside.shingles.get(mark, ())} - whole.keys()
    hidden = {
        start: start + letters
        for start in likely
        if inside.holds(wanted, start, start + letters)
        and (inside.edge(start) or ends(before, inside, start))
        and (inside.edge(start + letters) or begins(after, inside, start + letters))
    }
    return tuple(sorted((whole | hidden).items()))


def ends(neighbour: Neighbour | None, inside: Index, at: int) -> bool:
    """Whether a neighbour ends at a place in the stream.

    Parameters
    ----------
    neighbour
        The sentence before, or ``None`` at the beginning of the document.
    inside
        The document prepared for searching.
    at
        Offset in the stream.
    """
    if neighbour is None:
        return False
    whole = any(inside.bounds[n + 1] == at for n in inside.keys.get(neighbour.key, ()))
    return whole or inside.holds(neighbour.key, at - neighbour.letters, at)


def begins(neighbour: Neighbour | None, inside: Index, at: int) -> bool:
    """Whether a neighbour begins at a place in the stream.

    Parameters
    ----------
    neighbour
        The sentence after, or ``None`` at the end of the document.
    inside
        The document prepared for searching.
    at
        Offset in the stream.
    """
    if neighbour is None:
        return False
    whole = any(inside.bounds[n] == at for n in inside.keys.get(neighbour.key, ()))
    return whole or inside.holds(neighbour.key, at, at + neighbour.letters)


def anchor_from(locator: str, plain: Mapping[str, Any]) -> Anchor:
    """Read an anchor back from what `Anchor.to_dict` returned.

    Parameters
    ----------
    locator
        The locator as it is written.
    plain
        What `Anchor.to_dict` returned.

    Raises
    ------
    DetenteError
        If it is not of that form.
    """
    try:
        copy, of = plain["copy"]
        return Anchor(
            locator=parse_locator(locator),
            key=_hex(plain["key"]),
            letters=int(plain["letters"]),
            words=int(plain["words"]),
            before=_read(plain["before"]),
            after=_read(plain["after"]),
            position=float(plain["position"]),
            copy=int(copy),
            copies=int(of),
            shingles=_marks(plain["shingles"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise DetenteError(f"the anchor {locator!r} cannot be read: {error!r}") from error


def _neighbour(letters: str) -> Neighbour | None:
    return Neighbour(key(letters), len(letters)) if letters else None


def _plain(neighbour: Neighbour | None) -> list[str | int] | None:
    return [neighbour.key, neighbour.letters] if neighbour else None


def _read(plain: Any) -> Neighbour | None:
    if plain is None:
        return None
    mark, letters = plain
    return Neighbour(_hex(mark), int(letters))


def _hex(text: str) -> str:
    if len(text) != 32:
        raise ValueError("a key has 32 hexadecimal digits")
    int(text, 16)
    return text


def _marks(text: str) -> tuple[int, ...]:
    if not text or len(text) % 8:
        raise ValueError("shingles have 8 hexadecimal digits each")
    return tuple(int(text[k : k + 8], 16) for k in range(0, len(text), 8))

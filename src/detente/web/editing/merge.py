"""Two texts that began as one: what each has changed, and where both have changed the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["Chunk", "merged"]

#: Line of the base -> the same line of the other text, and how many lines are the same from there on.
Block = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines that follow each other, in all three texts.

    Parameters
    ----------
    kind
        ``"same"``; ``"mine"`` or ``"theirs"`` if only one has changed them; ``"both"`` if both have changed
        them alike; ``"conflict"`` if they have changed them differently.
    base, mine, theirs
        The lines, with their ends.
    """

    kind: str
    base: str
    mine: str
    theirs: str


def merged(base: str, mine: str, theirs: str) -> tuple[Chunk, ...]:
    """Set two changed texts side by side (Khanna, Kunal and Pierce 2007, section 2).

    Lines of the base that stand in both texts hold the three together; what lies between two such places is
    told as changed by one, by both alike, or by both differently.

    Parameters
    ----------
    base
        What both began as.
    mine, theirs
        The two texts.

    Returns
    -------
    tuple of Chunk
        In order; their ``base``, ``mine`` and ``theirs`` put together are the three texts.
    """
    lines = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    found: list[Chunk] = []
    at = (0, 0, 0)
    for start, left, right, size in _stable(*lines):
        found += _between(lines, at, (start, left, right))
        found += _between(lines, (start, left, right), at := (start + size, left + size, right + size))
    found += _between(lines, at, (len(lines[0]), len(lines[1]), len(lines[2])))
    return tuple(found)


def _between(
    lines: Sequence[Sequence[str]], start: tuple[int, int, int], end: tuple[int, int, int]
) -> Iterator[Chunk]:
    base, mine, theirs = ("".join(text[a:b]) for text, a, b in zip(lines, start, end, strict=True))
    if base or mine or theirs:
        yield Chunk(_kind(base, mine, theirs), base, mine, theirs)


def _kind(base: str, mine: str, theirs: str) -> str:
    if mine == theirs:
        return "same" if mine == base else "both"
    if mine == base:
        return "theirs"
    return "mine" if theirs == base else "conflict"


def _stable(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs of lines that stand in all three texts: where in each, and how many."""
    left, right = _blocks(base, mine), _blocks(base, theirs)
    while left and right:
        (a, m, n), (b, t, k) = left[0], right[0]
        start, end = max(a, b), min(a + n, b + k)
        if start < end:
            yield start, m + start - a, t + start - b, end - start
        spent = left if a + n <= b + k else right
        spent.pop(0)


def _blocks(base: Sequence[str], other: Sequence[str]) -> list[Block]:
    found = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return [(b.a, b.b, b.size) for b in found if b.size]

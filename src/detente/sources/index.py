"""A document prepared for looking passages up: one stream of words, with words and sentences marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from detente.errors import UnknownName
from detente.sources.locator import Locator
from detente.sources.passages import Document
from detente.sources.wording import SPAN, key, line, parts, readings, settled, shingle

__all__ = ["Index", "index"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Index:
    """A document as a stream of words and numbers; sentences without any are left out.

    Parameters
    ----------
    stream
        The words and numbers of the whole document as they are compared, each with a space behind it.
    places
        Block and sentence, from 1, of each sentence.
    bounds
        Where each sentence begins in the stream, and the end.
    words, starts
        The words of the document, and where each begins in the stream, and the end.
    keys
        Key of a sentence -> numbers of the sentences that have it; one with words divided at the end of a
        line has several, a key for each way to read them.
    shingles
        Hash of three words in a row -> numbers of the words where it begins.
    """

    stream: str
    places: tuple[tuple[int, int], ...]
    bounds: tuple[int, ...]
    words: tuple[str, ...]
    starts: tuple[int, ...]
    keys: Mapping[str, tuple[int, ...]]
    shingles: Mapping[int, tuple[int, ...]]

    def number(self, at: Locator) -> int:
        """Return the number of the sentence that a locator names.

        Parameters
        ----------
        at
            One sentence.

        Returns
        -------
        int
            From 0.

        Raises
        ------
        UnknownName
            If the document has no such sentence, or one without letters and digits.
        """
        if (at.block, at.sentence) not in self.places:
            raise UnknownName("sentence", str(at))
        return self.places.index((at.block, at.sentence))

    def sentence(self, number: int) -> str:
        """Return the words of a sentence as a line, or nothing where there is none.

        Parameters
        ----------
        number
            Its number, from 0.

        Returns
        -------
        str
            As they are compared, each with a space behind it.
        """
        inside = 0 <= number < len(self.places)
        return self.stream[self.bounds[number] : self.bounds[number + 1]] if inside else ""

    def run(self, start: int, end: int) -> tuple[str, ...]:
        """Return the words of a piece of the stream.

        Parameters
        ----------
        start, end
            Places in the stream, ``end`` not included.

        Returns
        -------
        tuple of str
            As the document has them; those that begin inside the piece.
        """
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def word(self, start: int) -> int:
        """Return the number of the word that begins at a place in the stream.

        Parameters
        ----------
        start
            Place in the stream.

        Returns
        -------
        int
            From 0.
        """
        return bisect_left(self.starts, start)

    def holder(self, word: int) -> int:
        """Return the number of the sentence that a word belongs to.

        Parameters
        ----------
        word
            Number of the word, from 0.

        Returns
        -------
        int
            From 0.
        """
        return bisect_right(self.bounds, self.starts[word]) - 1

    def edge(self, at: int) -> bool:
        """Whether a sentence begins or ends at a place in the stream.

        Parameters
        ----------
        at
            Place in the stream, from 0 to its end.
        """
        return self.bounds[bisect_left(self.bounds, at)] == at

    def sentence_end(self, start: int) -> int:
        """Return where the sentence ends that a place in the stream lies in or begins.

        Parameters
        ----------
        start
            Place in the stream.
        """
        return self.bounds[min(bisect_right(self.bounds, start), len(self.bounds) - 1)]

    def sentence_start(self, end: int) -> int:
        """Return where the sentence begins that ends at a place in the stream or holds it.

        Parameters
        ----------
        end
            Place in the stream.
        """
        return self.bounds[max(bisect_left(self.bounds, end) - 1, 0)]

    def around(self, start: int, end: int) -> range:
        """Return the numbers of the sentences that a piece of the stream lies in.

        Parameters
        ----------
        start, end
            Places in the stream, ``end`` not included.

        Returns
        -------
        range
            Numbers, from 0.
        """
        return range(bisect_right(self.bounds, start) - 1, bisect_left(self.bounds, end))

    def locator(self, source: str, numbers: range) -> Locator:
        """Return the locator of a run of sentences; of the blocks, where they are in several.

        Parameters
        ----------
        source
            The key by which locators name the document.
        numbers
            Numbers of the sentences, at least one.
        """
        (block, first), (last_block, last) = self.places[numbers[0]], self.places[numbers[-1]]
        inside = block == last_block
        return Locator(source, block, last_block, first if inside else 0, last if inside else 0)

    def holds(self, wanted: str, start: int, end: int) -> bool:
        """Whether a piece of the stream has a certain key.

        Parameters
        ----------
        wanted
            The key, see `key`.
        start, end
            Places in the stream, ``end`` not included; a piece beyond it holds nothing.
        """
        return 0 <= start < end <= len(self.stream) and key(self.stream[start:end]) == wanted

    def __repr__(self) -> str:
        return f"Index({len(self.places):,} sentences, {len(self.words):,} words)"


@lru_cache(maxsize=8)
def index(document: Document) -> Index:
    """Prepare a document; the last few are remembered.

    Parameters
    ----------
    document
        The document, cut into blocks and sentences.
    """
    found = [(place, told) for place, text in _sentences(document) if (told := parts(text))]
    apart = _apart([told for _, told in found])
    spoken = [settled(told, apart) for _, told in found]
    lines = [line(told) for told in spoken]
    flat = tuple(word for told in spoken for word in told)
    keys: dict[str, tuple[int, ...]] = {}
    for number, (_, told) in enumerate(found):
        for mark in {key(lines[number]), *(key(line(way)) for way in readings(told))}:
            keys[mark] = (*keys.get(mark, ()), number)
    return Index(
        "".join(lines),
        tuple(place for place, _ in found),
        tuple(accumulate(map(len, lines), initial=0)),
        flat,
        tuple(accumulate((len(word) + 1 for word in flat), initial=0)),
        keys,
        _shingles(flat),
    )


def _apart(found: Sequence[tuple[str, ...]]) -> Callable[[str, str], bool]:
    """Say of the halves of a divided word whether the document has them as two words, and never as one."""
    known = {part for told in found for part in told}
    pairs = {pair for told in found for pair in pairwise(told)}
    return lambda left, right: left + right not in known and (left, right) in pairs


def _sentences(document: Document) -> Iterator[tuple[tuple[int, int], str]]:
    for block, sentences in enumerate(document.blocks, 1):
        for number, text in enumerate(sentences, 1):
            yield (block, number), text


def _shingles(flat: tuple[str, ...]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for start in range(len(flat) - SPAN + 1):
        mark = shingle(flat[start : start + SPAN])
        found[mark] = (*found.get(mark, ()), start)
    return found

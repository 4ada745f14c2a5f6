"""Documents cut into blocks and sentences, by the same counting that locators use.

The text stays with the reader: detente carries locators and digests of documents, never their words.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from detente.errors import UnknownName
from detente.sources.locator import Locator

__all__ = ["Document", "cut", "digest", "passage"]

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
# A sentence ends after . ? or ! with any closing quote and footnote digits, when a capital follows.
_END = re.compile(r"(?<=[.?!])(?:[\"'”’»)]*)(?:\d{1,2})?\s+(?=[\"'“‘«(]*[A-ZА-ЯЁ0-9])")
_NO_END = re.compile(r"(?:\b[A-Z]\.|\b(?:e\.g|i\.e|Mr|Ms|Dr|St|vs|pp?|Ch)\.)(?:\s+)?$")
#: Letters in which `_NO_END` is looked for: the whole sentence each time takes forever where none ends.
_TAIL = 12


@dataclass(frozen=True, slots=True)
class Document:
    """A document as blocks of sentences.

    Parameters
    ----------
    blocks
        ``blocks[n - 1][m - 1]`` is sentence m of block n.
    digest
        See `digest`.
    """

    blocks: tuple[tuple[str, ...], ...]
    digest: str


def cut(text: str) -> Document:
    r"""Cut a document into blocks and sentences.

    Parameters
    ----------
    text
        The text of the document.

    Examples
    --------
    >>> [len(b) for b in cut("One. Two!\n\nThree, e.g. Four.").blocks]
    [2, 1]
    """
    blocks = [b for b in _BLANK.split(text.strip()) if b.strip()]
    return Document(tuple(_sentences(b) for b in blocks), digest(text))


def digest(text: str) -> str:
    """BLAKE2b-128 of the letters and digits, case folded: quotes, dashes and spaces do not matter.

    It tells which document a copy is of. Whether a passage stands there unchanged is told by its anchor,
    which also keeps the signs of numbers and the boundaries of words.

    Parameters
    ----------
    text
        The words of a sentence.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c for c in folded if c.isalnum())
    return hashlib.blake2b(kept.encode(), digest_size=16).hexdigest()


def passage(document: Document, at: Locator) -> str:
    """Return the words that a locator points to.

    Parameters
    ----------
    document
        The document, cut into blocks and sentences.
    at
        Where the words stand.

    Raises
    ------
    UnknownName
        If the document has no such block or sentence.
    """
    if not at.block:
        return "\n\n".join(" ".join(b) for b in document.blocks)
    if at.last_block > len(document.blocks):
        raise UnknownName("block", str(at))
    blocks = document.blocks[at.block - 1 : at.last_block]
    if not at.sentence:
        return "\n\n".join(" ".join(b) for b in blocks)
    if at.last_sentence > len(blocks[0]):
        raise UnknownName("sentence", str(at))
    return " ".join(blocks[0][at.sentence - 1 : at.last_sentence])


def _sentences(block: str) -> tuple[str, ...]:
    flat = " ".join(block.split())
    parts: list[str] = []
    start = 0
    for found in _END.finditer(flat):
        if _NO_END.search(flat[max(start, found.end() - _TAIL) : found.end()].rstrip()):
            continue
        parts.append(flat[start : found.end()].rstrip())
        start = found.end()
    if flat[start:].strip():
        parts.append(flat[start:].strip())
    return tuple(parts)

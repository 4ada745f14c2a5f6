"""The reader's own copies of the sources, and which copy is of which source.

A copy is known by the digest of its text, else by the anchors that it holds. A file name alone never
decides, because a wrong text under the right name would be read as the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente.files import read_bytes
from detente.sources.passages import Document, cut
from detente.sources.registers import Register
from detente.sources.verdict import verify

__all__ = ["Copy", "Match", "read_copies", "recognise"]

#: Larger files are not taken for documents.
MOST = 20_000_000


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the reader, cut into blocks and sentences."""

    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class Match:
    """A copy that was recognised.

    Parameters
    ----------
    copy
        The copy.
    how
        By what: its digest, or the anchors that it holds.
    held, asked
        How many anchors of the source it holds exactly, of how many; zero where the digest decided.
    """

    copy: Copy
    how: Literal["digest", "anchors"]
    held: int = 0
    asked: int = 0


def read_copies(folder: str | Path) -> tuple[Copy, ...]:
    """Read every plain text (``.txt``, ``.md``) of a folder, in the order of the names.

    Parameters
    ----------
    folder
        The folder.
    """
    return tuple(_texts(Path(folder)))


def recognise(digests: Mapping[str, str], known: Register, copies: Sequence[Copy]) -> dict[str, Match]:
    """Tell which copy is of which source.

    Parameters
    ----------
    digests
        Key of a source -> digest of its document, empty if it is not known.
    known
        The anchors of the sources.
    copies
        The reader's files.

    Returns
    -------
    dict
        Key of a source -> its copy; sources without one are left out.
    """
    found = {source: _recognise(source, digest, known, copies) for source, digest in digests.items()}
    return {source: match for source, match in found.items() if match}


def _recognise(source: str, digest: str, known: Register, copies: Sequence[Copy]) -> Match | None:
    shape = known.documents.get(source)
    wanted = {digest, shape.digest if shape else ""} - {""}
    for copy in copies:
        if copy.document.digest in wanted:
            return Match(copy, "digest")
    anchors = known.of(source)
    held = [(sum(verify(a, copy.document).kind == "exact" for a in anchors), copy) for copy in copies]
    most, best = max(held, key=lambda pair: pair[0], default=(0, None))
    return Match(best, "anchors", most, len(anchors)) if best and most else None


def _texts(folder: Path) -> Iterator[Copy]:
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix.lower() in (".txt", ".md") and file.stat().st_size <= MOST:
            yield Copy(file.name, cut(read_bytes(file, MOST).decode("utf-8", "replace")))

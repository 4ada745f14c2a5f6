"""The anchors of a case, as they are shipped with it: hashes and numbers, no word of any source.

The file lies beside the case: ``anchors.json`` for ``case.yaml``, ``name.anchors.json`` for
``name.yaml``. For each source it gives the digest and how many sentences each block has, so that a
locator of a whole block stands for its sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, UnknownName
from detente.files import read_json
from detente.sources.anchor import Anchor, anchor_from, make
from detente.sources.index import index
from detente.sources.locator import Locator
from detente.sources.passages import Document
from detente.sources.wording import NORMALISER

__all__ = ["Register", "Shape", "beside", "read_register", "register", "shape_of", "spread"]

FORMAT = 1

#: Most sentences that a document is believed to have; copies are read up to 20 megabytes.
MOST_SENTENCES = 10_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A document without its words.

    Parameters
    ----------
    digest
        Its digest.
    blocks
        How many sentences each block has.
    silent
        Block and sentence of those without words and numbers, which have no anchor.
    """

    digest: str
    blocks: tuple[int, ...]
    silent: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Register:
    """What is known of the sources of a case.

    Parameters
    ----------
    documents
        Key of a source -> the shape of its document.
    anchors
        Locator of a sentence -> its anchor.
    """

    documents: Mapping[str, Shape]
    anchors: Mapping[Locator, Anchor]

    def sentences(self, locator: Locator) -> tuple[Anchor, ...]:
        """Return the anchors of all sentences of a passage; none if one is lacking.

        Parameters
        ----------
        locator
            The passage: a sentence, a block or several.

        Returns
        -------
        tuple of Anchor
            In the order of the document.
        """
        shape = self.documents.get(locator.key)
        found = [self.anchors.get(at) for at in spread(locator, shape)] if shape else []
        return tuple(a for a in found if a) if all(found) else ()

    def of(self, source: str) -> tuple[Anchor, ...]:
        """Return the anchors of a source by its key.

        Parameters
        ----------
        source
            The key by which locators name the source.

        Returns
        -------
        tuple of Anchor
            In the order of the register.
        """
        return tuple(anchor for at, anchor in self.anchors.items() if at.key == source)

    def to_json(self) -> str:
        """Return the text of the file; see `read_register`."""
        anchors = {str(at): anchor.to_dict() for at, anchor in sorted(self.anchors.items())}
        documents = {source: _plain(shape) for source, shape in sorted(self.documents.items())}
        head = json.dumps({"format": FORMAT, "normaliser": NORMALISER, "documents": documents})
        lines = ",\n".join(f"  {json.dumps(at)}: {json.dumps(plain)}" for at, plain in anchors.items())
        return f'{head[:-1]},\n "anchors": {{\n{lines}\n }}\n}}\n'

    def __repr__(self) -> str:
        return f"Register({len(self.documents)} documents, {len(self.anchors)} anchors)"


def register(documents: Mapping[str, Document], locators: Iterable[Locator]) -> Register:
    """Make the anchors of passages from the reader's copies.

    Parameters
    ----------
    documents
        Key of a source -> its document.
    locators
        The passages; those of other sources are left out.

    Raises
    ------
    UnknownName
        If a document lacks a passage; names all that are lacking.
    """
    shapes = {source: shape_of(document) for source, document in documents.items()}
    wanted = sorted(at for at in set(locators) if at.key in shapes)
    missing = [str(at) for at in wanted if not _within(at, shapes[at.key])]
    if missing:
        raise UnknownName("passage", ", ".join(missing))
    single = {at for passage in wanted for at in spread(passage, shapes[passage.key])}
    return Register(shapes, {at: make(documents[at.key], at) for at in sorted(single)})


def spread(locator: Locator, shape: Shape) -> Iterator[Locator]:
    """Yield the locators of the sentences of a passage.

    Parameters
    ----------
    locator
        Where the passage stands.
    shape
        How many sentences each block of the document has.

    Raises
    ------
    UnknownName
        If the document has no such passage.

    Examples
    --------
    >>> from detente.sources import parse_locator
    >>> [str(at) for at in spread(parse_locator("K.P2-P3"), Shape("", (1, 2, 1)))]
    ['K.P2.S1', 'K.P2.S2', 'K.P3.S1']
    """
    if not _within(locator, shape):
        raise UnknownName("passage", str(locator))
    first, last = (locator.block, locator.last_block) if locator.block else (1, len(shape.blocks))
    for block in range(first, last + 1):
        start, stop = locator.sentence or 1, locator.last_sentence or shape.blocks[block - 1]
        for number in range(start, stop + 1):
            if (block, number) not in shape.silent:
                yield Locator(locator.key, block, block, number, number)


def _within(locator: Locator, shape: Shape) -> bool:
    held = len(shape.blocks)
    return locator.last_block <= held and (
        not locator.last_sentence or locator.last_sentence <= shape.blocks[locator.block - 1]
    )


def beside(case: str | Path) -> Path:
    """Return where the anchors of a case file lie.

    Parameters
    ----------
    case
        The file of the case.

    Examples
    --------
    >>> beside("cases/strait.yaml").name, beside("korea-2020/case.yaml").name
    ('strait.anchors.json', 'anchors.json')
    """
    file = Path(case)
    return file.with_name("anchors.json" if file.stem == "case" else f"{file.stem}.anchors.json")


def read_register(path: str | Path) -> Register:
    """Read a file of anchors; an empty register if there is no file.

    Parameters
    ----------
    path
        The file of anchors.

    Raises
    ------
    DetenteError
        If the file is not one of anchors, or was made by another version of the rules.
    OSError
        If it cannot be read.
    """
    file = Path(path)
    if not file.exists():
        return Register({}, {})
    try:
        plain = read_json(file)
        if (plain["format"], plain["normaliser"]) != (FORMAT, NORMALISER):
            raise DetenteError(
                f"{file}: made by another version of detente; make the anchors again, with "
                f"detente anchors CASE --sources FOLDER --out {file.name}"
            )
        documents = {source: _read(shape) for source, shape in plain["documents"].items()}
        anchors = [anchor_from(at, given) for at, given in plain["anchors"].items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DetenteError(f"{file}: not a file of anchors: {error!r}") from error
    return Register(documents, {anchor.locator: anchor for anchor in anchors})


def shape_of(document: Document) -> Shape:
    """Return the shape of a document.

    Parameters
    ----------
    document
        The document, cut into blocks and sentences.
    """
    blocks = tuple(map(len, document.blocks))
    spoken = set(index(document).places)
    places = ((b, s) for b, held in enumerate(blocks, 1) for s in range(1, held + 1))
    return Shape(document.digest, blocks, tuple(p for p in places if p not in spoken))


def _plain(shape: Shape) -> dict[str, Any]:
    return {"digest": shape.digest, "blocks": shape.blocks, "silent": shape.silent}


def _read(plain: Mapping[str, Any]) -> Shape:
    silent = tuple((int(block), int(sentence)) for block, sentence in plain["silent"])
    blocks = tuple(map(int, plain["blocks"]))
    if sum(map(abs, blocks)) > MOST_SENTENCES:
        raise ValueError(f"a document of more than {MOST_SENTENCES:,} sentences")
    return Shape(str(plain["digest"]), blocks, silent)

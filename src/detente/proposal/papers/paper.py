"""A document as it is read: its text, the blocks and sentences that locators count, and the page of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import DetenteError
from detente.files import read_bytes
from detente.proposal.papers.markup import from_html
from detente.proposal.papers.office import from_docx, from_pdf
from detente.sources import Document, cut

__all__ = ["FORMATS", "MOST", "Paper", "read_paper"]

#: Larger files are refused.
MOST = 50_000_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A document.

    Parameters
    ----------
    name
        The name of its file.
    text
        Its text; locators count the blocks and sentences of this. `detente.sources.cut` makes the same of it.
    document
        The text, cut.
    pages
        Block, from 1 -> the page on which it begins; empty where the format has no pages.
    """

    name: str
    text: str
    document: Document
    pages: Mapping[int, int] = field(default_factory=dict)


#: A text by its pages; one page only where the format has none.
Pages = list[str]


def from_text(data: bytes) -> Pages:
    """Read plain text: UTF-8, UTF-16 with its mark, or else the code page of western Windows.

    Parameters
    ----------
    data
        The bytes of the file.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return [data.decode("utf-16", "replace")]
    try:
        return [data.decode("utf-8-sig")]
    except UnicodeDecodeError:
        return [data.decode("cp1252", "replace")]


#: How files are read, by the ends of their names.
FORMATS: Mapping[str, Callable[[bytes], Pages]] = {
    ".txt": from_text,
    ".md": from_text,
    ".html": lambda data: [from_html(from_text(data)[0])],
    ".htm": lambda data: [from_html(from_text(data)[0])],
    ".pdf": from_pdf,
    ".docx": from_docx,
}


def read_paper(path: str | Path) -> Paper:
    """Read a document.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DetenteError
        If its format is none of `FORMATS`, or it holds no text.
    MissingExtra
        If its format needs a package that is not installed.
    OSError
        If it cannot be read.
    """
    file = Path(path)
    reader = FORMATS.get(file.suffix.lower())
    if reader is None:
        raise DetenteError(
            f"{file}: cannot read {file.suffix or 'a file without an ending'}; {', '.join(FORMATS)}"
        )
    try:
        pages = reader(read_bytes(file, MOST))
    except ValueError as error:
        raise DetenteError(f"{file}: {error}") from error
    starts = dict[int, int]()
    for number, page in enumerate(pages, 1):
        first = len(starts) + 1
        starts |= dict.fromkeys(range(first, first + len(cut(page).blocks)), number)
    text = "\n\n".join(page.strip() for page in pages if page.strip()) + "\n"
    document = cut(text)
    if not document.blocks:
        raise DetenteError(f"{file}: there is no text in it; scanned pages have to be turned into text first")
    return Paper(file.name, text, document, starts if len(pages) > 1 else {})

"""PDF and DOCX as text, by pypdf and python-docx; pages are kept where the format has them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from detente.errors import MissingExtra

__all__ = ["from_docx", "from_pdf"]

#: A line shorter than this share of the longest ones may end a paragraph.
_SHORT = 0.8


def from_pdf(data: bytes) -> list[str]:
    """Return the text of each page; lines are put together into paragraphs.

    Parameters
    ----------
    data
        The bytes of the file.

    Raises
    ------
    MissingExtra
        If pypdf is not installed.
    ValueError
        If it is no PDF, or is locked by a password.
    """
    pypdf = _library("pypdf")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        return [_paragraphs(page.extract_text()) for page in reader.pages]
    except Exception as error:  # the library lets errors of every kind through on broken files
        raise ValueError(f"cannot be read as PDF: {type(error).__name__}: {error}") from error


def from_docx(data: bytes) -> list[str]:
    """Return the paragraphs, those of tables too, with a blank line between them.

    Parameters
    ----------
    data
        The bytes of the file.

    Raises
    ------
    MissingExtra
        If python-docx is not installed.
    ValueError
        If it is no DOCX.
    """
    docx = _library("docx")
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = [" ".join(text.split()) for text in _spoken(document)]
    except Exception as error:  # the library lets errors of every kind through on broken files
        raise ValueError(f"cannot be read as DOCX: {type(error).__name__}: {error}") from error
    return ["\n\n".join(block for block in blocks if block)]


def _spoken(document: Any) -> Iterator[str]:
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield part.text


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra({"docx": "python-docx"}.get(name, name), "read") from None


def _paragraphs(text: str) -> str:
    """Put lines together; a paragraph ends at a blank line, or at a short one with a full stop."""
    lines = [line.strip() for line in text.splitlines()]
    longest = sorted(map(len, lines))[-max(len(lines) // 5, 1) :] if lines else [0]
    width = longest[0] * _SHORT
    out: list[str] = []
    fresh = True
    for line in lines:
        if not line:
            fresh = True
            continue
        if fresh or not out:
            out.append(line)
        else:
            out[-1] = f"{out[-1]} {line}"
        fresh = bool(re.search(r"[.?!:][\"”’)]*\d{0,2}$", line)) and len(line) < width
    return "\n\n".join(out)

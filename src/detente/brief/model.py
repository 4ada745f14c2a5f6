"""The written answer to a case."""

from __future__ import annotations

from pathlib import Path

from detente.paper import export
from detente.paper.document import Document
from detente.paper.markup import markdown
from detente.paper.notebook import html
from detente.paper.terminal import plain_text

__all__ = ["Brief"]


class Brief(Document):
    """A document that answers a case and can be read in a notebook or written to a file."""

    __slots__ = ()

    def to_markdown(self, full: bool = True) -> str:
        """Return the brief as markdown; if not full, only what comes first.

        Parameters
        ----------
        full
            Whether the annex belongs to it.
        """
        return markdown(self, full)

    def to_html(self) -> str:
        """Return the brief as one self-contained page; needs the extra ``page``.

        Raises
        ------
        MissingExtra
            If the extra is not installed.
        """
        return export.page(self)

    def to_text(self, width: int = 80) -> str:
        """Return the brief as plain text of the given width, in characters.

        Parameters
        ----------
        width
            Characters in a line.
        """
        return plain_text(self, width)

    def save(self, path: str | Path) -> None:
        """Write the brief to a file, by its ending: .html, .pdf, .docx, .xlsx, .ics, .md, .json or .txt.

        Parameters
        ----------
        path
            The file; it is written whole or not at all.

        Raises
        ------
        MissingExtra
            If the format needs the extra ``page`` and it is not installed.
        OSError
            If the file cannot be written.
        """
        export.save(self, path)

    def _repr_markdown_(self) -> str:
        return markdown(self)

    def _repr_html_(self) -> str:
        return html(self)

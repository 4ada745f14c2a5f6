"""What a spreadsheet may be given: words that none takes for a formula. Every CSV and XLSX passes here."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from detente.paper.markup import clean

__all__ = ["Rows", "guarded"]

#: Signs that begin a formula in some spreadsheet (OWASP, "CSV injection").
_BEGINS = ("=", "+", "-", "@")


def guarded(text: str) -> str:
    r"""Return words as a cell may hold them: signs that cannot be seen are gone, and nothing is a formula.

    What is looked at is what a spreadsheet will see: the first sign behind spaces and signs without width,
    wide forms taken for plain ones.

    Parameters
    ----------
    text
        The words.

    Examples
    --------
    >>> guarded("=1+1"), guarded("\u200b\t＝1+1"), guarded("1 of 2")
    ("'=1+1", "'  ＝1+1", '1 of 2')
    """
    shown = clean(text)
    first = unicodedata.normalize("NFKC", shown.lstrip()[:1])
    return f"'{shown}" if first.startswith(_BEGINS) else shown


class Rows:
    """Rows of a CSV file, with every text guarded.

    Parameters
    ----------
    out
        Where they are written.
    end
        How a line ends.
    """

    def __init__(self, out: TextIO, end: str = "\r\n") -> None:
        self._writer = csv.writer(out, lineterminator=end)

    def writerow(self, cells: Iterable[object]) -> None:
        """Write one row.

        Parameters
        ----------
        cells
            Texts that a spreadsheet would take for a formula are guarded.
        """
        self._writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])

    def writerows(self, rows: Iterable[Iterable[object]]) -> None:
        """Write several rows.

        Parameters
        ----------
        rows
            Each as to `writerow`.
        """
        for cells in rows:
            self.writerow(cells)

"""The record of a reader: the columns of a format, how a row becomes an event, what may be done with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

from detente.history.model import Bad, Event, Withdrawn

__all__ = ["Entry", "Found", "Reader", "digest", "whole_id"]

#: What a reader yields: an event, one that is taken back, a row that cannot be used, or a remark on the file.
Found = Event | Withdrawn | Bad | str

_SPREADSHEET = re.compile(r"\d([.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)

_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a file, by the names of its columns.

    Parameters
    ----------
    file
        The file.
    line
        The line on which it begins.
    has
        Column -> what stands there, without spaces around it; columns that the file lacks are not there.
    fields
        All fields as they stand.
    seen
        For what the reader counts on its way, to remark on it at the end.
    """

    file: Path
    line: int
    has: Mapping[str, str]
    fields: list[str]
    seen: Counter[str]

    def get(self, column: str) -> str:
        """Return what stands in a column; nothing if the file lacks it.

        Parameters
        ----------
        column
            Name of the column, as the reader calls it.
        """
        return self.has.get(column, "")


@dataclass(frozen=True, slots=True)
class Reader:
    """One format of event files.

    Parameters
    ----------
    name
        The name that ``--format`` takes.
    title
        What it is, with the coding scheme.
    needed
        The columns without which it is not this format; of those that stand together one is enough, and the
        first is what the others are called.
    event
        Makes an event of a row, or raises a `ValueError` that says what is wrong with it.
    terms
        What the owners allow.
    more
        Columns that are read if they are there.
    date
        The column with the date.
    share
        Whether single rows may be written to other files; counts always may.
    bare
        Number of fields -> place of each column, for files without headings.
    fits
        Whether the first row of a file without headings may be of this format.
    broken
        Number of fields of a file whose headings are broken, by those that are left; 0 if it is none.
    instead
        The columns of a file that only takes events back, which will do instead of those that are needed.
    beside
        Columns of which one has to stand beside those that are needed for the format to be told by them.
    strict
        The only columns that there may be; any others may if it is empty.
    revised
        Whether its owners change events that they have published.
    remarks
        What is to be said at the end of what was counted.
    """

    name: str
    title: str
    needed: Sequence[Sequence[str]]
    event: Callable[[Entry], Event | Withdrawn]
    terms: str
    more: Sequence[Sequence[str]] = ()
    date: str = "date"
    share: bool = True
    bare: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    fits: Callable[[Sequence[str]], bool] = lambda fields: False
    broken: Callable[[set[str]], int] = lambda names: 0
    instead: Sequence[Sequence[str]] = ()
    beside: Sequence[str] = ()
    strict: Sequence[str] = ()
    revised: bool = True
    remarks: Callable[[Counter[str]], Iterator[str]] = lambda seen: iter(())

    def lacks(self, names: Sequence[str]) -> list[str]:
        """Return the columns that are needed and not among some headings.

        Parameters
        ----------
        names
            The headings of a file.

        Returns
        -------
        list of str
            Of columns with several names the first.
        """
        if self.instead and all(set(columns) & set(names) for columns in self.instead):
            return []
        return [columns[0] for columns in self.needed if not set(columns) & set(names)]

    def places(self, names: Sequence[str]) -> dict[str, int]:
        """Return the place of each column that is among some headings.

        Parameters
        ----------
        names
            The headings of a file.

        Returns
        -------
        dict
            Name that the reader uses -> place, from 0.
        """
        found = {}
        for columns in (*self.needed, *self.more):
            if known := next((name for name in columns if name in names), ""):
                found[columns[0]] = names.index(known)
        return found


def whole_id(text: str, what: str = "the id") -> str:
    """Return an id, and refuse one that is missing or that a spreadsheet has rounded.

    Parameters
    ----------
    text
        The id as it stands in the file.
    what
        What it is the id of, for the refusal.

    Raises
    ------
    ValueError
        If it is no id.
    """
    if not text:
        raise ValueError(f"{what} is missing")
    if _SPREADSHEET.fullmatch(text):
        raise ValueError(f"{what} {text!r} has lost its last digits, as spreadsheets do")
    return text


def digest(fields: Sequence[str]) -> str:
    """Return a short digest of a row that has no id: the same for the same fields, wherever they stand.

    Parameters
    ----------
    fields
        The fields of the row, in order.
    """
    text = "\0".join(field.strip() for field in fields)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()

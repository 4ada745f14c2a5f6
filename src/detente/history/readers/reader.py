"""The record of a reader: how a format is recognised, read, and what may be done with what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.history.model import Bad, Event
from detente.history.readers.rows import commas, headings

__all__ = ["Found", "Reader", "headed"]

#: What a reader yields: an event, a row that cannot be used, or a remark on the file.
Found = Event | Bad | str


@dataclass(frozen=True, slots=True)
class Reader:
    """One format of event files.

    Attributes
    ----------
    name : str
        The name that ``--format`` takes.
    title : str
        What it is, with the coding scheme.
    recognises : Callable[[str], bool]
        Whether the first line of a file is of this format.
    rows : Callable[[Path], Iterator[Found]]
        Reads a file row by row; every row of it comes out, as an event or as bad.
    terms : str
        What the owners allow.
    share : bool
        Whether single rows may be written to other files; counts always may.
    """

    name: str
    title: str
    recognises: Callable[[str], bool]
    rows: Callable[[Path], Iterator[Found]]
    terms: str
    share: bool = True


def headed(
    file: Path, needed: Sequence[str], event: Callable[[Path, int, Mapping[str, str]], Event], shown: int = 5
) -> Iterator[Found]:
    """Read a CSV file that begins with headings.

    Parameters
    ----------
    needed
        Headings that must be there.
    event
        Makes an event of the file, a line and its fields by heading; a `ValueError` makes the row a bad one.
    shown
        How many fields of a bad row are shown.
    """
    rows = commas(file)
    line, header = next(rows, (1, []))
    names = headings(header)
    if lacking := [name for name in needed if name not in names]:
        yield Bad(str(file), line, f"the header lacks {', '.join(lacking)}")
        return
    for line, fields in rows:
        try:
            if len(fields) != len(names):
                raise ValueError(f"{len(fields)} fields where the header has {len(names)}")
            has = {name: field.strip() for name, field in zip(names, fields, strict=True)}
            yield event(file, line, has)
        except ValueError as error:
            yield Bad(str(file), line, str(error), ",".join(fields[:shown]))

"""Event files from your disk: one reader a file, chosen by name or by the first line. Nothing is fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from detente.case.nearest import check_name
from detente.errors import HistoryError
from detente.history.lines.text import Tally
from detente.history.model import Bad, Event, Lines, Reading, Withdrawn
from detente.history.once import Once
from detente.history.readers.acled import ACLED
from detente.history.readers.dyads import DYADS
from detente.history.readers.gdelt import GDELT
from detente.history.readers.ged import GED
from detente.history.readers.icews import ICEWS
from detente.history.readers.own import OWN
from detente.history.readers.polecat import POLECAT
from detente.history.readers.reader import Reader
from detente.history.readers.shape import shape_of
from detente.history.readers.walk import walk

__all__ = ["READERS", "Reader", "read", "recognise"]

#: Name of a format -> its reader; the order is that in which a first line is put to them.
READERS: Final[dict[str, Reader]] = {
    "gdelt": GDELT,
    "icews": ICEWS,
    "polecat": POLECAT,
    "acled": ACLED,
    "ged": GED,
    "dyads": DYADS,
    "own": OWN,
}


def recognise(file: str | Path) -> Reader:
    """Return the reader for a file, by its first lines.

    Parameters
    ----------
    file
        The file; packed with gzip or zip if its name says so.

    Raises
    ------
    HistoryError
        If no reader knows it: with the nearest format, and the columns that are missing for it.
    """
    return shape_of(Path(file), tuple(READERS.values())).reader


def read(file: str | Path, form: str = "", keep: Callable[[Event], bool] | None = None) -> Reading:
    """Read an event file, plain or packed by gzip or zip.

    Parameters
    ----------
    file
        The file.
    form
        Name of the format, one of `READERS`; by its first lines if left out.
    keep
        Which events to hold on to; the others are counted. All by default.

    Returns
    -------
    Reading
        Every row of the file, as an event, as a repeat of another row, as one that takes an event back, as
        bad with its line and reason, or counted as outside; and what became of every line.

    Raises
    ------
    UnknownName
        If there is no such format.
    HistoryError
        If the file is empty, no text, or damaged, the format is not recognised, or not one row could be used.
    OSError
        If the file cannot be read.
    """
    if form:
        check_name("format", form, READERS)
    place = Path(file)
    shape = shape_of(place, (READERS[form],) if form else tuple(READERS.values()))
    tally, counted = Tally(), Counter[str]()
    once = Once(keep, shape.reader.revised, bool(shape.reader.strict))
    bad: list[Bad] = []
    others: list[Withdrawn | str] = []
    for lines, found in walk(place, shape, tally):
        if isinstance(found, Bad):
            bad.append(found)
        elif not isinstance(found, Event):
            others.append(found)
        elif once.add(found, lines):
            counted["refused"] += lines
            continue
        counted["refused" if isinstance(found, Bad) else "used"] += lines
    bad = sorted([*bad, *once.clashing], key=lambda b: b.line)
    events, repeats = once.settled()
    withdrawn = tuple(found for found in others if isinstance(found, Withdrawn))
    if bad and not (events or once.outside or withdrawn):
        raise HistoryError(_useless(str(file), shape.reader, bad))
    return Reading(
        str(file),
        shape.reader.name,
        tuple(events),
        tuple(bad),
        once.outside,
        tuple(found for found in others if isinstance(found, str)),
        tuple(repeats),
        withdrawn,
        Lines(tally.lines, tally.blank, tally.header, counted["used"], counted["refused"]),
        once.aside,
    )


def _useless(file: str, reader: Reader, bad: list[Bad]) -> tuple[str, ...]:
    """Say that nothing of a file could be used, with the first ten reasons."""
    rest = (f"{file}: and {len(bad) - 10:,} more rows",) if len(bad) > 10 else ()
    return (f"{file}: not one row can be read as {reader.title}", *map(str, bad[:10]), *rest)

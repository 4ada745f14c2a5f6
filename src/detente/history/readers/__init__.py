"""Event files from your disk: one reader a file, chosen by name or by the first line. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from detente.case import nearest
from detente.errors import HistoryError, UnknownName
from detente.files import regular
from detente.history.model import Bad, Event, Reading
from detente.history.readers.acled import ACLED
from detente.history.readers.dyads import DYADS
from detente.history.readers.gdelt import GDELT
from detente.history.readers.icews import ICEWS
from detente.history.readers.own import OWN
from detente.history.readers.polecat import POLECAT
from detente.history.readers.reader import Reader
from detente.history.readers.rows import first_line

__all__ = ["READERS", "Reader", "read", "recognise"]

#: Name of a format -> its reader; the order is that in which a first line is put to them.
READERS: Final[dict[str, Reader]] = {
    "gdelt": GDELT,
    "icews": ICEWS,
    "polecat": POLECAT,
    "acled": ACLED,
    "dyads": DYADS,
    "own": OWN,
}


def recognise(file: str | Path) -> Reader:
    """Return the reader for a file, by its first line.

    Raises
    ------
    HistoryError
        If no reader knows it.
    """
    regular(file)
    line = first_line(Path(file))
    found = next((reader for reader in READERS.values() if reader.recognises(line)), None)
    if found is None:
        known = ", ".join(READERS)
        raise HistoryError(
            (f"{file}:1: the format is not recognised; name it with --format, one of {known}",)
        )
    return found


def read(file: str | Path, form: str = "", keep: Callable[[Event], bool] | None = None) -> Reading:
    """Read an event file.

    Parameters
    ----------
    file
        The file.
    form
        Name of the format, one of `READERS`; by its first line if left out.
    keep
        Which events to hold on to; the others are counted. All by default.

    Returns
    -------
    Reading
        Every row of the file, as an event, as bad with its line and reason, or counted as outside.

    Raises
    ------
    UnknownName
        If there is no such format.
    HistoryError
        If the format is not recognised, or not one row of the file could be used.
    OSError
        If it is no file, or cannot be read.
    """
    if form and form not in READERS:
        raise UnknownName("format", form, nearest(form, READERS))
    regular(file)
    reader = READERS[form] if form else recognise(file)
    events: list[Event] = []
    bad: list[Bad] = []
    remarks: list[str] = []
    outside = 0
    for found in reader.rows(Path(file)):
        match found:
            case Bad():
                bad.append(found)
            case str():
                remarks.append(found)
            case _ if keep is None or keep(found):
                events.append(found)
            case _:
                outside += 1
    if bad and not events and not outside:
        raise HistoryError(_useless(str(file), reader, bad))
    return Reading(str(file), reader.name, tuple(events), tuple(bad), outside, tuple(remarks))


def _useless(file: str, reader: Reader, bad: list[Bad]) -> tuple[str, ...]:
    """Say that nothing of a file could be used, with the first ten reasons."""
    rest = (f"{file}: and {len(bad) - 10:,} more rows",) if len(bad) > 10 else ()
    return (f"{file}: not one row can be read as {reader.title}", *map(str, bad[:10]), *rest)

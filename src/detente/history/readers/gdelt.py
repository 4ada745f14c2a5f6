"""GDELT event tables: 61 fields with tabs between them and no header (2.0, from 2015), or 58 (1.0).

Actors have three-letter codes, places FIPS codes. The date that GDELT gives can be a year off, where a story
speaks of last year; such rows are kept with low confidence. Leetaru and Schrodt (2013), "GDELT: Global data
on events, location, and tone".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from detente.history.cameo import quad
from detente.history.countries import from_fips
from detente.history.dates import When
from detente.history.model import Bad, Coded, Event
from detente.history.readers.reader import Found, Reader
from detente.history.readers.rows import Row, decimal, tabs

__all__ = ["FIELDS", "GDELT", "OLD", "event_of"]

#: Fields of a row -> where the country of the action and the day of entry stand.
FIELDS = {61: (53, 59), 58: (51, 56)}

#: An event so many days older than its entry may be a year off.
OLD = 330


def _recognises(line: str) -> bool:
    fields = line.split("\t")
    return len(fields) in FIELDS and fields[0].isdigit() and len(fields[1]) == 8 and fields[1].isdigit()


def _rows(file: Path) -> Iterator[Found]:
    seen: Counter[str] = Counter()
    for line, fields in tabs(file):
        try:
            event = event_of(file, (line, fields))
            seen["old"] += event.confidence == "low"
            seen["said"] += event.coded is not None and not event.coded.leading
            yield event
        except ValueError as error:
            yield Bad(str(file), line, str(error), "\t".join(fields[:7]))
    if seen["old"]:
        yield f"dated about a year before entry, so perhaps a year off, and kept: {seen['old']:,}"
    if seen["said"]:
        yield f"no root events, which counts leave out: {seen['said']:,}"


def event_of(file: Path, row: Row) -> Event:
    """Return the event of one row.

    Raises
    ------
    ValueError
        With what is wrong with it.
    """
    line, fields = row
    if len(fields) > max(FIELDS) and not any(fields[max(FIELDS) :]):
        fields = fields[: max(FIELDS)]  # empty fields too many do no harm
    if len(fields) not in FIELDS:
        raise ValueError(f"{len(fields)} fields; GDELT 2.0 has 61, 1.0 has 58")
    place, added = FIELDS[len(fields)]
    day, entered = _day(fields[1]), _day(fields[added][:8])
    code = _code(fields)
    if fields[29] != str(quad(code)):
        raise ValueError(f"QuadClass is {fields[29]!r}, but {code} is of class {quad(code)}")
    if fields[25] not in ("0", "1"):
        raise ValueError(f"IsRootEvent is {fields[25]!r}, neither 0 nor 1")
    source, target = fields[7], fields[17]
    coded = Coded(
        source,
        target,
        code,
        quad(code),
        decimal(fields[30], "GoldsteinScale"),
        fields[25] == "1",
        from_fips(fields[place]),
    )
    return Event(
        fields[0],
        When(day, day, "day"),
        tuple(filter(None, (source, target))),
        code,
        "gdelt",
        str(file),
        line,
        source=fields[-1],
        confidence="low" if (entered - day).days >= OLD else "",
        coded=coded,
    )


def _day(text: str) -> date:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise ValueError(f"{text!r} is no date such as 20180601") from None


def _code(fields: list[str]) -> str:
    code, root = fields[26], fields[28]
    if not quad(code) or len(root) != 2 or not code.startswith(root):
        raise ValueError(f"the code {code!r} under the root {root!r} has lost its leading zero or is none")
    return code


GDELT = Reader(
    "gdelt",
    "GDELT events (CAMEO)",
    _recognises,
    _rows,
    "open, with credit to the GDELT Project",
)

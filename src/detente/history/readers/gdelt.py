"""GDELT event tables, without headings or as BigQuery exports them.

The files have tabs and 61 fields (2.0, from 2015), 58 (1.0, from April 2013) or 57 (1.0 before that, without
the address of a source). Actors have three-letter codes of CAMEO, places FIPS codes. The date that GDELT
gives can be a year off, where a story speaks of last year; such rows are kept with low confidence. Leetaru
and Schrodt (2013), "GDELT: Global data on events, location, and tone".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from detente.history.cameo import quad
from detente.history.countries import from_code, from_fips
from detente.history.dates import When
from detente.history.lines.rows import calendar, decimal
from detente.history.model import Coded, Event
from detente.history.readers.reader import Entry, Reader, whole_id

__all__ = ["FIELDS", "GDELT", "OLD", "event_of"]

#: Fields of a row -> where the country of the action and the day of entry stand.
FIELDS: Final = {57: (51, 56), 58: (51, 56), 61: (53, 59)}

#: An event so many days older than its entry may be a year off.
OLD = 330

_PLACES: Final = {
    "globaleventid": 0,
    "sqldate": 1,
    "actor1countrycode": 7,
    "actor2countrycode": 17,
    "isrootevent": 25,
    "eventcode": 26,
    "eventrootcode": 28,
    "quadclass": 29,
    "goldsteinscale": 30,
}


def _bare(width: int) -> Mapping[str, int]:
    place, added = FIELDS[width]
    found = _PLACES | {"actiongeo_countrycode": place, "dateadded": added}
    return found if width == 57 else found | {"sourceurl": width - 1}


_BARE: Final = {width: _bare(width) for width in FIELDS}


def _fits(fields: Sequence[str]) -> bool:
    return fields[0].strip().isdigit() and len(fields[1]) == 8 and fields[1].isdigit()


def event_of(file: Path, line: int, fields: list[str]) -> Event:
    """Return the event of a row without headings.

    Parameters
    ----------
    file
        The file, for what is said of the row.
    line
        Its line, from 1.
    fields
        Its fields, in the order of GDELT's codebook.

    Raises
    ------
    ValueError
        With what is wrong with it.
    """
    if len(fields) > max(FIELDS) and not any(fields[max(FIELDS) :]):
        fields = fields[: max(FIELDS)]  # empty fields too many do no harm
    if len(fields) not in FIELDS:
        raise ValueError(f"{len(fields)} fields; GDELT 2.0 has 61, 1.0 has 58 or 57")
    has = {name: fields[place].strip() for name, place in _BARE[len(fields)].items()}
    return _event(Entry(file, line, has, fields, Counter()))


def _event(row: Entry) -> Event:
    mark, day = whole_id(row.get("globaleventid")), calendar(row.get("sqldate"))
    entered = _entered(row.get("dateadded"), day)
    if (day - entered).days > 1:  # one for the time zones
        raise ValueError(f"it is dated {day}, but was entered on {entered} already")
    code = _code(row)
    root = row.has.get("isrootevent", "1")
    if root not in ("0", "1"):
        raise ValueError(f"IsRootEvent is {root!r}, neither 0 nor 1")
    row.seen["rootless"] += "isrootevent" not in row.has
    row.seen["said"] += root == "0"
    row.seen["old"] += (entered - day).days >= OLD
    source, target = from_code(row.get("actor1countrycode")), from_code(row.get("actor2countrycode"))
    coded = Coded(
        source,
        target,
        code,
        quad(code),
        decimal(row.get("goldsteinscale"), "GoldsteinScale"),
        root == "1",
        from_fips(row.get("actiongeo_countrycode")),
    )
    return Event(
        mark,
        When(day, day, "day"),
        tuple(filter(None, (source, target))),
        code,
        "gdelt",
        str(row.file),
        row.line,
        source=row.get("sourceurl"),
        confidence="low" if (entered - day).days >= OLD else "",
        coded=coded,
        key=mark,
        stamp=entered.isoformat() if row.get("dateadded") else "",
    )


def _entered(text: str, day: date) -> date:
    """Return the day of entry, which may have a time behind it; the day of the event if it is not told."""
    return calendar(text[:8] if text[:9].isdigit() else text) if text else day


def _code(row: Entry) -> str:
    code = row.get("eventcode")
    root = row.has.get("eventrootcode", code[:2])
    if not quad(code) or len(root) != 2 or not code.startswith(root):
        raise ValueError(f"the code {code!r} under the root {root!r} has lost its leading zero or is none")
    told = row.has.get("quadclass", str(quad(code)))
    if told != str(quad(code)):
        raise ValueError(f"QuadClass is {told!r}, but {code} is of class {quad(code)}")
    return code


def _remarks(seen: Counter[str]) -> Iterator[str]:
    if seen["old"]:
        yield f"dated about a year before entry, so perhaps a year off, and kept: {seen['old']:,}"
    if seen["said"]:
        yield f"no root events, which counts leave out: {seen['said']:,}"
    if seen["rootless"]:
        yield "no column IsRootEvent, so every event is counted as a root event"


GDELT = Reader(
    "gdelt",
    "GDELT events (CAMEO)",
    (
        ("globaleventid", "global_event_id"),
        ("sqldate", "sql_date", "day"),
        ("actor1countrycode", "actor1_country_code", "actor1country"),
        ("actor2countrycode", "actor2_country_code", "actor2country"),
        ("eventcode", "event_code", "cameocode"),
    ),
    _event,
    "open, with credit to the GDELT Project",
    more=(
        ("isrootevent", "is_root_event"),
        ("eventrootcode", "event_root_code"),
        ("quadclass", "quad_class"),
        ("goldsteinscale", "goldstein_scale", "goldstein"),
        ("actiongeo_countrycode", "action_geo_country_code", "actiongeocountrycode"),
        ("dateadded", "date_added"),
        ("sourceurl", "source_url"),
    ),
    date="sqldate",
    bare=_BARE,
    fits=_fits,
    revised=False,
    remarks=_remarks,
)

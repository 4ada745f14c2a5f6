"""POLECAT weekly files, 2018 on, coded by PLOVER: tabs, a header, 40 fields.

Some files have a broken header, some rows empty fields too many at the end. The recipient and the countries
may be missing or several, and contexts are lists. Halterman and others (2023), "PLOVER and POLECAT"; the
manual of PLOVER is by the Open Event Data Alliance.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.history.countries import from_name
from detente.history.dates import When
from detente.history.model import Bad, Coded, Event
from detente.history.readers.reader import Found, Reader
from detente.history.readers.rows import Row, calendar, decimal, headings, tabs

__all__ = ["POLECAT", "QUADS", "TYPES"]

#: The sixteen types -> quad class. SANCTION is material conflict, and there is no INVESTIGATE as in CAMEO.
TYPES = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "CONCEDE": 1,
    "COOPERATE": 2,
    "AID": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}

#: How the files write the classes.
QUADS = {"verbal_cooperation": 1, "material_cooperation": 2, "verbal_conflict": 3, "material_conflict": 4}

#: Where the fields that are read stand in a file with all forty.
_PLACES = {
    "event_id": 0,
    "event_date": 1,
    "event_type": 2,
    "event_mode": 3,
    "intensity": 4,
    "quad_code": 5,
    "contexts": 6,
    "actor_country": 8,
    "recipient_country": 16,
    "country": 27,
}
_FIELDS = 40


def _recognises(line: str) -> bool:
    names = set(headings(line.split("\t")))
    return {"event_id", "actor_country", "recipient_country"} <= names or (
        "quad_code" in names and "contexts" in names
    )


def _rows(file: Path) -> Iterator[Found]:
    rows = tabs(file)
    line, header = next(rows, (1, []))
    names = headings(header)
    places, width = {n: names.index(n) for n in _PLACES if n in names}, len(names)
    if len(places) < len(_PLACES):
        places, width = _PLACES, _FIELDS
        lacking = ", ".join(n for n in _PLACES if n not in names)
        yield Bad(str(file), line, f"broken header, lacks {lacking}; the usual order of 40 fields is taken")
    extra = 0
    for line, fields in rows:
        extra += len(fields) > width and not any(f.strip() for f in fields[width:])
        try:
            yield _event(file, places, width, (line, fields))
        except ValueError as error:
            yield Bad(str(file), line, str(error), "\t".join(fields[:3]))
    if extra:
        yield f"with empty fields too many at the end, which are ignored: {extra:,}"


def _event(file: Path, places: dict[str, int], width: int, row: Row) -> Event:
    line, fields = row
    if len(fields) < width or any(f.strip() for f in fields[width:]):
        raise ValueError(f"{len(fields)} fields where there should be {width}")
    has = {name: fields[place].strip() for name, place in places.items()}
    day = calendar(has["event_date"])
    kind = has["event_type"].upper()
    if kind not in TYPES:
        raise ValueError(f"{kind!r} is no type of PLOVER")
    given = QUADS.get("_".join(headings([has["quad_code"]])), 0)
    if given != TYPES[kind]:
        raise ValueError(f"{kind} is of class {TYPES[kind]}, but the quad code says {has['quad_code']!r}")
    return _told(file, line, has, When(day, day, "day"))


def _told(file: Path, line: int, has: dict[str, str], when: When) -> Event:
    sources, targets = _countries(has["actor_country"]), _countries(has["recipient_country"])
    kind, mode = has["event_type"].upper(), has["event_mode"].strip()
    code = f"{kind}-{mode}" if mode and mode.casefold() != "none" else kind
    coded = Coded(
        sources[0] if len(sources) == 1 else "",
        targets[0] if len(targets) == 1 else "",
        code,
        TYPES[kind],
        decimal(has["intensity"], "the intensity"),
        place=from_name(has["country"]),
        contexts=_listed(has["contexts"]),
    )
    actors = tuple(dict.fromkeys((*sources, *targets)))
    return Event(has["event_id"], when, actors, kind, "polecat", str(file), line, coded=coded)


def _listed(text: str) -> tuple[str, ...]:
    """Read a list, written with ``;``, ``,`` or as ``['a', 'b']``."""
    bare = text.strip().strip("[]").replace(";", ",")
    parts = (part.strip().strip("'\"") for part in bare.split(","))
    return tuple(part for part in parts if part and part.casefold() != "none")


def _countries(text: str) -> tuple[str, ...]:
    parts = text.split(";") if ";" in text else [text]
    return tuple(filter(None, map(from_name, parts)))


POLECAT = Reader(
    "polecat",
    "POLECAT weekly events (PLOVER)",
    _recognises,
    _rows,
    "Harvard Dataverse, open; the manual of PLOVER is CC BY-SA 4.0",
)

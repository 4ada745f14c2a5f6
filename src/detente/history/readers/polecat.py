"""POLECAT weekly files, 2018 on, coded by PLOVER: tabs, a header, 40 fields.

Some files have a broken header, some rows empty fields too many at the end. The recipient and the countries
may be missing or several, and contexts are lists. Halterman and others (2023), "PLOVER and POLECAT"; the
manual of PLOVER is by the Open Event Data Alliance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.history.countries import from_name
from detente.history.dates import When
from detente.history.lines.rows import calendar, decimal, headings
from detente.history.model import Coded, Event
from detente.history.readers.reader import Entry, Reader, whole_id

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
_PLACES: Final = {
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


def _fits(fields: Sequence[str]) -> bool:
    return fields[_PLACES["event_type"]].strip().upper() in TYPES


def _broken(names: set[str]) -> int:
    return _FIELDS if {"quad_code", "contexts"} <= names else 0


def _event(row: Entry) -> Event:
    mark, day, kind = (
        whole_id(row.get("event_id")),
        calendar(row.get("event_date")),
        row.get("event_type").upper(),
    )
    if kind not in TYPES:
        raise ValueError(f"{kind!r} is no type of PLOVER")
    given = QUADS.get("_".join(headings([row.get("quad_code")])), 0)
    if given != TYPES[kind]:
        raise ValueError(f"{kind} is of class {TYPES[kind]}, but the quad code says {row.get('quad_code')!r}")
    sources, targets = _countries(row.get("actor_country")), _countries(row.get("recipient_country"))
    return Event(
        mark,
        When(day, day, "day"),
        tuple(dict.fromkeys((*sources, *targets))),
        kind,
        "polecat",
        str(row.file),
        row.line,
        coded=_coded(row, kind, sources, targets),
        key=mark,
    )


def _coded(row: Entry, kind: str, sources: tuple[str, ...], targets: tuple[str, ...]) -> Coded:
    mode = row.get("event_mode")
    return Coded(
        sources[0] if len(sources) == 1 else "",
        targets[0] if len(targets) == 1 else "",
        f"{kind}-{mode}" if mode and mode.casefold() != "none" else kind,
        TYPES[kind],
        decimal(row.get("intensity"), "the intensity"),
        place=from_name(row.get("country")),
        contexts=_listed(row.get("contexts")),
    )


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
    tuple((name,) for name in _PLACES),
    _event,
    "Harvard Dataverse, open; the manual of PLOVER is CC BY-SA 4.0",
    date="event_date",
    bare={_FIELDS: _PLACES},
    fits=_fits,
    broken=_broken,
)

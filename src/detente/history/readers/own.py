"""The analyst's own list of events, as a CSV file with a header; see docs/history.md for its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from sys import intern

from detente.history.dates import PRECISIONS, When, parse_when
from detente.history.model import Event, Lapse
from detente.history.readers.reader import Entry, Reader, digest, whole_id

__all__ = ["COLUMNS", "OWN", "parse_moves", "parse_until"]

COLUMNS = (
    "id",
    "date",
    "precision",
    "actors",
    "type",
    "summary",
    "source",
    "confidence",
    "checked",
    "second",
    "voice",
    "moves",
    "until",
    "note",
)

#: What a column may hold where not everything may stand in it.
_WORDS = {
    "precision": PRECISIONS,
    "confidence": ("high", "medium", "low"),
    "checked": ("lookup", "memory"),
}

_BETWEEN = re.compile(r"[;|]")
_PARTS = re.compile(r"[;,|]")
_NAME = r"[A-Za-z][A-Za-z0-9_-]*"
_MOVE = re.compile(rf"({_NAME}\.{_NAME})\s*=\s*({_NAME})")
_UNTIL = re.compile(rf"({_NAME}\.{_NAME})\s*=\s*({_NAME})\s+after\s+(\d{{1,3}})\s+months?")


def parse_moves(text: str) -> Mapping[str, str] | None:
    """Read moves: ``actor.option=level; actor.option=level``, or ``-`` for none.

    A comma or ``|`` between moves does as well, for lists whose fields are kept apart by ``;``.

    Parameters
    ----------
    text
        The field as it stands in the file.

    Returns
    -------
    Mapping[str, str] or None
        Option -> level; empty for ``-``; ``None`` for an empty text, where rules may apply.

    Raises
    ------
    ValueError
        If it is not of this form.

    Examples
    --------
    >>> parse_moves("prk.posture=testing; usa.north=maximum")
    {'prk.posture': 'testing', 'usa.north': 'maximum'}
    >>> parse_moves("-"), parse_moves("")
    ({}, None)
    """
    if text.strip() in ("", "-"):
        return {} if text.strip() else None
    moves: dict[str, str] = {}
    for part in _PARTS.split(text):
        found = _MOVE.fullmatch(part.strip())
        if not found:
            raise ValueError(f"{part.strip()!r} is no move; write actor.option=level")
        if found[1] in moves:
            raise ValueError(f"{found[1]} is moved twice")
        moves[found[1]] = found[2]
    return moves


def parse_until(text: str) -> tuple[Lapse, ...]:
    """Read what moves fall back to: ``actor.option=level after 12 months``, with ``;`` between several.

    Parameters
    ----------
    text
        The field as it stands in the file.

    Raises
    ------
    ValueError
        If it is not of this form.

    Examples
    --------
    >>> parse_until("prk.posture=moratorium after 12 months")
    (Lapse(option='prk.posture', level='moratorium', months=12),)
    """
    lapses = []
    for part in filter(str.strip, _PARTS.split(text)):
        found = _UNTIL.fullmatch(part.strip())
        if not found or not int(found[3]):
            raise ValueError(f"{part.strip()!r} is no lapse; write actor.option=level after 12 months")
        lapses.append(Lapse(found[1], found[2], int(found[3])))
    return tuple(lapses)


def _event(row: Entry) -> Event:
    has = row.has
    when = parse_when(has["date"])
    _words(has, when)
    mark = whole_id(has["id"]) if has.get("id") else ""
    return Event(
        mark or f"{row.file.stem}:{row.line}",
        when,
        _listed(has.get("actors", "")),
        intern(has.get("type", "")),
        "own",
        str(row.file),
        row.line,
        has.get("summary", ""),
        has.get("source", ""),
        has.get("confidence", ""),
        has.get("checked", ""),
        has.get("second", ""),
        has.get("voice", ""),
        parse_moves(has["moves"]) if has.get("moves") else None,
        parse_until(has["until"]) if has.get("until") else (),
        key=mark or _key(has, when),
        named=bool(mark),
    )


def _key(has: Mapping[str, str], when: When) -> str:
    """Tell an event without an id by what happened; where it was read, and who looked it up, may differ.

    Words count without letter case, spaces and the stop at their end, and actors in any order.
    """
    if not has.get("summary"):
        return digest([name + "=" + has[name] for name in COLUMNS if has.get(name)])
    told = {name: _even(has[name]) for name in _TELLING if has.get(name)}
    for name in ("actors", "moves", "until"):
        if name in told:
            told[name] = ";".join(sorted(map(str.strip, _PARTS.split(told[name]))))
    return digest([f"{when.start}/{when.end}{'~' * when.about}", *map("=".join, told.items())])


def _even(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


@lru_cache(4096)
def _listed(actors: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, _BETWEEN.split(actors))))


def _words(has: Mapping[str, str], when: When) -> None:
    for name, words in _WORDS.items():
        if has.get(name) and has[name] not in words:
            raise ValueError(f"{name} is {has[name]!r}, none of {', '.join(words)}")
    if has.get("precision") and has["precision"] != when.precision:
        raise ValueError(f"the date {has['date']!r} is a {when.precision}, not a {has['precision']}")


#: What an event is told by if it has no id.
_TELLING = ("actors", "type", "summary", "moves", "until", "voice")

OWN = Reader(
    "own",
    "own list of events",
    (("date",),),
    _event,
    "yours",
    more=tuple((name,) for name in COLUMNS if name != "date"),
    beside=("summary", "moves", "type", "actors"),
    strict=COLUMNS,
)

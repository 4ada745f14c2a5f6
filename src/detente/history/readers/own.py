"""The analyst's own list of events, as a CSV file with a header; see docs/history.md for its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.case import nearest
from detente.history.dates import PRECISIONS, parse_when
from detente.history.model import Bad, Event, Lapse
from detente.history.readers.reader import Found, Reader
from detente.history.readers.rows import Row, commas, headings

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

_NAME = r"[A-Za-z][A-Za-z0-9_-]*"
_MOVE = re.compile(rf"({_NAME}\.{_NAME})\s*=\s*({_NAME})")
_UNTIL = re.compile(rf"({_NAME}\.{_NAME})\s*=\s*({_NAME})\s+after\s+(\d{{1,3}})\s+months?")


def parse_moves(text: str) -> Mapping[str, str] | None:
    """Read moves: ``actor.option=level; actor.option=level``, or ``-`` for none.

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
    for part in text.split(";"):
        found = _MOVE.fullmatch(part.strip())
        if not found:
            raise ValueError(f"{part.strip()!r} is no move; write actor.option=level")
        if found[1] in moves:
            raise ValueError(f"{found[1]} is moved twice")
        moves[found[1]] = found[2]
    return moves


def parse_until(text: str) -> tuple[Lapse, ...]:
    """Read what moves fall back to: ``actor.option=level after 12 months``, with ``;`` between several.

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
    for part in filter(str.strip, text.split(";")):
        found = _UNTIL.fullmatch(part.strip())
        if not found or not int(found[3]):
            raise ValueError(f"{part.strip()!r} is no lapse; write actor.option=level after 12 months")
        lapses.append(Lapse(found[1], found[2], int(found[3])))
    return tuple(lapses)


def _recognises(line: str) -> bool:
    named = set(headings(line.split(",")))
    return "date" in named and bool(named & {"summary", "moves", "type"}) and "goldstein" not in named


def _rows(file: Path) -> Iterator[Found]:
    rows = commas(file)
    line, header = next(rows, (1, []))
    names = headings(header)
    wrong = _header(names)
    if wrong:
        yield from (Bad(str(file), line, reason) for reason in wrong)
        return
    seen: dict[str, int] = {}
    for line, fields in rows:
        try:
            yield _event(file, names, (line, fields), seen)
        except ValueError as error:
            yield Bad(str(file), line, str(error), ",".join(fields))


def _header(names: list[str]) -> list[str]:
    wrong = [] if "date" in names else ["there is no column 'date'"]
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            near = nearest(name, COLUMNS, listed=0)
            wrong.append(f"unknown column {name!r}" + (f"; nearest: {', '.join(near)}" if near else ""))
        elif names.count(name) > 1:
            wrong.append(f"the column {name!r} is there twice")
    return wrong


def _event(file: Path, names: list[str], row: Row, seen: dict[str, int]) -> Event:
    line, fields = row
    if len(fields) != len(names):
        raise ValueError(f"{len(fields)} fields where the header has {len(names)}")
    has = {name: field.strip() for name, field in zip(names, fields, strict=True)}
    when = parse_when(has["date"])
    _words(has)
    if has.get("precision") and has["precision"] != when.precision:
        raise ValueError(f"the date {has['date']!r} is a {when.precision}, not a {has['precision']}")
    mark = has.get("id") or f"{file.stem}:{line}"
    if seen.setdefault(mark, line) != line:
        raise ValueError(f"the id {mark!r} is that of line {seen[mark]} too")
    return Event(
        mark,
        when,
        tuple(a.strip() for a in has.get("actors", "").split(";") if a.strip()),
        has.get("type", ""),
        "own",
        str(file),
        line,
        has.get("summary", ""),
        has.get("source", ""),
        has.get("confidence", ""),
        has.get("checked", ""),
        has.get("second", ""),
        has.get("voice", ""),
        parse_moves(has.get("moves", "")),
        parse_until(has.get("until", "")),
    )


def _words(has: Mapping[str, str]) -> None:
    for name, words in _WORDS.items():
        if has.get(name) and has[name] not in words:
            raise ValueError(f"{name} is {has[name]!r}, none of {', '.join(words)}")


OWN = Reader(
    "own",
    "own list of events",
    _recognises,
    _rows,
    "yours",
)

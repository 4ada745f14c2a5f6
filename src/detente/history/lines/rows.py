"""Lines as rows: separators, quotes, rows over several lines; every line is in a row, in a flaw, or blank."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Final

from detente.history.lines.text import Tally

__all__ = ["SEPARATORS", "Flaw", "Row", "calendar", "decimal", "headings", "plain", "rows"]

#: What may stand between fields, in the order in which it is tried.
SEPARATORS: Final = ("\t", ",", ";", "|")

_DAY = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[ T]\d.*)?", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of a row, the line on which it begins, and how many lines it takes up."""

    line: int
    lines: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Lines that make no row, and why."""

    line: int
    lines: int
    reason: str
    text: str


class _Lines:
    """Lines that can be put back."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._back: deque[tuple[int, str]] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> tuple[int, str]:
        return self._back.popleft() if self._back else next(self._lines)

    def back(self, lines: list[tuple[int, str]]) -> None:
        self._back.extendleft(reversed(lines))


def rows(
    lines: Iterator[tuple[int, str]], sep: str, width: int, whole: Callable[[list[str]], bool], tally: Tally
) -> Iterator[Row | Flaw]:
    """Yield the rows of a file.

    A quoted field may run over several lines. It does not if it never closes, if other text follows where it
    closes, or if one of the lines inside is a row by itself: then the line on which it opens is a flaw, and
    the lines after it are read as they stand. So an open quote costs one line and no more.

    Parameters
    ----------
    lines
        Number and text of each line.
    sep
        What stands between fields. Between tabs quotes are no more than letters, unless the number of fields
        comes out right only if they hold fields together.
    width
        The number of fields of a row.
    whole
        Whether fields are a row by themselves.
    tally
        Counts blank lines.
    """
    source, doom = _Lines(lines), (0.0, "")
    for line, text in source:
        if not text.strip().strip(f'{sep} \t"') and text.count('"') % 2 == 0:
            tally.blank += 1
        elif "\0" in text:
            yield Flaw(line, 1, "a zero byte stands in it, so the file is damaged there", _printable(text))
        elif '"' not in text:
            yield Row(line, 1, text.split(sep))
        elif sep == "\t" and text.count(sep) + 1 >= width:
            yield Row(line, 1, [_bare(field) for field in text.split(sep)])
        else:
            found, doom = _quoted(source, (line, text), sep, whole, doom)
            yield found


def _quoted(
    source: _Lines,
    first: tuple[int, str],
    sep: str,
    whole: Callable[[list[str]], bool],
    doom: tuple[float, str],
) -> tuple[Row | Flaw, tuple[float, str]]:
    """Read a row with quotes, taking in further lines while a quote is open.

    `doom` is the line at which the last open quote came to grief, and how; every quote that opens before that
    line and stays open does so too, which keeps a file full of open quotes linear.
    """
    line, text = first
    fields: list[str] = []
    ahead: list[tuple[int, str]] = []
    try:
        inside = _scan(text, sep, fields, None)
        while inside is not None:
            if line < doom[0]:
                return Flaw(line, 1, doom[1], text), doom
            following = next(source, None)
            if following is None:
                raise _Grief(inf, "a quote opens here and is never closed")
            ahead.append(following)
            if whole(plain(following[1], sep)):
                cause = f"a quote opens here and is not closed before line {following[0]}, a row by itself"
                raise _Grief(following[0], cause)
            inside = _scan(following[1], sep, fields, inside)
    except ValueError as error:
        source.back(ahead)
        at = error.line if isinstance(error, _Grief) else ahead[-1][0] if ahead else 0
        where = f"a quote opens here, and in line {at:.0f} " if at and not isinstance(error, _Grief) else ""
        reason = where + str(error)
        return Flaw(line, 1, reason, text), (float(at), reason) if at else doom
    return Row(line, 1 + len(ahead), fields), doom


class _Grief(ValueError):
    """A quote that stays open, and the line at which that is clear."""

    def __init__(self, line: float, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def _scan(text: str, sep: str, fields: list[str], inside: list[str] | None) -> list[str] | None:
    """Add the fields of a line; return what an open quote holds so far, or nothing if none is open.

    Raises
    ------
    ValueError
        If other text follows a closing quote.
    """
    at = 0
    while True:
        if inside is None:
            begin = _past_spaces(text, at)
            if not text.startswith('"', begin):
                end = text.find(sep, at)
                fields.append(text[at:] if end < 0 else text[at:end])
                if end < 0:
                    return None
                at = end + 1
                continue
            inside, at = [], begin + 1
        end = text.find('"', at)
        if end < 0:
            inside.append(text[at:] + "\n")
            return inside
        inside.append(text[at:end])
        at = end + 1
        if text.startswith('"', at):
            inside.append('"')
            at += 1
            continue
        fields.append("".join(inside))
        inside, at = None, _past_spaces(text, at)
        if at >= len(text):
            return None
        if not text.startswith(sep, at):
            raise ValueError("text follows a closing quote; inside a field a quote is written twice")
        at += len(sep)


def _past_spaces(text: str, at: int) -> int:
    while text.startswith(" ", at):
        at += 1
    return at


def plain(text: str, sep: str) -> list[str]:
    """Return the fields of one line taken by itself, and none if that cannot be.

    Parameters
    ----------
    text
        The line.
    sep
        The character between fields.
    """
    if '"' not in text:
        return text.split(sep)
    fields: list[str] = []
    try:
        return fields if _scan(text, sep, fields, None) is None else []
    except ValueError:
        return []


def _bare(field: str) -> str:
    """Take off the quotes around a field."""
    text = field.strip(" ")
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].replace('""', '"') if quoted else field


def _printable(text: str) -> str:
    return text.replace("\0", "\N{SYMBOL FOR NULL}")


def headings(fields: list[str]) -> list[str]:
    """Return headings in one form: small letters, with ``_`` for whatever stands between words.

    Parameters
    ----------
    fields
        The headings as they stand in the file.

    Examples
    --------
    >>> headings(["#!Event ID", "Source Name", " event_date "])
    ['event_id', 'source_name', 'event_date']
    """
    return [_SIGNS.sub("_", field.casefold()).strip("_") for field in fields]


def calendar(text: str) -> date:
    """Read ``2018-06-01`` or ``20180601``, with or without a time behind it.

    Parameters
    ----------
    text
        The field as it stands in the file.

    Raises
    ------
    ValueError
        If it is no day.
    """
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no date such as 2018-06-01 or 20180601")
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None


def decimal(text: str, name: str, low: float = -10.0, high: float = 10.0) -> float | None:
    """Read a number between two bounds, with a point or a comma; ``None`` for an empty field.

    Parameters
    ----------
    text
        The field as it stands in the file.
    name
        Name of the field, for the refusal.
    low
        Least value that it may have.
    high
        Greatest value that it may have.

    Raises
    ------
    ValueError
        If it is no such number.
    """
    bare = text.strip()
    if bare.casefold() in ("", "none", "null", "na"):
        return None
    if not _NUMBER.fullmatch(bare):
        raise ValueError(f"{name} is {text!r}, no number")
    value = float(bare.replace(",", "."))
    if not low <= value <= high:
        raise ValueError(f"{name} is {text}, outside {low:g} to {high:g}")
    return value

"""How a file is laid out: whose format it is, what stands between fields, which column is where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.case import nearest
from detente.case.nearest import distance
from detente.errors import HistoryError
from detente.history.lines.rows import SEPARATORS, headings, plain
from detente.history.lines.text import Tally, lines
from detente.history.readers.reader import Reader

__all__ = ["Shape", "shape_of"]

#: How many lines of a file without headings are looked at, since the first may be broken.
_TRIED = 20

#: The largest share of missing columns at which a format is called near.
_NEAR = 0.75

#: A first line by which spreadsheets say what stands between fields.
_HINT = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is laid out.

    Parameters
    ----------
    reader
        Whose format it is.
    sep
        What stands between fields.
    heading
        The line of the headings; 0 if it has none.
    names
        The headings, without empty ones at the end; empty if it has none.
    width
        The number of fields of a row.
    places
        Column -> its place; empty if there are no headings, and the number of fields tells.
    broken
        What is wrong with the headings, if they are broken and not gone by.
    """

    reader: Reader
    sep: str
    heading: int
    names: tuple[str, ...]
    width: int
    places: Mapping[str, int]
    broken: str = ""


def shape_of(file: Path, readers: Sequence[Reader]) -> Shape:
    """Find out how a file is laid out, by its first line that is not blank.

    Parameters
    ----------
    file
        The file.
    readers
        The formats that it may have; if there is only one, it was asked for by name.

    Raises
    ------
    HistoryError
        If it is of none of them: with the nearest format and the columns that are missing for it.
    """
    first, hint = _first(file)
    seps = [hint] if hint else SEPARATORS
    line, text = first[0]
    split = {sep: plain(text, sep) or text.split(sep) for sep in seps}
    for reader in readers:
        for sep, fields in split.items():
            names = _trimmed(headings(fields))
            if not _lacks(reader, names, len(readers) > 1):
                _strictly(file, line, reader, names)
                return Shape(reader, sep, line, tuple(names), len(names), reader.places(names))
    for reader in readers:
        for sep, fields in split.items():
            if width := reader.broken(set(headings(fields))):
                return _mended(reader, sep, line, fields, width)
            if any(_bare(reader, plain(text, sep)) for _, text in first):
                return Shape(reader, sep, 0, (), min(reader.bare), {})
    raise HistoryError(_unknown(file, line, split, readers))


def _bare(reader: Reader, fields: list[str]) -> bool:
    return len(fields) in reader.bare and reader.fits(fields)


def _first(file: Path) -> tuple[list[tuple[int, str]], str]:
    """Return the first lines that are not blank, with their numbers, and the separator if one is named."""
    hint, tally = "", Tally()
    found: list[tuple[int, str]] = []
    for line, text in lines(file, tally):
        if not found and (named := _HINT.fullmatch(text.strip())):
            hint = named[1]
        elif text.strip():
            found.append((line, text))
        if len(found) == _TRIED:
            break
    if not found:
        what = f"{tally.lines} blank lines and nothing else" if tally.lines else "the file is empty"
        raise HistoryError((f"{file}: {what}",))
    return found, hint


def _trimmed(names: list[str]) -> list[str]:
    """Leave out empty headings at the end, as spreadsheets write them."""
    while names and not names[-1]:
        names = names[:-1]
    return names


def _mended(reader: Reader, sep: str, line: int, fields: list[str], width: int) -> Shape:
    names = headings(fields)
    lacking = ", ".join(reader.lacks(names))
    broken = f"broken header, lacks {lacking}; the usual order of {width} fields is taken"
    return Shape(reader, sep, line, (), width, reader.bare[width], broken)


def _lacks(reader: Reader, names: Sequence[str], guessed: bool) -> list[str]:
    """Return what headings lack for a format; one that is guessed needs more than one that was asked for."""
    told = guessed and reader.beside and not set(reader.beside) & set(names)
    return reader.lacks(names) + ([" or ".join(reader.beside)] if told else [])


def _strictly(file: Path, line: int, reader: Reader, names: Sequence[str]) -> None:
    """Refuse columns that are not known, or there twice, so that a misspelt one is not passed over."""
    if wrong := _misnamed(reader, names):
        useless = f"{file}: not one row can be read as {reader.title}"
        raise HistoryError((useless, *(f"{file}:{line}: {reason}" for reason in wrong)))


def _misnamed(reader: Reader, names: Sequence[str]) -> list[str]:
    wrong = []
    for name in dict.fromkeys(names if reader.strict else ()):
        if name not in reader.strict:
            near = nearest(name, reader.strict, listed=0)
            wrong.append(f"unknown column {name!r}" + (f"; nearest: {', '.join(near)}" if near else ""))
        elif names.count(name) > 1:
            wrong.append(f"the column {name!r} is there twice")
    return wrong


def _unknown(
    file: Path, line: int, split: Mapping[str, list[str]], readers: Sequence[Reader]
) -> tuple[str, ...]:
    """Say which format is nearest, and what is missing for it."""
    tried = [
        (_missing(reader, lacks), -len(names), k, reader, names, lacks)
        for k, reader in enumerate(readers)
        for names in (_trimmed(headings(fields)) for fields in split.values())
        if (lacks := _lacks(reader, names, len(readers) > 1))
    ]
    share, _, _, reader, names, lacks = min(tried, key=lambda t: t[:3])
    told = ", ".join(_lacking(name, names) for name in lacks)
    if len(readers) == 1:
        useless = f"{file}: not one row can be read as {reader.title}"
        misnamed = (f"{file}:{line}: {reason}" for reason in _misnamed(reader, names))
        return (useless, f"{file}:{line}: the header lacks {told}{_widths(reader)}", *misnamed)
    known = f"name the format with --format, one of {', '.join(r.name for r in readers)}"
    if share > _NEAR:
        most = max(map(len, split.values()))
        cause = (
            f"the first line has {most} field{'s' if most != 1 else ''} and not the headings of any format"
        )
    else:
        cause = f"nearest is {reader.name}, but there is no column {told}"
    return (f"{file}:{line}: the format is not recognised: {cause}; {known}",)


def _missing(reader: Reader, lacks: Sequence[str]) -> float:
    """Return the share of the columns that are needed and are missing."""
    return min(len(lacks) / (len(reader.needed) + bool(reader.beside)), 1.0)


def _lacking(name: str, names: Sequence[str]) -> str:
    """Name a column, and the heading that may be meant for it."""
    near = [n for n in nearest(name, names, listed=0) if distance(name, n) <= max(1, len(name) // 4)]
    return f"{name} ({near[0]!r} is near)" if near else name


def _widths(reader: Reader) -> str:
    widths = ", ".join(map(str, reader.bare))
    return f"; without headings it has {widths} fields" if widths else ""

"""Row by row through a file: every line of it comes out as part of an event, refused, blank or a heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from detente.history.lines.rows import Flaw, Row, rows
from detente.history.lines.text import Tally, lines
from detente.history.model import Bad
from detente.history.readers.reader import Entry, Found
from detente.history.readers.shape import Shape
from detente.steps import each

__all__ = ["walk"]

#: How many fields of a bad row are shown.
_SHOWN = 7


def walk(file: Path, shape: Shape, tally: Tally) -> Iterator[tuple[int, Found]]:
    """Yield what each row of a file is, with the number of lines that it takes up; remarks take up none.

    Parameters
    ----------
    file
        The file.
    shape
        How it is laid out.
    tally
        Counts lines, blank ones and headings.
    """
    seen: Counter[str] = Counter()
    if shape.broken:
        yield 1, Bad(str(file), shape.heading, shape.broken)
    whole = _whole(shape)
    found = rows(_body(file, shape, tally), shape.sep, shape.width, whole, tally)
    for row in each(f"rows of {file.name}", found):
        if isinstance(row, Flaw):
            yield row.lines, Bad(str(file), row.line, row.reason, row.text[:200], row.lines)
            continue
        try:
            yield row.lines, shape.reader.event(_entry(file, shape, row, seen))
        except ValueError as error:
            text = shape.sep.join(row.fields[:_SHOWN])[:200]
            yield row.lines, Bad(str(file), row.line, str(error), text, row.lines)
    yield from ((0, remark) for remark in _remarks(shape, seen, tally))


def _body(file: Path, shape: Shape, tally: Tally) -> Iterator[tuple[int, str]]:
    """Yield the lines after the headings."""
    for line, text in lines(file, tally):
        if line > shape.heading:
            yield line, text
        elif text.strip():
            tally.header += not shape.broken
        else:
            tally.blank += 1


def _entry(file: Path, shape: Shape, row: Row, seen: Counter[str]) -> Entry:
    fields, places = row.fields, shape.places
    if shape.width and len(fields) > shape.width and (places or len(fields) not in shape.reader.bare):
        fields = _without_excess(fields, shape, seen)
    if not places:
        places = shape.reader.bare.get(len(fields), {})
        if not places:
            raise ValueError(f"{len(fields)} fields; {shape.reader.title} have {_or(shape.reader.bare)}")
    elif len(fields) != shape.width:
        raise ValueError(f"{len(fields)} fields where the header has {shape.width}")
    has = {name: fields[place].strip() for name, place in places.items()}
    return Entry(file, row.line, has, fields, seen)


def _without_excess(fields: list[str], shape: Shape, seen: Counter[str]) -> list[str]:
    """Leave out empty fields too many at the end, which do no harm."""
    least = shape.width if shape.places else max(w for w in shape.reader.bare if w <= len(fields))
    if any(field.strip() for field in fields[least:]):
        return fields
    seen["excess"] += 1
    return fields[:least]


def _whole(shape: Shape) -> Callable[[list[str]], bool]:
    """Return what tells whether fields are a row by themselves: by their number, and a date in its place."""
    column = shape.reader.date

    def whole(fields: list[str]) -> bool:
        places: Mapping[str, int] = shape.places or shape.reader.bare.get(len(fields), {})
        if column not in places or (shape.places and not _fits(fields, shape.width)):
            return False
        return any(sign.isdigit() for sign in fields[places[column]].strip()[:3])

    return whole


def _fits(fields: list[str], width: int) -> bool:
    return len(fields) >= width and not any(field.strip() for field in fields[width:])


def _or(widths: Mapping[int, object]) -> str:
    *some, last = map(str, sorted(widths))
    return f"{', '.join(some)} or {last}" if some else last


def _remarks(shape: Shape, seen: Counter[str], tally: Tally) -> Iterator[str]:
    if seen["excess"]:
        yield f"with empty fields too many at the end, which are ignored: {seen['excess']:,}"
    if tally.western:
        yield f"lines that are not UTF-8 and are taken for Windows-1252: {tally.western:,}"
    yield from shape.reader.remarks(seen)

"""Where each key and each value of a case stands in its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

__all__ = ["NO_FORM", "Form", "Mark", "Origin", "Path", "Span", "at"]

#: Keys and list positions from the top of the file to a value.
Path = tuple[str | int, ...]

#: One-based line, one-based first column and one-past-last column.
Span = tuple[int, int, int]

#: First line and column, last line and one-past-last column, all zero-based.
Mark = tuple[int, int, int, int]

_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.)")


@dataclass(frozen=True, slots=True)
class Form:
    """What a format has where.

    Parameters
    ----------
    fields
        Path of a mapping -> the keys that it may have; none where they are free.
    kind
        Path -> ``"mapping"``, ``"list"`` or ``"text"``; an empty text where nothing is known.
    """

    fields: Callable[[Path], tuple[str, ...]]
    kind: Callable[[Path], str]


#: Nothing is known.
NO_FORM = Form(lambda _: (), lambda _: "")


def at(root: object, path: Path) -> object:
    """Return the value at a path of a tree of dicts and lists, or ``None`` where there is none.

    Parameters
    ----------
    root
        The tree.
    path
        Keys and places from the top of the file.
    """
    for step in path:
        if isinstance(root, dict):
            root = root.get(step)
        elif isinstance(root, list) and isinstance(step, int) and 0 <= step < len(root):
            root = root[step]
        else:
            return None
    return root


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Origin:
    """Where each key and each value of a case stands in its file.

    Parameters
    ----------
    file
        The file, as the user named it.
    lines
        Its text, line by line.
    root
        The tree of dicts, lists and texts that was read.
    values, keys
        Path -> place of the value, and of the key that leads to it.
    starts
        Where the case was put together of several files: the first line of each, from 0, and its name.
    made
        Path of a part that was made from another -> path of the other.
    """

    file: str
    lines: tuple[str, ...]
    root: object
    values: Mapping[Path, Mark]
    keys: Mapping[Path, Mark]
    starts: tuple[tuple[int, str], ...] = ()
    made: Mapping[Path, Path] = field(default_factory=dict)

    @property
    def files(self) -> tuple[tuple[int, str], ...]:
        """First line, from 0, and name of each file that the case was put together of, its own first."""
        return self.starts or ((0, self.file),)

    def told(self, line: int) -> tuple[str, int]:
        """Return the file that a line stands in, and its number there, both from 1.

        Parameters
        ----------
        line
            Line of the case as it was put together, from 1.

        Returns
        -------
        file, line : str, int
            Both as a person would look them up.
        """
        first, file = next((s for s in reversed(self.files) if s[0] < line), (0, self.file))
        return file, line - first

    def source(self, path: Path) -> str:
        """Return the file that says what stands at a path.

        Parameters
        ----------
        path
            Keys and places from the top of the file.

        Returns
        -------
        str
            As the user named it.
        """
        return self.told(self.where(path)[0])[0]

    def where(self, path: Path, key: bool = False) -> Span:
        """Return the line, first column and one-past-last column of a value or of its key.

        A path that is not in the file stands where its nearest existing parent does: at the
        parent's key, if it has one.

        Parameters
        ----------
        path
            Keys and places from the top of the file.
        key
            Whether the place of the key is wanted, and not that of its value.

        Returns
        -------
        tuple of int
            All three counted from 1.
        """
        path = self._written(path)
        found = (self.keys.get(path) if key else None) or self._label(path)
        while found is None and path:
            path = path[:-1]
            found = self.keys.get(path) or self._label(path)
        return self._span(found or (0, 0, 0, 0))

    def within(self, path: Path, offset: int, length: int, key: bool = False) -> Span:
        """Return the place of a part of a text: ``length`` characters from ``offset``.

        The text may be quoted, folded over several lines or a block; offsets count its characters
        as read, not as written.

        Parameters
        ----------
        path
            Keys and places from the top of the file.
        offset, length
            In characters of the text; at least one character is marked.
        key
            Whether the text is the key itself.

        Returns
        -------
        tuple of int
            Line, first column and one-past-last column, from 1; on the first line only.
        """
        mark = (self.keys if key else self.values).get(path)
        text = path[-1] if key and path else at(self.root, path)
        if mark is None or not isinstance(text, str):
            return self.where(path, key)
        first, last = _visible(text[:offset]), _visible(text[: offset + max(length, 1)])
        places = list(islice(self._letters(mark), last))
        if not places:
            return self.where(path, key)
        line, column = places[min(first, len(places) - 1)]
        on_line = [c for n, c in places[first:] if n == line]
        return line + 1, column + 1, (on_line[-1] if on_line else column) + 2

    def break_in(self, path: Path) -> int:
        """Return where a text without quotes goes on on another line: an offset, or 0 if it does not.

        Parameters
        ----------
        path
            Keys and places from the top of the file.

        Returns
        -------
        int
            In characters of the text as read.
        """
        mark = self.values.get(path)
        if mark is None or mark[0] == mark[2]:
            return 0
        first = self.lines[mark[0]][mark[1] :].rstrip()
        return len(first) + 1 if first[:1] not in ("'", '"', "|", ">", "[", "{") else 0

    def excerpt(self, line: int) -> str:
        """Return a line of the file, counted from 1.

        Parameters
        ----------
        line
            Its number; beyond the file there is nothing.
        """
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def __repr__(self) -> str:
        return f"Origin({self.file!r}, {len(self.lines):,} lines)"

    def extent(self, path: Path) -> Mark | None:
        """Return where a value begins and where the last sign that belongs to it ends.

        Parameters
        ----------
        path
            Keys and places from the top of the file.

        Returns
        -------
        tuple of int
            First line and column, last line and one-past-last column, from 0; ``None`` where nothing stands
            at the path.
        """
        mark, value = self.values.get(path), at(self.root, path)
        if mark is None:
            return None
        first = self.lines[mark[0]][mark[1] : mark[1] + 1] if mark[0] < len(self.lines) else ""
        if isinstance(value, dict | list) and value and first not in "{[":
            last = (*path, next(reversed(value)) if isinstance(value, dict) else len(value) - 1)
            end = self.extent(last) or mark
            return (*mark[:2], *end[2:])
        if first in "|>" and mark[2] > mark[0]:
            filled = [n for n in range(mark[0], mark[2]) if self.lines[n].strip()]
            return (*mark[:2], filled[-1], len(self.lines[filled[-1]]))
        return mark

    def _written(self, path: Path) -> Path:
        """Return where a part is written: of what was made, what it was made from."""
        for k in range(len(path), 0, -1) if self.made else ():
            if path[:k] in self.made:
                return (*self.made[path[:k]], *path[k:])
        return path

    def _label(self, path: Path) -> Mark | None:
        """Return what stands for a value in messages: of a long mapping its first key."""
        mark, value = self.values.get(path), at(self.root, path)
        if mark is None or mark[2] == mark[0] or isinstance(value, str):
            return mark
        if isinstance(value, dict) and value:
            return self.keys.get((*path, next(iter(value))), mark)
        return (*mark[:2], mark[0], mark[1] + 1)

    def _span(self, mark: Mark) -> Span:
        line, column, last_line, end = mark
        written = self.lines[line] if line < len(self.lines) else ""
        if last_line > line:
            end = len(written.rstrip())
        if end - column > 2 and written[column] in "'\"" and written[end - 1] == written[column]:
            column, end = column + 1, end - 1  # what is between the quotes
        return line + 1, column + 1, max(end, column + 1) + 1

    def _letters(self, mark: Mark) -> Iterator[tuple[int, int]]:
        """Yield line and column of each character of a text that is not white space."""
        line, column, last_line, end = mark
        style = self.lines[line][column : column + 1]
        if style in ("|", ">"):
            line, column = line + 1, 0
        elif style in ("'", '"'):
            column, end = column + 1, end - 1
        for n in range(line, min(last_line, len(self.lines) - 1) + 1):
            stop = end if n == last_line else len(self.lines[n])
            start = column if n == line else 0
            yield from ((n, c) for c in _places(self.lines[n][start:stop], start, style))


def _places(piece: str, start: int, style: str) -> Iterator[int]:
    """Yield the columns of the visible characters of one line of a text, escapes counted once."""
    k, double = 0, style == '"'
    while k < len(piece):
        escape = _ESCAPE.match(piece, k) if double else None
        if escape:
            visible = escape[0][1] in 'xuUabe0\\/"'
        else:  # a backslash left over ends the line and stands for nothing
            visible = not piece[k].isspace() and not (double and piece[k] == "\\")
        if visible:
            yield start + k
        k += len(escape[0]) if escape else 1 + (style == "'" and piece[k : k + 2] == "''")


def _visible(text: str) -> int:
    return sum(not c.isspace() for c in text)

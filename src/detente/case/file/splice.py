"""Changes of single nodes of a YAML text that leave every other character as it is.

A round-trip emitter would write the whole file anew: it re-aligns comments, and a comment above a
section travels with the last value of the section before it. Here only the characters of the node
itself are replaced, so nothing else can change.
"""

from __future__ import annotations

from detente.case.file.origin import Mark, Path, at
from detente.case.file.text import BREAK
from detente.case.file.writing import block, inline, scalar
from detente.case.file.yaml import read_tree
from detente.errors import UnknownName

__all__ = ["change"]


class _Page:
    """A text with the places of its nodes."""

    def __init__(self, text: str) -> None:
        tree = read_tree(text, "")
        self.text, self.origin, self.root = text, tree.origin, tree.root
        lengths = [found.end() for found in BREAK.finditer(text)]
        self.starts = [0, *lengths]
        self.newline = found[0] if (found := BREAK.search(text)) else "\n"

    def at(self, line: int, column: int) -> int:
        return self.starts[line] + column

    def extent(self, path: Path) -> Mark:
        found = self.origin.extent(path)
        if found is None:
            raise UnknownName("value", _name(path))
        return found

    def region(self, path: Path) -> tuple[int, int]:
        line, column, last, end = self.extent(path)
        return self.at(line, column), self.at(last, end)

    def put(self, start: int, stop: int, new: str) -> str:
        return self.text[:start] + new + self.text[stop:]

    def first(self, path: Path) -> str:
        """Return the first character of a value."""
        start, stop = self.region(path)
        return self.text[start : min(start + 1, stop)]

    def in_flow(self, path: Path) -> bool:
        """Whether a value stands inside brackets."""
        return any(self.first(path[:k]) in ("{", "[") for k in range(len(path)))

    def after_line(self, line: int) -> int:
        """Return where the line after a line begins, or the text ends."""
        return self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)

    def lines(self, lines: list[str]) -> str:
        return self.newline.join(lines)


def change(text: str, path: Path, value: object) -> str:
    r"""Return a YAML text with one node changed.

    Parameters
    ----------
    text
        A text that the strict reader accepts.
    path
        The node. A new key of an existing mapping and the place after the last item of a list
        may be given too.
    value
        Dicts, lists and texts; ``None`` takes the node away.

    Raises
    ------
    UnknownName
        If there is no such node.

    Examples
    --------
    >>> print(change("a: 1  # one\nb: [x, y]\n", ("b", 1), "z"), end="")
    a: 1  # one
    b: [x, z]
    """
    page = _Page(text)
    parent = at(page.root, path[:-1]) if path else None
    if path in page.origin.values and path:
        return _remove(page, path) if value is None else _replace(page, path, value)
    last = isinstance(parent, list) and path[-1] == len(parent)
    if value is not None and (last or isinstance(parent, dict)):
        return _insert(page, path, value)
    raise UnknownName("value", _name(path))


def _replace(page: _Page, path: Path, value: object) -> str:
    old, (start, stop) = at(page.root, path), page.region(path)
    first = page.first(path)
    if isinstance(old, dict | list) and old and first not in ("{", "["):
        return _replace_block(page, path, value)
    if first in ("|", ">") or (isinstance(value, str) and "\n" in value and not page.in_flow(path)):
        return _replace_text(page, path, str(value) if isinstance(value, str) else value)
    new = scalar(value, first if first in ("'", '"') else "") if isinstance(value, str) else inline(value)
    gap = " " if start and page.text[start - 1] in ":-" else ""  # an empty value stands right there
    return page.put(start, stop, gap + new)


def _replace_text(page: _Page, path: Path, value: object) -> str:
    """Replace by, or replace, a text of several lines; a comment stays on its first line."""
    start, stop = page.region(path)
    line, column, last, end = page.extent(path)
    if page.first(path) in ("|", ">"):
        _, mark, comment = page.origin.lines[line][column:].partition(" #")
    else:
        mark, comment = "", page.origin.lines[last][end:]
        stop += len(comment)
    lines = block({"k": value}, _indent(page, path))
    first = lines[0].strip().removeprefix("k:").strip() + mark + comment
    gap = " " if start and page.text[start - 1] in ":-" else ""
    close = page.newline if stop == len(page.text) else ""
    return page.put(start, stop, gap + page.lines([first, *lines[1:]]) + close)


def _replace_block(page: _Page, path: Path, value: object) -> str:
    line, column = page.extent(path)[:2]
    start, stop = page.region(path)
    key = page.origin.keys.get(path)
    if isinstance(value, dict | list) and value:
        lines = block(value, column)
        return page.put(start, stop, page.lines([lines[0][column:], *lines[1:]]))
    if key is None or key[2] == line:
        return page.put(start, stop, inline(value))
    colon = page.text.index(":", page.at(key[2], key[3])) + 1
    end_of_key = page.at(key[2], len(page.origin.lines[key[2]]))
    return page.text[:colon] + " " + inline(value) + page.text[colon:end_of_key] + page.text[stop:]


def _insert(page: _Page, path: Path, value: object) -> str:
    parent, above = at(page.root, path[:-1]), path[:-1]
    entry: object = {str(path[-1]): value} if isinstance(parent, dict) else [value]
    if not parent:
        return _replace(page, above, entry) if above else page.text + page.lines([*block(entry, 0), ""])
    if page.first(above) in ("{", "[") or page.in_flow(above):
        stop = page.region(above)[1] - 1
        end = page.region(_last(above, parent))[1]
        return page.put(end, end, ", " + inline(entry)[1:-1]) if end <= stop else page.text
    column = page.extent(above)[1]
    last = page.extent(_last(above, parent))[2]
    if isinstance(parent, list):
        column = page.origin.lines[page.extent((*above, 0))[0]].index("-", 0)
    new = page.lines([*block(entry, column), ""])
    place = page.after_line(last)
    gap = "" if page.text[:place].endswith(("\n", "\r")) else page.newline
    return page.put(place, place, gap + new)


def _remove(page: _Page, path: Path) -> str:
    above = path[:-1]
    parent = at(page.root, above)
    assert isinstance(parent, dict | list)
    if len(parent) == 1:
        return _replace(page, above, type(parent)()) if above else ""
    steps: list[str | int] = list(parent) if isinstance(parent, dict) else list(range(len(parent)))
    place = steps.index(path[-1])
    if page.in_flow(path):
        return _remove_inline(page, above, steps, place)
    start, last = _begin(page, path), page.extent(path)[2]
    line_start = page.starts[start[0]]
    head = page.text[line_start : page.at(*start)]
    if isinstance(parent, dict) and head.strip():  # the first key of an item: its dash stays
        return page.put(page.at(*start), page.at(*_begin(page, (*above, steps[place + 1]))), "")
    return page.put(line_start, page.after_line(last), "")


def _remove_inline(page: _Page, above: Path, steps: list[str | int], place: int) -> str:
    here = (*above, steps[place])
    if place + 1 < len(steps):
        return page.put(page.at(*_begin(page, here)), page.at(*_begin(page, (*above, steps[place + 1]))), "")
    return page.put(page.region((*above, steps[place - 1]))[1], page.region(here)[1], "")


def _begin(page: _Page, path: Path) -> tuple[int, int]:
    """Return line and column of a key, or of an item's value."""
    mark = page.origin.keys.get(path) or page.extent(path)
    return mark[0], mark[1]


def _last(above: Path, parent: object) -> Path:
    assert isinstance(parent, dict | list)
    return (*above, next(reversed(parent)) if isinstance(parent, dict) else len(parent) - 1)


def _indent(page: _Page, path: Path) -> int:
    """Return the column of the key that a value belongs to, or of its item."""
    return _begin(page, path)[1] if path in page.origin.keys else max(page.extent(path)[1] - 2, 0)


def _name(path: Path) -> str:
    return ".".join(map(str, path)) or "the whole file"

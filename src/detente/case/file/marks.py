"""The marks of a YAML text: where quotes and brackets that open are closed, and which never are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BRACKET",
    "Edit",
    "Fault",
    "Wrong",
    "after_quote",
    "code_end",
    "colon",
    "flow_end",
    "indent",
    "quote_end",
    "skip",
]

_ESCAPE = re.compile(r"\\(?:[0abtnvfre \"/\\N_LP\t]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|$)")
#: An opening bracket after a space: no key has one.
BRACKET = re.compile(r"\s[\[{]")
_MARK = re.compile(r"[,\]}]")
_CLOSES = {"[": "]", "{": "}"}
_BEGIN = frozenset("\"'[{")


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a line, counted from 0, and what to put in its place."""

    line: int
    start: int
    stop: int
    new: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the layout of a text.

    Parameters
    ----------
    line, column
        Where, counted from 0.
    cause
        One sentence.
    edit
        A change with which a parser gets on.
    doubt
        Whether the values of the line are not what was meant even then, so that nothing should be said
        of them.
    """

    line: int
    column: int
    cause: str
    edit: Edit
    doubt: bool = False


class Wrong(Exception):
    """Raised where a fault was found."""

    def __init__(self, line: int, column: int, cause: str, edit: Edit, doubt: bool = False) -> None:
        super().__init__(cause)
        self.fault = Fault(line, column, cause, edit, doubt)


def skip(lines: Sequence[str], n: int) -> int:
    """Return the first line from one on that holds more than a comment or a marker of documents.

    Parameters
    ----------
    lines
        The lines of the file, from 0.
    n
        The line to begin with, from 0.
    """
    while n < len(lines):
        text = lines[n]
        bare = text.strip()
        marker = (text[:3] in ("---", "...") and text[3:4] in ("", " ")) or text[:1] == "%"
        if bare and bare[0] != "#" and not marker:
            break
        n += 1
    return n


def colon(text: str, start: int) -> int:
    """Return where the colon stands that ends a key, or -1 if no key begins here.

    Parameters
    ----------
    text
        The line.
    start
        Where to begin, from 0.

    Examples
    --------
    >>> colon("a.b: c", 0), colon("'a: b': c", 0), colon("at 12:30", 0), colon("[a: b]", 0)
    (3, 6, -1, -1)
    """
    first = text[start : start + 1]
    if first in ("'", '"'):
        end = _close(text, start + 1, first)
        at = end + 1 + len(text[end + 1 :]) - len(text[end + 1 :].lstrip(" ")) if end >= 0 else -1
        return at if at >= 0 and _is_colon(text, at) else -1
    if first in ("[", "{", "#", "", "|", ">"):
        return -1
    stop = code_end(text, start)
    at = text.find(":", start, stop)
    while at >= 0 and not _is_colon(text, at):
        at = text.find(":", at + 1, stop)
    return -1 if BRACKET.search(text, start, max(at, start)) else at


def code_end(text: str, start: int) -> int:
    """Return where a line ends, without the spaces and the comment at its end.

    Parameters
    ----------
    text
        The line.
    start
        Where to begin, from 0.
    """
    comment = text.find(" #", start)
    return len((text if comment < 0 else text[:comment]).rstrip())


def quote_end(lines: Sequence[str], n: int, c: int, floor: int, inline: bool = False) -> tuple[int, int]:
    """Return line and column after the quote that closes a text.

    Parameters
    ----------
    lines
        The text.
    n, c
        Where the opening quote stands.
    floor
        Lines that belong to the text stand deeper than this column.
    inline
        Whether the text stands inside brackets.

    Raises
    ------
    Wrong
        If the quote is never closed, or an escape means nothing.
    """
    sign, line, at = lines[n][c], n, c + 1
    while True:
        if sign == '"':
            _escapes(lines[line], line, at)
        end = _close(lines[line], at, sign)
        if end >= 0:
            return line, end + 1
        following = _next(lines, line)
        if following < 0 or indent(lines[following]) <= floor:
            raise _open_quote(lines, (n, c), line, inline)
        line, at = following, 0


def after_quote(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> int:
    """Return the line after a quoted text; nothing may follow it on its line.

    Parameters
    ----------
    lines
        The lines of the file, from 0.
    start
        Line and column of the first quote, from 0.
    end
        Line and column behind the last.

    Raises
    ------
    Wrong
        If the text goes on.
    """
    line, c = end
    text = lines[line]
    rest = text[c:]
    if not rest.strip() or rest.lstrip().startswith("#"):
        return line + 1
    cause = "the quote ends here, and the text goes on; write the inner quotes twice or of the other kind"
    raise Wrong(line, c - 1, cause, Edit(line, c - 1, c, "_"))


def flow_end(lines: Sequence[str], n: int, c: int, floor: int) -> int:
    """Return the line after a value in brackets.

    Parameters
    ----------
    lines
        The text.
    n, c
        Where the opening bracket stands.
    floor
        Lines that belong to the value stand deeper than this column, begin with a closing bracket, or
        follow a comma.

    Raises
    ------
    Wrong
        If brackets or quotes are left open, close nothing, or more follows.
    """
    line, end = _Flow(lines, floor).follow(n, c)
    text, stop = lines[line], code_end(lines[line], end)
    if not text[end:stop].strip():
        return line + 1
    at = end + len(text[end:]) - len(text[end:].lstrip())
    if text[at] in "]}":
        raise Wrong(line, at, f"this {text[at]!r} closes nothing", Edit(line, at, at + 1, ""))
    if text[at] == ",":
        cause = f"this {text[end - 1]!r} ends the value, and then it goes on"
        raise Wrong(line, end - 1, cause, Edit(line, end - 1, end, ""))
    raise Wrong(line, at, "the text goes on after its closing bracket", Edit(line, at, stop, ""))


@dataclass(slots=True)
class _Open:
    """A bracket that is open."""

    sign: str
    line: int
    column: int
    pairs: int = 0  # colons since the last comma
    comma: tuple[int, int] | None = None  # the last comma
    cut: tuple[int, int] | None = None  # the comma before the first key, if this is a list

    @property
    def closing(self) -> str:
        return _CLOSES[self.sign]

    def left(self, edit: Edit) -> Wrong:
        """Say that it is never closed; a list ends before the first key."""
        if self.cut:
            edit = Edit(*self.cut, self.cut[1], edit.new)
        return Wrong(self.line, self.column, f"the {self.sign!r} that opens here is never closed", edit)


class _Flow:
    """Follows a value in brackets."""

    def __init__(self, lines: Sequence[str], floor: int) -> None:
        self.lines, self.floor = lines, floor
        self.open: list[_Open] = []
        self.fresh = True  # whether a quote would begin a text here

    def follow(self, line: int, c: int) -> tuple[int, int]:
        """Return line and column after the bracket that closes the one at a place."""
        while True:
            text = self.lines[line]
            if c >= len(text) or (text[c] == "#" and text[c - 1 : c] in (" ", "")):
                line, c = self._next(line, min(c, len(text)))
                continue
            sign = text[c]
            if self.fresh and sign in "\"'":
                line, c = self._quoted(line, c)
                continue
            if sign in "[{":
                self._opened(sign, line, c)
            elif sign in "]}":
                self._closed(sign, line, c)
                if not self.open:
                    return line, c + 1
            elif sign == ",":
                self.fresh, self.open[-1].pairs, self.open[-1].comma = True, 0, (line, c)
            elif sign == ":" and text[c + 1 : c + 2] in ("", " ", ",", "]", "}"):
                self._pair(line, c)
            elif sign != " ":
                self.fresh = False
            c += 1

    def _opened(self, sign: str, line: int, c: int) -> None:
        if self.open and not self.fresh:
            raise Wrong(
                line,
                c,
                f"a ',' or the closing bracket is missing before this {sign!r}",
                Edit(line, c, c, ", "),
                doubt=True,
            )
        self.open.append(_Open(sign, line, c))
        self.fresh = True

    def _closed(self, sign: str, line: int, c: int) -> None:
        inner = self.open[-1]
        if inner.closing != sign:
            if any(outer.closing == sign for outer in self.open[:-1]):
                raise inner.left(Edit(line, c, c, inner.closing))
            cause = (
                f"the {inner.sign!r} in line {inner.line + 1} is closed by {inner.closing!r}, not by {sign!r}"
            )
            raise Wrong(line, c, cause, Edit(line, c, c + 1, inner.closing))
        self.open.pop()
        self.fresh = False

    def _pair(self, line: int, c: int) -> None:
        inner = self.open[-1]
        inner.pairs += 1
        if inner.pairs > 1:
            cause = "a ':' cannot stand here; a ',' is missing before this, or the text needs quotes"
            raise Wrong(line, c, cause, Edit(line, c, c + 1, ";"), doubt=True)
        if inner.sign == "[" and not inner.cut:
            inner.cut = inner.comma
        self.fresh = True

    def _quoted(self, line: int, c: int) -> tuple[int, int]:
        """Follow a quoted text; what comes after it must be a mark."""
        end_line, end = quote_end(self.lines, line, c, self.floor, inline=True)
        text = self.lines[end_line]
        rest = text[end:].lstrip()
        if rest and rest[0] not in ",]}:#":
            if rest[0] in _BEGIN:
                raise Wrong(end_line, end, "a ',' is missing after this text", Edit(end_line, end, end, ","))
            raise _open_quote(self.lines, (line, c), line, inline=True)
        self.fresh = False
        return end_line, end

    def _next(self, line: int, c: int) -> tuple[int, int]:
        """Go to the next line, if it belongs to the value."""
        following = _next(self.lines, line)
        text = self.lines[line][:c].rstrip()
        if following >= 0:
            deep = indent(self.lines[following])
            closes = self.lines[following][deep] in "]}"
            if deep > self.floor or closes or text[-1:] in (",", "[", "{"):
                return following, deep
        closing = "".join(inner.closing for inner in reversed(self.open))
        if len(self.open) > 1:
            self.open[-1].cut = None
        raise self.open[-1].left(Edit(line, len(text), len(text), closing))


def _open_quote(lines: Sequence[str], start: tuple[int, int], last: int, inline: bool) -> Wrong:
    """Close a quote at the end of its last line, or inside brackets before the next mark."""
    n, c = start
    text = lines[last]
    end = code_end(text, c if last == n else 0)
    if inline:
        last, text = n, lines[n]
        mark = _MARK.search(text, c + 1)
        end = mark.start() if mark else code_end(text, c)
    gap = " " if text[:end].endswith("\\") else ""
    cause = "the quote that opens here is never closed"
    return Wrong(n, c, cause, Edit(last, end, end, gap + lines[n][c]))


def _escapes(text: str, line: int, start: int) -> None:
    """Refuse a backslash that stands for nothing, before the quote that ends the text."""
    at = start
    while at < len(text) and text[at] != '"':
        if text[at] != "\\":
            at += 1
        elif found := _ESCAPE.match(text, at):
            at = max(found.end(), at + 1)
        else:
            cause = "a backslash in double quotes has a meaning; use single quotes"
            raise Wrong(line, at, cause, Edit(line, at, at + 1, "/"))


def _close(text: str, at: int, sign: str) -> int:
    """Return where a quote is closed in a line, or -1."""
    while 0 <= at < len(text):
        if text[at] == "\\" and sign == '"':
            at += 2
        elif text[at] == sign:
            if sign == '"' or text[at + 1 : at + 2] != "'":
                return at
            at += 2
        else:
            at += 1
    return -1


def _is_colon(text: str, at: int) -> bool:
    return text[at : at + 1] == ":" and text[at + 1 : at + 2] in ("", " ", "\t")


def _next(lines: Sequence[str], n: int) -> int:
    """Return the next line that is not blank, or -1."""
    return next((k for k in range(n + 1, len(lines)) if lines[k].strip()), -1)


def indent(text: str) -> int:
    """Return how many spaces a line begins with.

    Parameters
    ----------
    text
        The line; tabs are not spaces.
    """
    return len(text) - len(text.lstrip(" "))

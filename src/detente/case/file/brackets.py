"""The brackets of a YAML text: where those that open are closed, and which never are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.case.file.marks import (
    MARK,
    Edit,
    Wrong,
    code_end,
    indent,
    never_closed,
    next_line,
    quote_end,
    skip,
)

__all__ = ["flow_end"]

_CLOSES = {"[": "]", "{": "}"}
_BEGIN = frozenset("\"'[{")


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
        following = skip(lines, line + 1)
        goes_on = following < len(lines) and indent(lines[following]) > floor
        if goes_on and text[: end - 1].rstrip().endswith(","):
            _early(text, line, end)
        return line + 1
    at = end + len(text[end:]) - len(text[end:].lstrip())
    if text[at] in "]}":
        raise Wrong(line, at, f"this {text[at]!r} closes nothing", Edit(line, at, at + 1, ""))
    if text[at] == ",":
        _early(text, line, end)
    raise Wrong(line, at, "the text goes on after its closing bracket", Edit(line, at, stop, ""))


def _early(text: str, line: int, end: int) -> None:
    """Refuse a bracket that closes a value too early."""
    cause = f"this {text[end - 1]!r} ends the value, and then it goes on"
    raise Wrong(line, end - 1, cause, Edit(line, end - 1, end, ""))


@dataclass(slots=True)
class _Open:
    """A bracket that is open."""

    sign: str
    line: int
    column: int
    pairs: int = 0  # colons since the last comma
    comma: tuple[int, int] | None = None  # the last comma
    cut: tuple[int, int] | None = None  # the comma before the first key, if this is a list
    colon: int = 0  # the line of the last colon

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
        if inner.pairs > 1 and inner.colon < line and not MARK.search(self.lines[line], 0, c):
            before = max(k for k in range(line) if self.lines[k].strip())
            end = code_end(self.lines[before], 0)
            raise Wrong(
                before, end - 1, "a ',' is missing at the end of this line", Edit(before, end, end, ",")
            )
        inner.colon = line
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
            raise never_closed(self.lines, (line, c), line, inline=True)
        self.fresh = False
        return end_line, end

    def _next(self, line: int, c: int) -> tuple[int, int]:
        """Go to the next line, if it belongs to the value."""
        following = next_line(self.lines, line)
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

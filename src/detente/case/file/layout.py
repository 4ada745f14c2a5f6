"""The layout of a text as a person sees it: by its indentation, line by line.

A YAML parser says where it could not go on, which is often far below the mistake: a bracket left open
swallows what follows, and a first line indented by one space too many is only noticed at the second. Here
the lines are followed with a stack of open mappings and lists, and the first line that does not fit is
judged beside its neighbours, so that the mistake is found where it was made, with a way to put it right.
Nothing here decides whether a text is YAML; only texts that the parser refuses are looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from detente.case.file.brackets import flow_end
from detente.case.file.lines import BLOCK, block_end, content, is_dash, kind_of, spaces, unit
from detente.case.file.marks import (
    Edit,
    Fault,
    Wrong,
    after_quote,
    code_end,
    colon,
    indent,
    quote_end,
    skip,
)
from detente.case.file.origin import NO_FORM, Form, Path
from detente.case.nearest import unambiguous

__all__ = ["first_fault"]

_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|\S+")
_GLUED = re.compile(r"\w[\w.-]*:(?=\S)")
_ID = re.compile(r"[\w.-]+")
_BULLET = re.compile("[*\u2022\u00b7\u2013\u2014] ")
_DECORATION = re.compile(r"[&!]\S*[ \t]*")
_NESTED, _PLAIN, _QUOTED, _CLOSED = "nested", "plain", "quoted", "closed"


@dataclass(slots=True)
class _Level:
    """A mapping or a list that is open: the column of its entries and what its last one holds."""

    column: int
    kind: str  # "map" or "list"
    path: Path
    opener: int  # the line of the first entry
    count: int = 0
    key: str | int = 0
    line: int = 0  # of the last entry
    pending: bool = True  # its value is still to come
    filled: str = ""
    text: tuple[int, int] | None = None  # where a value begins that stands on its own line or after a dash

    def enter(self, key: str | int, line: int) -> None:
        self.key, self.line, self.pending, self.filled, self.text = key, line, True, "", None
        self.count += 1

    def fill(self, how: str, text: tuple[int, int] | None = None) -> None:
        self.pending, self.filled, self.text = False, how, text

    @property
    def inner(self) -> Path:
        return (*self.path, self.key) if self.count else self.path


def first_fault(lines: Sequence[str], form: Form = NO_FORM) -> Fault | None:
    """Return the first thing in a text that does not fit its layout, with a way to put it right.

    Parameters
    ----------
    lines
        The text.
    form
        What the format has where, as far as it is known; it tells where a line belongs.

    Examples
    --------
    >>> fault = first_fault(["a:", "  b: [x, y", "  c: z"])
    >>> (fault.line, fault.column, fault.cause)
    (1, 5, "the '[' that opens here is never closed")
    """
    try:
        _Walk(lines, form).walk()
    except Wrong as wrong:
        return wrong.fault
    return None


@dataclass(slots=True)
class _Walk:
    """Follows the lines of a text with the stack of what is open."""

    lines: Sequence[str]
    form: Form
    levels: list[_Level] = field(default_factory=lambda: [_Level(-1, "map", (), -1)])
    unit: int = 1
    steps: Counter[int] = field(default_factory=Counter)  # how often a line stands so much further right

    def walk(self) -> None:
        """Follow all lines; raise `Wrong` at the first that does not fit."""
        indents = [indent(text) for text in self.lines if text.strip() and text.lstrip()[0] != "#"]
        self.unit = unit(indents)
        self.steps = Counter(b - a for a, b in pairwise(indents))
        number = skip(self.lines, 0)
        while number < len(self.lines):
            number = skip(self.lines, self._line(number, indent(self.lines[number])))

    # ------------------------------------------------------------------ where a line belongs

    def _line(self, n: int, c: int) -> int:
        """Place a line beside or below what is open; return where to go on."""
        if _BULLET.match(self.lines[n], c) and colon(self.lines[n], c + 2) >= 0:
            raise Wrong(n, c, "an item of a list begins with '- '", Edit(n, c, c + 1, "-"))
        kind, above = kind_of(self.lines[n], c), None
        while self.levels[-1].column > c:
            above = self.levels.pop()
        top = self.levels[-1]
        if top.column == c:
            self._beside(n, c, kind, above)
        elif not kind and top.filled == _PLAIN and above is None:
            return n + 1  # the text goes on
        elif not top.pending:
            self._misplaced(n, c, kind, above)
        elif kind:
            self._open(n, c, kind)
        else:
            return self._value(n, c, top, (n, c))
        return self._entry(n, c)

    def _open(self, n: int, c: int, kind: str) -> None:
        top = self.levels[-1]
        top.fill(_NESTED)
        self.levels.append(_Level(c, kind, top.inner, n))

    def _beside(self, n: int, c: int, kind: str, above: _Level | None) -> None:
        top, below = self.levels[-1], self.levels[-2]
        if top.kind == "list" and kind != "list":
            if below.column == c:  # a list may stand right below its key
                self.levels.pop()
                return self._beside(n, c, kind, above)
            self._no_dash(n, c)
        elif top.kind == "map" and kind == "list":
            if not top.pending:
                self._dash(n, c, above)
            self._open(n, c, kind)
        elif not kind:
            self._no_colon(n, c)
        return None

    def _entry(self, n: int, c: int) -> int:
        """Take a line down as an entry of the innermost level, and follow its value."""
        level, text = self.levels[-1], self.lines[n]
        if level.kind == "list":
            level.enter(level.count, n)
            start = c + 1
        else:
            end = colon(text, c)
            level.enter(text[c:end].strip().strip("\"'"), n)
            start = end + 1
        start = content(text, start)
        if start < 0:
            return n + 1
        inside = kind_of(text, start) if level.kind == "list" else ""
        if inside:
            self._open(n, start, inside)
            return self._entry(n, start)
        return self._value(n, start, level, (n, start) if level.kind == "list" else None)

    # ------------------------------------------------------------------ values

    def _value(self, n: int, c: int, level: _Level, own: tuple[int, int] | None) -> int:
        """Follow a value to its end; return the line after it."""
        text = self.lines[n]
        while found := _DECORATION.match(text, c):
            c = found.end()
        if not text[c:].strip() or text[c] == "#":
            return n + 1
        sign, floor = text[c], level.column
        if BLOCK.match(text, c):
            level.fill(_CLOSED)
            return block_end(self.lines, n, c, floor)
        if sign in "\"'":
            level.fill(_QUOTED, own)
            return after_quote(self.lines, (n, c), quote_end(self.lines, n, c, floor))
        if sign in "[{":
            level.fill(_CLOSED, own)
            return flow_end(self.lines, n, c, floor)
        self._plain(n, c)
        level.fill(_PLAIN, own)
        return n + 1

    def _plain(self, n: int, c: int) -> None:
        text, sign = self.lines[n], self.lines[n][c]
        if sign in "]}":
            raise Wrong(n, c, f"this {sign!r} closes nothing", Edit(n, c, c + 1, ""))
        if sign in "@`%":
            cause = f"a value cannot begin with {sign!r}; put the text in quotes"
            raise Wrong(n, c, cause, Edit(n, c, c + 1, "_"), doubt=True)
        if text[c : c + 2] == "- ":
            cause = "a '-' cannot stand here; lists begin on a line of their own"
            raise Wrong(n, c, cause, Edit(n, c, c + 2, ""), doubt=True)
        end = colon(text, c)
        if end >= 0:
            raise _in_text(n, end)

    # ------------------------------------------------------------------ what does not fit

    def _misplaced(self, n: int, c: int, kind: str, above: _Level | None) -> None:
        """Judge a line that stands deeper than an entry that is complete."""
        top = self.levels[-1]
        if top.text and above is None:
            line, column = top.text
            text = top.filled == _QUOTED or (kind and top.filled == _PLAIN)
            if text and c >= column + (kind == "list"):
                self._no_colon(line, column, below=True)
            if kind == "list" and c <= column and line > top.line:
                raise _needs_dash(line, min(c, column), self.lines[line])
        if kind == "list" and above and above.kind == "map" and c == above.column - 2:
            raise _needs_dash(above.opener, c, self.lines[above.opener])
        if not kind and top.kind == "list" and c == top.column + 2:
            raise _needs_dash(n, top.column, self.lines[n])
        if kind == "map" and above is None and top.filled == _PLAIN and not self._may_be_key(top, n, c):
            raise _in_text(n, colon(self.lines[n], c))
        self._indentation(n, c, kind, above)

    def _indentation(self, n: int, c: int, kind: str, above: _Level | None) -> None:
        """Find the line whose indentation is wrong: this one, or the first of the lines beside it."""
        top = self.levels[-1]
        firsts = [
            (level, under) for level, under in ((above, top), (top, self._under(top))) if level and under
        ]
        for first, under in sorted(firsts, key=lambda pair: self._rare(pair[0], pair[1], c)):
            if self._first_is_wrong(first, under.column, n, c):
                self._moved(first.opener, first.column, c)
        beside = [level for level in (above, top) if level and level.column >= 0]
        if not beside:  # something else than a key began the file
            line, column = top.text or (n, c)
            edit = Edit(line, column, len(self.lines[line]), "")
            raise Wrong(line, column, "a key is expected here", edit, doubt=True)
        alike = [level for level in beside if level.kind == kind or not kind] or beside
        target = min(alike, key=lambda level: (self._strange(level, n, c, kind), abs(level.column - c)))
        self._moved(n, c, target.column)

    def _rare(self, level: _Level, under: _Level, c: int) -> tuple[int, int]:
        """How unusual a step it would be to a level if it stood at a column, and how far off that is."""
        return -self.steps[c - max(under.column, 0)], abs(level.column - c)

    def _under(self, level: _Level) -> _Level | None:
        """Return the level below the innermost one; none at the top of the file."""
        return self.levels[-2] if level.column >= 0 else None

    def _first_is_wrong(self, level: _Level, floor: int, n: int, c: int) -> bool:
        """Whether the only line of a level stands wrong, and not a later one that it is compared with."""
        if level.count != 1 or (floor < 0 == c):
            return level.count == 1  # nothing stands further left than the first line of a file
        following = skip(self.lines, n + 1)
        opens = self.lines[n][: code_end(self.lines[n], c)].endswith(":")
        if opens and following < len(self.lines) and c < indent(self.lines[following]) <= level.column:
            return True  # moved beside the level, this line would lose what stands below it
        theirs, ours = 1 + self._ahead(n, level.column, min(level.column, c)), self._ahead(n, c, c)
        if theirs != ours:
            return ours > theirs
        odd, other = level.column % self.unit != 0, c % self.unit != 0
        if odd != other:
            return odd
        return self.steps[level.column - floor] < self.steps[c - floor]

    def _ahead(self, n: int, c: int, floor: int) -> int:
        """Count the lines at a column until one stands further left than a floor."""
        count = 0
        for text in self.lines[n : n + 200]:
            if text.strip() and indent(text) < floor:
                break
            count += bool(text.strip()) and indent(text) == c
        return count

    def _fits(self, level: _Level, n: int, c: int) -> bool:
        """Whether the key of a line is one of those that a level may have, as far as the format says."""
        fields = self.form.fields(level.path)
        return self._key(n, c) in fields or bool(unambiguous(self._key(n, c), fields))

    def _strange(self, level: _Level, n: int, c: int, kind: str) -> int:
        """How little a line is at home among the entries of a level: 0 to 3."""
        fields = self.form.fields(level.path)
        if kind != "map" or not fields:
            return 1
        return 0 if self._key(n, c) in fields else 2 if self._fits(level, n, c) else 3

    def _may_be_key(self, level: _Level, n: int, c: int) -> bool:
        known = self.form.fields(level.path)
        return self._fits(level, n, c) if known else bool(_ID.fullmatch(self._key(n, c)))

    def _key(self, n: int, c: int) -> str:
        text = self.lines[n]
        return text[c : colon(text, c)].strip()

    def _moved(self, n: int, column: int, target: int) -> None:
        text = self.lines[n]
        start, by = indent(text), target - column
        new = " " * max(start + by, 0)
        cause = f"this line is indented by {spaces(start)}; beside its neighbours it would be {len(new)}"
        raise Wrong(n, start, cause, Edit(n, 0, start, new))

    def _no_colon(self, n: int, c: int, below: bool = False) -> None:
        """Judge a line without a colon among keys; or, below a key, one that turns out to be a key itself."""
        top, text = self.levels[-1], self.lines[n]
        if found := _GLUED.match(text, c):
            end = found.end()
            raise Wrong(n, end - 1, "a space is missing after this ':'", Edit(n, end, end, " "))
        sign = text[c]
        if sign in "[{]}":
            raise Wrong(n, c, "a key is expected here", Edit(n, c, len(text), ""), doubt=True)
        word = _WORD.match(text, c)
        end = word.end() if word else code_end(text, c)
        fields, called = self.form.fields(top.path), text[c:end]
        if (
            not below
            and top.filled == _PLAIN
            and fields
            and not (called in fields or unambiguous(called, fields))
        ):
            cause = "a ':' is missing after the key, or the text above goes on here and has to be indented"
            raise Wrong(n, c, cause, Edit(n, c, c, "  "))
        raise Wrong(n, c, f"a ':' is missing after {called!r}", Edit(n, end, end, ":"))

    def _no_dash(self, n: int, c: int) -> None:
        """Judge an entry without a dash among those that have one."""
        top = self.levels[-1]
        kind = self.form.kind(top.path)
        marks = self._dashes(n, c)
        if top.count == 1 and (kind == "mapping" or (kind != "list" and not marks)):
            opener = self.lines[top.opener]
            place = top.column
            gap = len(opener[place + 1 :]) - len(opener[place + 1 :].lstrip(" "))
            cause = "this '-' begins a list, but what follows is none"
            raise Wrong(top.opener, place, cause, Edit(top.opener, place, place + 1 + gap, ""))
        raise _needs_dash(n, c, self.lines[n])

    def _dashes(self, n: int, c: int) -> bool:
        """Whether some later line at a column begins with a dash."""
        for text in self.lines[n : n + 200]:
            if text.strip() and indent(text) < c:
                break
            if indent(text) == c and is_dash(text, c):
                return True
        return False

    def _dash(self, n: int, c: int, above: _Level | None) -> None:
        """Judge a dash among keys."""
        start = content(self.lines[n], c + 1)
        keyed = start >= 0 and colon(self.lines[n], start) >= 0
        if above and above.kind == "list" and not (keyed and self._fits(self.levels[-1], n, start)):
            self._moved(n, c, above.column)
        stop = start if start >= 0 else c + 1
        raise Wrong(n, c, "a '-' cannot stand here, among keys", Edit(n, c, stop, ""))


def _needs_dash(n: int, c: int, text: str) -> Wrong:
    """An item that has lost its dash: put it into the gap before the item, or before its first letter."""
    stop = c + 2 if text[c : c + 2] == "  " else c
    return Wrong(n, indent(text), "an item of a list begins with '- '", Edit(n, c, stop, "- "))


def _in_text(n: int, end: int) -> Wrong:
    cause = "a ':' cannot stand here; check the indentation, or quote the text"
    return Wrong(n, end, cause, Edit(n, end, end + 1, ";"), doubt=True)

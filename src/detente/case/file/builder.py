"""Building a tree of dicts, lists and texts from the events of a YAML parser, with a place for everything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from detente.case.file.events import events
from detente.case.file.marks import BRACKET
from detente.case.file.origin import Mark, Origin, Path, Span
from detente.case.file.page import Page
from detente.case.file.problem import problem_at
from detente.case.file.text import MAX_PROBLEMS, Found, unseen
from detente.errors import Problem

__all__ = ["MAX_DEPTH", "MAX_NODES", "Builder", "Tree"]

MAX_DEPTH = 12
MAX_NODES = 200_000

_NONE = frozenset({"", "~", "null", "Null", "NULL"})
_TAB = re.compile(r" *([\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]\s*)(?=\S)")
_WORD = re.compile(r"\S+?(?=[\s,\]}]|$)")


@dataclass(frozen=True, slots=True)
class Tree:
    """What was read of a file.

    Parameters
    ----------
    root
        Dicts, lists, texts and ``None``; ``None`` where reading had to stop.
    origin
        Where everything stands.
    problems
        What is wrong with the file as YAML.
    broken
        Paths whose values are unusable and already reported.
    """

    root: object
    origin: Origin
    problems: tuple[Problem, ...]
    broken: frozenset[Path]


@dataclass(slots=True)
class _Frame:
    """A mapping or a list that is being read."""

    value: dict[str, object] | list[object]
    path: Path
    muted: bool  # what is read here is thrown away
    first: Mark
    key: str | None = None  # the key whose value comes next
    keep: bool = True  # whether that value is kept
    seen: dict[str, int] = field(default_factory=dict)  # keys so far -> line

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


class _Stop(Exception):
    """Reading cannot go on."""


class Builder:
    """Builds the tree of a text.

    Parameters
    ----------
    file
        Name of the file, for messages.
    lines
        Its lines.
    page
        The same, with what was mended in it.
    """

    def __init__(self, file: str, lines: tuple[str, ...], page: Page) -> None:
        self.lines, self.page = lines, page
        self.values: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.origin = Origin(file, lines, None, self.values, self.keys)
        self.root: object = None
        self.stack: list[_Frame] = []
        self.problems: list[Problem] = []
        self.broken: set[Path] = set()
        self.nodes = self.documents = 0
        self.quoted: list[tuple[int, int]] = []  # lines inside quoted texts and blocks
        self.stopped = False

    def read(self) -> Exception | None:
        """Follow the events to the end, or to where reading cannot go on; return what the parser said."""
        import yaml

        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            for event in events(self.page):
                if handler := handlers.get(type(event)):
                    handler(event)
        except _Stop:
            self.stopped = True
        except yaml.YAMLError as error:
            self.stopped = True
            return error
        return None

    def tree(self, found: Iterable[Problem] = ()) -> Tree:
        """Return what was read, with what was found on the way to it.

        Parameters
        ----------
        found
            What was found while the file was mended.

        Returns
        -------
        Tree
            Without a root where the file is no mapping, or too much was wrong to go on.
        """
        if not self.stopped:
            self._tabs()
            if not isinstance(self.root, dict):
                what = "is empty" if self.root is None else "holds no keys at its top"
                self._report(
                    "DT117", (1, 1, 2), f"the file {what}; a case is a mapping that begins with format: 1"
                )
        root = self.root if isinstance(self.root, dict) and not self.stopped else None
        if root is not None:
            self._lose(root)
        origin = Origin(self.origin.file, self.lines, root, self.values, self.keys)
        return Tree(root, origin, (*found, *self.problems), frozenset(self.broken))

    def _lose(self, root: dict[str, object]) -> None:
        """Take away the sections that could not be read; nothing is said of what they might have held."""
        for key in [k for k in root if self.keys[(k,)][0] in self.page.lost]:
            del root[key]
            self.broken.add((key,))

    # ------------------------------------------------------------------ events

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._report("DT112", _word(event), "a second document begins here; one file holds one case")
            raise _Stop
        if event.version or event.tags:
            line = next((n for n, text in enumerate(self.lines) if text.startswith("%")), 0)
            span = (line + 1, 1, len(self.lines[line]) + 1)
            self._report("DT118", span, "directives such as %YAML are not accepted")

    def _scalar(self, event: Any) -> None:
        self._decorations(event)
        value = None if not event.style and event.value in _NONE else event.value
        if event.style == '"' and (hidden := next(unseen(event.value), None)):
            self._report("DT105", _span(event), f"the text holds {hidden[1]}, which cannot be seen")
        if event.style and event.end_mark.line > event.start_mark.line:
            self.quoted.append((event.start_mark.line + 1, event.end_mark.line))
        if self.stack and self.stack[-1].wants_key:
            self._key(event, value)
        else:
            self._place(value, _mark(event))

    def _alias(self, event: Any) -> None:
        self._count(event)
        self._report("DT109", _span(event), f"*{event.anchor} refers to an anchor; write the value out")
        if self.stack and self.stack[-1].wants_key:
            self.stack[-1].key, self.stack[-1].keep = "", False
            return
        if self.stack and not self._muted():
            self.broken.add(self._path())
        self._place(None, _mark(event))

    def _open(self, event: Any) -> None:
        self._decorations(event)
        if len(self.stack) >= MAX_DEPTH:
            self._report("DT113", _word(event), f"values may be nested at most {MAX_DEPTH} deep")
            raise _Stop
        value: dict[str, object] | list[object] = {} if "Mapping" in type(event).__name__ else []
        if self.stack and self.stack[-1].wants_key:
            self._report("DT115", _word(event), "a key is a single word, not a mapping or a list")
            self.stack.append(_Frame(value, (), True, _mark(event)))
            return
        path, muted = self._path(), self._muted()
        if not muted:
            self.values[path] = _mark(event)
        self.stack.append(_Frame(value, path, muted, _mark(event)))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        if not frame.muted:
            end = event.end_mark
            self.values[frame.path] = (*frame.first[:2], end.line, end.column)
        if self.stack and self.stack[-1].wants_key:  # it stood where a key belongs
            self.stack[-1].key, self.stack[-1].keep = "", False
        else:
            self._place(frame.value, None)

    # ------------------------------------------------------------------ parts

    def _key(self, event: Any, value: str | None) -> None:
        frame = self.stack[-1]
        if value and not event.style and BRACKET.search(value):
            self._no_colon(event)
        frame.key, frame.keep = value or "", not frame.muted
        wrong = self._key_problem(event, value, frame)
        if wrong:
            self._report(*wrong)
            frame.keep = False
            if value and value == next(iter(frame.seen), None) and self._in_list():
                self._next_item(event, value)
            return
        frame.seen[frame.key] = event.start_mark.line + 1
        if frame.keep:
            self.keys[(*frame.path, frame.key)] = _mark(event)

    def _no_colon(self, event: Any) -> None:
        """Stop as the parser would: a bracket inside a key says that a colon is missing before it."""
        import yaml

        raise yaml.MarkedYAMLError(problem="could not find expected ':'", problem_mark=event.start_mark)

    def _in_list(self) -> bool:
        return len(self.stack) > 1 and isinstance(self.stack[-2].value, list)

    def _next_item(self, event: Any, key: str) -> None:
        """Begin another item of a list, where the first key of the last one comes again: its dash is lost."""
        frame = self.stack.pop()
        self._place(frame.value, None)
        line = event.start_mark.line
        again = _Frame({}, self._path(), frame.muted, _mark(event), key, not frame.muted, {key: line + 1})
        self.stack.append(again)
        if again.keep:
            self.values[again.path] = self.keys[(*again.path, key)] = _mark(event)

    def _key_problem(self, event: Any, value: str | None, frame: _Frame) -> Found | None:
        span = _span(event)
        if value is None or not value.strip():
            return "DT115", span, "a key is missing here"
        if value == "<<" and not event.style:
            self.broken.add(frame.path)  # what it would bring in is not missing
            return "DT111", span, "merge keys are not accepted; write the values out"
        if value in frame.seen:
            first = value == next(iter(frame.seen)) and self._in_list()
            hint = "; is the '- ' of a new item missing?" if first else ""
            return "DT108", span, f"{value!r} stands here already, in line {frame.seen[value]}{hint}"
        if not value.isascii() and (composed := _composed(value)) != value:
            frame.seen[composed] = span[0]
            return (
                "DT116",
                span,
                f"{value!r} is spelt with combining characters; type it again as {composed!r}",
            )
        return None

    def _place(self, value: object, mark: Mark | None) -> None:
        """Put a finished value where it belongs."""
        if not self.stack:
            self.root = value
            if mark:
                self.values[()] = mark
            return
        frame, path = self.stack[-1], self._path()
        if mark and not self._muted():
            self.values[path] = mark
            if mark[0] in self.page.doubtful:
                self.broken.add(path)
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.keep and frame.key is not None:
            frame.value[frame.key] = value
        frame.key, frame.keep = None, True

    def _path(self) -> Path:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        return (*frame.path, len(frame.value) if isinstance(frame.value, list) else frame.key or "")

    def _muted(self) -> bool:
        return bool(self.stack) and (self.stack[-1].muted or not self.stack[-1].keep)

    def _decorations(self, event: Any) -> None:
        """Refuse anchors and tags; what they decorate is read all the same."""
        self._count(event)
        if event.anchor is None and event.tag is None:
            return
        line, column = event.start_mark.line, event.start_mark.column
        for sign, code, name in (("&", "DT109", event.anchor), ("!", "DT110", event.tag)):
            if name is not None:
                start = max(self.lines[line].find(sign, column), column)
                found = _WORD.match(self.lines[line], start)
                span = (line + 1, start + 1, (found.end() if found else start + 1) + 1)
                self._report(code, span, _DECORATION[sign])

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._report("DT114", _word(event), f"a case may hold at most {MAX_NODES:,} values")
        if self.nodes > MAX_NODES or len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def _report(self, code: str, span: Span, cause: str) -> None:
        self.problems.append(problem_at(code, self.origin, span, cause))

    # ------------------------------------------------------------------ tabs

    def tabbed(self, line: int) -> bool:
        """Whether a line is indented by tabs, which is said anyway.

        Parameters
        ----------
        line
            Its number, from 0.
        """
        return bool(_TAB.match(self.lines[line])) and self.lines[line][:1].isspace()

    def _tabs(self) -> None:
        """Report tabs and wide spaces in the indentation, outside of texts of several lines."""
        inside = {n for first, stop in self.quoted for n in range(first, stop + 1)}
        for n, text in enumerate(self.lines):
            found = _TAB.match(text) if text[:1].isspace() and n not in inside else None
            if found:
                odd = found[1][:1]
                what = "a tab" if odd == "\t" else f"U+{ord(odd):04X} {unicodedata.name(odd, '')}".rstrip()
                cause = f"{what} in the indentation; indent with spaces"
                self._report("DT106", (n + 1, found.start(1) + 1, found.end() + 1), cause)


_DECORATION = {
    "&": "anchors are not accepted; write the value out where it is needed",
    "!": "tags are not accepted; every value is text",
}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return (start.line, start.column, end.line, end.column)


def _span(event: Any) -> Span:
    line, column, last, end = _mark(event)
    return (line + 1, column + 1, (end if last == line and end > column else column + 1) + 1)


def _word(event: Any) -> Span:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    return (line, column, column + 1)

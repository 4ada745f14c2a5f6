"""The strict reader of YAML: text in, a tree of dicts, lists and texts out, with a place for everything.

Only the part of YAML that reads the same to everybody is accepted. Every single value stays the text
that was written (``no`` is not false, ``12:30`` is not a number); an empty value, ``~`` and ``null``
are ``None``. Anchors, aliases, tags, merge keys, directives, duplicate keys and several documents are
refused, all of them at once where the text can still be followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.case.file.origin import Mark, Origin, Path, Span
from detente.case.file.problem import problem_at
from detente.case.file.text import BREAK, CONTROL, MAX_BYTES, MAX_PROBLEMS, Found, decode, explain
from detente.errors import Problem

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "Tree", "read_tree"]

MAX_DEPTH = 12
MAX_NODES = 200_000

_NONE = frozenset({"", "~", "null", "Null", "NULL"})
_TAB = re.compile(r" *\t[ \t]*(?=\S)")
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


def read_tree(data: bytes | str, file: str) -> Tree:
    """Read a text as a tree.

    Parameters
    ----------
    data
        The contents of the file.
    file
        Its name, for messages.
    """
    text, found = decode(data)
    lines = tuple(BREAK.split(text))
    if found:
        origin = Origin(file, lines, None, {}, {})
        problems = tuple(problem_at(code, origin, span, cause) for code, span, cause in found)
        return Tree(None, origin, problems, frozenset())
    builder = _Builder(file, lines)
    builder.read(text)
    return builder.tree()


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


class _Builder:
    """Builds the tree from the parser's events."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.lines = lines
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

    def read(self, text: str) -> None:
        """Follow the events to the end, or to where reading cannot go on."""
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
            for event in _events(text):
                if handler := handlers.get(type(event)):
                    handler(event)
        except _Stop:
            self.stopped = True
        except yaml.YAMLError as error:
            self.stopped = True
            self._syntax(error)

    def tree(self) -> Tree:
        """Return what was read."""
        if not self.stopped:
            self._tabs(len(self.lines))
            if not isinstance(self.root, dict):
                what = "is empty" if self.root is None else "holds no keys at its top"
                self._report(
                    "DT117", (1, 1, 2), f"the file {what}; a case is a mapping that begins with format: 1"
                )
        root = self.root if isinstance(self.root, dict) and not self.stopped else None
        origin = Origin(self.origin.file, self.lines, root, self.values, self.keys)
        return Tree(root, origin, tuple(self.problems), frozenset(self.broken))

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
        if event.style == '"' and (found := CONTROL.search(event.value)):
            cause = f"the text holds the control character U+{ord(found[0]):04X}"
            self._report("DT105", _span(event), cause)
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
        frame.key, frame.keep = value or "", not frame.muted
        wrong = self._key_problem(event, value, frame)
        if wrong:
            self._report(*wrong)
            frame.keep = False
            return
        frame.seen[frame.key] = event.start_mark.line + 1
        if frame.keep:
            self.keys[(*frame.path, frame.key)] = _mark(event)

    def _key_problem(self, event: Any, value: str | None, frame: _Frame) -> Found | None:
        span = _span(event)
        if value is None or not value.strip():
            return "DT115", span, "a key is missing here"
        if value == "<<" and not event.style:
            self.broken.add(frame.path)  # what it would bring in is not missing
            return "DT111", span, "merge keys are not accepted; write the values out"
        if value in frame.seen:
            return "DT108", span, f"{value!r} stands here already, in line {frame.seen[value]}"
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

    # ------------------------------------------------------------------ text that is not YAML

    def _syntax(self, error: Any) -> None:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        if self._tabs(line + 1):
            return
        said = str(getattr(error, "problem", "") or error)
        begins = "end of stream" in said or "expected ':'" in said  # at the quote, at the key
        if begins and getattr(error, "context_mark", None):
            line, column = error.context_mark.line, error.context_mark.column
        line, column = self._visible(line, column)
        letter = self.lines[line][column : column + 1]
        code = "DT110" if "tag" in said else "DT107"
        self._report(code, (line + 1, column + 1, column + 2), explain(said, letter))

    def _visible(self, line: int, column: int) -> tuple[int, int]:
        """Move back from the end of the file to the last line that holds something."""
        line = min(line, len(self.lines) - 1)
        while line > 0 and column == 0 and not self.lines[line].strip():
            line -= 1
            column = max(len(self.lines[line].rstrip()) - 1, 0)
        return line, column

    def _tabs(self, last: int) -> bool:
        """Report tabs in the indentation up to a line; say whether there was one in that line."""
        inside = {n for first, stop in self.quoted for n in range(first, stop + 1)}
        tabbed = -1
        for n, text in enumerate(self.lines[:last]):
            found = _TAB.match(text) if text[:1].isspace() and n not in inside else None
            if found:
                start, tabbed = text.index("\t"), n
                cause = "a tab in the indentation; indent with spaces"
                self._report("DT106", (n + 1, start + 1, found.end() + 1), cause)
        return tabbed == last - 1


_DECORATION = {
    "&": "anchors are not accepted; write the value out where it is needed",
    "!": "tags are not accepted; every value is text",
}


def _composed(text: str) -> str:
    import unicodedata

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


def _events(text: str) -> Iterator[Any]:
    """Yield the events of libyaml, or of PyYAML's own parser where that is missing."""
    parser = _parser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _parser(text: str) -> Any:
    try:
        from yaml._yaml import CParser
    except ImportError:
        return _pure_parser(text)
    return CParser(text)


def _pure_parser(text: str) -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Pure(Reader, Scanner, Parser):
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)

    return Pure(text)

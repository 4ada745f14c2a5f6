"""The marks of a YAML text: its keys and quotes, where quotes that open are closed, and which never are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BRACKET",
    "MARK",
    "Edit",
    "Fault",
    "Wrong",
    "after_quote",
    "code_end",
    "colon",
    "indent",
    "never_closed",
    "next_line",
    "quote_end",
    "skip",
]

_ESCAPE = re.compile(r"\\(?:[0abtnvfre \"/\\N_LP\t]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|$)")
#: An opening bracket after a space: no key has one.
BRACKET = re.compile(r"\s[\[{]")
MARK = re.compile(r"[,\]}]")


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
        following = next_line(lines, line)
        if following < 0 or indent(lines[following]) <= floor:
            raise never_closed(lines, (n, c), line, inline)
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


def never_closed(lines: Sequence[str], start: tuple[int, int], last: int, inline: bool) -> Wrong:
    """Close a quote at the end of its last line, or inside brackets before the next mark.

    Parameters
    ----------
    lines
        The text.
    start
        Line and column of the quote, from 0.
    last
        The last line that the text may go on in.
    inline
        Whether the text stands inside brackets.
    """
    n, c = start
    text = lines[last]
    end = code_end(text, c if last == n else 0)
    if inline:
        last, text = n, lines[n]
        mark = MARK.search(text, c + 1)
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


def next_line(lines: Sequence[str], n: int) -> int:
    """Return the next line that is not blank, or -1.

    Parameters
    ----------
    lines
        The text.
    n
        The line to begin behind, from 0.
    """
    return next((k for k in range(n + 1, len(lines)) if lines[k].strip()), -1)


def indent(text: str) -> int:
    """Return how many spaces a line begins with.

    Parameters
    ----------
    text
        The line; tabs are not spaces.
    """
    return len(text) - len(text.lstrip(" "))

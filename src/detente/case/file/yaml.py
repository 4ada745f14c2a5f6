"""The strict reader of YAML: text in, a tree of dicts, lists and texts out, with a place for everything.

Only the part of YAML that reads the same to everybody is accepted. Every single value stays the text
that was written (``no`` is not false, ``12:30`` is not a number); an empty value, ``~`` and ``null``
are ``None``. Anchors, aliases, tags, merge keys, directives, duplicate keys and several documents are
refused, all of them at once. Where the text is no YAML at all, the mistake is looked for by the layout of
the lines (`detente.case.file.layout`) and put right on a copy, so that the rest is read and checked too.
"""

from __future__ import annotations

from typing import Any

from detente.case.file.builder import MAX_DEPTH, MAX_NODES, Builder, Tree
from detente.case.file.layout import first_fault
from detente.case.file.marks import Edit
from detente.case.file.origin import NO_FORM, Form, Origin
from detente.case.file.page import Page
from detente.case.file.problem import problem_at
from detente.case.file.text import BREAK, MAX_BYTES, Found, decode, explain
from detente.errors import Problem

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_FAULTS", "MAX_NODES", "Tree", "read_tree"]

#: Places put right at most where a text is no YAML.
MAX_FAULTS = 100


def read_tree(data: bytes | str, file: str, form: Form = NO_FORM) -> Tree:
    """Read a text as a tree.

    Parameters
    ----------
    data
        The contents of the file.
    file
        Its name, for messages.
    form
        What the format has where; it helps to find mistakes of layout.
    """
    text, wrong = decode(data)
    lines = tuple(BREAK.split(text))
    origin = Origin(file, lines, None, {}, {})
    problems = [problem_at(code, origin, span, cause) for code, span, cause in wrong]
    if wrong and not text:
        return Tree(None, origin, tuple(problems), frozenset())
    builder = Builder(file, lines, _legible(lines, wrong))
    return (
        builder.tree(problems) if builder.read() is None else _recovered(file, lines, form, wrong, problems)
    )


def _legible(lines: tuple[str, ...], wrong: list[Found]) -> Page:
    """Return the lines without the characters that cannot be seen."""
    page = Page(lines)
    for code, (line, column, end), _ in reversed(wrong):
        if code == "DT105":
            page.apply(Edit(line - 1, column - 1, end - 1, "_" if column > 1 else ""))
            page.doubtful.add(line - 1)
    return page


def _recovered(
    file: str, lines: tuple[str, ...], form: Form, wrong: list[Found], problems: list[Problem]
) -> Tree:
    """Read a text that is no YAML as far as it can be mended, one mistake after the other."""
    page, found = _legible(lines, wrong), dict[int, Problem]()  # one problem for each line is enough
    page.untab()
    builder = Builder(file, lines, page)
    for _ in range(max(4, min(MAX_FAULTS, 600_000 // len(lines)))):
        fault = first_fault(page.lines, form)
        if fault:
            code, place, cause = "DT107", (fault.line, fault.column), fault.cause
        else:
            builder = Builder(file, lines, page)
            error = builder.read()
            if error is None:
                break
            code, place, cause = _said(error, page)
        line, column = page.place(*place)
        if line not in found and not (code == "DT107" and builder.tabbed(line)):
            found[line] = problem_at(code, builder.origin, (line + 1, column + 1, column + 2), cause)
        if fault:
            page.apply(fault.edit)
            page.doubtful |= {fault.line} if fault.doubt else set()
        else:
            page.lose(place[0])
    else:
        builder.stopped = True
    return builder.tree([*problems, *found.values()])


def _said(error: Any, page: Page) -> tuple[str, tuple[int, int], str]:
    """Return code, place and cause of an error of the parser."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    said = str(getattr(error, "problem", "") or error)
    begins = "end of stream" in said or "expected ':'" in said  # at the quote, at the key
    if begins and getattr(error, "context_mark", None):
        line, column = error.context_mark.line, error.context_mark.column
    line = min(line, len(page.lines) - 1)
    while line > 0 and column == 0 and not page.lines[line].strip():  # the last line that holds something
        line -= 1
        column = max(len(page.lines[line].rstrip()) - 1, 0)
    cause = explain(said, page.lines[line][column : column + 1])
    return ("DT110" if "tag" in said else "DT107"), (line, column), cause

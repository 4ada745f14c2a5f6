"""The lines of a YAML text: what begins on them, how they are indented, and where a block of text ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.case.file.marks import Edit, Wrong, colon, indent

__all__ = ["BLOCK", "block_end", "content", "is_dash", "kind_of", "spaces", "unit"]

#: What a block of text begins with.
BLOCK = re.compile(r"[|>](?:[+-]?([1-9]))?[+-]?[ \t]*(?:#.*)?$")


def kind_of(text: str, c: int) -> str:
    """Say whether an item of a list or a key begins at a column, or neither.

    Parameters
    ----------
    text
        The line.
    c
        The column, from 0.

    Examples
    --------
    >>> kind_of("- a: b", 0), kind_of("- a: b", 2), kind_of("a", 0)
    ('list', 'map', '')
    """
    if is_dash(text, c):
        return "list"
    return "map" if colon(text, c) >= 0 else ""


def is_dash(text: str, c: int) -> bool:
    """Whether an item of a list begins at a column.

    Parameters
    ----------
    text
        The line.
    c
        The column, from 0.
    """
    return text[c : c + 1] == "-" and text[c + 1 : c + 2] in ("", " ", "\t")


def content(text: str, start: int) -> int:
    """Return where something begins that is no comment, or -1.

    Parameters
    ----------
    text
        The line.
    start
        Where to begin, from 0.
    """
    while start < len(text) and text[start] in " \t":
        start += 1
    return -1 if start >= len(text) or text[start] == "#" else start


def spaces(count: int) -> str:
    """Return so many spaces in words.

    Parameters
    ----------
    count
        How many.
    """
    return f"{count} space{'s' * (count != 1)}"


def unit(indents: Sequence[int]) -> int:
    """Return the step of the indentation: the largest that nearly all lines keep.

    Parameters
    ----------
    indents
        How far each line is indented.
    """
    inner = [n for n in indents if n]
    return next((u for u in (4, 3, 2) if sum(n % u == 0 for n in inner) >= 0.8 * len(inner)), 1)


def block_end(lines: Sequence[str], n: int, c: int, floor: int) -> int:
    """Return the line after a block of text, whose lines stand no further left than its first.

    Parameters
    ----------
    lines
        The text.
    n, c
        Where the sign stands that the block begins with.
    floor
        Lines of the block stand deeper than this column.

    Raises
    ------
    Wrong
        If a line stands further left than the first: that line, or the first where most stand like the other.
    """
    end = n + 1
    while end < len(lines) and (not lines[end].strip() or indent(lines[end]) > floor):
        end += 1
    inner = [k for k in range(n + 1, end) if lines[k].strip()]
    sign = BLOCK.match(lines[n], c)
    if not inner or (sign and sign[1]):
        return end
    first, deep = inner[0], indent(lines[inner[0]])
    for k in inner:
        found = indent(lines[k])
        if found < deep:
            if lines[k].lstrip()[0] == "#":
                break  # a comment ends the block
            depths = [indent(lines[other]) for other in inner[1:]]
            odd = len(inner) == 2 and (found - floor) % 2 > (deep - floor) % 2
            alone = depths.count(found) > depths.count(deep) and not odd
            line, wanted = (first, found) if alone else (k, deep)
            cause = f"this line is indented by {spaces(indent(lines[line]))}; the block of text by {wanted}"
            at = indent(lines[line])
            raise Wrong(line, at, cause, Edit(line, 0, at, " " * wanted))
    return end

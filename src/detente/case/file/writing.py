"""Values as YAML text, in the plainest form that the strict reader takes for the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from detente.case.file.yaml import read_tree

__all__ = ["Value", "block", "inline", "plain", "scalar"]

#: What may be written: text, numbers, yes and no, and lists and mappings of them.
Value = str | int | float | bool | Sequence["Value"] | Mapping[str, "Value"]


def plain(value: Value) -> object:
    """Return a value as the strict reader returns it: dicts, lists and texts.

    Parameters
    ----------
    value
        The value of a case.

    Examples
    --------
    >>> plain({"weight": 3, "ordered": True})
    {'weight': '3', 'ordered': 'true'}
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(v) for v in value]
    return str(value)


def scalar(text: str, quote: str = "") -> str:
    """Return a text on one line: quoted as asked, or without quotes where it can do without.

    Parameters
    ----------
    text
        The text as it is written.
    quote
        The quote asked for; empty for none.

    Examples
    --------
    >>> scalar("a: b"), scalar("no"), scalar("null"), scalar("it's", "'")
    ('"a: b"', 'no', '"null"', "'it''s'")
    """
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if quote != '"' and text.isprintable() and _reads_back(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def inline(value: object) -> str:
    """Return a plain value on one line.

    Parameters
    ----------
    value
        Dicts, lists and texts.
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(str(value))


def block(value: object, indent: int) -> list[str]:
    """Return a plain value as lines, each indented.

    Parameters
    ----------
    value
        Dicts, lists and texts.
    indent
        Blanks before each line.

    Examples
    --------
    >>> block({"a": ["b", {"c": "d", "e": "f"}]}, 2)
    ['  a:', '    - b', '    - c: d', '      e: f']
    """
    margin = " " * indent
    if isinstance(value, dict) and value:
        return [line for k, v in value.items() for line in _entry(f"{margin}{scalar(k)}:", v, indent)]
    if isinstance(value, list) and value:
        return [line for item in value for line in _item(item, indent)]
    if isinstance(value, str) and "\n" in value and _fits_block(value):
        return [f"{margin}|{'' if value.endswith(chr(10)) else '-'}", *_lines(value, indent + 2)]
    return [margin + inline(value)]


def _entry(head: str, value: object, indent: int) -> list[str]:
    if (isinstance(value, dict) and value) or (isinstance(value, list) and not _short(value)):
        return [head, *block(value, indent + 2)]
    if isinstance(value, str) and "\n" in value and _fits_block(value):
        return [f"{head} |{'' if value.endswith(chr(10)) else '-'}", *_lines(value, indent + 2)]
    return [f"{head} {inline(value)}"]


def _item(value: object, indent: int) -> list[str]:
    lines = block(value, indent + 2) if isinstance(value, dict) else [" " * (indent + 2) + inline(value)]
    return [" " * indent + "- " + lines[0][indent + 2 :], *lines[1:]]


def _short(value: list[object]) -> bool:
    return all(isinstance(v, str) for v in value) and len(inline(value)) <= 80


def _fits_block(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    printable = all(line.isprintable() for line in lines)
    return printable and not text.endswith("\n\n") and bool(lines[0]) and not lines[0][0].isspace()


def _lines(text: str, indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in text.removesuffix("\n").split("\n")]


def _reads_back(text: str) -> bool:
    """Whether a text without quotes is read as itself, in a list and as a value or key."""
    for around in (f"k: {text}", f"k: [{text}]", f"{text}: v"):
        if read_tree(around, "").problems:
            return False
    return read_tree(f"k: [{text}]", "").root == {"k": [text]} and read_tree(f"{text}: v", "").root == {
        text: "v"
    }

"""The strict reader: texts stay texts, everything has a place, limits hold."""

from __future__ import annotations

import sys

import pytest

from detente.case.file.origin import Path
from detente.case.file.text import MAX_BYTES
from detente.case.file.yaml import MAX_DEPTH, MAX_NODES, read_tree


@pytest.mark.parametrize(
    "text", ["no", "on", "yes", "true", "12:30:45", "010", "0x10", "1e3", "2020-12-31", ".inf", "="]
)
def test_every_value_is_the_text_that_was_written(text: str) -> None:
    assert read_tree(f"k: {text}\n{text}: [{text}]", "").root == {"k": text, text: [text]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ('""', ""),
        ("'~'", "~"),
        ("nullx", "nullx"),
        ("'null'", "null"),
    ],
)
def test_only_what_is_empty_is_nothing(text: str, value: object) -> None:
    assert read_tree(f"k: {text}", "").root == {"k": value}


def test_the_limits_are_met_exactly() -> None:
    deep = "k: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read_tree(deep, "").problems == ()
    assert [p.code for p in read_tree(deep.replace("[]", "[[]]"), "").problems] == ["DT113"]
    many = "k: [" + "a," * (MAX_NODES - 3) + "]"
    assert read_tree(many, "").problems == ()
    assert [p.code for p in read_tree(many.replace("]", "b]"), "").problems] == ["DT114"]
    large = b"k: v\n#" + b"x" * (MAX_BYTES - 6)
    assert read_tree(large, "").problems == ()
    assert [p.code for p in read_tree(large + b"x", "").problems] == ["DT104"]


def test_everything_refused_is_found_in_one_pass() -> None:
    text = "a: &x 1\nb: *x\nc: !t 2\n<<: {d: 1}\na: 3\n? [e]\n: 4\n~: 5\nf: {g: 1, g: 2}\n"
    problems = read_tree(text, "").problems
    assert [(p.code, p.line, p.column) for p in problems] == [
        ("DT109", 1, 4),
        ("DT109", 2, 4),
        ("DT110", 3, 4),
        ("DT111", 4, 1),
        ("DT108", 5, 1),
        ("DT115", 6, 3),
        ("DT115", 8, 1),
        ("DT108", 9, 11),
    ]


def test_the_first_of_two_values_counts() -> None:
    tree = read_tree("a: {b: 1}\na: {c: 2}\n", "")
    assert tree.root == {"a": {"b": "1"}}
    assert ("a", "c") not in tree.origin.values


BROKEN = ["a: [1\n", "a: 'x\n", "a: b: c\n", "\ta: 1\n", "a: @x\n", "a:\n  - b\n c: d\n", "a: !t!x y"]


@pytest.mark.parametrize("text", BROKEN)
def test_the_slow_parser_refuses_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_tree(text, "").problems
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    slow = read_tree(text, "").problems
    assert [(p.code, p.line) for p in slow] == [(p.code, p.line) for p in fast]


FOLDED = """\
plain: a b c
single: 'it''s c'
double: "a\\tb\\u0021 c"
folded: >-
  a b

    c
literal: |
  a
   b
  c
lines: a
  b
    c
list: [x, 'y c']
broken: "a \\
   b c"
wide: 한국 c
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("plain",), 1, 12),
        (("single",), 2, 16),
        (("double",), 3, 21),
        (("folded",), 7, 5),
        (("literal",), 11, 3),
        (("lines",), 14, 5),
        (("list", 1), 15, 14),
        (("broken",), 17, 6),
        (("wide",), 18, 10),
    ],
)
def test_a_part_of_a_text_is_found_however_it_is_written(path: Path, line: int, column: int) -> None:
    tree = read_tree(FOLDED, "")
    value = tree.root
    for step in path:
        value = value[step]
    offset = value.rindex("c")
    assert FOLDED.split("\n")[line - 1][column - 1] == "c"
    assert tree.origin.within(path, offset, 1) == (line, column, column + 1)


def test_what_is_not_there_stands_where_its_parent_does() -> None:
    origin = read_tree("a:\n  b:\n    c: 1\nd: [x]\n", "").origin
    assert origin.where(("a", "b", "c")) == (3, 8, 9)
    assert origin.where(("a", "b", "c"), key=True) == (3, 5, 6)
    assert origin.where(("a", "b", "missing")) == (2, 3, 4)
    assert origin.where(("a", "nothing", "below")) == (1, 1, 2)
    assert origin.where(("d", 7)) == (4, 1, 2)
    assert origin.where(("nowhere",)) == (1, 1, 2)
    assert origin.excerpt(4) == "d: [x]"
    assert origin.excerpt(99) == ""

"""Whatever the file holds: documented problems, in bounded time, and nothing raised."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, as_json, as_sarif, as_text, examine_text
from detente.case.file.origin import at
from detente.case.file.text import MAX_PROBLEMS
from detente.case.file.yaml import read_tree

GOOD = Path(__file__).parent / "good"
RICH = (GOOD / "rich.yaml").read_text(encoding="utf-8")
ROOTS = [
    read_tree((GOOD / f"{name}.yaml").read_text(encoding="utf-8"), "").root
    for name in ("rich", "packages", "timed", "context", "issues")
]

#: Seconds that any small text may take, with a wide margin for busy machines.
BOUND = 60.0

PIECES = [
    *"{}[]:,-?|>&*!%@`#\"'~\n\t\r ()",
    "- ",
    ": ",
    "<<: ",
    "---\n",
    "...",
    "&a ",
    "*a",
    "!t ",
    "a: ",
    "format: 1\n",
    "actors:\n",
    "  ",
    "é",
    "한",
    "\u202e",
    "😀",
    "null",
    "a.b",
    "not ",
    "'x",
]


def examined(text: str | bytes) -> None:
    """Examine a text and check what may be said of any text at all."""
    begun = time.process_time()  # of this process alone, however busy the machine is
    case, problems = examine_text(text, "fuzz.yaml")
    assert time.process_time() - begun < BOUND
    assert (case is None) == any(p.severity == "error" for p in problems)
    assert len(problems) <= 2 * MAX_PROBLEMS
    assert [p.line for p in problems] == sorted(p.line for p in problems)
    for p in problems:
        assert p.line >= 1
        assert 1 <= p.column < p.end
    assert as_text(problems)
    assert json.loads(as_json(problems))["problems"] == [p.to_dict() for p in problems]
    assert json.loads(as_sarif(problems))["version"] == "2.1.0"
    if case is not None:
        assert Case.model_validate(case.to_dict()) == case


@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    examined(data)


@given(st.text(max_size=500))
def test_any_text(text: str) -> None:
    examined(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_anything_that_looks_like_yaml(text: str) -> None:
    examined(text)


@given(st.data())
def test_any_damage_to_a_good_case(data: st.DataObject) -> None:
    text = RICH
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        stop = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[stop:]
    examined(text)


@pytest.mark.parametrize("seed", range(60))
def test_any_tree_of_wrong_types(seed: int) -> None:
    """Replace, drop and copy nodes of a good case: the text stays YAML, the types do not fit."""
    rng = random.Random(seed)
    tree = json.loads(json.dumps(ROOTS[seed % len(ROOTS)]))
    for _ in range(rng.randint(1, 5)):
        _damage(tree, rng)
    examined("\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in tree.items()))


@pytest.mark.parametrize("root", ROOTS[1:], ids=lambda root: root["case"])
def test_a_mapping_where_a_text_belongs(root: dict[str, object]) -> None:
    """As an open brace makes one of an id: what looks names up must not fail on it."""
    rng = random.Random(7)
    texts = [path for path in _paths(root) if path and not isinstance(at(root, path), dict | list)]
    for path in [p for p in texts if p[-1] == "id"] + rng.sample(texts, 25):
        tree = json.loads(json.dumps(root))
        at(tree, path[:-1])[path[-1]] = {"a": ["b"]}
        examine_text("\n".join(f"{key}: {json.dumps(value)}" for key, value in tree.items()))


def _damage(tree: dict[str, object], rng: random.Random) -> None:
    path = rng.choice(list(_paths(tree))[1:])
    parent = at(tree, path[:-1])
    kind = rng.randrange(3)
    if kind == 0:
        parent[path[-1]] = _junk(rng)
    elif kind == 1:
        del parent[path[-1]]
    elif isinstance(parent, list):
        parent.append(parent[path[-1]])
    else:
        parent[rng.choice(["name", "set", "rus", "rus.line", "levels", "x", "when"])] = parent[path[-1]]


def _paths(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*path, key))


def _junk(rng: random.Random, depth: int = 0) -> object:
    kind = rng.randrange(8 if depth < 3 else 6)
    if kind == 6:
        return [_junk(rng, depth + 1) for _ in range(rng.randrange(3))]
    if kind == 7:
        return {
            rng.choice(["name", "rus", "rus.line", "when"]): _junk(rng, depth + 1)
            for _ in range(rng.randrange(3))
        }
    return rng.choice(
        [None, "", "rus", "rus.line", "rus.line == aligned", "1..2", "K.P1", "2020-01-01", "no"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "{a: " * 20_000,
        "- " * 50_000,
        "a:\n" + "".join(f"{' ' * k}b:\n" for k in range(2_000)),
        "a: &a [x, x]\n" + "".join(f"b{k}: &b{k} [*a, *a]\n" for k in range(5_000)),
        "x: " + "'" * 100_000,
        "? " * 10_000,
        "a: |\n" + "  text\n" * 100_000,
        "".join(f"k{k}: v\n" for k in range(90_000)),
        "format: 1\n" + "format: 1\n" * 50_000,
        "actors:\n" + "".join(f"  a{k}: {{}}\n" for k in range(20_000)),
        "definitions:\n"
        + "".join(f"  d{k}: {{name: d, when: d{k + 1} and d{k + 2}}}\n" for k in range(5_000)),
        "definitions:\n  d: {name: d, when: " + "(" * 3_000 + "}\n",
        "preferences:\n" + "".join(f"  unknown{k}: {{ranking: [a{k}]}}\n" for k in range(5_000)),
        "title: " + "é" * 500_000,
        "!<" + "a" * 100_000,
        "&" + "a" * 100_000 + " b",
    ],
    ids=range(17),
)
def test_hostile_texts_are_refused_in_time(text: str) -> None:
    examined(text)

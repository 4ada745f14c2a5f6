"""Files that read without problems, and everything that must come back as it was."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.case import Case, as_text, digest, examine, examine_text, load, loads, template
from detente.case.file.writing import block
from detente.case.file.yaml import read_tree

GOOD = sorted((Path(__file__).parent / "good").glob("*.yaml"))


@pytest.fixture(params=GOOD, ids=lambda f: f.stem)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_good_files_have_no_problems(file: Path) -> None:
    case, problems = examine(file)
    assert problems == (), as_text(problems)
    assert case is not None


def test_a_case_survives_plain_types(file: Path) -> None:
    case = load(file)
    assert Case.model_validate(case.to_dict()) == case
    assert digest(Case.model_validate(case.to_dict())) == digest(case)


def test_a_case_survives_being_written_as_yaml(file: Path) -> None:
    case = load(file)
    text = "\n".join(block(read_tree(file.read_bytes(), "").root, 0)) + "\n"
    assert loads(text) == case


def test_a_case_survives_pickling_with_its_places(file: Path) -> None:
    case = load(file)
    again = pickle.loads(pickle.dumps(case))
    assert again == case
    assert again.origin.where(("title",)) == case.origin.where(("title",))


def test_line_ends_and_comments_do_not_change_the_digest(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert (
        digest(loads(text.replace("\n", "\r\n")))
        == digest(loads(text + "# the end\n"))
        == digest(loads(text))
    )


def composed(node: Any) -> object:
    """Turn ruamel's nodes into plain types, every scalar as text."""
    if node.id == "mapping":
        return {composed(key): composed(value) for key, value in node.value}
    if node.id == "sequence":
        return [composed(item) for item in node.value]
    return None if node.value in ("", "~", "null") and not node.style else node.value


def test_another_parser_reads_the_same_tree(file: Path) -> None:
    yaml = pytest.importorskip("ruamel.yaml").YAML(typ="safe", pure=True)
    text = file.read_text(encoding="utf-8")
    assert read_tree(text, "").root == composed(yaml.compose(text))


def test_the_slow_parser_reads_the_same_places(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_tree(file.read_bytes(), "")
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    slow = read_tree(file.read_bytes(), "")
    assert (slow.root, slow.origin.keys) == (fast.root, fast.origin.keys)
    for path in fast.origin.values:
        assert slow.origin.extent(path) == fast.origin.extent(path)


def test_every_value_knows_its_line(file: Path) -> None:
    origin = load(file).origin
    lines = file.read_text(encoding="utf-8").split("\n")
    for path, mark in origin.keys.items():
        line, column, _ = origin.where(path, key=True)
        assert lines[line - 1][column - 1 :].startswith(str(path[-1])), (path, mark)


def test_the_order_of_levels_counts_and_comments_do_not() -> None:
    text = template("A", "a")
    other = text.replace("      stopped: Eastland keeps its ships in port\n", "", 1)
    other = other.replace(
        "      running: Eastland patrols the strait\n",
        "      running: Eastland patrols the strait\n      stopped: Eastland keeps its ships in port\n",
    )
    assert digest(loads(text)) != digest(loads(other))
    assert digest(loads(text)) == digest(loads(text.replace("# Where things stand today.", "")))


@pytest.mark.parametrize(
    "title",
    ["Plain", "With: a colon", "# hash", 'a "quote"', "it's", "한국의 위기", "null", "", "x" * 200, "a\\b"],
)
@pytest.mark.parametrize("kind", ["", "crossroads"])
def test_the_template_takes_any_title(title: str, kind: str) -> None:
    case, problems = examine_text(template(title, "some-case", kind))
    assert problems == ()
    assert case is not None
    assert case.title == title


def test_a_case_made_in_python_has_no_origin() -> None:
    case = Case.model_validate(load(GOOD[0]).to_dict())
    assert case.origin is None
    assert str(case).startswith("Case(")


def test_cases_from_different_files_are_equal_if_they_say_the_same() -> None:
    text = template("A", "a")
    assert loads(text) == loads("# moved down by a line\n" + text)
    assert loads(text) != loads(template("B", "a"))
    assert loads(text) != "something else"

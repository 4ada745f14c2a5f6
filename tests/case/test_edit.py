"""Edits change what they are meant to change, and not one character more."""

from __future__ import annotations

import difflib
import random
from pathlib import Path as FilePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, digest, edit, examine, fix, load, template
from detente.case.file.origin import at
from detente.case.file.splice import change
from detente.case.file.text import unseen
from detente.case.file.writing import block, inline, scalar
from detente.case.file.yaml import read_tree
from detente.errors import CaseError, UnknownName

GOOD = FilePath(__file__).parent / "good"
RICH = (GOOD / "rich.yaml").read_text(encoding="utf-8")


#: Texts that are easily mistaken for something else.
ODD = [
    "x",
    "two words",
    "a: b",
    "# c",
    "it's",
    'q"q',
    "",
    "null",
    "~",
    "한국",
    "- d",
    "[e]",
    "{f}",
    "g,h",
    "no",
]
ODD += ["? a", "&a", "*a", "!t", "{", "|", ">", "%", "@", "a\nb", "a\nb\n"]


def file_of(folder: FilePath, text: str) -> FilePath:
    path = folder / "case.yaml"
    path.write_bytes(text.encode())
    return path


def changed_lines(old: str, new: str) -> list[str]:
    return [d for d in difflib.ndiff(old.split("\n"), new.split("\n")) if d[0] in "+-"]


def test_a_changed_weight_changes_one_line(tmp_path: FilePath) -> None:
    path = file_of(tmp_path, RICH)
    case = edit(path, {("preferences", "rus", "statements", 0, "weight"): "-5..-3"})
    assert case.statements("rus")[0].weight.values == (-5.0, -3.0)
    new = path.read_text(encoding="utf-8")
    assert changed_lines(RICH, new) == ["-         weight: -4..-2", "+         weight: -5..-3"]
    assert case == load(path)


def test_several_changes_at_once(tmp_path: FilePath) -> None:
    path = file_of(tmp_path, RICH)
    edit(
        path,
        {
            ("title",): 'He said: "no"',
            ("options", "rus.line", "levels", "aligned"): "Russia joins China # today",
            ("actors", "rus", "aliases", 1): "Kremlin",
            ("options", "usa.tone", "ordered"): True,
            ("claims", "Q1", "note"): "new",
            ("actors", "navy", "note"): None,
            ("readings", "hawk", "share"): 0.25,
        },
    )
    new = path.read_text(encoding="utf-8")
    assert len(changed_lines(RICH, new)) == 12
    assert [line for line in new.split("\n") if "#" in line] == [
        "# A made-up case that uses every key of the format.",
        '      aligned: "Russia joins China # today"',
    ]
    assert new.startswith("# A made-up case that uses every key of the format.\nformat: 1\n")


@pytest.mark.parametrize("name", ["rich", "layout", "graph-form", "named-states", "minimal"])
@pytest.mark.parametrize("seed", range(20))
def test_one_edited_text_leaves_every_other_line_as_it_is(name: str, seed: int) -> None:
    text = (GOOD / f"{name}.yaml").read_text(encoding="utf-8")
    tree, rng = read_tree(text, ""), random.Random(seed)
    paths = [p for p in tree.origin.values if isinstance(at(tree.root, p), str)]
    path = rng.choice(paths)
    value = rng.choice(ODD)
    new = change(text, path, value)
    again = read_tree(new, "")
    assert again.problems == ()
    assert at(again.root, path) == value
    first, _, last, _ = tree.origin.extent(path) or (0, 0, 0, 0)
    old_lines, new_lines = text.split("\n"), new.split("\n")
    assert new_lines[:first] == old_lines[:first]
    below = len(old_lines) - last - 1
    assert new_lines[len(new_lines) - below :] == old_lines[len(old_lines) - below :]
    restored = change(new, path, at(tree.root, path))
    assert read_tree(restored, "").root == tree.root


keys = st.sampled_from(["a", "b", "key with space", "null", "1", "x: y", "#", "é", "-"])
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)
texts = texts.filter(lambda t: not list(unseen(t)))
values = st.recursive(
    st.one_of(texts, st.sampled_from(ODD)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=8,
)


@given(values)
def test_written_values_are_read_back(value: object) -> None:
    tree = {"k": value}
    assert read_tree("\n".join([*block(tree, 0), ""]), "").root == tree
    assert read_tree("k: " + inline(value), "").root == tree


@given(texts, st.sampled_from(["", "'", '"']))
def test_written_texts_are_read_back(text: str, quote: str) -> None:
    assert read_tree(f"k: {scalar(text, quote)}", "").root == {"k": text}


@given(st.data())
def test_any_change_of_any_node_is_read_back(data: st.DataObject) -> None:
    """Replace, add and take away nodes: the tree changes as asked, or the change is refused."""
    name = data.draw(st.sampled_from(["rich", "layout", "graph-form", "named-states"]))
    text = (GOOD / f"{name}.yaml").read_text(encoding="utf-8")
    tree = read_tree(text, "")
    path = data.draw(st.sampled_from(sorted(filter(None, tree.origin.values), key=str)))
    kind = data.draw(st.sampled_from(["replace", "remove", "add"]))
    value = data.draw(values) if kind != "remove" else None
    node = at(tree.root, path)
    if kind == "add" and isinstance(node, dict):
        path = (*path, "brand_new")
    elif kind == "add" and isinstance(node, list):
        path = (*path, len(node))
    new = change(text, path, value)
    again = read_tree(new, "")
    assert again.problems == ()
    if kind == "remove":
        above = at(tree.root, path[:-1])
        assert isinstance(above, dict | list)
        assert len(at(again.root, path[:-1])) == len(above) - 1
    else:
        assert at(again.root, path) == value
    kept = [c for c in comments(text) if c in comments(new)]
    inside = tree.origin.extent(path) or (0, 0, 0, 0)
    lost = [c for c in comments(text) if c not in kept]
    for comment in lost:  # only comments inside the node itself may go
        line = next(n for n, s in enumerate(text.split("\n")) if comment in s)
        assert inside[0] - 1 <= line <= inside[2], comment


def comments(text: str) -> list[str]:
    return [line[line.index("# ") :] for line in text.split("\n") if "# " in line and '"' not in line]


def test_comments_above_the_next_section_stay_where_they_are() -> None:
    text = template("A", "a")
    new = change(text, ("status_quo", "west.more"), "no")
    at_status = new.index("  west.more: no\n")
    assert new[at_status:].startswith("  west.more: no\n\n# What each actor wants")
    new = change(text, ("claims", "C1"), None)
    assert "# What a source says would follow" in new


def test_an_edit_that_would_break_the_case_leaves_the_file_alone(tmp_path: FilePath) -> None:
    path = file_of(tmp_path, RICH)
    with pytest.raises(CaseError) as caught:
        edit(path, {("focal",): "nobody"})
    assert [p.code for p in caught.value.problems] == ["DT301"]
    assert path.read_text(encoding="utf-8") == RICH
    with pytest.raises(UnknownName):
        edit(path, {("actors", "nobody", "name"): "x"})
    assert path.read_text(encoding="utf-8") == RICH
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


def test_an_edit_of_a_file_that_is_not_yaml_is_refused(tmp_path: FilePath) -> None:
    with pytest.raises(CaseError):
        edit(file_of(tmp_path, "a: [b"), {("a",): "c"})
    with pytest.raises(CaseError):
        edit(tmp_path / "missing.yaml", {("a",): "c"})


def test_line_ends_are_kept(tmp_path: FilePath) -> None:
    path = file_of(tmp_path, template("A", "a").replace("\n", "\r\n"))
    edit(path, {("title",): "B", ("status_quo", "east.patrol"): "stopped", ("hindsight",): "none"})
    assert path.read_bytes().replace(b"\r\n", b"").count(b"\n") == 0


def test_edited_twice_is_edited_once(tmp_path: FilePath) -> None:
    path = file_of(tmp_path, RICH)
    change_of = {("readings", "hawk", "weights", "rus_no_crisis"): "-2"}
    assert digest(edit(path, change_of)) == digest(edit(path, change_of))


def test_a_new_option_can_be_added(tmp_path: FilePath) -> None:
    path = file_of(tmp_path, RICH)
    option = {"name": "summit", "levels": {"no": "nobody meets", "yes": "they meet"}, "note": "two\nlines\n"}
    case = edit(path, {("options", "rus.summit"): option, ("status_quo", "rus.summit"): "no"})
    assert isinstance(case, Case)
    assert list(case.options)[-1] == "rus.summit"
    assert case.options["rus.summit"].note == "two\nlines\n"


def test_fix_corrects_what_has_one_correction_only(tmp_path: FilePath) -> None:
    text = RICH
    for old, new in (
        ("modality: likely", "modality: likly"),
        ("        weight: strong", "        wieght: strong"),
        ("usa.policy == deal and crisis", "usa.polcy == deal and crisis"),
        ("choice: alignment", "choice: alignement"),
        ("focal: rus", "focal: rsu"),
        ("== aligned or united_front", "== aligned ro united_front"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = file_of(tmp_path, text)
    fixed = fix(path)
    assert sorted(p.value for p in fixed) == ["alignement", "likly", "ro", "rsu", "usa.polcy", "wieght"]
    assert path.read_text(encoding="utf-8") == RICH
    assert fix(path) == ()


def test_fix_leaves_what_it_cannot_know(tmp_path: FilePath) -> None:
    text = RICH.replace("weight: -4..-2", "weight: -2..-4").replace("viewer: rus", "viewer: somebody")
    path = file_of(tmp_path, text)
    assert fix(path) == ()
    assert path.read_text(encoding="utf-8") == text
    assert len(examine(path)[1]) == 2


# ---------------------------------------------------------------------------- what a case says of time

TIMED = (GOOD / "timed.yaml").read_text(encoding="utf-8")

#: Path, new value, and how the changed line reads.
TIMED_EDITS: dict[str, tuple[tuple[str | int, ...], str | int, str]] = {
    "count": (("clock", "rates", "rus", "count"), 5, "rus: {count: 5, from"),
    "window": (("clock", "shocks", 0, "from"), "2010-01-01", "from: 2010-01-01"),
    "quantiles": (("clock", "precision", "dprk"), "q(10%: 1, 90%: 3)", "dprk: 'q(10%: 1, 90%: 3)'"),
    "held": (("alternatives", "old_guard", "hold", "chance.election"), "new", "{chance.election: new, rus"),
    "measure": (("questions", 2, "measure"), "at", "measure: at"),
    "threshold": (("questions", 4, "series", "at_least"), 12, "{id: tests, at_least: 12}"),
    "answer": (("elicitation", "seeds", 0, "answer"), "3.5", "answer: 3.5"),
}


@pytest.mark.parametrize("name", TIMED_EDITS)
def test_one_value_of_a_clock_changes_one_line(name: str, tmp_path: FilePath) -> None:
    path, value, line = TIMED_EDITS[name]
    file = file_of(tmp_path, TIMED)
    case = edit(file, {path: value})
    changed = changed_lines(TIMED, file.read_text(encoding="utf-8"))
    assert len(changed) == 2
    assert line in changed[1]
    assert load(file) == case
    assert Case.model_validate(case.to_dict()) == case


def test_an_edit_that_leaves_a_clock_incomplete_is_refused(tmp_path: FilePath) -> None:
    file = file_of(tmp_path, TIMED)
    with pytest.raises(CaseError) as caught:
        edit(file, {("clock", "rates", "dprk"): None})
    assert [p.code for p in caught.value.problems] == ["DT446"]
    assert file.read_text(encoding="utf-8") == TIMED


def encoded(folder: FilePath, data: bytes) -> FilePath:
    path = folder / "case.yaml"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-32-be"])
def test_an_encoding_that_can_be_told_is_mended(tmp_path: FilePath, encoding: str) -> None:
    path = encoded(tmp_path, RICH.replace("\n", "\r\n").encode(encoding))
    assert [p.code for p in fix(path)] == ["DT103"]
    assert path.read_bytes() == RICH.replace("\n", "\r\n").encode()
    assert fix(path) == ()
    assert load(path)


def test_what_has_no_width_is_taken_out(tmp_path: FilePath) -> None:
    path = encoded(
        tmp_path, RICH.replace("Moscow", "Mos\u200bcow", 1).replace("China", "Chi\u202ena", 1).encode()
    )
    assert [p.code for p in fix(path)] == ["DT105", "DT105"]
    assert path.read_text(encoding="utf-8") == RICH


def test_what_a_control_character_stands_for_is_not_guessed(tmp_path: FilePath) -> None:
    path = encoded(tmp_path, RICH.replace("Moscow", "Mos\x07cow", 1).encode())
    assert fix(path) == ()
    assert [p.code for p in examine(path)[1]] == ["DT105"]


def test_bytes_that_are_no_text_are_left_alone(tmp_path: FilePath) -> None:
    path = encoded(tmp_path, RICH.encode() + b"# caf\xe9 \xef\xbb\xbf")
    with pytest.raises(CaseError):
        fix(path)
    assert path.read_bytes().endswith(b"\xe9 \xef\xbb\xbf")


@pytest.mark.parametrize(("wrong", "right"), [("-4-2", "-4..2"), ("1 – 2", "1..2"), ("'1,5'", "'1.5'")])
def test_a_range_or_a_decimal_that_can_mean_one_thing_is_mended(
    tmp_path: FilePath, wrong: str, right: str
) -> None:
    assert "weight: -4..-2" in RICH
    path = file_of(tmp_path, RICH.replace("weight: -4..-2", f"weight: {wrong}"))
    assert [p.code for p in fix(path)] == ["DT207"]
    assert path.read_text(encoding="utf-8") == RICH.replace("weight: -4..-2", f"weight: {right}")

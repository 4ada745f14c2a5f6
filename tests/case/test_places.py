"""Mistakes seeded into good files are reported on the line where they were made, ten in one file as well."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from case.mistakes import KINDS, Sheet, found, seeded, several
from detente.case import examine_text, template
from detente.case.checks.shape import FORM
from detente.case.file.layout import first_fault
from detente.case.file.yaml import read_tree
from detente.catalog import names, path

GOOD = sorted((Path(__file__).parent / "good").glob("*.yaml"))

#: Files whose lines are indented in one way; in `layout.yaml` each block has a step of its own, so that
#: nobody could say which of two lines that do not agree is the wrong one.
REGULAR = [file for file in GOOD if file.stem != "layout"]


def sheets() -> Iterator[Sheet]:
    for file in REGULAR:
        yield Sheet(file.read_text(encoding="utf-8"))
    yield Sheet(template("The Strait", "strait"))
    for name in ("elmira", "garrison-diversion", "prisoners-dilemma"):
        yield Sheet(path(name).read_text(encoding="utf-8"))


def share(rounds: int, seed: int) -> tuple[Counter[str], Counter[str], list[str]]:
    """For each kind, how many mistakes were seeded and how many found at their line; and those missed."""
    rng, total, right, missed = random.Random(seed), Counter[str](), Counter[str](), []
    all_sheets = list(sheets())
    for kind in KINDS:
        for sheet in all_sheets:
            for made in filter(None, (seeded(sheet, kind, rng) for _ in range(rounds))):
                hit = set(made.lines) <= found(made.text)
                total[kind] += 1
                right[kind] += hit
                if not hit:
                    missed.append(
                        f"{kind}: line {made.lines[0]}: {made.text.splitlines()[made.lines[0] - 1]}"
                    )
    return total, right, missed


def test_a_mistake_is_reported_on_its_line() -> None:
    total, right, missed = share(rounds=1, seed=2020)
    assert set(total) == set(KINDS)
    assert missed == []
    assert right == total
    assert total.total() >= 280


@pytest.mark.campaign
def test_many_mistakes_are_reported_on_their_lines() -> None:
    total, right, missed = share(rounds=25, seed=1)
    print(f"{right.total():,} of {total.total():,} mistakes at their line", *missed, sep="\n")
    assert right.total() >= 0.998 * total.total()


def all_of(count: int, rounds: int, seed: int) -> tuple[int, int]:
    """How many files with so many mistakes there were, and in how many all were found."""
    rng = random.Random(seed)
    large = [sheet for sheet in sheets() if len(sheet.lines) >= 100]
    made = [several(sheet, count, rng) for sheet in large for _ in range(rounds)]
    files = [m for m in made if m]
    return len(files), sum(set(m.lines) <= found(m.text) for m in files)


def test_ten_mistakes_in_one_file_are_all_found() -> None:
    files, whole = all_of(10, rounds=3, seed=2020)
    assert files >= 15
    # One section that a mistake turned into no mapping takes the names with it that it declared.
    assert whole >= files - 1


@pytest.mark.campaign
def test_ten_mistakes_in_each_of_many_files_are_all_found() -> None:
    files, whole = all_of(10, rounds=25, seed=1)
    print(f"all ten found in {whole:,} of {files:,} files")
    # A section that is no mapping any more declares names that nobody can know, so that a few stay unsaid.
    assert whole >= 0.98 * files


@pytest.mark.parametrize("file", [*GOOD, *map(path, names())], ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_nothing_is_wrong_with_the_layout_of_a_good_file(file: Path) -> None:
    assert first_fault(file.read_text(encoding="utf-8").splitlines(), FORM) is None


BROKEN: list[tuple[str, list[tuple[str, int, int]]]] = [
    ("a: [x, [y, z]\nb: 1\n", [("DT107", 1, 4)]),
    ("a: {b: {c: d}\ne: 1\n", [("DT107", 1, 4)]),
    ("a: [x, {b: c]\nd: 1\n", [("DT107", 1, 8)]),
    ("a: [x, y]]\nb: 1\n", [("DT107", 1, 10)]),
    ("a: [x], y]\nb: 1\n", [("DT107", 1, 6)]),
    ("a: 'x\nb: 1\n", [("DT107", 1, 4)]),
    ("a: {b: 'c, d: e}\nf: 1\n", [("DT107", 1, 8)]),
    ('a: {b: "c", d: "e}\nf: 1\n', [("DT107", 1, 16)]),
    ("a: 'it's'\nb: 1\n", [("DT107", 1, 7)]),
    ("a\nb: 1\n", [("DT107", 1, 1)]),
    ("a: 1\nb 2\nc: 3\n", [("DT107", 2, 1)]),
    ("a:\n  b 1\n  c: 2\n", [("DT107", 2, 3)]),
    ("a:\n  - b 1\n    c: 2\n", [("DT107", 2, 5)]),
    ("a: 1\nb:2\nc: 3\n", [("DT107", 2, 2)]),
    ("a:\n  b: 1\n   c: 2\n  d: 3\n", [("DT107", 3, 4)]),
    ("a:\n   b: 1\n  c: 2\n  d: 3\n", [("DT107", 2, 4)]),
    ("a:\n b: 1\n  c: 2\n  d: 3\n", [("DT107", 2, 2)]),
    ("a:\n  b:\n    c: 1\n   d: 2\n", [("DT107", 4, 4)]),
    ("a:\n  - b\n  c\n  - d\n", [("DT107", 3, 3)]),
    ("a:\n  b: 1\n  - c: 2\n", [("DT107", 3, 3)]),
    ("a: - b\nc: 1\n", [("DT107", 1, 4)]),
    ("a: b: c\nd: 1\n", [("DT107", 1, 5)]),
    ("a: @b\nc: 1\n", [("DT107", 1, 4)]),
    ("a: {b: 1,\n  c: 2\n  d: 3}\n", [("DT107", 2, 6)]),
    ("a: {b: 1,}\n  c: 2}\nd: 1\n", [("DT107", 1, 10)]),
    ("a:\n  * b: 1\n    c: 2\n  - b: 3\n", [("DT107", 2, 3)]),
    ("a: >\n   one\n  two\n  three\nb: 1\n", [("DT107", 2, 4)]),
    ("a: >\n  one\n two\nb: 1\n", [("DT107", 3, 2)]),
    ('a: "\\q"\nb: 1\n', [("DT107", 1, 5)]),
    ("a: [x\nb: {y\nc: 'z\nd e\n", [("DT107", 1, 4), ("DT107", 2, 4), ("DT107", 3, 4), ("DT107", 4, 1)]),
    ("a: [x\nb: 1\nb: 2\nc: &d 3\n", [("DT107", 1, 4), ("DT108", 3, 1), ("DT109", 4, 4)]),
]


@pytest.mark.parametrize(("text", "wanted"), BROKEN, ids=[text for text, _ in BROKEN])
def test_what_is_broken_is_reported_where_it_begins(text: str, wanted: list[tuple[str, int, int]]) -> None:
    tree = read_tree(text, "")
    assert sorted((p.code, p.line, p.column) for p in tree.problems) == sorted(wanted)
    assert isinstance(tree.root, dict)  # and the rest is read


def test_places_in_mended_lines_are_those_of_the_file() -> None:
    text = "format: 1\n   case: x\ntitle t\nas_of:2020-13-01\nactors: {a: {name: A}, b {nam: B}}\n"
    told = [(p.line, p.column, p.code) for p in examine_text(text)[1]]
    assert (2, 4, "DT107") in told
    assert (3, 1, "DT107") in told
    assert (4, 6, "DT107") in told
    assert (4, 7, "DT209") in told  # a column of the file, not of the line with its space put in
    assert (5, 26, "DT107") in told


def test_what_a_lost_section_declared_is_not_asked_for() -> None:
    """Where nothing helps a section is given up, and nobody complains of the names that it held."""
    good = template("The Strait", "strait")
    text = good.replace("    name: Eastland\n", "    name: Eastland\n    note: *\n", 1)
    assert [(p.code, p.line) for p in examine_text(text)[1]] == [("DT107", 25)]

"""Files with one mistake each: the specification of what is refused, and where it is pointed at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.case import RULES, examine, examine_text, load
from detente.case.file.text import MAX_BYTES
from detente.errors import CaseError

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
GOOD = (HERE / "good" / "minimal.yaml").read_bytes()
EXPECT = re.compile(r"# expect: (DT\d{3}) line (\d+) col (\d+)(?: nearest (.+))?")


def titled(title: bytes) -> bytes:
    return GOOD.replace(b"title: 2020", b"title: " + title)


#: Mistakes that a comment in the file cannot survive: contents, code, line, column.
ENCODED: dict[str, tuple[bytes, str, int, int]] = {
    "empty": (b"", "DT117", 1, 1),
    "latin-1": (GOOD.replace(b"title: 2020", b"title: caf\xe9"), "DT102", 3, 11),
    "cut-inside-a-character": (GOOD + "# é".encode()[:-1], "DT102", 8, 3),
    "utf-8-with-mark": (b"\xef\xbb\xbf" + GOOD, "DT103", 1, 1),
    "utf-16-little": (GOOD.decode().encode("utf-16"), "DT103", 1, 1),
    "utf-16-big": (b"\xfe\xff" + GOOD.decode().encode("utf-16-be"), "DT103", 1, 1),
    "utf-16-without-mark": (GOOD.decode().encode("utf-16-le"), "DT103", 1, 1),
    "utf-32": (GOOD.decode().encode("utf-32-be"), "DT103", 1, 1),
    "nul": (titled(b"20\x0020"), "DT105", 3, 10),
    "escape-sequence": (titled(b"\x1b[31mred"), "DT105", 3, 8),
    "form-feed": (GOOD.replace(b"\nactors", b"\n\x0cactors"), "DT105", 5, 1),
    "next-line": (titled("20\x8520".encode()), "DT105", 3, 10),
    "line-separator": (titled("20\u202820".encode()), "DT105", 3, 10),
    "escaped-control": (titled(b'"20\\x0020"'), "DT105", 3, 8),
    "too-large": (GOOD + b"#" * MAX_BYTES, "DT104", 1, 1),
    # 34 values stand before the first "a", so the 199,967th is one too many
    "too-many-values": (GOOD + b"events: [" + b"a," * 200_001 + b"]\n", "DT114", 8, 10 + 2 * 199_966),
}


@pytest.mark.parametrize("file", BAD, ids=lambda f: f.stem)
def test_one_mistake_is_one_problem(file: Path) -> None:
    found = EXPECT.fullmatch(file.read_text(encoding="utf-8").splitlines()[0])
    assert found, f"{file.name} does not begin with what it expects"
    code, line, column, near = found.groups()
    wanted = [(code, int(line), int(column), tuple(near.split(", ")) if near else ())]
    case, problems = examine(file)
    assert [(p.code, p.line, p.column, p.nearest) for p in problems] == wanted
    assert (case is None) == (RULES[code].severity == "error")


@pytest.mark.parametrize("name", ENCODED)
def test_one_mistake_of_encoding_is_one_problem(name: str) -> None:
    data, code, line, column = ENCODED[name]
    case, problems = examine_text(data, name)
    assert [(p.code, p.line, p.column) for p in problems] == [(code, line, column)]
    assert case is None


def test_there_are_enough_files() -> None:
    assert len(BAD) >= 70


def test_every_rule_of_the_file_is_broken_somewhere() -> None:
    broken = {file.read_text(encoding="utf-8")[10:15] for file in BAD}
    broken |= {code for _, code, _, _ in ENCODED.values()} | {"DT101"}
    broken |= {"DT322", "DT447"}  # what only the files beside a case show: see test_beside.py
    assert {code for code in RULES if code < "DT500"} <= broken


def test_many_mistakes_are_reported_at_once() -> None:
    file = HERE / "many-mistakes.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    wanted = [(found[1], n) for n, line in enumerate(lines, 1) if (found := re.search(r"# (DT\d+)$", line))]
    assert len(wanted) >= 8
    problems = examine(file)[1]
    assert [(p.code, p.line) for p in problems] == wanted


@pytest.mark.parametrize("path", ["no-such-file.yaml", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_a_problem(path: str, tmp_path: Path) -> None:
    case, problems = examine(tmp_path / path)
    assert case is None
    assert [p.code for p in problems] == ["DT101"]


def test_load_raises_with_every_problem() -> None:
    with pytest.raises(CaseError) as caught:
        load(HERE / "many-mistakes.yaml")
    assert len(caught.value.problems) >= 8
    assert "many-mistakes.yaml:" in str(caught.value)

"""What the files beside a case show to be wrong with it: anchors that know the documents, and history."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.brief import anchored
from detente.case import Case, load, template, unplaced
from detente.errors import CaseError, DetenteError
from detente.history import astray

TEXT = template("The Strait", "strait")
PAPER = "\n\n".join(f"This is block {k}. It has two sentences." for k in range(1, 6))


def case_of(folder: Path, text: str = TEXT) -> Case:
    file = folder / "strait.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "report.txt").write_text(PAPER, encoding="utf-8")
    return tmp_path / "papers"


def test_a_locator_beyond_its_document_is_found_by_the_anchors(tmp_path: Path, papers: Path) -> None:
    (tmp_path / "strait.anchors.json").write_text(anchored(case_of(tmp_path), papers).to_json())
    assert unplaced(case_of(tmp_path)) == ()
    text = TEXT.replace("R.P2.S2", "R.P2.S3").replace("evidence: R.P4", "evidence: R.P3-P6")
    found = unplaced(case_of(tmp_path, text))
    assert [(p.code, p.line, p.value, p.nearest) for p in found] == [
        ("DT322", line(text, "R.P2.S3"), "R.P2.S3", ("R.P2.S2",)),
        ("DT322", line(text, "R.P3-P6"), "R.P3-P6", ("R.P5",)),
    ]


def test_anchors_that_are_none_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "strait.anchors.json").write_text("{}")
    assert [p.code for p in unplaced(case_of(tmp_path))] == ["DT322"]


def test_nothing_is_said_without_anchors(tmp_path: Path) -> None:
    assert unplaced(case_of(tmp_path)) == ()
    assert unplaced(Case.model_validate(case_of(tmp_path).to_dict())) == ()


def test_all_wrong_locators_are_reported_when_anchors_are_made(tmp_path: Path, papers: Path) -> None:
    text = TEXT.replace("R.P2.S2", "R.P2.S9").replace("evidence: R.P4", "evidence: R.P40")
    with pytest.raises(CaseError) as caught:
        anchored(case_of(tmp_path, text), papers)
    assert [(p.value, p.line) for p in caught.value.problems] == [
        ("R.P2.S9", line(text, "R.P2.S9")),
        ("R.P40", line(text, "R.P40")),
    ]


def test_a_copy_that_is_not_known_is_asked_for_by_name(tmp_path: Path, papers: Path) -> None:
    (papers / "report.txt").rename(papers / "download.txt")
    with pytest.raises(DetenteError, match=r"name the copies report\.txt or R\.txt"):
        anchored(case_of(tmp_path), papers)


HISTORY = """
history:
  events: [events.csv]
  series:
    shots:
      name: shots
      file: counts.csv
      column: shots
"""


def history(folder: Path, events: str, counts: str) -> Case:
    (folder / "events.csv").write_text(events, encoding="utf-8")
    (folder / "counts.csv").write_text(counts, encoding="utf-8")
    return case_of(folder, TEXT + HISTORY)


EVENTS = "id,date,actors,type,summary,source,confidence,moves\n"
STEP = "E1,2020-01-01,east,patrol,A patrol.,R.P1,high,east.patrol=running\n"
MORE = "E2,2021-01-01,west,patrol,A patrol.,R.P1,high,west.patrol=running; west.sanctions=imposed\n"


def test_files_that_can_be_read_are_no_problem(tmp_path: Path) -> None:
    assert astray(case_of(tmp_path)) == ()
    assert astray(history(tmp_path, EVENTS + STEP + MORE, "month,shots\n2020-01,3\n2020-02,1\n")) == ()


def test_a_missing_file_is_a_problem_at_its_name(tmp_path: Path) -> None:
    case = history(tmp_path, EVENTS + STEP + MORE, "month,shots\n2020-01,3\n")
    (tmp_path / "events.csv").unlink()
    found = astray(case)
    assert [(p.code, p.line, p.value) for p in found] == [
        ("DT447", line(TEXT + HISTORY, "events.csv"), "events.csv")
    ]


def test_a_missing_column_is_a_problem_at_its_name(tmp_path: Path) -> None:
    found = astray(history(tmp_path, EVENTS + STEP + MORE, "month,shouts\n2020-01,3\n"))
    assert [(p.code, p.line, p.value) for p in found] == [
        ("DT447", line(TEXT + HISTORY, "column: shots"), "shots")
    ]
    assert "shouts" in found[0].cause


def test_every_row_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    wrong = STEP.replace("2020-01-01", "2020-13-01") + MORE.replace("sanctions=imposed", "sanctions=imposd")
    found = astray(history(tmp_path, EVENTS + wrong, "month,shots\nJanuary,3\n"))
    assert {(p.code, p.value) for p in found} == {("DT447", "events.csv"), ("DT447", "counts.csv")}
    assert len(found) == 3

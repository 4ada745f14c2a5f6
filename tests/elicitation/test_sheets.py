"""Sheets of analysts: written, filled in, read back; and everything that can be wrong with them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from detente.brief import sheet
from detente.case import RULES
from detente.catalog import load
from detente.cli import main
from detente.elicitation import COLUMNS, known, read_sheets
from detente.errors import CaseError, DetenteError

CASE = load("korea-2020")
HEAD = "expert,id,5%,50%,95%\n"

#: What a file holds -> the problems, as (code, line).
BAD: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "empty": ("", [("DT701", 1)]),
    "quote-never-closed": (HEAD + 'Ann,"rus-calm,1,2,3\n', [("DT701", 1)]),
    "no-quantile-column": ("expert,id,5%,50%\nAnn,rus-calm,1,2\n", [("DT702", 1)]),
    "no-expert": (HEAD + ",rus-calm,1,2,3\n", [("DT703", 2)]),
    "unknown-item": (HEAD + "Ann,rus-clam,1,2,3\n", [("DT704", 2)]),
    "no-number": (HEAD + "Ann,rus-calm,1,two,3\n", [("DT705", 2)]),
    "one-left-out": (HEAD + "Ann,rus-calm,1,,3\n", [("DT705", 2)]),
    "falling": (HEAD + "Ann,rus-calm,3,2,1\n", [("DT705", 2)]),
    "infinite": (HEAD + "Ann,rus-calm,1,2,inf\n", [("DT705", 2)]),
    "too-large": (HEAD + "Ann,rus-calm,1,2,1e9\n", [("DT705", 2)]),
    "twice": (HEAD + "Ann,rus-calm,1,2,3\nAnn,rus-calm,1,2,3\n", [("DT706", 3)]),
    "nothing-answered": (HEAD + "Ann,rus-calm,,,\n", [("DT707", 1)]),
    "several-at-once": (
        HEAD + ",rus-clam,1,x,3\n\nAnn,rus-calm,1,2,3\n",
        [("DT703", 2), ("DT704", 2), ("DT705", 2)],
    ),
}


def written(tmp_path: Path, text: str, name: str = "a.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_with_its_line(name: str, tmp_path: Path) -> None:
    text, wanted = BAD[name]
    with pytest.raises(CaseError) as caught:
        read_sheets(CASE, [written(tmp_path, text)])
    assert [(p.code, p.line) for p in caught.value.problems] == wanted
    assert all(p.file.endswith("a.csv") for p in caught.value.problems)


def test_every_rule_about_sheets_is_broken_above() -> None:
    broken = {code for _, wanted in BAD.values() for code, _ in wanted}
    assert broken == {code for code in RULES if code.startswith("DT7")}


def test_the_nearest_name_is_offered_and_pointed_at(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_sheets(CASE, [written(tmp_path, BAD["unknown-item"][0])])
    (problem,) = caught.value.problems
    assert problem.nearest == ("rus-calm",)
    assert problem.excerpt[problem.column - 1 : problem.end - 1] == "rus-clam"


def test_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    files = [written(tmp_path, BAD[n][0], f"{n}.csv") for n in ("falling", "twice")]
    with pytest.raises(CaseError) as caught:
        read_sheets(CASE, [*files, tmp_path / "missing.csv"])
    assert [p.code for p in caught.value.problems] == ["DT705", "DT706", "DT701"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_sheet_asks_everything_and_comes_back(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"a{ending}"
    file.write_bytes(sheet(CASE, file))
    rows = filled(file)
    assert [r["id"] for r in rows if r["kind"] == "weight"] == [
        i for i, k in known(CASE).items() if k == "weight"
    ]
    assert {r["id"] for r in rows} == set(known(CASE))
    (found,) = read_sheets(CASE, [file])
    assert found.expert == "Ann"
    assert len(found.weights) + len(found.seeds) == len(rows)
    assert {a.quantiles for a in found.weights.values()} == {(0.5, 1.0, 2.0)}


def filled(file: Path) -> list[dict[str, str]]:
    """Answer every row, and return the rows as they were asked."""
    if file.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
        raw = io.StringIO()
        writer = csv.DictWriter(raw, COLUMNS)
        writer.writeheader()
        writer.writerows({**r, "expert": "Ann", "5%": "0.5", "50%": "1", "95%": "2"} for r in rows)
        file.write_text(raw.getvalue(), encoding="utf-8")
        return rows
    book = openpyxl.load_workbook(file)
    page = book.active
    assert page is not None
    head = [str(c.value) for c in page[1]]
    assert tuple(head) == COLUMNS
    rows = [
        {h: str(c.value or "") for h, c in zip(head, row, strict=True)} for row in page.iter_rows(min_row=2)
    ]
    for line in range(2, len(rows) + 2):
        for column, value in (("expert", "Ann"), ("5%", 0.5), ("50%", 1), ("95%", 2)):
            page.cell(line, head.index(column) + 1, value)
    book.save(file)
    return rows


def test_the_sheet_does_not_show_what_the_case_says() -> None:
    rows = list(csv.DictReader(io.StringIO(sheet(CASE, "a.csv").decode())))
    assert rows
    assert all(r["5%"] == r["50%"] == r["95%"] == r["note"] == "" for r in rows)
    answers = {s.id: s.answer for s in CASE.elicitation.seeds}
    assert not [r for r in rows if r["id"] in answers and f"{answers[r['id']]:g}" in r["asks"].split()]


def test_semicolons_decimal_commas_and_a_mark_are_read(tmp_path: Path) -> None:
    file = written(tmp_path, "\ufeffexpert;id;5%;50%;95%\nAnn;rus-calm;0,5;1;1,5\n")
    (found,) = read_sheets(CASE, [file])
    assert found.weights["rus-calm"].quantiles == (0.5, 1.0, 1.5)


def test_other_endings_are_refused() -> None:
    with pytest.raises(DetenteError, match=r"\.csv or \.xlsx"):
        sheet(CASE, "a.ods")


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no workbook"):
        read_sheets(CASE, [written(tmp_path, "not a zip", "a.xlsx")])


def test_the_commands(tmp_path: Path) -> None:
    run = CliRunner().invoke
    file = tmp_path / "a.csv"
    assert run(main, ["elicit", "korea-2020", "--out", str(file)]).exit_code == 0
    filled(file)
    shown = run(main, ["elicit", "korea-2020", "--read", str(file)])
    assert shown.exit_code == 0
    assert "Ann" in shown.stdout
    assert "What was answered" in shown.stdout
    assert run(main, ["elicit", "korea-2020"]).exit_code == 2
    written(tmp_path, BAD["several-at-once"][0], "b.csv")
    refused = run(
        main, ["analyze", "korea-2020", "--experts", str(tmp_path / "b.csv"), "--out", str(tmp_path / "x.md")]
    )
    assert refused.exit_code == 2
    assert "rus-calm" in refused.stderr
    assert not (tmp_path / "x.md").exists()

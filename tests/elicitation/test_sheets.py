"""Sheets of analysts: written, filled in, read back; and everything that can be wrong with them."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from detente.brief import sheet
from detente.case import RULES, loads
from detente.case.file.rules import ERROR
from detente.catalog import load
from detente.cli import main
from detente.elicitation import COLUMNS, known, read_sheets
from detente.errors import CaseError, DetenteError

CASE = load("korea-2020")
HEAD = "expert,id,5%,50%,95%\n"

#: What a file holds -> the problems, as (code, line).
BAD: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "empty": ("", [("DT701", 1)]),
    "quote-never-closed": (HEAD + 'Ann,"rus-calm,1,2,3\n', [("DT701", 2)]),
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
    "thousands-or-decimals": (HEAD + 'Ann,rus-calm,"1,250","1,500","2,000"\n', [("DT705", 2)] * 3),
    "mixed-decimal-signs": (HEAD + 'Ann,rus-calm,0.5,"0,7",0.9\n', [("DT705", 2)]),
    "comma-without-quotes": (HEAD + "Ann,rus-calm,1,5,2,5,3,5\n", [("DT702", 2)]),
    "percentage-of-a-weight": (HEAD + "Ann,rus-calm,1%,2%,3%\n", [("DT705", 2)] * 3),
    "a-range-in-a-cell": (HEAD + "Ann,rus-calm,1–2,2,3\n", [("DT705", 2)]),
    "a-unit-in-a-cell": (HEAD + "Ann,rus-calm,1 point,2,3\n", [("DT705", 2)]),
    "underscores": (HEAD + "Ann,rus-calm,1_0,20,30\n", [("DT705", 2)]),
    "two-columns-of-one-name": ("expert,id,5%,50%,50%,95%\nAnn,rus-calm,1,2,3,4\n", [("DT702", 1)]),
    "renamed-column": ("expert,id,5%,median,95%\nAnn,rus-calm,1,2,3\n", [("DT702", 1)]),
    "twice-under-two-spellings": (HEAD + "Ann,rus-calm,1,2,3\nANN ,rus-calm,1,2,3\n", [("DT706", 3)]),
    "a-name-that-cannot-be-seen": (HEAD + "An\u202en,rus-calm,1,2,3\n", [("DT703", 2)]),
    "no-item": (HEAD + "Ann,,1,2,3\n", [("DT704", 2)]),
    "another-kind": ("expert,kind,id,5%,50%,95%\nAnn,seed,rus-calm,1,2,3\n", [("DT704", 2)]),
    "a-quote-that-swallows-a-row": (
        HEAD + 'Ann,rus-calm,1,2,"3\nAnn,rus-east,1,2,"\n',
        [("DT701", 2)],
    ),
    "zero-bytes": (HEAD + "Ann,rus-calm,1,2,3\n\0\n", [("DT701", 3)]),
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
    assert broken == {c for c, rule in RULES.items() if c.startswith("DT7") and rule.severity == ERROR}


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


SEMICOLONS = "expert;id;5%;50%;95%\nAnn;rus-calm;0,5;1;1,5\n"


@pytest.mark.parametrize(
    "data",
    [
        SEMICOLONS.encode("utf-8-sig"),
        SEMICOLONS.encode("utf-16"),
        b"\xfe\xff" + SEMICOLONS.encode("utf-16-be"),
        SEMICOLONS.replace(";", "\t").encode("utf-16"),
        f"sep=;\n{SEMICOLONS}".encode(),
        SEMICOLONS.replace("\n", "\r\n").encode(),
        SEMICOLONS.replace("\n", "\r").encode(),
        f"{SEMICOLONS};;;;\n \u00a0;;;;\n\n".encode(),
        f"\n\n{SEMICOLONS}".encode(),
        SEMICOLONS.replace("expert", "Expert ").replace("5%", "5\u00a0%").encode(),
        SEMICOLONS.replace("5%;50%;95%", "0,05;0,5;0,95").encode(),
        SEMICOLONS.replace("Ann", "\u200bAnn\u00a0").encode(),
        SEMICOLONS.replace("95%\n", "95%;note\n").replace("1,5\n", '1,5;"two\nlines"\n').encode(),
    ],
)
def test_the_csv_of_many_programs_is_read(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    (found,) = read_sheets(CASE, [file])
    assert found.expert == "Ann"
    assert found.weights["rus-calm"].quantiles == (0.5, 1.0, 1.5)
    assert not found.odd


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("expert;id;5%;50%;95%\nÄnn;rus-calm;1;2;3\n".encode("cp1252"), ":2:1: DT701 .* not UTF-8"),
        (SEMICOLONS.encode("utf-32"), "zero bytes|not UTF-8"),
        (SEMICOLONS.encode("utf-16-le"), "zero bytes"),
        (b"x" * 5_000_001, "more than 5,000,000 bytes"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    with pytest.raises(CaseError, match=says):
        read_sheets(CASE, [file])


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    with pytest.raises(CaseError, match=r"a pipe|a folder"):
        read_sheets(CASE, [pipe])
    with pytest.raises(CaseError, match=r"a pipe|a folder"):
        read_sheets(CASE, [tmp_path])


def test_thousands_are_read_where_another_number_shows_them(tmp_path: Path) -> None:
    """The whole sheet decides; `1,250` is never 1.25 beside a decimal point."""
    case = loads(SEEDED)
    head = "expert,id,5%,50%,95%\n"
    for rest, wanted in (
        ('Ann,s1,"1,000","1,250","1,500"\nAnn,a-go,0.5,1,2\n', (1000, 1250, 1500)),
        ('Ann,s1,"1,000","1,250","1,500"\nAnn,a-go,"0,5",1,2\n', (1, 1.25, 1.5)),
        ('Ann,s1,1000,1250,1500\nAnn,a-go,"0,5",1,2\n', (1000, 1250, 1500)),
    ):
        (found,) = read_sheets(case, [written(tmp_path, head + rest)])
        assert found.seeds["s1"].quantiles == wanted


def test_a_percentage_answers_what_is_asked_in_percent(tmp_path: Path) -> None:
    case = loads(SEEDED)
    (found,) = read_sheets(case, [written(tmp_path, HEAD + "Ann,s2,10%,15 %,20\n")])
    assert found.seeds["s2"].quantiles == (10, 15, 20)
    with pytest.raises(CaseError, match=r"5% is a percentage, 10%, but what is asked is in patrols"):
        read_sheets(case, [written(tmp_path, HEAD + "Ann,s1,10%,15,20\n")])


def test_names_that_differ_by_capitals_are_one_analyst(tmp_path: Path) -> None:
    rows = "".join(f"{who},{i},1,2,3\n" for who, i in zip(("Ann", "ann ", "ANN", "ann"), IDS, strict=True))
    (found,) = read_sheets(CASE, [written(tmp_path, HEAD + rows)])
    assert found.expert == "Ann"
    assert list(found.weights) == [*sorted(IDS, key=list(known(CASE)).index)]
    told = [(p.code, p.severity, p.line) for p in found.odd if p.code == "DT708"]
    assert told == [("DT708", "warning", 3), ("DT708", "warning", 4)]


def test_names_that_differ_by_an_accent_are_two_analysts_and_it_is_said(tmp_path: Path) -> None:
    found = read_sheets(CASE, [written(tmp_path, HEAD + "José,rus-calm,1,2,3\nJose,rus-calm,1,2,3\n")])
    assert [s.expert for s in found] == ["José", "Jose"]
    assert [p.cause for p in found[1].odd if p.code == "DT708"] == [
        "'Jose' and 'José' are taken for two analysts"
    ]


def test_a_sign_against_the_case_is_said_with_its_cell(tmp_path: Path) -> None:
    case = loads(SEEDED)
    rows = "Ann,a-go,-3,-2,-1\nBo,a-go,-1,1,3\nCy,b-go,-3,-2,3\n"
    ann, bo, cy = read_sheets(case, [written(tmp_path, HEAD + rows)])
    ((code, line, value),) = [(p.code, p.line, p.value) for p in ann.odd]
    assert (code, line, value) == ("DT710", 2, "-2")
    assert not bo.odd
    assert not cy.odd, "the case's own weight may have either sign"


SEEDED = """format: 1
case: two
title: Two
as_of: 2020-01-01
focal: a
scales: {strong: 3..5}
actors: {a: {name: A}, b: {name: B}}
options:
  a.go: {name: go, levels: {no: A stays, yes: A goes}}
  b.go: {name: go, levels: {no: B stays, yes: B goes}}
status_quo: {a.go: no, b.go: no}
preferences:
  a: {statements: [{id: a-go, when: a.go == yes, weight: strong, evidence: analyst judgement}]}
  b: {statements: [{id: b-go, when: b.go == yes, weight: -1..1, evidence: analyst judgement}]}
choices:
  stay: {name: stay, set: {a.go: no}}
  go: {name: go, set: {a.go: yes}}
elicitation:
  seeds:
    - {id: s1, asks: How many patrols?, unit: patrols, answer: 1300, evidence: analyst judgement}
    - {id: s2, asks: What share?, unit: '% of trade', answer: 16, evidence: analyst judgement}
"""

#: Four of the weights that the flagship asks for.
IDS = tuple(i for i, kind in known(CASE).items() if kind == "weight")[:4]


def test_other_endings_are_refused() -> None:
    with pytest.raises(DetenteError, match=r"\.csv or \.xlsx"):
        sheet(CASE, "a.ods")


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no workbook"):
        read_sheets(CASE, [written(tmp_path, "not a zip", "a.xlsx")])


def test_what_is_odd_is_said_by_both_commands(tmp_path: Path) -> None:
    case_file, run = tmp_path / "two.yaml", CliRunner().invoke
    case_file.write_text(SEEDED, encoding="utf-8")
    file = written(tmp_path, HEAD + "Ann,a-go,-3,-2,-1\nann,b-go,-3,-2,-1\n")
    shown = run(main, ["elicit", str(case_file), "--read", str(file)])
    analysed = run(main, ["analyze", str(case_file), "--experts", str(file), "--worlds", "4", "--dated", "0"])
    for told in (shown, analysed):
        assert told.exit_code == 0, told.output
        assert "warning DT710 sheet-sign: Ann gives a-go -2, the case 3 to 5" in told.stderr
        assert "warning DT708 sheet-name: 'ann' and 'Ann' are taken for one analyst" in told.stderr


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

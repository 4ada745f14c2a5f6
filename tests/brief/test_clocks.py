"""Three clocks in words: what is called robust, and what is not."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from click.testing import CliRunner

from detente.brief import Table, clocks_json, clocks_parts
from detente.case import Case, loads
from detente.cli import main
from detente.dynamics import Agreement, agree
from detente.dynamics.clocks.agree import Line, Verdict

TEXT = """format: 1
case: two
title: Two
as_of: 2020-01-01
actors: {a: {name: A}, b: {name: B}}
options:
  a.go: {name: go, levels: {no: A stays, yes: A goes}}
  b.go: {name: go, levels: {no: B stays, yes: B goes}}
status_quo: {a.go: no, b.go: no}
preferences:
  a: {statements: [{id: a-go, when: a.go == yes, weight: 1..2, evidence: analyst judgement}]}
  b: {statements: [{id: b-go, when: b.go == yes and a.go == yes, weight: 1, evidence: analyst judgement}]}
outcomes:
  both: {name: both go, when: a.go == yes and b.go == yes}
  rest: {name: one stays, when: not (a.go == yes and b.go == yes)}
clock:
  horizon: 2035-01-01
  rates: {a: {per_year: 1, evidence: analyst judgement}, b: {per_year: 1, evidence: analyst judgement}}
  precision: {all: 20}
"""


@pytest.fixture(scope="module")
def case() -> Case:
    return loads(TEXT)


@pytest.fixture(scope="module")
def found(case: Case) -> Agreement:
    return agree(case, worlds=3, farsighted=False)


def words(case: Case, a: Agreement) -> str:
    return " ".join(p for p in clocks_parts(case, [a]) if isinstance(p, str))


def test_where_all_three_agree_it_is_called_robust(case: Case, found: Agreement) -> None:
    assert found.lasts.robust
    assert "What lasts: robust. All three clocks put “both go” first." in words(case, found)


def test_where_one_differs_it_is_not(case: Case, found: Agreement) -> None:
    apart = replace(found, lasts=Verdict(("both", "both", "rest"), False))
    told = words(case, apart)
    assert (
        "What lasts: not robust. First under each clock: M1 “both go”, M2 “both go”, M3 “one stays”." in told
    )


def test_numbers_carry_their_error_and_worlds(case: Case, found: Agreement) -> None:
    tables = [p for p in clocks_parts(case, [found]) if isinstance(p, Table)]
    assert [t.title for t in tables] == ["What lasts", "Where the first exit leads"]
    assert all("3 worlds" in t.note for t in tables)
    line = Line("both", (0.5, math.nan, 1.0), (0.02, math.nan, 0.0), (0.0, math.nan, 0.0), math.nan)
    rows = [p for p in clocks_parts(case, [replace(found, lines=(line,), solved=0)]) if isinstance(p, Table)]
    assert rows[0].rows[0] == ("Both go", "50 ± 2%", "not solved", "100%")


def test_what_is_not_solved_is_said(case: Case, found: Agreement) -> None:
    assert "M2 was not solved in 2 of 3 worlds; in 1 it has several" in words(
        case, replace(found, solved=1, several=1)
    )


def test_the_command(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("c") / "two.yaml"
    file.write_text(TEXT, encoding="utf-8")
    shown = CliRunner().invoke(main, ["clocks", str(file), "--worlds", "2"])
    assert shown.exit_code == 0, shown.output
    assert "What lasts" in shown.stdout
    data = json.loads(CliRunner().invoke(main, ["clocks", str(file), "--worlds", "2", "--json"]).stdout)
    assert data[0]["worlds"] == 2
    assert json.loads(clocks_json([])) == []
    refused = CliRunner().invoke(main, ["clocks", "elmira"])
    assert refused.exit_code == 2
    assert "clock" in refused.stderr

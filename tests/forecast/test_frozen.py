"""Frozen predictions: written once, sealed, and scored as they stand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import detente
from detente.cli import main
from detente.errors import LedgerError
from detente.forecast import class_scores, freeze, read_frozen, score, shelf, thawed
from detente.history import gather

CASE = """\
format: 1
case: small
title: Small
as_of: 2020-12-31
focal: a
actors: {a: {name: A}, b: {name: B}}
sources: {paper: {title: A paper, key: K, published: 2020-10}}
options:
  a.x: {name: x, levels: [no, yes], moves: up}
  b.y: {name: y, levels: [no, yes]}
status_quo: {a.x: no, b.y: no}
preferences:
  a: {statements: [{id: a1, when: a.x == yes, weight: 1..2, evidence: K.P1}]}
  b: {statements: [{id: b1, when: b.y == yes, weight: 1..2, evidence: K.P1}]}
choices:
  wait: {name: wait, set: {a.x: no}}
  act: {name: act, set: {a.x: yes}}
outcomes:
  done: {name: all is done, when: a.x == yes and b.y == yes}
  still: {name: all is still, when: b.y == no}
questions:
  - {id: q1, asks: 'Will B move?', when: b.y == yes, by: 2022-12-31, evidence: K.P2, modality: likely}
  - {id: q2, asks: 'Will A be done?', when: a.x == yes, measure: at, by: 2023-12-31, evidence: K.P2}
clock:
  horizon: 2025-12-31
  rates:
    a: {per_year: 0.5, evidence: analyst judgement}
    b: {per_year: 0.5, evidence: analyst judgement}
  precision: {all: 5}
history: {events: [events.csv]}
"""
EVENTS = """\
id,date,actors,type,summary,moves
E1,2021-06-01,B,move,B moves.,b.y=yes
E2,2022-06-01,A,move,A too.,a.x=yes
"""
RESOLUTIONS = """\
case: small
as_of: 2023-06-30
by: the authors
branch: {choice: act, on: 2021-01-01, source: the record}
resolutions:
  q1: {verdict: 'true', answer: yes, on: 2021-06-01, source: the record}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "small.yaml"
    made.write_text(CASE, encoding="utf-8")
    made.with_name("events.csv").write_text(EVENTS, encoding="utf-8")
    made.with_name("resolutions.yaml").write_text(RESOLUTIONS, encoding="utf-8")
    return made


def test_what_is_frozen_comes_back_and_is_sealed(file: Path, tmp_path: Path) -> None:
    made = freeze(shelf(str(file)), worlds=4)
    out = tmp_path / "frozen.json"
    out.write_text(made.to_json(), encoding="utf-8")
    assert read_frozen(out) == made
    assert made.dates == tuple(f"{y}-12-31" for y in range(2021, 2026))
    assert set(made.classes) == {"wait", "act", ""}
    for rows in made.classes.values():
        assert [sum(day) for day in zip(*rows.values(), strict=True)] == pytest.approx([1] * 5, abs=1e-5)
    assert {f.kind for f in made.forecasts} == {"model"}
    for old, new in (('"seed": 1', '"seed": 2'), ('"closes": "2022-12-31"', '"closes": "2022-12-30"')):
        assert old in made.to_json()
        out.write_text(made.to_json().replace(old, new), encoding="utf-8")
        with pytest.raises(LedgerError, match="changed"):
            read_frozen(out)
    for text in ("{}", "[]", '{"frozen": 1}', '{"frozen": 2}'):
        out.write_text(text, encoding="utf-8")
        with pytest.raises(LedgerError, match="no frozen predictions"):
            read_frozen(out)


def test_scores_come_from_the_file_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = shelf(str(file))
    made = freeze(kept, worlds=4)
    monkeypatch.setattr("detente.forecast.asking.by_model", None)  # nothing can be asked any more
    assert kept.resolved is not None
    book = thawed(made, kept.resolved.records)
    found = score(book)
    (row,) = [r for r in found.rows if r.kind == "model"]
    said = next(f.probability for f in made.forecasts if f.question == "q1" and f.basis["choice"] == "act")
    assert row.brier.value == pytest.approx((1 - said) ** 2)


def test_the_class_of_each_year_end_is_read_off_the_record(file: Path) -> None:
    kept = shelf(str(file))
    made = freeze(kept, worlds=4)
    past = gather(kept.case, resolving=True)
    found = class_scores(made, kept.case, past.state, ("act",), "2022-12-31")
    assert [(s.on[:4], s.choice, s.observed) for s in found] == [
        ("2021", "act", "other"),
        ("2021", "", "other"),
        ("2022", "act", "done"),
        ("2022", "", "done"),
    ]
    for s in found:
        k = made.dates.index(s.on)
        shares = {o: row[k] for o, row in made.classes[s.choice].items()}
        assert s.probability == shares[s.observed]
        assert s.likeliest == max(shares, key=lambda o: shares[o])
        assert s.brier == pytest.approx(sum((p - (o == s.observed)) ** 2 for o, p in shares.items()) / 2)
    retold = kept.case.model_copy(update={"title": "Another"})
    assert class_scores(made, retold, past.state, ("act",), "2022-12-31") == found
    file.write_text(CASE.replace("when: b.y == no}", "when: not b.y == yes}"), encoding="utf-8")
    other = shelf(str(file)).case
    with pytest.raises(LedgerError, match="changed since"):
        class_scores(made, other, past.state, ("act",), "2022-12-31")
    older = replace(made, meaning="")  # a file from before it was kept: only the same case will do
    assert class_scores(older, kept.case, past.state, ("act",), "2022-12-31") == found
    with pytest.raises(LedgerError, match="changed since"):
        class_scores(older, retold, past.state, ("act",), "2022-12-31")


@pytest.mark.parametrize("name", ["korea-2020", "korea-2026"])
def test_what_is_shipped_is_as_it_was_sealed(name: str) -> None:
    kept = shelf(name)
    frozen = read_frozen(Path(detente.__file__).parent / "catalog" / name / "frozen.json")
    assert (frozen.case, frozen.as_of) == (name, kept.case.as_of.isoformat())
    assert {q.id for q in frozen.questions} == {q.id for q in kept.case.questions}


def test_the_commands(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.frozen.json"
    ran = CliRunner().invoke(main, ["freeze", str(file), "--out", str(out), "--worlds", "4"])
    assert ran.exit_code == 0, ran.output
    text = out.read_text(encoding="utf-8")
    assert json.loads(text)["case"] == "small"
    again = CliRunner().invoke(main, ["freeze", str(file), "--out", str(out), "--worlds", "4"])
    assert again.exit_code == 2
    assert out.read_text(encoding="utf-8") == text
    told = CliRunner().invoke(main, ["score", str(file), "--frozen", str(out), "--as-of", "2022-12-31"])
    assert told.exit_code == 0, told.output
    assert "Nothing is asked anew" in " ".join(told.output.split())
    assert "Outcome class at the end of each year" in " ".join(told.output.split())
    out.write_text(text.replace("0.", "1.", 1), encoding="utf-8")
    assert CliRunner().invoke(main, ["score", str(file), "--frozen", str(out)]).exit_code == 2

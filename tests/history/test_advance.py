"""A case rolled forward says what the record says, and only that; what is written can be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.case import Case, examine, load
from detente.cli import main
from detente.errors import DetenteError
from detente.game import inspect
from detente.history import advance, gather

CASE = """\
format: 1
case: small
title: 'Small: a case'
as_of: 2020-12-31
actors: {a: {name: A}, b: {name: B}}
sources: {paper: {title: A paper, key: K, published: 2020-10}}
options:
  a.x: {name: x, levels: [no, some, yes]}
  b.y: {name: y, levels: [no, yes]}
chance:
  chance.vote:
    name: the vote
    levels: [left, right]
    probabilities: {left: 0.5, right: 0.5}
    evidence: analyst judgement
status_quo: {a.x: no, b.y: no, chance.vote: left}
preferences:
  a: {statements: [{id: a1, when: a.x == yes, weight: 1..2, evidence: K.P1}]}
  b: {statements: [{id: b1, when: b.y == yes, weight: 1..2, evidence: K.P1}]}
outcomes: {done: {name: all is done, when: a.x == yes and b.y == yes}}
questions:
  - {id: q1, asks: 'Soon?', when: b.y == yes, by: 2021-12-31, evidence: K.P2}
  - {id: q2, asks: 'Later?', when: a.x == yes, opens: 2021-01-01, by: 2029-12-31, evidence: K.P2}
  - {id: q3, asks: 'Ever?', when: a.x == yes, by: 2029-12-31, evidence: K.P2}
clock:
  horizon: 2030-12-31
  rates:
    a: {count: 3, from: 2010-01-01, to: 2020-12-31, evidence: [K.P1, K.P2]}
    b: {per_year: 0.5, evidence: analyst judgement}
  precision: {all: 5}
  chance:
    chance.vote:
      count: 2
      from: 2010-01-01
      to: 2020-12-31
      probabilities: {left: 0.4, right: 0.6}
      evidence: K.P1
history: {events: [events.csv]}
"""
EVENTS = """\
id,date,actors,type,summary,moves
E0,2019-05-01,A,move,A stands still.,a.x=no
E1,2021-06-01,A,move,A moves.,a.x=some
E2,2022-02-01,A,move,A moves on.,a.x=yes
E3,2022-03-01,A,move,A is where it is.,a.x=yes
E4,2022-11-08,,vote,The vote.,chance.vote=right
E5,2023-02-01,A,move,A turns back.,a.x=some
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "small.yaml"
    made.write_text(CASE, encoding="utf-8")
    made.with_name("events.csv").write_text(EVENTS, encoding="utf-8")
    return made


def rolled(file: Path, to: date, name: str = "later") -> Case:
    case = load(file)
    text = advance(case, gather(case, resolving=True), to).to_yaml(name)
    new = file.with_name(f"{name}.yaml")
    new.write_text(text, encoding="utf-8")
    found, problems = examine(new)
    assert [p for p in problems if p.severity == "error"] == []
    assert found is not None
    return found


def test_the_record_is_carried_forward(file: Path) -> None:
    made = rolled(file, date(2022, 12, 31))
    assert (made.case, made.extends, made.as_of) == ("later", "small", date(2022, 12, 31))
    assert made.status_quo == {"a.x": "yes", "b.y": "no", "chance.vote": "right"}
    assert made.clock is not None
    assert made.clock.horizon == date(2032, 12, 30)
    rate = made.clock.rates["a"]
    assert (rate.count, rate.from_, rate.to) == (5, date(2010, 1, 1), date(2022, 12, 31))
    assert [str(at) for at in rate.evidence.at] == ["K.P1", "K.P2"]
    assert made.clock.rates["b"] == load(file).clock.rates["b"]  # type: ignore[union-attr]
    chance = made.clock.chance["chance.vote"]
    assert (chance.count, str(chance.probabilities["right"])) == (2, "0.6")  # nothing known before it
    assert [q.id for q in made.questions] == ["q2", "q3"]
    assert made.questions[0].opens == date(2022, 12, 31)
    assert not [p for p in inspect(made) if p.severity == "error"]


def test_each_change_names_its_event_and_what_is_left_is_said(file: Path) -> None:
    case = load(file)
    found = advance(case, gather(case, resolving=True), date(2024, 6, 30))
    text = found.to_yaml("later")
    assert "a.x: some  # since 2023-02-01, by E5; was no" in text
    assert found.known == date(2023, 2, 1)
    for words in ("The record ends on 2023-02-01", "moves b.y", "Rates of b are as they were", "review each"):
        assert words in text, words


def test_going_in_two_steps_comes_to_the_same(file: Path) -> None:
    once = rolled(file, date(2023, 6, 30), "once")
    rolled(file, date(2022, 6, 30), "half")
    half = load(file.with_name("half.yaml"))
    text = advance(half, gather(half, resolving=True), date(2023, 6, 30)).to_yaml("twice")
    file.with_name("twice.yaml").write_text(text, encoding="utf-8")
    twice = load(file.with_name("twice.yaml"))
    assert twice.status_quo == once.status_quo
    assert twice.clock is not None
    assert once.clock is not None
    assert twice.clock.rates["a"].count == once.clock.rates["a"].count


def test_what_cannot_be_is_refused(file: Path) -> None:
    case = load(file)
    past = gather(case, resolving=True)
    with pytest.raises(DetenteError, match="does not come after"):
        advance(case, past, date(2020, 12, 31))
    file.with_name("events.csv").write_text(EVENTS.splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(DetenteError, match="moves an option"):
        advance(case, gather(case, resolving=True), date(2022, 1, 1))


def test_the_command(file: Path) -> None:
    out = file.with_name("small-2022.yaml")
    arguments = ["advance", str(file), "--to", "2022-12-31", "--out", str(out)]
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 0, ran.output
    assert load(out).case == "small-2022"
    assert CliRunner().invoke(main, arguments).exit_code == 2
    told = CliRunner().invoke(main, arguments[:4])
    assert told.output == out.read_text(encoding="utf-8")
    assert CliRunner().invoke(main, [*arguments[:4], "--id", "Not an id"]).exit_code == 2

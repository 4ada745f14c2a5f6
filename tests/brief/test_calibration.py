"""What was learned, in words: enough to see what the history cannot say."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from click.testing import CliRunner

from detente.brief import Table, calibration_json, calibration_parts
from detente.cli import main
from detente.dynamics import Learned, calibrate
from detente.dynamics.learning.record import record
from detente.errors import DetenteError
from detente.history import History, Step
from small_play import OPTIONS, history, play_case, play_of, prior

CASE = play_case()


@pytest.fixture(scope="module")
def learned() -> Learned:
    found = prior()
    path = history(play_of(found, found.values(np.zeros(len(found)))), 40, 3)
    return Learned(path, {"": calibrate(CASE, path, draws=400, chains=2)}, {}, {})


def test_before_and_after_stand_side_by_side(learned: Learned) -> None:
    parts = calibration_parts(CASE, learned)
    words = " ".join(p for p in parts if isinstance(p, str))
    moves = learned.calibrations[""].posterior.observed.moves
    assert f"{sum(moves.values())} moves to learn from: {moves['a']} of Actor a and {moves['b']} of" in words
    tables = {t.title: t for t in parts if isinstance(t, Table)}
    assert list(tables) == [
        "How often a year", "How surely the better move is taken", "Weights", "What the history speaks to",
    ]  # fmt: skip
    assert [r[0] for r in tables["How often a year"].rows] == ["Actor a", "Actor b"]
    assert all(len(r) == 4 for r in tables["Weights"].rows)


def test_json_has_the_numbers(learned: Learned) -> None:
    told = json.loads(calibration_json(learned))
    assert len(told["parameters"]) == len(prior())
    assert all(p["prior"][0] < p["prior"][1] < p["prior"][2] for p in told["parameters"])
    assert told["sampling"]["draws"] == 400
    assert 0 < told["determined"] < len(prior())


def stepped() -> History:
    steps = {
        "a.x": (Step(date(2000, 1, 1), "no", "e0"), Step(date(2001, 1, 1), "yes", "e1")),
        "a.y": (Step(date(2003, 1, 1), "yes", "e2"),),
    }
    none: tuple[()] = ()
    return History(
        "small", date(2005, 1, 1), False, none, none, none, none, none, steps, {}, {}, none, none, {}, none,
        none, dict.fromkeys(OPTIONS, "no"),
    )  # fmt: skip


def test_only_what_is_known_from_the_first_day_is_used() -> None:
    path = record(stepped(), date(2000, 6, 1), date(2004, 1, 1))
    assert path.initial == {"a.x": "no"}
    assert [(c.option, c.level, c.event) for c in path.changes] == [("a.x", "yes", "e1")]
    assert record(stepped(), date(2003, 1, 1), date(2004, 1, 1)).initial == {"a.x": "yes", "a.y": "yes"}


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (date(2001, 1, 1), date(2001, 1, 1), "is empty"),
        (date(2001, 1, 1), date(2006, 1, 1), "after the date of the case"),
        (date(1999, 1, 1), date(2001, 1, 1), "no option a level"),
    ],
)
def test_windows_that_cannot_be_used(since: date, until: date, told: str) -> None:
    with pytest.raises(DetenteError, match=told):
        record(stepped(), since, until)


def test_the_flagship_history_speaks_of_tempo_and_hardly_of_weights() -> None:
    ran = CliRunner().invoke(main, ["calibrate", "korea-2020", "--draws", "0", "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.output)
    assert told["to"] == "2020-12-31"
    assert sum(told["moves"].values()) >= 30
    assert 0 < told["lapsed"] < sum(told["moves"].values())
    rates = [p["left"] for p in told["parameters"] if p["kind"] == "rate"]
    weights = [p["left"] for p in told["parameters"] if p["kind"] == "weight"]
    assert max(rates) < min(weights)
    assert sum(r["after"] for r in told["readings"].values()) == pytest.approx(1)


def test_bad_input() -> None:
    late = CliRunner().invoke(main, ["calibrate", "korea-2020", "--until", "2025-01-01"])
    assert late.exit_code == 2
    assert "after the date of the case" in late.output
    few = CliRunner().invoke(main, ["calibrate", "korea-2020", "--draws", "3"])
    assert few.exit_code == 2
    none = CliRunner().invoke(main, ["calibrate", "prisoners-dilemma"])
    assert none.exit_code == 2
    assert "no history" in none.output

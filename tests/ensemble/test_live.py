"""Worlds held ready: after a change they answer what a run of the changed case answers."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import Case
from detente.case.quantity import parse_quantity
from detente.catalog import load
from detente.ensemble import Answers, Live, Plan, run
from detente.errors import UnknownName
from small import small

WANTS = {
    "a": {"a.x == yes": "0..2", "b.y == yes": "-1..1.5", "a.x == b.y": 1},
    "b": {"b.y == yes": "-2..1", "a.x == yes and b.y == no": "0..3"},
}


def made(**parts: object) -> Case:
    return small({"a.x": "no yes", "b.y": "no yes"}, WANTS, status_quo={"a.x": "no", "b.y": "no"}, **parts)


def believing() -> Case:
    """The first actor is sure of what the second wants, whatever it does want."""
    seen = {"viewer": "a", "of": "b", "weights": {"b-0": "0.5..1"}, "evidence": "analyst judgement"}
    return made(perceptions={"sure": seen})


def assert_same(found: dict[str, Answers], case: Case, worlds: int) -> None:
    expected = run(case, Plan(worlds=worlds, seed=5)).answers
    assert list(found) == list(expected)
    for choice, answers in found.items():
        other = expected[choice]
        for name in ("masks", "points", "level", "today", "start"):
            assert np.array_equal(getattr(answers, name), getattr(other, name), equal_nan=True), name
        for mine, theirs in zip(answers.rests + answers.reached, other.rests + other.reached, strict=True):
            assert np.array_equal(mine, theirs)


@pytest.mark.parametrize("case", [made(), believing()], ids=["plain", "believing"])
@pytest.mark.parametrize("weight", ["1..4", "-0.7", "normal(0, 0.3)", "0.001"])
def test_changes_one_after_another_are_those_of_a_new_run(case: Case, weight: str) -> None:
    live = Live(case, 60, 5)
    live.answers()
    for statement in ("b-0", "a-1"):
        live = live.weighed({statement: parse_quantity(weight)})
        assert_same(live.answers(), live.case, 60)


def test_the_flagship() -> None:
    live = Live(load("korea-2020"), 40, 5)
    before = live.answers()
    after = live.weighed({"prk-no-war": parse_quantity("0..1")})
    assert_same(after.answers(), after.case, 40)
    assert_same(live.answers(), live.case, 40)  # what was ready stays as it was
    assert any((before[c].masks != a.masks).any() for c, a in after.answers().items())


def test_several_concepts_can_be_asked() -> None:
    live = Live(made(concept="SEQ"), 10, 5, ("R", "GMR"))
    assert live.case.declared == ("SEQ", "R", "GMR")
    assert_same(live.answers(), live.case, 10)


def test_a_statement_that_nobody_makes_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="b-0"):
        Live(made(), 1).weighed({"b-00": parse_quantity("1")})

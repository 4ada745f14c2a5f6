"""Worlds held ready: after a change they answer what a run of the changed case answers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import Case
from detente.case.quantity import parse_quantity
from detente.catalog import load
from detente.ensemble import Answers, Live, Plan, run
from detente.errors import UnknownName
from meaning import conditions
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
    assert_equal(found, run(case, Plan(worlds=worlds, seed=5)).answers)


def assert_equal(found: Mapping[str, Answers], expected: Mapping[str, Answers]) -> None:
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


OPTIONS = {"a.p": "no yes", "a.q": "low mid high", "b.r": "no yes", "b.s": "no yes", "c.t": "x y z"}
WISHES = st.lists(
    st.tuples(conditions(OPTIONS), st.sampled_from(["-1..1", "0..2", "1", "-2..0.5"])), max_size=4
)


@settings(max_examples=60)
@given(
    st.tuples(WISHES, WISHES, WISHES),
    st.lists(
        st.tuples(st.integers(0, 11), st.sampled_from(["0.5..1.5", "-1", "0..0.125"])), min_size=1, max_size=3
    ),
    st.sampled_from(["SEQ-even-irr", "SEQ-odd-irr", "SEQ-even"]),
)
def test_what_still_holds_after_a_change_is_what_is_found_anew(
    wishes: tuple[list[tuple[str, str]], ...], changes: list[tuple[int, str]], concept: str
) -> None:
    wants = {a: dict(wished) for a, wished in zip("abc", wishes, strict=True) if wished}
    case = small(
        OPTIONS, wants, status_quo=dict.fromkeys(["a.p", "b.r", "b.s"], "no") | {"a.q": "mid", "c.t": "y"}
    )
    case = case.model_copy(update={"concept": concept})
    known = [s.id for actor in case.actors for s in case.statements(actor)]
    live = Live(case, 20, 5)
    live.answers()
    for k, weight in changes if known else ():
        live = live.weighed({known[k % len(known)]: parse_quantity(weight)})
        assert_equal(live.answers(), Live(live.case, 20, 5).answers())


def test_few_worlds_are_solved_again_for_a_small_change(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live(load("kazakhstan-2022"), 60, 5)
    live.answers()
    place, worlds = sys.modules["detente.stability.local.solver"], list[int]()
    usual = place._walked

    def walked(kernel: Any, given: Any, least: int, shape: tuple[int, ...]) -> Any:
        worlds.append(shape[0])
        return usual(kernel, given, least, shape)

    monkeypatch.setattr(place, "_walked", walked)
    changed = live.weighed({"rus-warn": parse_quantity("1..1.5")})
    found = changed.answers()
    assert sum(worlds) < 30 * len(found)
    assert_same(found, changed.case, 60)

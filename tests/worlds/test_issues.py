"""Issues in worlds: numbers keyed like all others, and a chance option that hears of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.bargaining import RULES
from detente.case import Case, hold, load, parse_quantity
from detente.ensemble import Plan, run
from detente.errors import UnknownName
from detente.worlds import chance_shares, draw, settle

FILE = Path(__file__).parents[1] / "case" / "good" / "issues.yaml"


@pytest.fixture(scope="module")
def case() -> Case:
    return load(FILE)


def test_world_0_is_the_central_one_and_the_others_stay_in_their_ranges(case: Case) -> None:
    given = settle(case, "cap", 200, seed=3).given
    assert given.at[0].tolist() == pytest.approx([20, 30, 0])
    assert given.salience[0].tolist() == pytest.approx([0.85, 1, 1])
    assert ((given.at[:, 0] >= 10) & (given.at[:, 0] <= 30)).all()
    assert np.ptp(given.at[:, 0]) > 15
    assert ((given.reference >= 0) & (given.reference <= 5)).all()
    assert (given.at[:, 2] == 0).all()


@pytest.mark.parametrize("by", ["custom", "votes", "veto"])
def test_what_they_count_for(case: Case, by: str) -> None:
    issue = case.issues["cap"]
    decision = issue.decision.model_copy(update={"by": by})
    changed = case.model_copy(update={"issues": {"cap": issue.model_copy(update={"decision": decision})}})
    counts = {"custom": [1, 1, 1], "votes": [2, 2, 0], "veto": [1, 1, 1]}
    assert settle(changed, "cap", 2).given.capability[1].tolist() == counts[by]


def test_worlds_do_not_depend_on_how_many_are_drawn_or_from_where(case: Case) -> None:
    whole, part = settle(case, "cap", 50, seed=2), settle(case, "cap", 20, seed=2, start=30)
    for rule in RULES:
        assert np.array_equal(whole.spreads[rule].values[30:], part.spreads[rule].values)
    more = case.model_copy(update={"issues": {**case.issues, "a": case.issues["relief"]}})
    assert np.array_equal(settle(more, "cap", 20, seed=2).given.at, whole.given.at[:20])


def test_one_distribution_over_all_worlds(case: Case) -> None:
    found = settle(case, "cap", 50)
    pooled = found.over_worlds()
    assert pooled.shares.sum() == pytest.approx(1)
    assert pooled.mean[0] == pytest.approx(found.spreads["veto"].mean.mean())
    assert pooled.between(0, 20)[0] == pytest.approx(found.spreads["veto"].between(0, 20).mean())


def test_a_rule_that_needs_what_is_not_said_is_left_out(case: Case) -> None:
    assert set(settle(case, "relief", 2).spreads) == set(RULES) - {"veto"}
    with pytest.raises(UnknownName, match="cap"):
        settle(case, "caps")
    with pytest.raises(ValueError, match="at least one world"):
        settle(case, "cap", 0)


@pytest.mark.parametrize("rule", ["pool", "veto"])
def test_a_chance_option_has_the_probabilities_of_the_parts_of_the_scale(case: Case, rule: str) -> None:
    case = case.model_copy(update={"issues": {"cap": case.issues["cap"].model_copy(update={"rule": rule})}})
    shares = chance_shares(case, "chance.text", 300, 5)
    spread = settle(case, "cap", 300, 5).spreads[rule]
    none, cap = spread.between(0, 5), spread.between(0, 60) - spread.between(0, 5)
    assert shares == pytest.approx(np.array([none, cap, 1 - none - cap]))
    drawn = draw(case, 300, 5).chance["chance.text"]
    often = np.bincount(drawn, minlength=3) / 300
    assert often == pytest.approx(shares.mean(axis=1), abs=0.09)
    assert (len(set(drawn)) > 1) == (rule == "pool")


def test_without_an_issue_its_own_probabilities_count(case: Case) -> None:
    bare = case.model_copy(update={"issues": {"cap": case.issues["cap"].model_copy(update={"sets": None})}})
    assert chance_shares(bare, "chance.text", 3, 5)[:, 0].tolist() == pytest.approx([0.4, 0.4, 0.2])


def test_a_level_that_is_held_is_held_whatever_the_issue_says(case: Case) -> None:
    held = hold(case, {"chance.text": "ban"})
    assert (chance_shares(held, "chance.text", 20, 5)[2] == 1).all()
    assert held.issues["cap"].sets is None


def test_every_level_is_a_scenario_although_its_own_probability_is_0(case: Case) -> None:
    never = {level: parse_quantity("1" if level == "none" else "0") for level in ("none", "cap", "ban")}
    text = case.chance["chance.text"].model_copy(update={"probabilities": never})
    changed = case.model_copy(update={"chance": {**case.chance, "chance.text": text}})
    runs = run(changed, Plan(worlds=4, chance="every"))
    assert {cell.chance["chance.text"] for cell in runs.design.cells} == {"none", "cap", "ban"}

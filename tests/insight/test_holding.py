"""Policies held by hand: conditions turned into levels, and answers on the same worlds."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, alter, hold, holding, parse, ways
from detente.errors import DetenteError, UnknownName
from detente.game import unfold
from detente.insight import claims_held, find, whatif
from small import chance, small

LEVELS = {"a.x": "no yes", "b.y": "low mid high", "chance.z": "dry wet"}


def case(**parts: object) -> Case:
    """Two actors and a harvest; a wants what b does, b minds the harvest."""
    return small(
        {"a.x": "no yes", "b.y": "low mid high"},
        {
            "a": {"b.y == high": "1..3", "a.x == yes": "0..2"},
            "b": {"a.x == yes": "1..3", "b.y == low": "0..4"},
        },
        chance={"chance.z": chance({"dry": 0.5, "wet": 0.5})},
        status_quo={"a.x": "no", "b.y": "low", "chance.z": "dry"},
        outcomes={
            "good": {"name": "good", "when": "b.y == high"},
            "bad": {"name": "bad", "when": "b.y != high"},
        },
        **parts,
    )


CONDITIONS = st.recursive(
    st.sampled_from(
        ["a.x == yes", "b.y != mid", "b.y >= mid", "b.y in (low, high)", "chance.z == wet", "true", "false"]
    ),
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=5,
)


@given(CONDITIONS)
def test_ways_are_what_makes_a_condition_true(text: str) -> None:
    made = case(definitions={"d": {"name": "d", "when": text}})
    found = ways(made, parse("d"))
    truth = {tuple(sorted(game_state.items())) for game_state in states(made, text)}
    every = (dict(zip(LEVELS, levels, strict=True)) for levels in product(*map(str.split, LEVELS.values())))
    covered = {tuple(sorted(s.items())) for s in every if any(w.items() <= s.items() for w in found)}
    assert covered == truth
    assert not any(a.items() < b.items() for a in found for b in found), "none holds more than it needs"


def states(made: Case, text: str) -> list[dict[str, str]]:
    game = unfold(made)
    return [game.describe(int(s)) for s in game.definitions["d"].nonzero()[0]]


def test_holding_is_a_constraint_and_moves_today() -> None:
    made = case()
    held = hold(made, {"b.y": "high", "chance.z": "wet"})
    game = unfold(held)
    assert {game.describe(s)["b.y"] for s in range(len(game))} == {"high"}
    assert game.describe(game.status_quo) == {"chance.z": "wet", "a.x": "no", "b.y": "high"}
    assert unfold(made).status_quo >= 0, "the case itself is as it was"
    assert hold(made, {}) is made
    named = made.model_copy(
        update={"alternatives": {"it": holding(made, {"b.y": "high", "chance.z": "wet"})}}
    )
    assert unfold(alter(named, "it")).states.tolist() == game.states.tolist()


def test_what_cannot_be_held_is_refused_with_the_nearest_name() -> None:
    made = case(
        focal="a", choices={"give": {"name": "give", "set": {"a.x": "yes"}, "evidence": "analyst judgement"}}
    )
    with pytest.raises(UnknownName, match=r"b\.y"):
        hold(made, {"b.yy": "high"})
    with pytest.raises(UnknownName, match="high"):
        hold(made, {"b.y": "hihg"})
    with pytest.raises(DetenteError, match="the choice give sets it to yes"):
        whatif(made, [{"a.x": "no"}], worlds=4)


def test_what_follows_is_that_of_the_case_with_the_level_held() -> None:
    made = case()
    found = whatif(made, [{"b.y": "high"}, {"a.x": "no"}, {}], worlds=40, seed=3)
    for held in found.held:
        alone = find(hold(made, held.levels), worlds=40, seed=3).choices[0]
        for outcome, estimate in alone.outcomes.items():
            assert held.outcomes[""][outcome] == estimate
    free = find(made, worlds=40, seed=3).choices[0]
    assert {o: e for o, e in found.free.outcomes[""].items() if o in free.outcomes} == free.outcomes
    nothing = found.held[2]
    assert all(e.value == 0 and e.se == 0 for e in nothing.changes[""].values())
    assert all(e.value == 0 and e.se == 0 for e in nothing.gains[""].values())


def test_errors_of_changes_are_those_of_pairs() -> None:
    """The same worlds on both sides: where every world moves alike, a change has no error."""
    made = case()
    found = whatif(made, [{"b.y": "high"}], worlds=60)
    moved = found.held[0].changes[""]["good"]
    assert found.held[0].outcomes[""]["good"].value == 1
    assert moved.value == pytest.approx(1 - found.free.outcomes[""]["good"].value)


def test_claims_are_tested_by_holding() -> None:
    says = {"evidence": "analyst judgement"}
    made = case(
        claims={
            "follows": {
                "says": "B gives what a likes.",
                "given": "b.y == high",
                "then": "b.y == high",
                **says,
            },
            "never": {"says": "It cannot.", "given": "b.y == high", "then": "b.y == low", **says},
            "two": {"says": "Two ways.", "given": "a.x == yes or b.y == mid", "then": "a.x == yes", **says},
            "always": {"says": "Always given.", "given": "true", "then": "a.x == yes", **says},
        }
    )
    found = claims_held(made, worlds=30)
    assert [(t.claim, dict(t.levels)) for t in found] == [
        ("follows", {"b.y": "high"}),
        ("never", {"b.y": "high"}),
        ("two", {"a.x": "yes"}),
        ("two", {"b.y": "mid"}),
    ]
    assert found[0].holds[""].value == 1
    assert found[1].holds[""].value == 0
    assert all(
        t.difference[c].value == pytest.approx(t.holds[c].value - t.free[c].value)
        for t in found
        for c in t.holds
    )


def test_a_condition_that_is_never_feasible_says_why() -> None:
    made = case(
        claims={
            "c": {
                "says": "x",
                "given": "b.y == high and a.x == yes",
                "then": "a.x == yes",
                "evidence": "analyst judgement",
            }
        },
        constraints={"no": "forbid b.y == high and a.x == yes"},
    )
    (test,) = claims_held(made, worlds=5)
    assert test.why
    assert not test.holds


def test_answers_do_not_depend_on_workers() -> None:
    made = case()
    one, two = (whatif(made, [{"b.y": "high"}], worlds=50, workers=k) for k in (1, 2))
    assert one == two


def test_gains_are_on_the_scale_of_the_whole_game() -> None:
    """Holding b at its worst level for a costs a what the level is worth, as a share of a's whole range."""
    made = small(
        {"a.x": "no yes", "b.y": "low high"},
        {"a": {"b.y == high": 3, "a.x == yes": 1}, "b": {"b.y == high": 1}},
        status_quo={"a.x": "no", "b.y": "low"},
    )
    found = whatif(made, [{"b.y": "low"}], worlds=1)
    assert found.held[0].gains[""]["a"].value == pytest.approx(-0.75)


def test_a_level_that_no_listed_state_has_cannot_be_held() -> None:
    """Nothing listed means that every state is there, so an empty list would be another game."""
    quo = {"a.x": "no", "b.y": "low", "chance.z": "dry"}
    listed = {"now": quo, "then": {**quo, "a.x": "yes"}}
    made = case().model_copy(update={"states": listed, "status_quo": "now"})
    assert len(unfold(hold(made, {"a.x": "yes"}))) == 1
    with pytest.raises(DetenteError, match=r"none of the states that the case lists has b\.y = high"):
        hold(made, {"b.y": "high"})
    with pytest.raises(DetenteError, match=r"b\.y = high"):
        whatif(made, [{"b.y": "high"}], worlds=2)

"""Structural variants: what is dropped is gone, what is held is as if it were not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import Case, alter, digest, load
from detente.errors import UnknownName
from detente.game import Game, unfold
from detente.worlds import draw
from meaning import conditions, holds
from small import JUDGEMENT, chance, small

GOOD = Path(__file__).parents[1] / "case" / "good" / "timed.yaml"
OPTIONS = {"a.x": "no yes", "a.y": "low mid high", "b.z": "no yes"}


def states(game: Game) -> list[dict[str, str]]:
    return [game.describe(s) for s in range(len(game))]


def variant(**parts: object) -> dict[str, object]:
    return {"name": "another structure", "evidence": JUDGEMENT, **parts}


def case(**parts: Any) -> Case:
    return small(
        OPTIONS,
        {"a": {"a.x == yes": "1..3"}, "b": {"b.z == yes": 2}},
        {"one": "forbid a.x == yes and b.z == no", "two": "require a.y != mid"},
        status_quo={"a.x": "no", "a.y": "low", "b.z": "no", "chance.c": "calm"},
        chance={"chance.c": chance({"calm": 0.5, "storm": 0.5})},
        readings={
            "r": {
                "name": "r",
                "share": 1,
                "chance": {"chance.c": {"storm": 0.9, "calm": 0.1}},
                "evidence": JUDGEMENT,
            }
        },
        **parts,
    )


@pytest.mark.parametrize("dropped", [["one"], ["two"], ["one", "two"]])
def test_what_is_dropped_forbids_nothing_any_more(dropped: list[str]) -> None:
    altered = alter(case(alternatives={"free": variant(drop=dropped)}), "free")
    kept = {"one", "two"} - set(dropped)
    assert set(altered.constraints) == kept
    found = states(unfold(altered))
    assert any(s["a.x"] == "yes" and s["b.z"] == "no" for s in found) == ("one" in dropped)
    assert any(s["a.y"] == "mid" for s in found) == ("two" in dropped)


@given(st.sampled_from(["a.x", "a.y", "b.z", "chance.c"]), st.data())
@settings(max_examples=40)
def test_a_held_option_leaves_the_states_that_have_the_level(option: str, data: st.DataObject) -> None:
    base = case()
    levels = list(base.variables()[option].levels)
    level = data.draw(st.sampled_from([n for n in levels if (option, n) != ("a.y", "mid")]))
    base = case(alternatives={"held": variant(hold={option: level})})
    found = states(unfold(alter(base, "held")))
    assert found == [s for s in states(unfold(base)) if s[option] == level]
    quo = alter(base, "held").status_quo
    assert isinstance(quo, dict)
    assert quo[option] == level


def test_a_held_chance_falls_in_every_world_and_reading() -> None:
    altered = alter(case(alternatives={"held": variant(hold={"chance.c": "storm"})}), "held")
    assert set(draw(altered, 200).chance["chance.c"].tolist()) == {1}
    assert set(draw(case(), 200).chance["chance.c"].tolist()) == {0, 1}


def test_the_draws_of_everything_else_stay_as_they_were() -> None:
    base = case(alternatives={"held": variant(hold={"b.z": "yes"}, drop=["two"])})
    one, other = draw(base, 50), draw(alter(base, "held"), 50)
    assert all((a == b).all() for a, b in zip(one.weights, other.weights, strict=True))
    assert one.reading.tolist() == other.reading.tolist()


def test_an_altered_case_is_another_case_and_has_no_alternatives() -> None:
    base = load(GOOD)
    before = digest(base)
    made = {name: alter(base, name) for name in base.alternatives}
    assert len({before, *map(digest, made.values())}) == 3
    assert digest(base) == before
    assert all(Case.model_validate(c.to_dict()) == c and not c.alternatives for c in made.values())
    bare = made["no_ally"]
    assert not bare.constraints
    assert not bare.common_moves
    assert not bare.perceptions
    clock = made["old_guard"].clock
    assert clock is not None
    assert (set(clock.chance), len(clock.rates)) == (set(), 2)


def test_an_alternative_that_is_not_there() -> None:
    with pytest.raises(UnknownName, match="no_ally"):
        alter(load(GOOD), "no_aly")


@given(st.lists(conditions(OPTIONS), min_size=1, max_size=3))
@settings(max_examples=30)
def test_phases_are_where_their_condition_holds(texts: list[str]) -> None:
    phases = {f"p{k}": {"name": "a phase", "when": text} for k, text in enumerate(texts)}
    base = small(OPTIONS, phases=phases)
    game = unfold(base)
    for name, phase in base.phases.items():
        assert game.phases[name].tolist() == [holds(base, phase.when.tree, s) for s in states(game)]
        assert not game.phases[name].flags.writeable

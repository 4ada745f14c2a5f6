"""Consequences: each state has one level, the first that holds; conditions on them mean what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, digest, load, loads
from detente.game import inspect, unfold
from detente.insight import find
from detente.insight.ask import Ask

FILE = Path(__file__).parents[1] / "case" / "good" / "consequences.yaml"
CASE = load(FILE)


def level(state: dict[str, str]) -> str:
    """The level of the workers, told anew from what the file says."""
    if state["prk.tests"] == "yes" and state["rus.line"] == "apart":
        return "none"
    return "some" if state["rus.line"] == "contact" else "many"


def test_the_first_level_that_holds_is_the_level_of_a_state() -> None:
    game = unfold(CASE)
    assert len(game) == 3 * 2 * 2  # consequences multiply nothing
    for s in range(len(game)):
        held = [n for n in ("none", "some", "many") if game.definitions[f"follows.labour.{n}"][s]]
        assert held == [level(game.describe(s))]


@pytest.mark.parametrize("relation", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("wanted", ["none", "some", "many"])
def test_a_comparison_with_a_level_compares_levels(relation: str, wanted: str) -> None:
    game = unfold(
        loads(
            FILE.read_text().replace(
                "when: follows.labour >= some", f"when: follows.labour {relation} {wanted}"
            )
        )
    )
    order = ["none", "some", "many"]
    for s in range(len(game)):
        a, b = order.index(level(game.describe(s))), order.index(wanted)
        assert game.definitions["busy"][s] == eval(f"{a} {relation} {b}")


def test_a_comparison_with_an_option_compares_pairs() -> None:
    text = FILE.read_text().replace("[apart, contact, close]", "[none, some, many]")
    text = text.replace("line: apart", "line: none").replace("line: contact", "line: some")
    text = text.replace("line: close", "line: many").replace("rus.line == apart", "rus.line == none")
    text = text.replace("rus.line == contact", "rus.line == some")
    text = text.replace("when: follows.labour >= some", "when: follows.labour > rus.line")
    game, order = unfold(loads(text)), ["none", "some", "many"]
    for s in range(len(game)):
        state = game.describe(s)
        found = next(n for n in order if game.definitions[f"follows.labour.{n}"][s])
        assert game.definitions["busy"][s] == (order.index(found) > order.index(state["rus.line"]))


def test_consequences_may_follow_from_one_another_and_count_for_actors() -> None:
    game = unfold(CASE)
    for s in range(len(game)):
        state = game.describe(s)
        clear = level(state) == "many" and state["chance.mood"] == "calm"
        assert game.definitions["follows.air.clear"][s] == clear
        assert (game.outcome[s] == 0) == (level(state) == "many" and clear)
        assert game.truth(0)[s, 0] == (level(state) != "none")


def test_the_levels_are_not_written_out_in_the_case_that_is_kept() -> None:
    told = CASE.to_dict()
    assert list(told["definitions"]) == ["tightened", "busy"]
    again = Case.model_validate(told)
    assert again == CASE
    assert digest(again) == digest(CASE)
    assert (unfold(again).outcome == unfold(CASE).outcome).all()


def test_a_definition_put_there_by_hand_makes_another_case_whatever_its_name() -> None:
    made = CASE.definitions["follows.labour.none"]
    for name in ("by.hand", "follows.labour.many"):  # one more, and one of those that were written out
        other = CASE.model_copy(update={"definitions": {**CASE.definitions, name: made}})
        assert other != CASE
        assert digest(other) != digest(CASE)
        again = Case.model_validate(other.to_dict())
        assert again == other
        assert again.definitions.keys() == other.definitions.keys()
        assert again.definitions[name].when.text == made.when.text


def test_what_is_asked_of_a_changed_case_is_not_answered_from_another_run() -> None:
    few, shown = replace(Ask(), worlds=3), frozenset({"choices"})
    find(CASE, few, parts=shown)
    by_hand = {**CASE.definitions, "by.hand": CASE.definitions["follows.labour.none"]}
    found = find(CASE.model_copy(update={"definitions": by_hand}), few, parts=shown)
    for one in found.choices:
        assert one.definitions.get("by.hand") == one.definitions.get("follows.labour.none")
        assert "by.hand" in one.definitions


def test_a_level_that_never_holds_is_said_where_it_is_written() -> None:
    text = FILE.read_text().replace("when: rus.line == contact", "when: tightened and rus.line == close")
    found = [p for p in inspect(loads(text)) if p.code == "DT509"]
    assert [p.excerpt.strip().split(":")[0] for p in found] == ["some"]


@given(
    st.lists(
        st.sampled_from(["rus.line == apart", "prk.tests == yes", "chance.mood == calm", "tightened"]),
        min_size=1,
        max_size=4,
    )
)
def test_levels_divide_the_states(conditions: list[str]) -> None:
    levels = [f"      l{k}: {{name: level {k}, when: {c}}}" for k, c in enumerate(conditions)]
    more = "\n".join(
        [
            "  follows.extra:",
            "    name: extra",
            "    levels:",
            *levels,
            "      rest: {name: the rest}",
            "    evidence: analyst judgement",
            "",
        ]
    )
    game = unfold(
        loads(
            FILE.read_text().replace(
                "consequences:\n  follows.labour", f"consequences:\n{more}  follows.labour"
            )
        )
    )
    held = sum(
        mask.astype(int) for name, mask in game.definitions.items() if name.startswith("follows.extra.")
    )
    assert (held == 1).all()

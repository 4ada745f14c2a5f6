"""Regimes: laws that stay until somebody moves them, understandings that follow from consent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.brief import markdown, write
from detente.case import Case, digest, load, loads
from detente.game import Game, inspect, unfold
from detente.insight import QUICK, find

FILE = Path(__file__).parents[1] / "case" / "good" / "regimes.yaml"
CASE = load(FILE)
LAW = "regime.council"


def moved(game: Game, actor: str) -> set[tuple[str, str, str]]:
    """Every change of the law alone that an actor can make: the situation, as a text, and both levels."""
    a, found = game.actors.index(actor), set()
    for s in range(len(game)):
        before = game.describe(s)
        for t in game.moves(a, s):
            after = game.describe(t)
            if {o for o in before if before[o] != after[o]} == {LAW}:
                rest = {o: x for o, x in before.items() if o != LAW}
                found.add((json.dumps(rest), before[LAW], after[LAW]))
    return found


def test_a_law_is_moved_by_its_sponsors_as_votes_and_vetoes_allow() -> None:
    game = unfold(CASE)
    assert LAW in game.options
    assert game.owners[game.options.index(LAW)] == -1
    assert {(f, t) for _, f, t in moved(game, "usa")} == {("standing", "tightened"), ("eased", "tightened")}
    for told, _, _ in moved(game, "usa"):
        state = json.loads(told)
        assert state["usa.text"] == "tabled"
        assert "no" not in (state["chn.vote"], state["rus.vote"])
    possible = [
        s
        for s in map(game.describe, range(len(game)))
        if s["usa.text"] == "tabled" and "no" not in (s["chn.vote"], s["rus.vote"]) and s[LAW] == "standing"
    ]
    assert len([x for x in moved(game, "usa") if x[1] == "standing"]) == len(possible)
    for actor in ("rus", "chn"):
        assert {(f, t) for _, f, t in moved(game, actor)} == {("standing", "eased"), ("tightened", "eased")}
        assert all(json.loads(told)["usa.text"] == "none" for told, _, _ in moved(game, actor))
    assert moved(game, "jpn") == set()


def test_votes_count() -> None:
    text = FILE.read_text().replace("at_least: 1", "at_least: 2")
    for told, _, _ in moved(unfold(loads(text)), "usa"):
        state = json.loads(told)
        assert "yes" in (state["chn.vote"], state["rus.vote"])  # beside the sponsor's own
    every = FILE.read_text().replace("        at_least: 1\n", "")
    for told, _, _ in moved(unfold(loads(every)), "usa"):
        state = json.loads(told)
        assert (state["chn.vote"], state["rus.vote"]) == ("yes", "yes")


def test_an_understanding_needs_both_keys_and_falls_with_either() -> None:
    game = unfold(CASE)
    for s in range(len(game)):
        state = game.describe(s)
        both = state["rus.tokyo"] == "open" and state["jpn.moscow"] == "open"
        assert game.definitions["regime.tokyo.dialogue"][s] == both
        assert game.definitions["regime.tokyo.none"][s] == (not both)
        assert game.regimes["tokyo"][s] == both  # in force: any level but the first
        assert game.regimes["council"][s] == (state[LAW] != "standing")


def test_the_first_rule_that_is_met_decides() -> None:
    text = (
        FILE.read_text()
        .replace(
            "levels: {none: Moscow and Tokyo do not talk, dialogue: Moscow and Tokyo talk}",
            "levels: {none: none, dialogue: dialogue, thaw: a thaw}",
        )
        .replace(
            "moved: [{to: dialogue,",
            "moved: [{to: thaw, yes: {jpn: jpn.moscow == open}, when: rus.vote == yes}, {to: dialogue,",
        )
    )
    game = unfold(loads(text))
    for s in range(len(game)):
        state = game.describe(s)
        thaw = state["jpn.moscow"] == "open" and state["rus.vote"] == "yes"
        both = state["rus.tokyo"] == "open" and state["jpn.moscow"] == "open"
        wanted = "thaw" if thaw else "dialogue" if both else "none"
        held = [x for x in ("none", "dialogue", "thaw") if game.definitions[f"regime.tokyo.{x}"][s]]
        assert held == [wanted]


def test_exemptions_compliance_and_effects() -> None:
    game = unfold(CASE)
    (place,) = [k for k, s in enumerate(CASE.statements("rus")) if s.id == "pride"]
    for s in range(len(game)):
        state = game.describe(s)
        assert game.definitions["regime.council.exempt.labour"][s] == (state[LAW] != "tightened")
        assert game.definitions["regime.council.complies.rus"][s] == (state["rus.vote"] != "no")
        assert game.definitions["follows.labour.few"][s] == (state[LAW] == "tightened")
        assert game.truth(game.actors.index("rus"))[s, place] == (state[LAW] == "eased")


def test_what_was_made_is_left_out_of_what_is_kept() -> None:
    told = json.loads(json.dumps(CASE.to_dict()))
    assert LAW not in told["options"]
    assert list(told["definitions"]) == ["drafted"]
    again = Case.model_validate(told)
    assert again == CASE
    assert digest(again) == digest(CASE)
    assert [s.id for s in again.statements("rus")] == ["door", "pride"]
    assert len(unfold(again)) == len(unfold(CASE))


def test_it_is_said_where_it_is_written() -> None:
    text = FILE.read_text().replace(
        "when: regime.council == eased, weight",
        "when: regime.council == eased and drafted and not drafted, weight",
    )
    (found,) = [p for p in inspect(loads(text)) if p.code == "DT504"]
    assert "id: pride" in found.excerpt


def test_the_brief_tells_levels_rules_and_who_keeps_to_them() -> None:
    page = markdown(write(CASE, find(CASE, worlds=20, parts=QUICK)))
    for words in (
        "At which level",
        "What is left out, and who keeps to it",
        "Sanctions are tightened: brought about by the United States",
        "unless China or Russia stops it",
        "Moscow and Tokyo talk: with all of Russia and Japan for it",
        "It cannot vary here: It is defined so",
        "Many workers are abroad",
    ):
        assert words in page, words


@pytest.mark.parametrize(("held", "told"), [("A constant, no doubt.", 0), ("", 1)])
def test_a_constant_that_says_so_is_not_reported(held: str, told: int) -> None:
    from detente.brief import idle_problems
    from detente.ensemble import Plan, run
    from detente.insight import idle_parts

    text = FILE.read_text().replace("constant: It is defined so.", f"constant: {held}" if held else "note: x")
    case = loads(text)
    found = idle_problems(case, idle_parts(case, run(case, Plan(worlds=8))))
    assert len([p for p in found if p.code == "DT523" and "still" in p.cause]) == told


def test_a_constant_that_varies_is_reported() -> None:
    from detente.brief import idle_problems
    from detente.ensemble import Plan, run
    from detente.insight import idle_parts

    case = loads(FILE.read_text().replace("when: 'true'\n    constant", "when: rus.vote == no\n    constant"))
    found = idle_problems(case, idle_parts(case, run(case, Plan(worlds=8))))
    assert [p.code for p in found if p.code == "DT528"] == ["DT528"]

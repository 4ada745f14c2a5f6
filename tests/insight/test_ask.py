"""What is asked is computed and nothing else; and a case made ready serves whatever is asked of it."""

from __future__ import annotations

import json
import sys
from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest

from detente.case import Case, alter
from detente.case.quantity import parse_quantity
from detente.ensemble import Plan, Prepared, prepared, run
from detente.errors import UnknownName
from detente.insight import PARTS, QUICK, Ask, Findings, claims_held, find, whatif
from detente.insight.ask import Asked
from ensemble.made import quarrel, same

CASE = quarrel()
WORLDS = 60

#: Part -> where it stands in the findings.
WITH_CHOICES = {
    "paths": "paths",
    "reasons": "why",
    "graph": "graph",
    "unreached": "unreached",
    "ways": "ways",
}

PLACES = {
    **{part: part for part in ("drivers", "claims", "idle", "choices")},
    **{part: f"choices.0.{name}" for part, name in WITH_CHOICES.items()},
    **{p: f"uncertainty.{p}" for p in ("robust", "sensitivity", "values", "convergence", "regrets", "flips")},
    **{p: f"uncertainty.{p}" for p in ("boxes", "alternatives")},
    "orders": "orders",
}


@pytest.fixture(scope="module")
def whole() -> Findings:
    return find(CASE, worlds=WORLDS, alternatives=("still",))


def at(findings: Findings, place: str) -> Any:
    value: Any = findings
    for step in place.split("."):
        value = value[int(step)] if step.isdigit() else getattr(value, step)
    return value


def told(value: Any) -> str:
    """All of it in full, with what is no number equal to itself."""
    return repr([getattr(value, f.name) for f in fields(value)] if isinstance(value, Findings) else value)


def test_the_fields_that_may_be_written_out_are_those_of_the_record() -> None:
    assert get_type_hints(Asked) == get_type_hints(Ask)
    ways = [
        find(CASE, Ask(worlds=5, seed=3)),
        find(CASE, worlds=5, seed=3),
        find(CASE, Ask(seed=3), worlds=5),
    ]
    assert len({told(way) for way in ways}) == 1
    with pytest.raises(UnknownName, match="no part of findings named 'flip'; nearest: flips"):
        Ask(parts=frozenset({"flip"}))
    elsewhere = {"bands", "watch", "choosing", "consequences", "policies", "beyond"}
    assert set(PLACES) == PARTS - elsewhere, "those are of dates, or of what this case does not have"
    assert PARTS > QUICK


@pytest.mark.parametrize("part", sorted(set(PLACES) - {"choices", *WITH_CHOICES}))
def test_a_part_alone_is_what_it_is_in_the_whole(part: str, whole: Findings) -> None:
    alone = find(CASE, worlds=WORLDS, alternatives=("still",), parts=frozenset({part}))
    assert told(at(alone, PLACES[part])) == told(at(whole, PLACES[part]))
    for other, place in PLACES.items():
        if other != part and "choices" not in place:
            top = at(alone, place.split(".")[0])
            assert not top or not at(alone, place), f"{other} was not asked for"


def test_a_choice_has_the_parts_that_are_asked_for(whole: Findings) -> None:
    bare = find(CASE, worlds=WORLDS, parts=frozenset({"choices"}))
    assert bare.uncertainty is None
    for one, other in zip(bare.choices, whole.choices, strict=True):
        assert told(one) == told(replace(other, paths=(), why=(), graph=None, unreached=(), ways=()))
    paths = find(CASE, worlds=WORLDS, parts=frozenset({"choices", "paths"})).choices[0].paths
    assert paths == whole.choices[0].paths != ()


def test_one_choice_alone_is_what_it_is_among_all(whole: Findings) -> None:
    only = find(CASE, worlds=WORLDS, choices=("yes",)).choices
    assert [c.choice for c in only] == ["yes"]
    among = whole.choice("yes")
    assert only[0].outcomes == among.outcomes
    assert only[0].utilities == among.utilities
    assert told(only[0].equilibria) == told(among.equilibria)
    assert only[0].best.value == 1, "there is nothing beside it"
    with pytest.raises(UnknownName, match="no choice named 'yess'; nearest: yes"):
        find(CASE, worlds=5, choices=("yess",))
    plan = Plan(worlds=40, choices=("yes",))
    assert Plan.from_dict(plan.to_dict()) == plan
    assert "choices" not in Plan().to_dict(), "what is stored of all choices has the name it had"


def test_findings_as_plain_types_speak_in_ids(whole: Findings) -> None:
    plain = whole.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    share = whole.choices[0].outcomes["low"]
    assert plain["choices"]["no"]["outcomes"]["low"] == {
        "share": share.value,
        "se": share.se,
        "worlds": WORLDS,
    }
    assert plain["choices"]["no"]["path"] == plain["choices"]["no"]["paths"][0]["moves"]
    assert "words" not in json.dumps(plain)


# ------------------------------------------------------------------------------------------- made ready once


def reweighed(weight: str) -> Case:
    preference = CASE.preferences["b"]
    first, *rest = preference.statements
    changed = first.model_copy(update={"weight": parse_quantity(weight)})
    statements = preference.model_copy(update={"statements": (changed, *rest)})
    return CASE.model_copy(update={"preferences": {**CASE.preferences, "b": statements}})


def test_a_case_made_ready_answers_as_the_case_does(whole: Findings) -> None:
    made = prepared(CASE)
    assert prepared(made) is made
    assert told(find(made, worlds=WORLDS, alternatives=("still",))) == told(whole)
    same(run(made, Plan(worlds=40)), run(CASE, Plan(worlds=40)))
    held = [{"b.y": "high"}, {"chance.c": "storm"}]
    assert told(whatif(made, held, worlds=30)) == told(whatif(CASE, held, worlds=30))
    assert claims_held(made, worlds=5) == claims_held(CASE, worlds=5) == ()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Record every time that games are unfolded."""
    place = sys.modules["detente.ensemble.prepared"]  # the name in the room is that of the function

    seen: list[object] = []
    usual = place.unfolded

    def unfolded(case: Case, levels: Any, *more: Any) -> Any:
        seen.append(levels)
        return usual(case, levels, *more)

    monkeypatch.setattr(place, "unfolded", unfolded)
    return seen


def test_games_are_unfolded_once_for_all_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, made = counted(monkeypatch), Prepared(CASE)
    find(made, worlds=41, alternatives=("still",))
    assert len(seen) == 4, "the case and its alternative, each in calm and in storm"
    whatif(made, [{"c.z": "no"}], worlds=42)
    assert len(seen) == 4, "what the alternative holds is what is held here"
    again = made.revised(reweighed("-1..2"))
    changed = told(find(again, worlds=43))
    assert len(seen) == 4, "a changed weight changes no game"
    find(reweighed("-1..2"), worlds=44)
    assert len(seen) == 6, "a case that was not made ready unfolds its own"
    assert changed == told(find(reweighed("-1..2"), worlds=43)) != told(find(made, worlds=43))
    other = made.revised(alter(CASE, "still"))
    find(other, worlds=45)
    assert len(seen) == 8, "another structure has other games"

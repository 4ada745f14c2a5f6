"""Orders under readings and perceptions, and rules on an actor's own joint setting."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import Case
from detente.game import unfold
from detente.stability import assess
from detente.worlds import draw

HOLDS = {"C": "yes", "D": "no"}
STATES = {a + b: {"A.c": HOLDS[a], "B.c": HOLDS[b]} for a in "CD" for b in "CD"}
JUDGEMENT = "analyst judgement"


def written(**more: Any) -> Case:
    told: dict[str, Any] = {
        "format": 1,
        "case": "orders",
        "title": "Two orders",
        "as_of": "2000-01-01",
        "actors": {"A": {"name": "A"}, "B": {"name": "B"}},
        "options": {f"{i}.c": {"name": "cooperate", "levels": ["no", "yes"]} for i in "AB"},
        "states": STATES,
        "status_quo": "CC",
        "preferences": {
            "A": {"ranking": ["DC", "CC", "DD", "CD"]},
            "B": {"ranking": ["CD", "CC", "DD", "DC"]},
        },
    }
    told |= {"status_quo": STATES["CC"]} | more
    return Case.model_validate(told)


def orders(case: Case) -> dict[tuple[str, str], list[str]]:
    """Reading and actor -> the states from best to worst."""
    game, worlds = unfold(case), draw(case, 60)
    u = worlds.utilities(game)
    found = {}
    for w in range(1, len(worlds)):
        for i, actor in enumerate(game.actors):
            by = sorted(range(len(game)), key=lambda s: -int(u[i, s, w]))
            found[worlds.readings[worlds.reading[w]], actor] = [game.names[s] for s in by]
    return found


def test_a_reading_may_rank_and_prioritise_otherwise() -> None:
    case = written(
        readings={
            "grim": {"name": "grim", "share": 0.5, "evidence": JUDGEMENT},
            "kind": {
                "name": "kind",
                "share": 0.5,
                "evidence": JUDGEMENT,
                "preferences": {
                    "A": {"ranking": ["CC", "DC", "DD", "CD"]},
                    "B": {"priority": ["B.c == yes", "A.c == yes"]},
                },
            },
        }
    )
    assert orders(case) == {
        ("grim", "A"): ["DC", "CC", "DD", "CD"],
        ("grim", "B"): ["CD", "CC", "DD", "DC"],
        ("kind", "A"): ["CC", "DC", "DD", "CD"],
        ("kind", "B"): ["CC", "DC", "CD", "DD"],
    }
    assert orders(Case.model_validate(case.to_dict())) == orders(case)


def test_one_may_believe_another_to_rank_otherwise() -> None:
    """A takes B for one who likes CC best: under SEQ A then has no answer to fear at CC."""
    case = written(
        perceptions={
            "trust": {
                "viewer": "A",
                "of": "B",
                "ranking": ["CC", "CD", "DD", "DC"],
                "evidence": JUDGEMENT,
            }
        }
    )
    game, worlds = unfold(case), draw(case, 1)
    believed = worlds.views(game)[0][1][:, 0]
    assert [game.names[s] for s in sorted(range(4), key=lambda s: -int(believed[s]))] == [
        "CC",
        "CD",
        "DD",
        "DC",
    ]
    u = worlds.utilities(game)
    assert [int(x) for x in u[1, [game.names.index(s) for s in ("CD", "CC", "DD", "DC")], 0]] == [4, 3, 2, 1]


def test_more_conditions_than_weights_have_digits() -> None:
    many = [f"A.c == {x} and B.c == {y}" for x in ("yes", "no") for y in ("yes", "no")] * 1
    first = [f"{c} and ({'true and ' * k}true)" for k in range(5) for c in many]
    kind = {"name": "kind", "share": 1, "evidence": JUDGEMENT, "preferences": {"A": {"priority": first}}}
    case = written(readings={"kind": kind})
    assert orders(case)["kind", "A"] == ["CC", "CD", "DC", "DD"]


@pytest.mark.parametrize("barred", [False, True])
def test_a_move_may_be_barred_by_the_joint_setting_that_it_leads_to(barred: bool) -> None:
    """Of A's two options both may not be taken at once from nothing: first the one, then the other."""
    rule = {
        "actor": "A",
        "when": "A.x == no and A.y == no",
        "to": "A.x == yes and A.y == yes",
        "evidence": JUDGEMENT,
    }
    case = Case.model_validate(
        {
            "format": 1,
            "case": "steps",
            "title": "Step by step",
            "as_of": "2000-01-01",
            "actors": {"A": {"name": "A"}, "B": {"name": "B"}},
            "options": {f"A.{o}": {"name": o, "levels": ["no", "yes"]} for o in "xy"},
            "barred": {"steps": rule} if barred else {},
            "preferences": {
                "A": {"priority": ["A.x == yes and A.y == yes", "A.x == no and A.y == no"]},
                "B": {"priority": ["A.x == no"]},
            },
        }
    )
    game = unfold(case)
    none = game.find({"A.x": "no", "A.y": "no"})
    both = game.find({"A.x": "yes", "A.y": "yes"})
    assert (both in set(game.moves(0, none))) is not barred
    assert none in set(game.moves(0, both))
    stable = assess(game, draw(case, 1).utilities(game)[:, :, 0], ("R",)).stable[0, 0]
    assert bool(stable[none]) is barred

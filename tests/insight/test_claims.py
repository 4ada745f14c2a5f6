"""Claims made under a choice, given something, of any choice, and of what is not in the game."""

from __future__ import annotations

from math import isnan
from typing import Any

import pytest

from detente.case import Case
from detente.insight import ClaimFinding, find
from detente.paper.estimate import Estimate
from small import JUDGEMENT, chance, small

WORLDS = 2_000


def claim(**parts: str) -> dict[str, str]:
    return {"says": "so", "evidence": JUDGEMENT, **parts}


CLAIMS = {
    "follows": claim(choice="go", then="b.y == yes"),
    "follows-in-calm": claim(choice="go", given="chance.c == calm", then="b.y == yes"),
    "follows-in-storm": claim(choice="go", given="chance.c == storm", then="b.y == yes"),
    "alike-in-calm": claim(given="chance.c == calm", then="a.x == b.y"),
    "alike-if-b-goes": claim(given="b.y == yes", then="a.x == yes"),
    "never-so": claim(given="a.x == no and b.y == yes", then="a.x == no"),
    "unsaid": claim(note="nobody in the game could do it"),
}


def weather(**changes: Any) -> Case:
    """In calm weather, three worlds of four, b does as a does; in a storm it stays."""
    wants = {
        "a": {"b.y == yes": 1},
        "b": {"a.x == b.y and chance.c == calm": 1, "b.y == no and chance.c == storm": 1},
    }
    parts: dict[str, Any] = {
        "chance": {"chance.c": chance({"storm": 0.25, "calm": 0.75})},
        "status_quo": {"chance.c": "calm", "a.x": "no", "b.y": "no"},
        "focal": "a",
        "choices": {n: {"name": n, "set": {"a.x": x}} for n, x in (("stay", "no"), ("go", "yes"))},
        "claims": CLAIMS,
    }
    return small({"a.x": "no yes", "b.y": "no yes"}, wants, **{**parts, **changes})


@pytest.fixture(scope="module")
def found() -> dict[str, ClaimFinding]:
    return {c.claim: c for c in find(weather(), worlds=WORLDS).claims}


def near(estimate: Estimate, value: float) -> bool:
    return abs(estimate.value - value) <= 4 * estimate.se + 1e-12


def values(shares: Any) -> dict[str, float]:
    return {name: estimate.value for name, estimate in shares.items()}


def test_under_a_choice(found: dict[str, ClaimFinding]) -> None:
    plain = found["follows"]
    assert near(plain.holds, 0.75)
    assert plain.holds.worlds == WORLDS
    assert values(plain.otherwise) == {"stay": 0}
    assert plain.verdict == "holds"
    assert (plain.given, plain.by_choice, plain.without) == ({}, {}, None)


def test_given_something_only_the_resting_points_where_it_is_so_count(found: dict[str, ClaimFinding]) -> None:
    calm, storm = found["follows-in-calm"], found["follows-in-storm"]
    assert (calm.holds.value, calm.holds.se, calm.verdict) == (1, 0, "holds")
    assert (storm.holds.value, storm.holds.se, storm.verdict) == (0, 0, "fails")
    assert calm.holds.worlds + storm.holds.worlds == WORLDS
    assert calm.given["go"] == calm.given["stay"]
    assert near(calm.given["go"], 0.75)
    assert values(calm.by_choice) == {"go": 1, "stay": 0}
    assert values(calm.otherwise) == {"stay": 0}


def test_beside_it_stands_what_holds_where_that_is_not_so(found: dict[str, ClaimFinding]) -> None:
    calm, storm = found["follows-in-calm"].without, found["follows-in-storm"].without
    assert calm is not None
    assert storm is not None
    assert (calm.value, storm.value) == (0, 1)


def test_of_any_choice(found: dict[str, ClaimFinding]) -> None:
    """In calm weather a and b are alike whatever a does; in a storm only if a stays, as often as not."""
    alike = found["alike-in-calm"]
    assert alike.choice == ""
    assert alike.otherwise == {}
    assert alike.holds.value == 1
    assert values(alike.by_choice) == {"go": 1, "stay": 1}
    assert alike.without is not None
    assert alike.without.value == pytest.approx(0.5)


def test_what_is_rarer_under_one_choice_counts_less(found: dict[str, ClaimFinding]) -> None:
    """b never goes where a stays, so that all there is comes from the other choice."""
    given = found["alike-if-b-goes"]
    assert given.holds.value == 1
    assert given.given["stay"].value == 0
    assert isnan(given.by_choice["stay"].value)
    assert given.by_choice["go"].value == 1


def test_what_never_comes_about_says_nothing(found: dict[str, ClaimFinding]) -> None:
    never = found["never-so"]
    assert isnan(never.holds.value)
    assert never.holds.worlds == 0
    assert never.verdict == "cannot be said"


def test_what_is_not_in_the_game_is_said_to_be_so(found: dict[str, ClaimFinding]) -> None:
    unsaid = found["unsaid"]
    assert unsaid.verdict == "not in the game"
    assert isnan(unsaid.holds.value)
    assert (unsaid.holds.worlds, unsaid.by_concept, unsaid.verdicts) == (0, {}, {})


def test_claims_come_in_the_order_of_the_case(found: dict[str, ClaimFinding]) -> None:
    assert list(found) == list(CLAIMS)


@pytest.mark.parametrize(("worlds", "verdict"), [(60, "cannot be said"), (400, "fails")])
def test_few_worlds_say_nothing_of_what_is_rare(worlds: int, verdict: str) -> None:
    claims = {c.claim: c for c in find(weather(), worlds=worlds).claims}
    rare = claims["follows-in-storm"]
    assert (rare.holds.worlds < 30) == (verdict == "cannot be said")
    assert rare.verdict == verdict


def test_parts_of_a_world_count_in_parts() -> None:
    """b rests at any of three places; two of them are asked about, and at one of these it holds."""
    wants = {"a": {"a.x == yes": "1..2"}, "b": {"b.y == start": -1}}
    case = small(
        {"a.x": "no yes", "b.y": "start p q r"},
        wants,
        status_quo={"a.x": "no", "b.y": "start"},
        focal="a",
        choices={"stay": {"name": "stay", "set": {"a.x": "no"}}},
        claims={"c": claim(given="b.y in (p, q)", then="b.y in (p, r)")},
    )
    (only,) = find(case, worlds=50).claims
    assert only.holds.value == pytest.approx(1 / 2)
    assert only.given["stay"].value == pytest.approx(2 / 3)
    assert only.without is not None
    assert only.without.value == pytest.approx(1)


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.9])
def test_the_standard_error_of_a_ratio_is_about_right(weight: float) -> None:
    """What is claimed given calm weather depends on b's taste; over many seeds the answers scatter so."""
    taste = {
        "b.y == yes and chance.c == calm": f"{weight - 1}..{weight}",
        "b.y == no and chance.c == storm": 1,
    }
    parts: dict[str, Any] = {
        "chance": {"chance.c": chance({"storm": 0.5, "calm": 0.5})},
        "status_quo": {"chance.c": "calm", "a.x": "no", "b.y": "no"},
        "focal": "a",
        "choices": {"stay": {"name": "stay", "set": {"a.x": "no"}}},
        "claims": {"c": claim(given="chance.c == calm", then="b.y == yes")},
    }
    case = small({"a.x": "no yes", "b.y": "no yes"}, {"a": {"b.y == yes": 1}, "b": taste}, **parts)
    told = [find(case, worlds=150, seed=seed, workers=1).claims[0].holds for seed in range(60)]
    mean = sum(e.value for e in told) / 60
    scatter = (sum((e.value - mean) ** 2 for e in told) / 59) ** 0.5
    assert abs(mean - weight) < 4 * scatter / 60**0.5
    assert 0.7 < scatter / (sum(e.se for e in told) / 60) < 1.4

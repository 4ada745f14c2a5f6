"""Conflicts small enough to be worked out on paper."""

from __future__ import annotations

from math import isnan, log
from typing import Any

import numpy as np
import pytest

from detente.case import Case
from detente.errors import DetenteError, NoFeasibleState, UnknownName
from detente.insight import Findings, find
from detente.paper.estimate import Estimate
from detente.registry import DECLARED, DRIVES
from detente.worlds import draw
from small import JUDGEMENT, chance, graph, small

N = 4_000

#: 1 where actors mind what the others will answer.
FORESEEN = {concept: int(concept != "R") for concept in DECLARED}


def claim(choice: str, then: str) -> dict[str, str]:
    return {"says": "so", "choice": choice, "then": then, "evidence": JUDGEMENT}


def choices(option: str, **levels: str) -> dict[str, Any]:
    return {name: {"name": name, "set": {option: level}} for name, level in levels.items()}


def near(estimate: Estimate, value: float) -> bool:
    """Within four standard errors."""
    return abs(estimate.value - value) <= 4 * estimate.se + 1e-12


# ------------------------------------------------------------------------------- a choice and its follower

FOLLOWER = {
    "status_quo": {"a.x": "no", "b.y": "no"},
    "focal": "a",
    "choices": choices("a.x", stay="no", go="yes"),
    "outcomes": {
        "alone": {"name": "alone", "when": "a.x == yes and b.y == no"},
        "together": {"name": "together", "when": "a.x == yes"},
    },
    "claims": {
        "follows": claim("go", "b.y == yes"),
        "holds-out": claim("go", "b.y == no"),
        "stays": claim("stay", "b.y == no"),
    },
    "definitions": {"same": {"name": "same", "when": "a.x == b.y"}},
}


def follower(gain: object = "0..2", **changes: Any) -> Case:
    """b does as a does. a gains w, between 0 and 2, by going, and 1 if b stays.

    Staying leads nowhere and is worth 1. Going makes b follow and is worth w. Over all four states a's
    utility runs from 0 to w + 1, so that the advantage of going is (w - 1) / (w + 1).
    """
    wants = {"a": {"a.x == yes": gain, "b.y == no": 1}, "b": {"a.x == b.y": 1}}
    return small({"a.x": "no yes", "b.y": "no yes"}, wants, **{**FOLLOWER, **changes})


@pytest.fixture(scope="module")
def followed() -> Findings:
    return find(follower(), worlds=N)


@pytest.fixture(scope="module")
def gains() -> np.ndarray:
    """w in each random world."""
    return draw(follower(), N + 1).weights[0][0, 1:]


def test_each_choice_leads_where_it_must(followed: Findings) -> None:
    stay, go = followed.choices
    assert followed.choice("go") is go
    with pytest.raises(UnknownName, match="no choice named 'og'; nearest: go"):
        followed.choice("og")
    assert (stay.choice, go.choice) == ("stay", "go")
    assert {o: e.value for o, e in go.outcomes.items()} == {"alone": 0, "together": 1}
    assert {o: e.value for o, e in stay.outcomes.items()} == {"alone": 0, "together": 0, "other": 1}
    assert (stay.settled, go.settled) == (Estimate(1, 0, N),) * 2
    assert (stay.distinct.value, go.distinct.value) == (1, 1)
    assert (followed.states, stay.states, go.states) == (4, 2, 2)


def test_the_resting_points(followed: Findings) -> None:
    (stays,), (goes,) = (c.equilibria for c in followed.choices)
    assert stays.state == {"a.x": "no", "b.y": "no"}
    assert goes.state == {"a.x": "yes", "b.y": "yes"}
    assert (stays.outcome, goes.outcome) == ("", "together")
    assert stays.central
    assert goes.central
    for point in (stays, goes):
        assert point.reached == Estimate(1, 0, N)
        assert set(point.concepts) == set(DECLARED)
        assert {e.value for e in point.concepts.values()} == {1}


def test_the_way_there(followed: Findings) -> None:
    (stays,), (goes,) = (c.paths for c in followed.choices)
    assert (stays.steps, stays.count) == ((), 1), "the status quo is itself at rest"
    assert [(step.actor, step.changes) for step in goes.steps] == [("b", {"b.y": ("no", "yes")})]
    assert (goes.count, goes.goal, goes.outcome) == (1, {"a.x": "yes", "b.y": "yes"}, "together")


def test_the_status_quo_lasts_if_a_stays(followed: Findings) -> None:
    assert followed.status_quo == {"a.x": "no", "b.y": "no"}
    assert {c: e.value for c, e in followed.status_quo_stable.items()} == dict.fromkeys(DECLARED, 1)


def test_which_choice_is_best_in_which_share_of_worlds(followed: Findings, gains: np.ndarray) -> None:
    stay, go = followed.choices
    assert go.best.value == pytest.approx((gains > 1).mean() + (gains == 1).mean() / 2)
    assert near(go.best, 0.5)
    assert stay.best.value + go.best.value == pytest.approx(1)
    assert stay.best.se == pytest.approx(0.5 / np.sqrt(N), rel=0.01)


def test_regret_is_what_the_other_choice_would_have_added(followed: Findings, gains: np.ndarray) -> None:
    """Over w in 0..2 staying costs the mean of (w - 1) / (w + 1) where that is positive."""
    stay, go = followed.choices
    advantage = (gains - 1) / (gains + 1)
    assert stay.regret.value == pytest.approx(np.maximum(advantage, 0).mean())
    assert go.regret.value == pytest.approx(np.maximum(-advantage, 0).mean())
    assert near(stay.regret, (1 - 2 * log(1.5)) / 2)
    assert near(go.regret, (2 * log(2) - 1) / 2)
    assert stay.regret_high == pytest.approx(np.quantile(np.maximum(advantage, 0), 0.9))
    assert stay.regret_high == pytest.approx(0.8 / 2.8, abs=0.01), "w = 1.8 in nine worlds of ten"


def test_utilities_are_changes_against_the_status_quo(followed: Findings, gains: np.ndarray) -> None:
    stay, go = followed.choices
    assert {a: e.value for a, e in stay.utilities.items()} == {"a": 0, "b": 0}
    assert go.utilities["a"].value == pytest.approx(((gains - 1) / (gains + 1)).mean())
    assert go.utilities["b"].value == 0, "together is as good for b as apart"


def test_what_decides(followed: Findings) -> None:
    driver, *others = followed.drivers
    assert not others
    assert (driver.statement, driver.actor) == ("a-0", "a")
    assert 0.95 < driver.share.value <= 1
    assert driver.direction == pytest.approx(-1), "the larger w, the worse the first choice"


def test_claims(followed: Findings) -> None:
    found = {c.claim: c for c in followed.claims}
    assert {name: (c.holds.value, c.verdict) for name, c in found.items()} == {
        "follows": (1, "holds"),
        "holds-out": (0, "fails"),
        "stays": (1, "holds"),
    }
    assert {c: e.value for c, e in found["follows"].otherwise.items()} == {"stay": 0}
    assert {c: e.value for c, e in found["stays"].otherwise.items()} == {"go": 0}
    assert set(found["follows"].verdicts.values()) == {"holds"}


def test_definitions_and_levels(followed: Findings) -> None:
    stay, go = followed.choices
    assert (stay.definitions["same"].value, go.definitions["same"].value) == (1, 1)
    assert {level: e.value for level, e in go.levels["b.y"].items()} == {"no": 0, "yes": 1}
    assert {level: e.value for level, e in stay.levels["a.x"].items()} == {"no": 1, "yes": 0}


def test_why(followed: Findings) -> None:
    for reasons in (c.why for c in followed.choices):
        assert [w.actor for w in reasons] == ["a", "b"]
        assert all(w.witness.stable and w.witness.concept == DRIVES for w in reasons)
        assert all(w.certified is None for w in reasons), "nobody asked"


@pytest.mark.parametrize("concept", [*DECLARED, "SEQ-2", "ESEQ", "LCS", "REFS-irr"])
def test_a_certified_reason_is_accepted(concept: str) -> None:
    for case in (follower(concept=concept), dilemma(concept), crowd(3)):
        for c in find(case, worlds=0, certified=True).choices:
            assert [w.certified for w in c.why] == [True] * len(case.actors)


# ------------------------------------------------------------------------------------ nothing is uncertain


@pytest.mark.parametrize(("gain", "best"), [(0.5, (1, 0)), (1, (0.5, 0.5)), (1.5, (0, 1))])
def test_without_uncertainty_there_is_one_world(gain: float, best: tuple[float, float]) -> None:
    found = find(follower(gain), worlds=1_000)
    assert found.worlds == 0
    stay, go = found.choices
    assert (stay.best.value, go.best.value) == best
    assert stay.regret.value == pytest.approx(max(0, (gain - 1) / (gain + 1)))
    assert go.regret.value == pytest.approx(max(0, (1 - gain) / (gain + 1)))
    for c in found.choices:
        shares = [*c.outcomes.values(), c.settled, *c.definitions.values()]
        shares += [e.reached for e in c.equilibria] + [s for e in c.equilibria for s in e.concepts.values()]
        assert {(s.value, s.se, s.worlds) for s in shares} <= {(0, 0, 1), (1, 0, 1)}
        assert c.listed == len(c.equilibria) == 1
        assert c.equilibria[0].central
    assert found.drivers == ()
    assert [c.verdict for c in found.claims] == ["holds", "fails", "holds"]


def test_an_actor_who_is_indifferent_to_everything_makes_all_choices_equal() -> None:
    found = find(follower(), worlds=50)
    assert not any(isnan(c.best.value) for c in found.choices)
    wants = {"a": {"true": 1}, "b": {"a.x == b.y": "1..2"}}
    found = find(small({"a.x": "no yes", "b.y": "no yes"}, wants, **FOLLOWER), worlds=50)
    assert [c.best.value for c in found.choices] == [0.5, 0.5]
    assert [(c.regret.value, c.regret_high) for c in found.choices] == [(0, 0), (0, 0)]
    assert isnan(found.choices[0].utilities["a"].value), "a change as a share of no range at all"


# ------------------------------------------------------------------------- how far actors look ahead

DILEMMA = {
    "status_quo": {"f.hint": "no", "a.x": "yes", "b.y": "yes"},
    "focal": "f",
    "choices": choices("f.hint", quiet="no", loud="yes"),
    "outcomes": {"peace": {"name": "peace", "when": "a.x == yes and b.y == yes"}},
    "claims": {
        "peace": claim("quiet", "a.x == yes and b.y == yes"),
        "war": claim("quiet", "a.x == no and b.y == no"),
    },
}


def dilemma(concept: str = "SEQ") -> Case:
    """The Prisoner's Dilemma between a and b, from a state in which both cooperate."""
    wants = {
        "a": {"b.y == yes": 2, "a.x == no": 1},
        "b": {"a.x == yes": 2, "b.y == no": 1},
        "f": {"f.hint == yes": 1},
    }
    options = {"f.hint": "no yes", "a.x": "no yes", "b.y": "no yes"}
    return small(options, wants, concept=concept, **DILEMMA)


@pytest.mark.parametrize(("concept", "peace"), FORESEEN.items())
def test_cooperation_lasts_where_answers_are_foreseen(concept: str, peace: float) -> None:
    found = find(dilemma(concept))
    quiet = found.choices[0]
    assert quiet.outcomes["peace"].value == peace
    assert {
        c: e["peace"].value if "peace" in e else 0 for c, e in quiet.outcomes_by_concept.items()
    } == FORESEEN
    assert [len(p.steps) for p in quiet.paths] == ([2] if concept == "R" else [0])
    assert [p.count for p in quiet.paths] == ([2] if concept == "R" else [1]), "either may defect first"


def test_a_claim_can_depend_on_foresight() -> None:
    peace, war = find(dilemma()).claims
    assert (peace.verdict, war.verdict) == ("depends on foresight", "depends on foresight")
    assert peace.verdicts == {c: ("fails", "holds")[foreseen] for c, foreseen in FORESEEN.items()}
    assert war.verdicts == {c: ("holds", "fails")[foreseen] for c, foreseen in FORESEEN.items()}
    assert {c: e.value for c, e in peace.by_concept.items()} == FORESEEN


def test_the_status_quo_lasts_under_some_concepts() -> None:
    assert {c: e.value for c, e in find(dilemma()).status_quo_stable.items()} == FORESEEN


# ----------------------------------------------------------------------------- what never comes to rest


def pennies(concept: str) -> Case:
    """a and b match pennies: one wants them the same, the other different; f looks on."""
    wants = {"a": {"a.x == b.y": 1}, "b": {"a.x != b.y": 1}, "f": {"a.x == yes": 1, "f.hint == yes": "0..1"}}
    parts = {
        "status_quo": {"f.hint": "no", "a.x": "yes", "b.y": "yes"},
        "focal": "f",
        "choices": choices("f.hint", quiet="no", loud="yes"),
        "outcomes": {"same": {"name": "same", "when": "a.x == b.y"}},
        "claims": {"same": claim("quiet", "a.x == b.y")},
    }
    options = {"f.hint": "no yes", "a.x": "no yes", "b.y": "no yes"}
    return small(options, wants, concept=concept, **parts)


def test_a_cycle_is_unsettled() -> None:
    found = find(pennies("R"), worlds=40)
    for c in found.choices:
        assert c.settled == Estimate(0, 0, 40)
        assert {o: e.value for o, e in c.outcomes.items()} == {"same": 0, "unsettled": 1}
        assert (c.equilibria, c.paths, c.why, c.distinct.value, c.listed) == ((), (), (), 0, 0)
        assert c.definitions == {}
        assert {level: e.value for level, e in c.levels["a.x"].items()} == {"no": 0.5, "yes": 0.5}
    assert found.claims[0].holds.value == 0.5, "half of the states that it wanders through"
    assert found.claims[0].verdict == "cannot be said"
    assert found.choices[0].utilities["a"].value == pytest.approx(-0.5)


def test_the_same_cycle_rests_where_answers_are_foreseen() -> None:
    found = find(pennies("SEQ"), worlds=40)
    assert [c.settled.value for c in found.choices] == [1, 1]
    assert found.choices[0].outcomes["same"].value == 1
    assert found.choices[0].outcomes_by_concept["R"]["unsettled"].value == 1


# ------------------------------------------------------------------------------------ several resting points


def crowd(count: int) -> Case:
    """From the start b may go to any of `count` places, all equally good; nobody moves on."""
    places = " ".join(f"p{k}" for k in range(count))
    wants = {"a": {"a.x == yes": "1..2", "b.y == p0": 1}, "b": {"b.y == start": -1}}
    return small(
        {"a.x": "no yes", "b.y": f"start {places}"},
        wants,
        status_quo={"a.x": "no", "b.y": "start"},
        focal="a",
        choices=choices("a.x", stay="no", go="yes"),
        outcomes={
            "first": {"name": "first", "when": "b.y == p0"},
            "elsewhere": {"name": "elsewhere", "when": "not b.y == start"},
        },
        claims={"first": claim("stay", "b.y == p0")},
    )


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 20, 49])
def test_several_resting_points_share_a_world_equally(count: int) -> None:
    found = find(crowd(count), worlds=10)
    for c in found.choices:
        assert set(c.outcomes) == {"first", "elsewhere"}, "no part of a world is lost in rounding"
        assert c.outcomes["first"].value == pytest.approx(1 / count)
        assert c.outcomes["elsewhere"].value == pytest.approx(1 - 1 / count)
        assert c.distinct.value == c.listed == count
        assert len(c.equilibria) == min(count, 12)
        assert all(e.reached.value == pytest.approx(1 / count) for e in c.equilibria)
        assert all(e.concepts["R"].value == 1 for e in c.equilibria)
        assert len(c.paths) == min(count, 4)
    assert found.claims[0].holds.value == pytest.approx(1 / count)


# ------------------------------------------------------------------------------------------- chance


def test_chance_weighs_what_follows_from_it() -> None:
    """b follows a only in calm weather, which it is in three worlds of four."""
    wants = {
        "a": {"b.y == yes": 1},
        "b": {"a.x == b.y and chance.c == calm": 1, "b.y == no and chance.c == storm": 1},
    }
    case = small(
        {"a.x": "no yes", "b.y": "no yes"},
        wants,
        chance={"chance.c": chance({"storm": 0.25, "calm": 0.75})},
        status_quo={"chance.c": "calm", "a.x": "no", "b.y": "no"},
        focal="a",
        choices=choices("a.x", stay="no", go="yes"),
        claims={"follows": claim("go", "b.y == yes")},
    )
    found = find(case, worlds=2_000)
    assert (found.scenarios, found.states, found.choices[0].states) == (2, 8, 2)
    assert near(found.claims[0].holds, 0.75)
    go = found.choices[1]
    assert near(go.levels["chance.c"]["calm"], 0.75)
    points = {(e.state["chance.c"], e.state["b.y"]): e for e in go.equilibria}
    assert set(points) == {("calm", "yes"), ("storm", "no")}
    assert points["calm", "yes"].reached.value == found.claims[0].holds.value
    assert points["calm", "yes"].reached.value + points["storm", "no"].reached.value == pytest.approx(1)
    assert points["calm", "yes"].central
    assert not points["storm", "no"].central
    assert found.status_quo["chance.c"] == "calm", "the status quo of the case, not of some scenario"


# ----------------------------------------------------------------------------- perception, graphs, names


def test_a_misperception_deters() -> None:
    """b would never strike; a believes that it would, and so under SEQ does not take what is on offer."""
    wants = {
        "a": {"a.x == yes": 1, "b.y == no": 2},
        "b": {"b.y == no": 1, "a.x == b.y": 0},
        "f": {"f.h == yes": 1},
    }
    parts = {
        "status_quo": {"f.h": "no", "a.x": "no", "b.y": "no"},
        "focal": "f",
        "choices": choices("f.h", quiet="no"),
        "claims": {"deterred": claim("quiet", "a.x == no")},
    }
    seen = {"p": {"viewer": "a", "of": "b", "weights": {"b-1": "2..3"}, "evidence": JUDGEMENT}}
    options = {"f.h": "no yes", "a.x": "no yes", "b.y": "no yes"}
    fooled = find(small(options, wants, perceptions=seen, **parts), worlds=30)
    informed = find(small(options, wants, **parts), worlds=30)
    assert {c: e.value for c, e in fooled.claims[0].by_concept.items()} == FORESEEN
    assert {c for c, e in informed.claims[0].by_concept.items() if e.value} == {"GMR", "SMR"}


def test_a_graph_has_one_nameless_choice() -> None:
    found = find(graph("p q r", {"a": "p>q", "b": "q>r"}, {"a": ["q", "p", "r"], "b": ["r", "q", "p"]}, "p"))
    (only,) = found.choices
    assert (only.choice, found.worlds, found.status_quo) == ("", 0, {})
    assert [(e.name, e.state, e.reached.value) for e in only.equilibria] == [("p", {}, 1)]
    assert [p.goal for p in only.paths] == [{"state": "p"}]
    assert {c: e.value for c, e in found.status_quo_stable.items()} == FORESEEN


def test_named_states_and_a_named_status_quo() -> None:
    """The follower again, its four states listed and the status quo given by name."""
    states = {f"{x}-{y}": {"a.x": x, "b.y": y} for x in ("no", "yes") for y in ("no", "yes")}
    named, plain = (find(follower(**p), worlds=100) for p in ({"states": states, "status_quo": "no-no"}, {}))
    assert [e.name for c in named.choices for e in c.equilibria] == ["no-no", "yes-yes"]
    assert named.status_quo == plain.status_quo
    assert named.status_quo_stable == plain.status_quo_stable
    assert [c.outcomes for c in named.choices] == [c.outcomes for c in plain.choices]
    assert [c.regret for c in named.choices] == [c.regret for c in plain.choices]


def test_without_a_status_quo_every_equilibrium_counts() -> None:
    found = find(follower(status_quo={}), worlds=30)
    assert found.status_quo == {}
    assert found.status_quo_stable == {}
    assert [[e.state["b.y"] for e in c.equilibria] for c in found.choices] == [["no"], ["yes"]]
    assert [c.paths for c in found.choices] == [(), ()]


# ------------------------------------------------------------------------------------------- refusals


def test_a_choice_that_does_not_say_all_it_changes_is_refused() -> None:
    bound = {"c": "require a.x == b.y"}
    with pytest.raises(DetenteError, match=r"with a\.x = yes the status quo is not a feasible state"):
        find(follower(constraints=bound))


def test_a_choice_that_leaves_no_state_is_refused() -> None:
    barred = {"c": "forbid a.x == yes"}
    with pytest.raises(NoFeasibleState):
        find(follower(constraints=barred))


def test_progress_counts_every_world_of_every_choice_once() -> None:
    told: list[tuple[int, int]] = []
    find(follower(), worlds=199, workers=2, progress=lambda done, total: told.append((done, total)))
    assert {total for _, total in told} == {400}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (400, 400)

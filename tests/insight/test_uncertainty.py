"""Findings say how sure they are and what they hinge on: a case with everything uncertain, end to end."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from detente.case import Case
from detente.ensemble import Plan, run
from detente.errors import UnknownName
from detente.insight import Findings, find, found, plain
from detente.insight.parts import outcome_parts, own_levels
from reference import choice as slow
from small import JUDGEMENT, chance, small

OPTIONS = {"a.x": "no yes", "a.v": "low mid high", "b.y": "low mid high", "c.z": "no yes"}


def feud(**parts: Any) -> Case:
    """Three actors, readings, chance, beliefs and two structural alternatives."""
    wants: dict[str, Any] = {
        "a": {"b.y == low": "1..4", "a.v == high": "-1..2", "c.z == yes": 1, "a.x == yes": "-1..1"},
        "b": {"a.v == b.y": "-1..3", "c.z == no": "1..2", "b.y == mid": "0..1", "a.x == yes": "-1..1"},
        "c": {"c.z == yes and chance.c == storm": "0..2", "c.z == a.x": "-2..2", "b.y == high": -1},
    }
    readings = {
        "hawk": {"name": "hawk", "share": 2, "weights": {"a-0": "0..2", "b-0": 3}, "evidence": JUDGEMENT},
        "dove": {"name": "dove", "share": 1, "evidence": JUDGEMENT},
    }
    told: dict[str, Any] = {
        "chance": {"chance.c": chance({"calm": "0.5..0.7", "storm": 0.4})},
        "readings": readings,
        "perceptions": {"p": {"viewer": "a", "of": "b", "weights": {"b-0": "-2..2"}, "evidence": JUDGEMENT}},
        "constraints": {"fair": "forbid a.v == high and b.y == low and c.z == yes"},
        "status_quo": {"chance.c": "calm", "a.x": "no", "a.v": "low", "b.y": "low", "c.z": "no"},
        "focal": "a",
        "choices": {x: {"name": x, "set": {"a.x": x}} for x in ("no", "yes")},
        "outcomes": {
            "low": {"name": "low", "when": "b.y == low"},
            "even": {"name": "even", "when": "a.x == c.z"},
        },
        "alternatives": {
            "free": {"name": "without the rule", "drop": ["fair"], "evidence": JUDGEMENT},
            "calm": {"name": "always calm", "hold": {"chance.c": "calm"}, "evidence": JUDGEMENT},
        },
    }
    return small(OPTIONS, wants, **{**told, **parts})


@pytest.fixture(scope="module")
def case() -> Case:
    return feud()


@pytest.fixture(scope="module")
def findings(case: Case) -> Findings:
    return find(case, worlds=300, sensitivity=64, alternatives=("free", "calm"))


@pytest.fixture(scope="module")
def payoff(case: Case) -> np.ndarray:
    runs = run(case, Plan(worlds=300))
    ref = case.declared.index(case.concept)
    return np.stack([own_levels(case, a)[ref, 1:] for a in runs.answers.values()])


def test_criteria_are_taken_over_the_worlds_of_the_findings(findings: Findings, payoff: np.ndarray) -> None:
    assert findings.uncertainty is not None
    robust = findings.uncertainty.robust
    assert robust is not None
    told = slow.criteria(payoff.tolist(), np.zeros_like(payoff).tolist(), robust.alpha)
    for c in robust.pooled.criteria:
        if c.criterion in told and c.criterion != "satisficing":
            assert [v.value for v in c.values.values()] == pytest.approx(told[c.criterion]), c.criterion
    assert [r.reading for r in robust.readings] == ["hawk", "dove"]
    assert [r.worlds for r in robust.readings] == [r.worlds for r in findings.readings]
    by_name = {c.criterion: c for c in robust.pooled.criteria}
    for name in ("no", "yes"):
        told_again = findings.choice(name)
        assert by_name["regret-90"].values[name].value == pytest.approx(told_again.regret_high)
        # To be content is to have what the status quo gives: the change is not below 0.
        satisfied = by_name["satisficing"].values[name].value
        assert 0 < satisfied < 1
    assert robust.threshold == "status quo"


def test_satisficing_asks_for_the_status_quo(case: Case, findings: Findings) -> None:
    runs = run(case, Plan(worlds=300))
    ref = case.declared.index(case.concept)
    assert findings.uncertainty is not None
    assert findings.uncertainty.robust is not None
    told = next(c for c in findings.uncertainty.robust.pooled.criteria if c.criterion == "satisficing")
    for name, answers in runs.answers.items():
        change = answers.utility[ref, 0, 1:]
        assert told.values[name].value == pytest.approx((change >= -1e-9).mean())


def test_the_value_of_everything_is_the_regret_of_the_best_choice(findings: Findings) -> None:
    assert findings.uncertainty is not None
    values = findings.uncertainty.values
    assert values is not None
    assert values.perfect.value == pytest.approx(findings.choice(values.chosen).regret.value)
    assert values.perfect.value == pytest.approx(min(c.regret.value for c in findings.choices))
    kinds = {w.name.kind for w in values.judgements}
    assert kinds == {"statement", "reading", "chance", "belief"}
    assert {w.name.kind for w in values.actors} == {"actor", "beliefs"}
    assert [w.name.id for w in values.sources] == [""]


def test_convergence_says_what_the_findings_say(findings: Findings) -> None:
    assert findings.uncertainty is not None
    told = findings.uncertainty.convergence
    assert told is not None
    shares = {(s.choice, s.outcome): s for s in told.shares}
    for c in findings.choices:
        assert shares[c.choice, ""].values[-1] == pytest.approx(c.best.value)
        for outcome, share in c.outcomes.items():
            assert shares[c.choice, outcome].values[-1] == pytest.approx(share.value)
            if share.se > 0:
                assert shares[c.choice, outcome].halves[-1] == pytest.approx(1.959964 * share.se, rel=1e-5)
    assert told.worlds == 300


def test_the_advantage_is_the_one_of_the_drivers(findings: Findings) -> None:
    assert findings.uncertainty is not None
    assert findings.uncertainty.sensitivity is not None
    first = findings.uncertainty.sensitivity.given[0]
    assert (first.choice, first.outcome) == ("", "")
    drivers = {(d.statement, d.actor): d.share.value for d in findings.drivers}
    for e in first.effects:
        if e.name.kind in ("statement", "reading"):
            assert e.first.value == pytest.approx(drivers[e.name.id, e.name.actor])


def test_the_design_of_its_own_has_first_and_total_orders(findings: Findings) -> None:
    assert findings.uncertainty is not None
    told = findings.uncertainty.sensitivity
    assert told is not None
    assert told.size == 64
    advantage = told.designed[0]
    names = {(e.name.kind, e.name.id) for e in advantage.effects}
    assert names >= {
        ("actor", "a"), ("actor", "b"), ("actor", "c"), ("reading", "reading"), ("chance", "chance"),
        ("beliefs", "beliefs"),
    }  # fmt: skip
    assert sum(kind == "statement" for kind, _ in names) == 3
    for e in advantage.effects:
        assert e.total is not None
        assert e.total.value >= 0
        assert e.total.value > e.first.value - (e.first.high - e.first.low) - 0.05
    assert sum(e.first.value for e in advantage.effects if e.name.kind != "statement") < 1.5


def test_sobol_indices_are_those_of_the_exchanged_worlds(case: Case) -> None:
    """By hand from a Saltelli run."""
    runs = run(case, Plan("saltelli", 40, groups=("actor:b",)))
    ref = case.declared.index(case.concept)
    row = outcome_parts(case, runs.answers["no"], ref)["low"]
    blocks = runs.design.blocks()
    a, b, mixed = (row[blocks[name]] for name in ("A", "B", "AB:actor:b"))
    uncertainty = found(case, runs).uncertainty
    assert uncertainty is not None
    assert uncertainty.robust is None
    assert uncertainty.sensitivity is not None
    told = next(s for s in uncertainty.sensitivity.designed if (s.choice, s.outcome) == ("no", "low"))
    middle = (a.mean() + b.mean()) / 2
    variance = ((a - middle) ** 2).mean() / 2 + ((b - middle) ** 2).mean() / 2
    assert told.effects[0].total is not None
    assert told.effects[0].total.value == pytest.approx(((a - mixed) ** 2).mean() / 2 / variance)
    assert told.effects[0].first.value == pytest.approx(((b - middle) * (mixed - a)).mean() / variance)


# ----------------------------------------------------------------------------------------- alternatives


def test_an_alternative_is_the_altered_case_on_the_same_worlds(case: Case, findings: Findings) -> None:
    assert findings.uncertainty is not None
    free, calm = findings.uncertainty.alternatives
    assert (free.alternative, calm.alternative) == ("free", "calm")
    alone = find(feud(constraints={}), worlds=300)
    for c in alone.choices:
        assert free.best[c.choice].value == pytest.approx(c.best.value)
        for outcome, share in free.outcomes[c.choice].items():
            if outcome in c.outcomes:
                assert share.value == pytest.approx(c.outcomes[outcome].value)
    assert free.chosen == max(free.levels, key=lambda c: free.levels[c].value)


def test_changes_are_differences_on_common_worlds(findings: Findings) -> None:
    assert findings.uncertainty is not None
    moved = 0.0
    for alternative in findings.uncertainty.alternatives:
        usual = max(findings.choices, key=lambda c: -c.regret.value).choice
        other = next(c.choice for c in findings.choices if c.choice != usual)
        assert alternative.advantage is not None
        assert alternative.turned == (alternative.chosen != usual)
        gap = alternative.levels[usual].value - alternative.levels[other].value
        assert alternative.advantage.value == pytest.approx(gap)
        for c in findings.choices:
            for outcome, change in alternative.changes[c.choice].items():
                before = c.outcomes[outcome].value if outcome in c.outcomes else 0.0
                after = alternative.outcomes[c.choice][outcome]
                assert change.value == pytest.approx(after.value - before)
                if outcome in c.outcomes and abs(change.value) > 0:
                    moved = max(moved, abs(change.value))
                    assert change.se < np.hypot(after.se, c.outcomes[outcome].se) + 1e-12
    assert moved > 0.01


def test_an_alternative_that_is_not_there_is_refused(case: Case) -> None:
    with pytest.raises(UnknownName, match="calm"):
        find(case, worlds=5, alternatives=("clam",))


# ------------------------------------------------------------------------------------------- what is kept


def test_everything_becomes_json_and_is_the_same_on_any_number_of_workers(
    case: Case, findings: Findings
) -> None:
    again = find(case, worlds=300, sensitivity=64, alternatives=("free", "calm"), workers=1)
    one, other = (json.dumps(plain(f.uncertainty), allow_nan=False) for f in (findings, again))
    assert one == other


def test_what_is_asked_for_does_not_change_the_rest(case: Case, findings: Findings) -> None:
    bare = find(case, worlds=300)
    assert bare.uncertainty is not None
    assert findings.uncertainty is not None
    assert plain(bare.choices) == plain(findings.choices)
    assert plain(bare.uncertainty.robust) == plain(findings.uncertainty.robust)
    assert bare.uncertainty.alternatives == ()
    assert bare.uncertainty.sensitivity is not None
    assert bare.uncertainty.sensitivity.designed == ()


def test_where_nothing_is_uncertain_there_is_nothing_to_say() -> None:
    sure = small({"a.x": "no yes", "b.y": "no yes"}, {"a": {"b.y == yes": 1}, "b": {"a.x == yes": 1}})
    assert find(sure, sensitivity=10).uncertainty is None


def test_without_choices_there_are_shares_only() -> None:
    told = find(feud(choices={}, focal=""), worlds=60).uncertainty
    assert told is not None
    assert told.robust is None
    assert told.values is None
    assert told.convergence is not None
    assert told.convergence.best == ""
    assert {s.outcome for s in told.convergence.shares} >= {"low", "even"}


def test_chance_taken_apart_in_every_world_is_put_together_again(case: Case, findings: Findings) -> None:
    """With every chance level solved the answers agree within errors, and chance is no judgement any more."""
    told = found(case, run(case, Plan(worlds=300, chance="every"))).uncertainty
    assert told is not None
    assert told.robust is not None
    assert told.values is not None
    assert findings.uncertainty is not None
    assert findings.uncertainty.robust is not None
    drawn = findings.uncertainty.robust.pooled.criteria[0].values
    for name, value in told.robust.pooled.criteria[0].values.items():
        assert value.worlds == 300
        assert abs(value.value - drawn[name].value) < drawn[name].high - drawn[name].low
    assert "chance" not in {w.name.kind for w in told.values.judgements}


def test_a_design_that_holds_readings_has_no_shares_to_weigh(case: Case) -> None:
    assert found(case, run(case, Plan("factorial", 10))).uncertainty is None

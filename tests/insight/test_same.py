"""The same case, seed and number of worlds give the same answer; other seeds give it within its errors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import detente.ensemble.solve as solving
from detente.case import Case
from detente.ensemble.scenario import scenarios
from detente.ensemble.solve import mask_names, solve
from detente.insight import Findings, find, plain
from detente.paper.estimate import Estimate
from detente.registry import DECLARED
from detente.worlds import draw
from small import JUDGEMENT, chance, small


def quarrel() -> Case:
    """Three actors, chance, readings and a perception; several resting points and some cycles."""
    options = {"a.x": "no yes", "a.v": "low mid high", "b.y": "low mid high", "c.z": "no yes"}
    wants: dict[str, Any] = {
        "a": {
            "b.y == low": "1..4",
            "a.v == high": "-1..2",
            "c.z == yes": 1,
            "a.v == b.y": "-4..1",
            "a.x == yes": "-1..1",
        },
        "b": {"a.v == b.y": "-1..3", "c.z == no": "1..2", "b.y == mid": "0..1", "a.x == yes": "-1..1"},
        "c": {"c.z == yes and chance.c == storm": "0..2", "c.z == a.x": "-2..2", "b.y == high": -1},
    }
    hawk = {"a-0": "0..2", "b-0": 3}
    readings = {
        "hawk": {"name": "hawk", "share": 2, "weights": hawk, "evidence": JUDGEMENT},
        "dove": {"name": "dove", "share": 1, "evidence": JUDGEMENT},
    }
    return small(
        options,
        wants,
        chance={"chance.c": chance({"calm": "0.5..0.7", "storm": 0.4})},
        readings=readings,
        perceptions={"p": {"viewer": "a", "of": "b", "weights": {"b-0": "-2..2"}, "evidence": JUDGEMENT}},
        constraints={"fair": "forbid a.v == high and b.y == low and c.z == yes"},
        definitions={"even": {"name": "even", "when": "a.x == c.z"}},
        status_quo={"chance.c": "calm", "a.x": "no", "a.v": "low", "b.y": "low", "c.z": "no"},
        focal="a",
        concept="SSEQ",
        choices={x: {"name": x, "set": {"a.x": x}} for x in ("no", "yes")},
        outcomes={
            "low": {"name": "low", "when": "b.y == low"},
            "even": {"name": "even", "when": "even"},
            "odd": {"name": "odd", "when": "not even"},
        },
        claims={
            "q": {"says": "q", "choice": "yes", "then": "b.y == mid", "evidence": JUDGEMENT},
            "r": {"says": "r", "choice": "no", "then": "not even", "evidence": JUDGEMENT},
        },
    )


@pytest.fixture(scope="module")
def findings() -> Findings:
    return find(quarrel(), worlds=400, workers=1)


def numbers(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Path and value of everything in plain findings that is a single value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for k, inner in enumerate(value):
            yield from numbers(inner, f"{at}.{k}")
    else:
        yield at, value


def same(one: Findings, other: Findings, exactly: bool = True) -> None:
    left, right = dict(numbers(plain(one))), dict(numbers(plain(other)))
    assert left.keys() == right.keys()
    for path, value in left.items():
        if isinstance(value, float) and not exactly:
            assert math.isclose(value, right[path], rel_tol=1e-9, abs_tol=1e-9), path
        else:
            assert value == right[path], path


def test_the_example_is_worth_testing_on(findings: Findings) -> None:
    for c in findings.choices:
        assert 0 < c.settled.value <= 1
        assert c.distinct.value != round(c.distinct.value)
        assert len(c.equilibria) > 3
        assert 0.02 < c.best.value < 0.98
    shares = [
        e["unsettled"].value
        for c in findings.choices
        for e in c.outcomes_by_concept.values()
        if "unsettled" in e
    ]
    assert 0 < max(shares) < 1


@pytest.mark.parametrize("workers", [1, 2, 4, None])
def test_the_number_of_workers_does_not_matter(findings: Findings, workers: int | None) -> None:
    same(findings, find(quarrel(), worlds=400, workers=workers))


@pytest.mark.parametrize("block", [1, 7, 63, 64, 65, 1_000])
def test_nor_does_how_worlds_are_put_together(
    findings: Findings, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to the order of additions, since sums over worlds are taken block by block."""
    monkeypatch.setattr(solving, "BLOCK", block)
    monkeypatch.setattr(solving, "CELLS", 0)
    same(findings, find(quarrel(), worlds=400, workers=2), exactly=False)


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(findings: Findings) -> None:
    same(findings, find(quarrel(), worlds=400, seed=1))
    other = find(quarrel(), worlds=400, seed=2)
    assert plain(other.choices) != plain(findings.choices)
    assert other.seed == 2


def estimates(value: Any, at: str = "") -> Iterator[tuple[str, Estimate]]:
    if isinstance(value, Estimate):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from estimates(inner, f"{at}.{key}")
    elif isinstance(value, tuple):
        for k, inner in enumerate(value):
            yield from estimates(inner, f"{at}.{k}")


def told(findings: Findings) -> dict[str, Estimate]:
    """The estimates of findings that do not depend on how a list was sorted."""
    parts: dict[str, Any] = {}
    for c in findings.choices:
        for name in (
            "outcomes",
            "utilities",
            "levels",
            "outcomes_by_reading",
            "best_by_concept",
            "definitions",
        ):
            parts[f"{c.choice}.{name}"] = getattr(c, name)
        parts[f"{c.choice}.regret"], parts[f"{c.choice}.best"] = c.regret, c.best
    for claim in findings.claims:
        parts[claim.claim] = claim.by_concept
    return dict(estimates(parts))


def test_seeds_agree_within_their_errors() -> None:
    """Of some 250 figures none may differ by more than 4.5 joint standard errors."""
    one, other = (told(find(quarrel(), worlds=1_500, seed=seed)) for seed in (1, 2))
    shared = one.keys() & other.keys()
    assert len(shared) > 60
    gaps = [(one[k].value - other[k].value) / (math.hypot(one[k].se, other[k].se) or 1) for k in shared]
    assert max(map(abs, gaps)) < 4.5
    assert 0.6 < np.std(gaps) < 1.4, "errors are neither too large nor too small"


# ------------------------------------------------------------------------------------ what must add up


def test_outcomes_sum_to_one(findings: Findings) -> None:
    for c in findings.choices:
        for shares in (c.outcomes, *c.outcomes_by_concept.values(), *c.outcomes_by_reading.values()):
            assert sum(e.value for e in shares.values()) == pytest.approx(1)
        assert c.outcomes["unsettled"].value == pytest.approx(1 - c.settled.value)
        for levels in c.levels.values():
            assert sum(e.value for e in levels.values()) == pytest.approx(1)


def test_outcomes_sum_to_one_in_every_world() -> None:
    case = quarrel()
    worlds = draw(case, 300)
    kinds = [name[0] for name in mask_names(case)]
    for choice in case.choices:
        answers = solve(case, worlds, scenarios(case, worlds, 1_000), choice, 1)
        outcomes = answers.masks[:, [k for k, kind in enumerate(kinds) if kind == "outcome"]]
        assert outcomes.min() >= 0
        assert np.abs(outcomes.sum(axis=1) - 1).max() < 1e-9
        assert ((answers.points > 0) == answers.settled).all()


def test_readings_weigh_as_many_worlds_as_they_take(findings: Findings) -> None:
    taken = {r.reading: r.worlds for r in findings.readings}
    assert sum(taken.values()) == 400
    assert abs(taken["hawk"] / 400 - 2 / 3) < 4 * math.sqrt(2 / 9 / 400)
    for c in findings.choices:
        for outcome, whole in c.outcomes.items():
            parts = [c.outcomes_by_reading[r][outcome] for r in taken]
            assert [p.worlds for p in parts] == list(taken.values())
            assert sum(p.value * p.worlds for p in parts) / 400 == pytest.approx(whole.value)
        for actor, change in c.utilities.items():
            parts = [c.utilities_by_reading[r][actor] for r in taken]
            assert sum(p.value * p.worlds for p in parts) / 400 == pytest.approx(change.value)
        parts = [c.best_by_reading[r] for r in taken]
        assert sum(p.value * p.worlds for p in parts) / 400 == pytest.approx(c.best.value)


def test_a_reading_is_the_case_with_its_weights(findings: Findings) -> None:
    """Conditional shares agree with those of the case in which the reading is all there is."""
    case = quarrel()
    alone = case.model_copy(update={"readings": {"hawk": case.readings["hawk"]}})
    only = find(alone, worlds=1_500)
    for c, d in zip(findings.choices, only.choices, strict=True):
        for outcome, share in c.outcomes_by_reading["hawk"].items():
            if outcome in d.outcomes:
                gap = abs(share.value - d.outcomes[outcome].value)
                assert gap <= 4 * math.hypot(share.se, d.outcomes[outcome].se) + 1e-9


def test_best_shares_sum_to_one(findings: Findings) -> None:
    for concept in DECLARED:
        assert sum(c.best_by_concept[concept].value for c in findings.choices) == pytest.approx(1)
    for reading in ("hawk", "dove"):
        assert sum(c.best_by_reading[reading].value for c in findings.choices) == pytest.approx(1)
    assert all(c.regret.value >= 0 and c.regret_high >= 0 for c in findings.choices)


def test_the_cases_concept_is_one_of_the_concepts(findings: Findings) -> None:
    assert findings.concept == "SSEQ"
    for c in findings.choices:
        told_again = c.outcomes_by_concept["SSEQ"]
        assert told_again == {o: e for o, e in c.outcomes.items() if o in told_again}
        assert {o for o in c.outcomes if o not in told_again} <= {
            o for o, e in c.outcomes.items() if e.value == 0
        }
        assert c.best_by_concept["SSEQ"] == c.best
        assert c.definitions_by_concept["SSEQ"] == c.definitions
    for claim in findings.claims:
        assert claim.by_concept["SSEQ"] == claim.holds
        assert set(claim.verdicts) == set(claim.by_concept) == set(DECLARED)


@pytest.mark.parametrize("concept", DECLARED)
def test_the_concept_of_the_case_changes_which_answer_is_given_and_no_answer(
    findings: Findings, concept: str
) -> None:
    other = find(quarrel().model_copy(update={"concept": concept}), worlds=400)
    for c, d in zip(findings.choices, other.choices, strict=True):
        assert c.outcomes_by_concept == d.outcomes_by_concept
        assert c.best_by_concept == d.best_by_concept
        assert d.best == c.best_by_concept[concept]
    assert [claim.by_concept for claim in other.claims] == [claim.by_concept for claim in findings.claims]


def test_resting_points_add_up(findings: Findings) -> None:
    """With every resting point listed, the shares of worlds that rest there sum to those that rest at all."""
    for c in findings.choices:
        if c.listed <= len(c.equilibria):
            assert sum(e.reached.value for e in c.equilibria) == pytest.approx(c.settled.value)
        for e in c.equilibria:
            assert e.reached.value <= e.concepts["SSEQ"].value + 1e-9
            assert e.outcome == (
                "low" if e.state["b.y"] == "low" else "even" if e.state["a.x"] == e.state["c.z"] else "odd"
            )
        values = [e.reached.value for e in c.equilibria]
        assert values == sorted(values, reverse=True)


def test_certified_reasons_change_nothing_but_say_so(findings: Findings) -> None:
    checked = find(quarrel(), worlds=400, certified=True)
    for c, d in zip(findings.choices, checked.choices, strict=True):
        assert [w.witness for w in c.why] == [w.witness for w in d.why]
        assert {w.certified for w in d.why} <= {True}
        assert {w.certified for w in c.why} <= {None}

"""Pools of several analysts' judgements, against a slow twin, laws, and what worlds make of them."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.brief import pooled_json, pooled_parts, pooling_remarks
from detente.case import Case, loads
from detente.elicitation import Answer, Sheet, calibration, equalised, information, performance, pool, scores
from detente.elicitation.density import edges, linear, logarithmic, quantiles, support, variance
from detente.elicitation.model import Score
from detente.errors import DetenteError
from detente.game import unfold
from detente.insight import find
from detente.worlds import draw
from reference import pooling as twin

TEXT = """format: 1
case: two
title: Two
as_of: 2020-01-01
focal: a
actors: {a: {name: A}, b: {name: B}}
options:
  a.go: {name: go, levels: {no: A stays, yes: A goes}}
  b.go: {name: go, levels: {no: B stays, yes: B goes}}
status_quo: {a.go: no, b.go: no}
preferences:
  a: {statements: [{id: a-go, when: a.go == yes, weight: 1..2, evidence: analyst judgement},
                   {id: a-b, when: b.go == yes, weight: 1, evidence: analyst judgement}]}
  b: {statements: [{id: b-go, when: b.go == yes, weight: -1..1, evidence: analyst judgement}]}
choices:
  stay: {name: stay, set: {a.go: no}}
  go: {name: go, set: {a.go: yes}}
readings:
  old: {name: Old, share: 1, weights: {a-b: 9}, evidence: analyst judgement}
elicitation:
  seeds:
    - {id: s1, asks: One?, answer: 10, evidence: analyst judgement}
    - {id: s2, asks: Two?, answer: 20, evidence: analyst judgement}
    - {id: s3, asks: Three?, answer: 30, evidence: analyst judgement}
"""


def case() -> Case:
    return loads(TEXT)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    low = draw(st.integers(-40, 40)) / 8
    first, second = draw(st.integers(1, 24)) / 8, draw(st.integers(1, 24)) / 8
    return Answer(low, low + first, low + first + second)


@settings(max_examples=15, deadline=None)
@given(st.lists(answers(), min_size=1, max_size=4), st.booleans(), st.data())
def test_pools_are_those_of_the_twin(given: list[Answer], log: bool, data: st.DataObject) -> None:
    raw = [data.draw(st.integers(1, 5)) for _ in given]
    weights = [r / sum(raw) for r in raw]
    low, high = support(given)
    cuts, masses = (logarithmic if log else linear)(given, weights)
    points, slow = twin.pool([a.quantiles for a in given], weights, low, high, log)
    cell = points[1] - points[0]
    wanted = [twin.quantile(points, slow, q) for q in (0.05, 0.5, 0.95)]
    # An edge of an answer may cut a cell in two, so a quantile in thin places may be off by several.
    assert np.interp(wanted, cuts, np.r_[0, np.cumsum(masses)]) == pytest.approx([0.05, 0.5, 0.95], abs=2e-3)
    mean = sum(x * m for x, m in zip(points, slow, strict=True))
    assert variance(cuts, masses)[0] == pytest.approx(mean, abs=5 * cell)


@given(answers(), st.integers(1, 4))
def test_those_who_agree_are_pooled_to_what_they_say(one: Answer, n: int) -> None:
    for pooled in (linear, logarithmic):
        cuts, masses = pooled([one] * n, [1 / n] * n)
        assert quantiles(cuts, masses) == pytest.approx(one.quantiles)
        assert masses.sum() == pytest.approx(1)


@given(answers(), answers())
def test_the_order_of_analysts_does_not_matter(a: Answer, b: Answer) -> None:
    for pooled in (linear, logarithmic):
        assert quantiles(*pooled([a, b], [0.5, 0.5])) == pytest.approx(quantiles(*pooled([b, a], [0.5, 0.5])))


def test_the_logarithmic_pool_is_narrower_where_analysts_overlap() -> None:
    given = [Answer(0, 2, 4), Answer(2, 4, 6)]
    assert variance(*logarithmic(given, [0.5, 0.5]))[1] < variance(*linear(given, [0.5, 0.5]))[1]


def test_equal_quantiles_are_a_narrow_peak_and_no_error() -> None:
    cuts = edges(Answer(1, 1, 1), (0, 2))
    assert (np.diff(cuts) > 0).all()
    assert np.isfinite(quantiles(*logarithmic([Answer(1, 1, 1), Answer(0, 1, 3)], [0.5, 0.5]))).all()


@settings(max_examples=40)
@given(st.lists(st.tuples(answers(), st.integers(-100, 100)), min_size=1, max_size=12))
def test_calibration_and_information_are_those_of_the_twin(given: list[tuple[Answer, int]]) -> None:
    said, values = [a for a, _ in given], [v / 8 for _, v in given]
    slow = twin.calibration([a.quantiles for a in said], values)
    assert calibration(said, values) == pytest.approx(slow, abs=1e-12)
    low, high = support(said)
    mean = sum(twin.information(a.quantiles, low, high) for a in said) / len(said)
    assert information(said, [(low, high)] * len(said)) == pytest.approx(mean)


def test_who_hits_as_often_as_said_is_perfectly_calibrated() -> None:
    values = [-1.0] + [0.5] * 9 + [1.5] * 9 + [3.0]
    assert calibration([Answer(0, 1, 2)] * 20, values) == pytest.approx(1)


def test_who_always_misses_has_no_weight() -> None:
    seeds = {f"s{k}": Answer(10 * k - 5, 10 * k, 10 * k + 5) for k in (1, 2, 3)}
    sheets = [
        Sheet("good", {"a-go": Answer(1, 2, 3)}, seeds),
        Sheet("bad", {"a-go": Answer(5, 6, 7)}, {f"s{k}": Answer(90, 91, 92) for k in (1, 2, 3)}),
    ]  # fmt: skip
    found = pool(case(), sheets, "performance")
    assert found.weights == {"good": 1.0, "bad": 0.0}
    assert list(found.case.readings) == ["good"]
    assert found.scores["bad"].calibration < 0.05 < found.scores["good"].calibration


SEEDS = {f"s{k}": 100.0 + k for k in range(10)}


def many_seeds() -> Case:
    lines = "".join(
        f"    - {{id: {s}, asks: {s}?, answer: {v:g}, evidence: analyst judgement}}\n"
        for s, v in SEEDS.items()
    )
    return loads(TEXT[: TEXT.index("    - {id: s1")] + lines)


def good(n: int = 10) -> dict[str, Answer]:
    """Well calibrated and vague: the truth lies just above the median."""
    return {s: Answer(v - 21, v - 1, v + 19) for s, v in list(SEEDS.items())[:n]}


def test_who_answers_one_seed_question_gains_nothing_by_it() -> None:
    """One narrow answer that happens to hold had 0.99 of the weight, ten good ones the rest."""
    lazy = {"s0": Answer(99.9, 99.99, 120)}
    sheets = [
        Sheet("Good", {"a-go": Answer(3, 4, 5)}, good()),
        Sheet("Lazy", {"a-go": Answer(-5, -4, -3)}, lazy),
    ]
    found = pool(many_seeds(), sheets, "performance")
    assert found.weights == {"Good": 1.0, "Lazy": 0.0}
    assert found.excluded == {"Lazy": 1}
    assert list(found.case.readings) == ["good"]
    assert found.opposed == (("a-go", "Lazy"),)
    text = pooling_remarks(sheets, found)
    assert "Lazy answered one seed question, fewer than half, and has no weight" in text
    shown = [p for p in pooled_parts(many_seeds(), found) if not isinstance(p, str)]
    assert shown[0].title == "Answers with the opposite sign to the case"
    assert json.loads(pooled_json(found))["excluded"] == {"Lazy": 1}


def test_all_are_tested_with_the_power_of_the_fewest_answers() -> None:
    """Cooke's correction: 2 n I with the smallest n; the same answers to more questions cost nothing."""
    shifted = {s: Answer(v + 1, v + 20, v + 40) for s, v in SEEDS.items()}  # all true values below 5%
    half = dict(list(shifted.items())[:5])
    sheets = [
        Sheet(who, {"a-go": Answer(1, 2, 3)}, seeds) for who, seeds in (("Ten", shifted), ("Five", half))
    ]
    found, excluded = equalised(sheets, SEEDS)
    assert not excluded
    assert found["Ten"].calibration == found["Five"].calibration > scores(sheets, SEEDS)["Ten"].calibration
    assert [(s.seeds, s.effective) for s in found.values()] == [(10, 5), (5, 5)]
    alone, _ = equalised(sheets[:1], SEEDS)
    assert alone["Ten"].calibration == pytest.approx(scores(sheets, SEEDS)["Ten"].calibration)


@given(st.lists(st.integers(5, 10), min_size=1, max_size=4))
def test_power_is_that_of_the_twin_with_as_many_questions(numbers: list[int]) -> None:
    sheets = [Sheet(str(k), {}, good(n)) for k, n in enumerate(numbers)]
    found, _ = equalised(sheets, SEEDS)
    for sheet in sheets:
        answers = [a.quantiles for a in sheet.seeds.values()]
        values = [SEEDS[s] for s in sheet.seeds]
        # The twin multiplies by the number answered: as many copies as make the fewest, of shares that stay.
        slow = twin.calibration(answers, values, min(numbers))
        assert found[sheet.expert].calibration == pytest.approx(slow, abs=1e-12)


def test_fewer_than_half_of_the_seeds_from_everybody_is_refused() -> None:
    sheets = [Sheet("Ann", {"a-go": Answer(1, 2, 3)}, good(4)), Sheet("Bo", {"a-go": Answer(1, 2, 3)}, {})]
    with pytest.raises(DetenteError, match="at least 5 of the 10 seed questions; 4 from Ann, none from Bo"):
        pool(many_seeds(), sheets, "performance")
    bare = loads(TEXT[: TEXT.index("elicitation:")])
    with pytest.raises(DetenteError, match="the case asks none"):
        pool(bare, sheets, "performance")


def test_answers_that_are_the_same_to_the_last_digit_but_one_are_scored() -> None:
    near = {s: Answer(v, v, v * (1 + 1e-15)) for s, v in SEEDS.items()}
    found = scores([Sheet("Ann", {}, near)], SEEDS)["Ann"]
    assert math.isfinite(found.information)


def test_quantiles_are_kept_with_every_digit() -> None:
    given = Answer(0.00001, 0.1234567891, 1 / 3)
    (reading,) = pool(case(), [Sheet("Ann", {"a-go": given}, {})]).case.readings.values()
    assert reading.weights["a-go"].values[1::2] == given.quantiles


def test_if_nobody_is_calibrated_everybody_is_weighed_and_it_is_said() -> None:
    weights, relaxed = performance({"a": Score(0.02, 1.0, 5), "b": Score(0.01, 1.0, 5)})
    assert relaxed
    assert weights == pytest.approx({"a": 2 / 3, "b": 1 / 3})


def test_performance_needs_seed_questions() -> None:
    with pytest.raises(DetenteError, match="none from Ann"):
        pool(case(), [Sheet("Ann", {"a-go": Answer(1, 2, 3)}, {})], "performance")
    with pytest.raises(DetenteError, match="no sheet answers"):
        pool(case(), [Sheet("Ann", {}, {"s1": Answer(1, 2, 3)})])


def sheets() -> list[Sheet]:
    return [
        Sheet("Ann", {"a-go": Answer(1, 2, 3), "b-go": Answer(-2, -1, -0.5)}, {}),
        Sheet("Ян", {"a-go": Answer(6, 7, 8)}, {}),
    ]


def test_linear_keeps_each_analysts_judgements_together() -> None:
    found = pool(case(), sheets())
    worlds = draw(found.case, 2001, seed=3)
    assert [r.name for r in found.case.readings.values()] == ["Ann", "Ян"]
    assert found.dropped == ("old",)
    assert found.kept == ("a-b",)
    ann = worlds.reading[1:] == 0
    a_go, b_go = worlds.weights[0][0, 1:], worlds.weights[1][0, 1:]
    assert ann.mean() == pytest.approx(0.5, abs=0.05)
    assert a_go[ann].max() < 4.5 < a_go[~ann].min()
    assert (b_go[ann] < 0).all()
    assert (b_go[~ann] > 0).any(), "Ян left this to the case"
    assert np.quantile(a_go[ann], [0.05, 0.5, 0.95]) == pytest.approx([1, 2, 3], abs=0.15)
    assert (worlds.weights[0][1] == 1).all(), "the reading that the pool replaces is gone"


def test_log_gives_one_pooled_weight() -> None:
    found = pool(case(), sheets(), "log")
    worlds = draw(found.case, 4001, seed=3)
    assert not found.case.readings
    record = found.statements[0]
    assert record.statement == "a-go"
    drawn = np.quantile(worlds.weights[0][0, 1:], [0.05, 0.5, 0.95])
    assert drawn == pytest.approx(record.pooled.quantiles, abs=0.35)


def test_how_far_analysts_are_apart() -> None:
    apart = pool(case(), sheets()).statements[0].between
    near = pool(case(), [sheets()[0], Sheet("B", {"a-go": Answer(1, 2, 3)}, {})]).statements[0].between
    assert near == pytest.approx(0, abs=1e-9)
    assert 0.5 < apart < 1


def test_a_pooled_case_is_analysed_with_its_analysts_side_by_side() -> None:
    found = find(pool(case(), sheets()).case, worlds=60)
    assert {r.reading for r in found.readings} == {"ann", "analyst-2"}
    assert math.isclose(sum(r.worlds for r in found.readings), 60)


def test_scores_skip_those_without_seeds() -> None:
    assert scores(sheets(), {"s1": 1.0}) == {}


def test_what_a_sheet_says_ties_as_it_is_written() -> None:
    """Two analysts who are sure: 0.7 against 0.6 + 0.1, and a hundred-thousandth more."""
    extra = ", {id: a-c, when: a.go == yes, weight: 0, evidence: analyst judgement}"
    quiet = ", {id: a-s, when: a.go == no, weight: 1, evidence: analyst judgement}"
    text = TEXT.replace(
        "weight: 1, evidence: analyst judgement}]}\n  b:",
        f"weight: 1, evidence: analyst judgement}}{extra}{quiet}]}}\n  b:",
    )
    told = {"eva": (0.6, 0.1, 0.7), "ivo": (0.6, 0.10001, 0.7)}
    sheets = [
        Sheet(who, {s: Answer(v, v, v) for s, v in zip(("a-go", "a-c", "a-s"), values, strict=True)}, {})
        for who, values in told.items()
    ]
    pooled = pool(loads(text), sheets).case
    game, worlds = unfold(pooled), draw(pooled, 40)
    u = worlds.utilities(game)[0]
    go, stay = (game.find({"a.go": x, "b.go": "no"}) for x in ("yes", "no"))
    gain = u[go] - u[stay]
    assert set(gain[worlds.reading == 0].tolist()) == {0}
    assert (gain[worlds.reading == 1] > 0).all()
    assert gain[0] > 0, "the mean of both is on the side of the second"

"""Scores against slow twins, laws that make them proper, and numbers from the literature."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.forecast import (
    FLOOR,
    brier,
    crps_ensemble,
    crps_negative_binomial,
    crps_normal,
    crps_poisson,
    crps_table,
    log_score,
    ranked,
    skill,
    time_weighted,
)
from reference.forecasts import (
    brier_of,
    crps_of,
    daily_brier,
    ensemble_crps_of,
    log_of,
    negative_binomial_cumulative,
    normal_crps_of,
    poisson_cumulative,
    ranked_of,
)

probability = st.floats(0, 1, allow_nan=False)
pairs = st.lists(st.tuples(probability, st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=12)


@given(pairs)
def test_scores_of_yes_and_no_are_what_they_are_by_definition(found: list[tuple[float, float]]) -> None:
    p, y = zip(*found, strict=True)
    assert brier(p, y) == pytest.approx([brier_of(a, b) for a, b in found])
    assert log_score(p, y) == pytest.approx([log_of(a, b, FLOOR) for a, b in found])


@given(probability, probability)
def test_honesty_pays(truth: float, said: float) -> None:
    """The expected score is best for the probability that one holds."""
    for score in (brier, lambda p, y: log_score(p, y, floor=1e-12)):
        honest, other = (float(score([p], [truth])[0]) for p in (truth, said))
        assert honest <= other + 1e-9


def test_brier_1950_worked_example() -> None:
    """Brier (1950), table 1: ten forecasts of rain score 0.19 in his form, which adds up both categories."""
    rain = [0.7, 0.9, 0.8, 0.4, 0.2, 0.0, 0.0, 0.0, 0.0, 0.1]
    came = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert 2 * brier(rain, came).mean() == pytest.approx(0.19)


def test_a_zero_that_happens_costs_what_the_floor_says() -> None:
    assert log_score([0.0, 1.0], [1, 0]) == pytest.approx([-math.log(FLOOR)] * 2)


@pytest.mark.parametrize(("p", "y"), [(-0.1, 1), (1.1, 0), (0.5, 2), (float("nan"), 1), (0.5, float("nan"))])
def test_what_is_no_probability_is_refused(p: float, y: float) -> None:
    for score in (brier, log_score):
        with pytest.raises(ValueError, match="between 0 and 1"):
            score([p], [y])


@given(st.lists(st.integers(0, 20), min_size=2, max_size=6).filter(any), st.integers(0, 5))
def test_the_ranked_score(weights: list[int], outcome: int) -> None:
    p = [w / sum(weights) for w in weights]
    came = outcome % len(p)
    assert float(ranked([p], [came])[0]) == pytest.approx(ranked_of(p, came))
    if len(p) == 2:
        assert float(ranked([p], [came])[0]) == pytest.approx(float(brier([p[1]], [came])[0]))


def test_the_ranked_score_refuses_what_is_no_distribution() -> None:
    with pytest.raises(ValueError, match="add up to one"):
        ranked([[0.5, 0.6]], [0])
    with pytest.raises(ValueError, match="number of a category"):
        ranked([[0.5, 0.5]], [2])


@settings(max_examples=20)
@given(st.floats(0.05, 30), st.integers(0, 60))
def test_crps_of_a_poisson(rate: float, came: int) -> None:
    wanted = crps_of(poisson_cumulative(rate, 120), came)
    assert float(crps_poisson(rate, came)) == pytest.approx(wanted, abs=1e-7)


@settings(max_examples=20)
@given(st.floats(0.2, 20), st.floats(0.1, 15), st.integers(0, 40))
def test_crps_of_a_negative_binomial(size: float, mean: float, came: int) -> None:
    cumulative = negative_binomial_cumulative(size, mean, 1200)
    assert float(crps_negative_binomial(size, mean, came)) == pytest.approx(
        crps_of(cumulative, came), abs=1e-6
    )
    table = np.diff(cumulative, prepend=0.0)
    assert crps_table(table / table.sum(), came) == pytest.approx(crps_of(cumulative, came), abs=1e-6)


@settings(max_examples=15)
@given(st.floats(-3, 3), st.floats(0.3, 3), st.floats(-6, 6))
def test_crps_of_a_normal(mean: float, deviation: float, came: float) -> None:
    assert float(crps_normal(mean, deviation, came)) == pytest.approx(
        normal_crps_of(mean, deviation, came), abs=1e-4
    )


def test_crps_of_a_standard_normal_at_its_centre() -> None:
    """Gneiting & Raftery (2007), equation 21, at 0: (sqrt(2) - 1) / sqrt(pi)."""
    assert float(crps_normal(0, 1, 0)) == pytest.approx((math.sqrt(2) - 1) / math.sqrt(math.pi))


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=8), st.floats(-6, 6))
def test_crps_of_an_ensemble(members: list[float], came: float) -> None:
    assert float(crps_ensemble(members, came)) == pytest.approx(ensemble_crps_of(members, came), abs=1e-9)


def test_one_member_is_scored_by_its_error() -> None:
    assert float(crps_ensemble([3.0], 5.0)) == 2.0


def test_a_table_that_is_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="add up to one"):
        crps_table([0.5, 0.2], 1)
    assert crps_table([0.5, 0.5], 4) == pytest.approx(0.25 + 1 + 1 + 1)


def test_skill() -> None:
    assert skill(0.0, 0.2) == 1
    assert skill(0.2, 0.2) == 0
    assert math.isnan(skill(0.1, 0.0))


@given(
    st.lists(st.tuples(st.integers(0, 40), probability), min_size=1, max_size=6, unique_by=lambda d: d[0]),
    st.sampled_from([0.0, 1.0]),
    st.integers(1, 50),
)
def test_a_forecast_that_was_updated_is_scored_day_by_day(
    updates: list[tuple[int, float]], outcome: float, end: int
) -> None:
    days, p = zip(*sorted(updates), strict=True)
    got, covered = time_weighted(days, p, outcome, end)
    wanted = daily_brier(days, p, outcome, end)
    assert covered == pytest.approx(max(end - days[0], 0) / end)
    if wanted is None:
        assert math.isnan(got)
    else:
        assert got == pytest.approx(wanted)


def test_updates_come_in_order() -> None:
    with pytest.raises(ValueError, match="order of their days"):
        time_weighted([3, 1], [0.5, 0.5], 1, 5)

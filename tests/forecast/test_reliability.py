"""Recalibration, the parts of the Brier score, and intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.forecast import SMALL, brier, corp, diagram, isotonic, mean_interval, murphy, skill_interval
from detente.forecast.measure.bootstrap import weights
from reference.forecasts import isotonic_of

said = st.lists(
    st.tuples(st.sampled_from([0.0, 0.05, 0.2, 0.4, 0.5, 0.7, 0.9, 1.0]), st.sampled_from([0.0, 1.0])),
    min_size=1,
    max_size=25,
)


@given(said)
def test_isotonic_regression_is_the_best_fit_that_never_falls(found: list[tuple[float, float]]) -> None:
    x, y = zip(*found, strict=True)
    assert isotonic(x, y) == pytest.approx(isotonic_of(x, y))


@given(said)
def test_the_parts_add_up(found: list[tuple[float, float]]) -> None:
    x, y = zip(*found, strict=True)
    for parts in (corp(x, y), murphy(x, y)):
        assert parts.score == pytest.approx(float(brier(x, y).mean()))
        whole = parts.miscalibration - parts.discrimination + parts.uncertainty
        assert whole == pytest.approx(parts.score)
        assert parts.miscalibration >= -1e-12
        assert parts.discrimination >= -1e-12
        assert parts.uncertainty == pytest.approx(np.mean(y) * (1 - np.mean(y)))


def test_murphy_by_hand() -> None:
    """Ten forecasts of 0.2 of which one came true, ten of 0.8 of which all did."""
    x, y = [0.2] * 10 + [0.8] * 10, [1] + [0] * 9 + [1] * 10
    parts = murphy(x, y)
    assert parts.miscalibration == pytest.approx((0.1**2 + 0.2**2) / 2)
    assert parts.discrimination == pytest.approx(0.45**2)
    assert parts.uncertainty == pytest.approx(0.55 * 0.45)


def test_nothing_has_no_parts() -> None:
    for parts in (corp, murphy):
        with pytest.raises(ValueError, match="nothing to score"):
            parts([], [])


def test_a_calibrated_forecaster_stays_in_the_band() -> None:
    rng = np.random.Generator(np.random.Philox(7))
    x = np.repeat(np.linspace(0.1, 0.9, 9), 40)
    inside, total = 0, 0
    for _ in range(30):
        made = diagram(x, rng.random(len(x)) < x, seed=3, draws=200)
        fit = np.repeat(made.observed, [((made.points >= a) & (made.points <= b)).sum()
                                        for a, b in zip(made.low, made.high, strict=True)])  # fmt: skip
        inside += int(((fit >= made.band[:, 0] - 1e-12) & (fit <= made.band[:, 1] + 1e-12)).sum())
        total += len(fit)
    assert 0.8 <= inside / total <= 1.0


def test_a_forecaster_who_exaggerates_leaves_the_band() -> None:
    made = diagram([0.02] * 60 + [0.98] * 60, [1] * 20 + [0] * 40 + [0] * 20 + [1] * 40)
    assert made.observed.tolist() == pytest.approx([1 / 3, 2 / 3])
    assert made.observed[0] > made.band[0, 1]
    assert made.observed[1] < made.band[1, 0]
    assert made.counts.tolist() == [60, 60]
    assert not made.small


def test_few_forecasts_are_called_few() -> None:
    assert diagram([0.5] * (SMALL - 1), [1, 0] * ((SMALL - 1) // 2) + [1]).small
    assert not diagram([0.5] * SMALL, [1, 0] * (SMALL // 2)).small


def test_the_band_is_the_same_for_the_same_seed() -> None:
    one, two, other = (diagram([0.3, 0.6] * 9, [0, 1] * 9, seed=s, draws=50) for s in (1, 1, 2))
    assert (one.band == two.band).all()
    assert not (one.band == other.band).all()


# ---------------------------------------------------------------------------------------- intervals


def test_the_interval_of_independent_questions_is_the_normal_one() -> None:
    rng = np.random.Generator(np.random.Philox(1))
    scores = rng.random(400)
    found = mean_interval(scores, [""] * 400)
    half = 1.645 * scores.std(ddof=1) / math.sqrt(400)
    assert found.value == pytest.approx(scores.mean())
    assert found.high - found.low == pytest.approx(2 * half, rel=0.1)
    assert (found.number, found.clusters) == (400, 400)


def test_questions_that_hang_together_widen_the_interval() -> None:
    scores = np.repeat([0.0, 1.0] * 5, 10)
    apart = mean_interval(scores, [""] * 100)
    together = mean_interval(scores, [str(k // 10) for k in range(100)])
    assert together.high - together.low > 2.5 * (apart.high - apart.low)


def test_one_cluster_has_no_interval() -> None:
    found = mean_interval([0.1, 0.4], ["a", "a"])
    assert found.value == pytest.approx(0.25)
    assert math.isnan(found.low)


@settings(max_examples=20)
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), st.booleans())
def test_samples_have_the_right_size(names: list[str], nested: bool) -> None:
    """Each drawn cluster brings as many questions as it has; on average each question is drawn once."""
    drawn = weights(names, seed=5, draws=400, nested=nested)
    for name in set(names):
        inside = [k for k, n in enumerate(names) if n == name]
        sizes = drawn[:, inside].sum(axis=1)
        assert (sizes % len(inside) == 0).all()
    assert drawn.sum(axis=1).mean() == pytest.approx(len(names), rel=0.15)
    if not nested:
        assert (drawn == drawn[:, [names.index(n) for n in names]]).all()


def test_skill_against_oneself_is_nil() -> None:
    found = skill_interval([0.1, 0.3, 0.2], [0.1, 0.3, 0.2], ["a", "b", "c"])
    assert (found.value, found.low, found.high) == pytest.approx((0, 0, 0))


def test_skill_of_half_the_loss_is_one_half() -> None:
    found = skill_interval([0.1, 0.3, 0.2], [0.2, 0.6, 0.4], ["a", "b", "c"])
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))


def test_intervals_cover_what_they_say() -> None:
    """Ten clusters of different means: about nine in ten intervals hold the true mean, a little fewer."""
    rng = np.random.Generator(np.random.Philox(11))
    names = [str(k // 3) for k in range(60)]
    held = 0
    for k in range(120):
        scores = np.repeat(rng.normal(0, 1, 20), 3) + rng.normal(0, 0.5, 60)
        found = mean_interval(scores, names, seed=k, draws=300)
        held += found.low <= 0 <= found.high
    assert 0.78 <= held / 120 <= 0.97


def test_nothing_has_no_mean() -> None:
    with pytest.raises(ValueError, match="nothing to average"):
        mean_interval([], [])


@given(st.lists(st.tuples(st.integers(0, 10), st.booleans(), st.integers(1, 4)), min_size=1, max_size=12))
def test_a_weight_is_so_many_forecasts(rows: list[tuple[int, bool, int]]) -> None:
    x, y, w = ([r[k] for r in rows] for k in range(3))
    p = [v / 10 for v in x]
    many = [k for k, n in enumerate(w) for _ in range(n)]
    plain = [p[k] for k in many], [y[k] for k in many]
    assert isotonic(p, y, w)[np.repeat(np.arange(len(p)), w)] == pytest.approx(isotonic(*plain))
    for name in ("score", "miscalibration", "discrimination", "uncertainty"):
        assert getattr(corp(p, y, w), name) == pytest.approx(getattr(corp(*plain), name), abs=1e-12)
    one, other = diagram(p, y, draws=2, weights=w), diagram(*plain, draws=2)
    assert one.observed.tolist() == pytest.approx(other.observed.tolist())
    assert one.counts.tolist() == other.counts.tolist()


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=20))
def test_neighbouring_blocks_differ(rows: list[tuple[int, bool]]) -> None:
    """Equal frequencies are one block, however the sums were rounded."""
    made = diagram([a / 7 for a, _ in rows], [b for _, b in rows], draws=2)
    assert (np.diff(made.observed) > 0).all()
    assert made.counts.sum() == len(rows)


def test_forecasts_of_one_question_share_its_outcome() -> None:
    made = diagram([0.2, 0.8], [1, 1], draws=400, weights=[0.5, 0.5], groups=[0, 0])
    assert made.number == 1
    assert made.parts.score == pytest.approx((0.64 + 0.04) / 2)

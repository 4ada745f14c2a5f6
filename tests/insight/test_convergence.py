"""Whether there are enough worlds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.insight.uncertainty.convergence import batch_ratio, convergence, half_width
from detente.paper.estimate import Estimate
from detente.worlds import uniforms


def sample(n: int, gap: float, seed: int = 1) -> np.ndarray:
    noise = uniforms(seed, "noise", 0, n) - 0.5
    return np.stack([np.zeros(n), noise + gap])


def yes(n: int, share: float, seed: int = 1) -> np.ndarray:
    return (uniforms(seed, "yes", 0, n) < share).astype(float)


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=2, max_size=30))
def test_half_widths_are_those_of_estimates(values: list[float]) -> None:
    row = np.array(values)
    half = half_width(row.sum(), (row * row).sum(), len(row))
    if len(set(values)) > 1:
        assert half == pytest.approx(1.959963985 * Estimate.of(row).se)
    else:
        assert half == min(3 / len(row), 1)


def test_the_rule_of_three_covers_what_was_not_seen() -> None:
    """If the true share is 3/n, none of n worlds shows it in 5 of 100 samples."""
    n = 100
    assert (1 - half_width(0, 0, n)) ** n == pytest.approx(0.05, abs=0.005)


def test_enough_worlds_to_tell_two_choices_apart() -> None:
    found = convergence(["stay", "go"], sample(1_000, 0.1), {("go", ""): yes(1_000, 0.6)})
    assert (found.verdict, found.apart) == ("enough", True)
    assert (found.best, found.next) == ("go", "stay")
    assert found.gap == pytest.approx(0.1, abs=0.03)
    assert found.half == pytest.approx(1.96 * (1 / 12) ** 0.5 / 1_000**0.5, rel=0.05)
    assert found.separating < 100
    assert found.halving == 4_000
    assert found.precise == pytest.approx(1_000 * (found.widest / 0.05) ** 2, abs=1)


def test_not_enough_to_tell_them_apart() -> None:
    f = sample(100, 0.0)
    f[1] += 0.01 - f[1].mean()
    found = convergence(["stay", "go"], f, {})
    assert (found.verdict, found.apart) == ("not enough", False)
    assert found.separating == pytest.approx(100 * (found.half / 0.01) ** 2, abs=1)
    more = convergence(["stay", "go"], np.tile(f, found.separating // 100 + 1), {})
    assert more.apart, "as many as it says are enough"


def test_not_enough_to_know_a_share() -> None:
    found = convergence(["stay", "go"], sample(200, 0.3), {("go", "war"): yes(200, 0.5)})
    assert found.apart
    assert found.verdict == "not enough"
    assert found.widest == pytest.approx(1.96 * 0.5 / 200**0.5, rel=0.03)
    assert found.precise == pytest.approx(385, abs=15), "(1.96 / 0.05)^2 / 4"
    assert (
        convergence(["stay", "go"], sample(200, 0.3), {("go", "war"): yes(200, 0.5)}, 0.1).verdict == "enough"
    )


def test_choices_that_are_the_same_need_not_be_told_apart() -> None:
    found = convergence(["a", "b"], np.zeros((2, 50)), {})
    assert (found.verdict, found.gap, found.separating) == ("enough", 0, 0)


def test_one_choice_has_shares_only() -> None:
    found = convergence([], np.zeros((1, 500)), {("", "war"): yes(500, 0.1)})
    assert found.verdict == "enough"
    assert math.isnan(found.gap)
    assert (found.best, found.next) == ("", "")


def test_running_shares_end_where_the_whole_is() -> None:
    row = yes(777, 0.3)
    (running,) = convergence(["a", "b"], sample(777, 0.1), {("a", "war"): row}).shares
    assert (running.choice, running.outcome) == ("a", "war")
    assert running.worlds[-1] == 777
    assert list(running.worlds) == sorted(set(running.worlds))
    for n, value, half in zip(running.worlds, running.values, running.halves, strict=True):
        assert value == pytest.approx(row[:n].mean())
        assert half == pytest.approx(1.959963985 * Estimate.of(row[:n]).se)


def test_intervals_cover_as_they_say() -> None:
    """Of 300 samples about 95 in 100 have the truth within the half width, and two choices alike are told
    apart in about 1 of 40: those in which the first seems better by chance."""
    inside, apart = [], []
    for seed in range(300):
        found = convergence(["a", "b"], sample(200, 0.0, seed), {("a", "war"): yes(200, 0.3, seed)})
        inside.append(abs(found.shares[0].values[-1] - 0.3) <= found.shares[0].halves[-1])
        apart.append(found.apart)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.03)
    assert np.mean(apart) == pytest.approx(0.05, abs=0.03)


def test_batch_means_agree_where_worlds_are_independent_and_not_where_they_hang_together() -> None:
    ratios = np.array([batch_ratio(uniforms(s, "row", 0, 1_000)) for s in range(400)])
    assert np.mean((ratios > 0.68) & (ratios < 1.32)) == pytest.approx(0.95, abs=0.03)
    sticky = np.repeat(uniforms(1, "row", 0, 40), 25)
    assert batch_ratio(sticky) > 3
    spread_out = np.arange(1_000) % 50 / 50
    assert batch_ratio(spread_out) < 0.1


def test_batch_means_by_hand() -> None:
    row = np.arange(40.0)
    means = np.array([row[2 * k : 2 * k + 2].mean() for k in range(20)])
    assert batch_ratio(row) == pytest.approx(means.std(ddof=1) / 20**0.5 / (row.std(ddof=1) / 40**0.5))
    assert math.isnan(batch_ratio(row[:39]))
    assert math.isnan(batch_ratio(np.ones(100)))

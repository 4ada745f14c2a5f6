"""Ratios over worlds, and the shares of regimes."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.insight import find
from detente.paper.estimate import Estimate
from small import JUDGEMENT, small

PARTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=60)


def columns(parts: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """What each world adds above, never more than what it adds below; and that."""
    whole = np.array([w for w, _ in parts])
    return whole * np.array([p for _, p in parts]), whole


@given(PARTS)
def test_a_ratio_is_the_one_of_the_sums(parts: list[tuple[float, float]]) -> None:
    part, whole = columns(parts)
    found = Estimate.ratio(part, whole)
    if whole.sum() == 0:
        assert isnan(found.value)
        assert found.worlds == 0
        return
    assert found.value == pytest.approx(part.sum() / whole.sum())
    assert found.worlds == int((whole > 0).sum())
    assert found.se >= 0


@given(PARTS)
def test_over_worlds_that_all_count_fully_it_is_a_plain_mean(parts: list[tuple[float, float]]) -> None:
    part = np.array([p for _, p in parts])
    found, plain = Estimate.ratio(part, np.ones(len(part))), Estimate.of(part)
    assert (found.value, found.se) == (pytest.approx(plain.value), pytest.approx(plain.se))
    assert found.worlds == plain.worlds


def test_one_world_has_no_error() -> None:
    assert Estimate.ratio(np.array([0.5]), np.array([1.0])) == Estimate(0.5, 0.0, 1)


def test_its_error_is_that_of_drawing_the_worlds_again() -> None:
    rng = np.random.default_rng(7)
    whole = rng.random(400) * (rng.random(400) < 0.4)
    part = whole * (rng.random(400) < 0.3)
    again = rng.integers(0, 400, (2000, 400))
    scatter = (part[again].sum(axis=1) / whole[again].sum(axis=1)).std()
    assert Estimate.ratio(part, whole).se == pytest.approx(scatter, rel=0.1)


def test_a_regime_is_counted_where_it_is_in_force() -> None:
    """b does as a does, so what binds both holds under one choice only."""
    regime = {"name": "r", "kind": "k", "says": "s", "evidence": JUDGEMENT}
    case = small(
        {"a.x": "no yes", "b.y": "no yes"},
        {"a": {"a.x == yes": "0..2"}, "b": {"a.x == b.y": 1}},
        status_quo={"a.x": "no", "b.y": "no"},
        focal="a",
        choices={n: {"name": n, "set": {"a.x": x}} for n, x in (("stay", "no"), ("go", "yes"))},
        regimes={
            "together": {**regime, "when": "a.x == yes and b.y == yes"},
            "alike": {**regime, "when": "a.x == b.y"},
            "unseen": regime,
        },
    )
    stay, go = find(case, worlds=40).choices
    assert {r: e.value for r, e in stay.regimes.items()} == {"together": 0, "alike": 1}
    assert {r: e.value for r, e in go.regimes.items()} == {"together": 1, "alike": 1}

"""What decides, on answers whose shares of variance are known."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.insight import find
from detente.insight.drivers import drivers, first_order
from detente.worlds import draw, uniforms
from small import JUDGEMENT, small

N = 20_000


def numbers(name: str, n: int = N) -> np.ndarray:
    return uniforms(7, name, 0, n)


X, Y, Z = (numbers(name) for name in "xyz")
G = (numbers("g") * 3).astype(int)

#: Ishigami: y = sin a + 7 sin^2 b + 0.1 c^4 sin a, each in -pi..pi.
A, B, C = (pi * (2 * v - 1) for v in (X, Y, Z))
ISHIGAMI = np.sin(A) + 7 * np.sin(B) ** 2 + 0.1 * C**4 * np.sin(A)
TOTAL = 49 / 8 + 0.1 * pi**4 / 5 + 0.01 * pi**8 / 18 + 0.5


@pytest.mark.parametrize(
    ("x", "y", "share"),
    [
        (X, X, 1),
        (X, -3 * X + 5, 1),
        (X, Y, 0),
        (X, X + Y, 1 / 2),
        (X, X + 2 * Y, 1 / 5),
        (Y, X + 2 * Y, 4 / 5),
        (X, (X - 0.5) * (Y - 0.5), 0),
        (X, X * Y, (1 / 48) / (7 / 144)),
        (X, (X - 0.5) ** 2, 1),
        (X, (X > 0.5) + 0.0, 1),
        (X, (X > 0.5) ^ (Y > 0.5), 0),
        (A, ISHIGAMI, (0.5 * (1 + 0.1 * pi**4 / 5) ** 2) / TOTAL),
        (B, ISHIGAMI, (49 / 8) / TOTAL),
        (C, ISHIGAMI, 0),
    ],
)
def test_shares_that_are_known(x: np.ndarray, y: np.ndarray, share: float) -> None:
    """Sobol (1993); Ishigami and Homma (1990) for the last three."""
    assert first_order(x, y.astype(float)) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("y", "share"),
    [
        (G == 1, 1),
        (X, 0),
        (G + X * 12**0.5, (2 / 3) / (5 / 3)),
        (1.0 * (G == 1) + (X > 0.5), (2 / 9) / (2 / 9 + 1 / 4)),
    ],
)
def test_groups(y: np.ndarray, share: float) -> None:
    assert first_order(G, y.astype(float), grouped=True) == pytest.approx(share, abs=0.02)


def test_nothing_to_explain() -> None:
    assert first_order(X, np.full(N, 3.0)) == 0
    assert first_order(np.zeros(N, int), X, grouped=True) == 0


@given(st.integers(0, 50))
def test_what_explains_nothing_is_near_nothing_with_few_worlds_too(seed: int) -> None:
    x, y = uniforms(seed, "x", 0, 300), uniforms(seed, "y", 0, 300)
    assert abs(first_order(x, y)) < 0.1


def test_few_worlds_do_not_make_a_driver_out_of_nothing() -> None:
    """With 200 worlds in four bins the plain share of variance would be 0.015 on average."""
    shares = [first_order(uniforms(s, "x", 0, 200), uniforms(s, "y", 0, 200)) for s in range(600)]
    assert abs(np.mean(shares)) < 0.003


@given(st.floats(0.01, 100), st.floats(-100, 100))
def test_the_unit_of_the_answer_does_not_matter(scale: float, shift: float) -> None:
    x, y = X[:1_000], X[:1_000] + Y[:1_000]
    assert first_order(x, scale * y + shift) == pytest.approx(first_order(x, y), abs=1e-9)
    assert first_order(scale * x + shift, y) == pytest.approx(first_order(x, y), abs=1e-9)


# --------------------------------------------------------------------------------------------- drivers

WANTS = {"a": {"a.x == yes": "0..1", "b.y == yes": "0..2", "b.y == no": 1}, "b": {"b.y == yes": "-1..1"}}
READINGS = {
    "one": {"name": "one", "share": 1, "weights": {"b-0": "-2..-1"}, "evidence": JUDGEMENT},
    "two": {"name": "two", "share": 1, "weights": {"b-0": "1..2"}, "evidence": JUDGEMENT},
}


def test_drivers_come_strongest_first_with_their_directions() -> None:
    worlds = draw(small({"a.x": "no yes", "b.y": "no yes"}, WANTS), N + 1)
    w = {
        s: row
        for ids, rows in zip(worlds.statements, worlds.weights, strict=True)
        for s, row in zip(ids, rows, strict=True)
    }
    found = drivers(worlds, w["a-0"] - 3 * w["b-0"])
    assert [(d.statement, d.actor) for d in found][:2] == [("b-0", "b"), ("a-0", "a")]
    assert "a-2" not in [d.statement for d in found], "it is certain"
    strong, weak, idle = found
    assert near(strong.share, 36 / 37)
    assert near(weak.share, 1 / 37)
    assert near(idle.share, 0)
    assert strong.direction == pytest.approx(-0.985, abs=0.01)
    assert weak.direction == pytest.approx(0.16, abs=0.03)
    assert abs(idle.direction) < 0.03
    assert all(d.share.worlds == N for d in found)


def near(estimate: object, value: float) -> bool:
    return abs(estimate.value - value) < 5 * estimate.se + 0.01  # type: ignore[attr-defined]


def test_the_reading_can_be_what_decides() -> None:
    worlds = draw(small({"a.x": "no yes", "b.y": "no yes"}, WANTS, readings=READINGS), 4_001)
    found = drivers(worlds, (worlds.reading == 1) + 0.1 * worlds.weights[0][0])
    assert (found[0].statement, found[0].actor) == ("reading", "")
    assert found[0].share.value > 0.95
    assert np.isnan(found[0].direction)
    # A weight that differs between readings explains the same; the reading is listed beside it.
    assert {d.statement for d in found[:2]} == {"reading", "b-0"}


@pytest.mark.parametrize(
    ("n", "advantage"), [(30, "weight"), (1_001, "constant"), (1_001, "nan"), (1_001, "infinite")]
)
def test_where_nothing_can_be_ranked_nothing_is(n: int, advantage: str) -> None:
    worlds = draw(small({"a.x": "no yes", "b.y": "no yes"}, WANTS), n)
    y = worlds.weights[0][0].copy()
    y[1:] = {"weight": y[1:], "constant": 2, "nan": np.nan, "infinite": np.inf}[advantage]
    assert drivers(worlds, y) == ()


def test_the_central_world_is_left_out() -> None:
    worlds = draw(small({"a.x": "no yes", "b.y": "no yes"}, WANTS), 1_001)
    y = worlds.weights[0][0].copy()
    before = drivers(worlds, y)
    y[0] = 1e9
    assert drivers(worlds, y) == before


def test_the_standard_error_is_about_right() -> None:
    """Over 40 sets of worlds the shares scatter as their standard errors say."""
    case = small({"a.x": "no yes", "b.y": "no yes"}, WANTS)
    shares, errors = [], []
    for seed in range(40):
        worlds = draw(case, 801, seed)
        driver = next(
            d
            for d in drivers(worlds, worlds.weights[0][0] + worlds.weights[0][1] / 2)
            if d.statement == "a-0"
        )
        shares.append(driver.share.value)
        errors.append(driver.share.se)
    assert np.mean(shares) == pytest.approx(0.5, abs=0.03)
    assert 0.5 < np.std(shares, ddof=1) / np.mean(errors) < 1.5


def test_a_case_with_one_choice_has_nothing_to_decide() -> None:
    parts = {"focal": "a", "choices": {"go": {"name": "go", "set": {"a.x": "yes"}}}}
    assert find(small({"a.x": "no yes", "b.y": "no yes"}, WANTS, **parts), worlds=100).drivers == ()

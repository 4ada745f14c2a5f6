"""Random numbers: the same for ever, on any machine, however they are asked for; and of the right law."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import log, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Quantity, parse_quantity
from detente.worlds import normal_quantile, transform, uniforms

SEEDS = st.integers(-(2**70), 2**70)
NAMES = st.text(max_size=20)


@given(SEEDS, NAMES, st.integers(0, 10_000), st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_a_stream_is_the_same_in_any_pieces(seed: int, name: str, start: int, lengths: list[int]) -> None:
    whole = uniforms(seed, name, start, start + sum(lengths))
    at, pieces = start, []
    for length in lengths:
        pieces.append(uniforms(seed, name, at, at + length))
        at += length
    assert np.concatenate(pieces).tolist() == whole.tolist()
    assert uniforms(seed, name, 0, start + 1)[-1] == whole[0]


@given(SEEDS, NAMES)
def test_numbers_lie_strictly_between_0_and_1(seed: int, name: str) -> None:
    found = uniforms(seed, name, 0, 200)
    assert found.dtype == np.float64
    assert found.shape == (200,)
    assert 0 < found.min() < found.max() < 1


#: Written down once. If these change, every published figure changes with them.
KNOWN = {
    (1, "weight:a-0"): [0.13867714434102357, 0.22115143807760046, 0.6881770017928668, 0.24441732329685667],
    (1, "weight:a-1"): [0.16871342524713134, 0.726213550928013, 0.5467475577781873, 0.4218791486338213],
    (2, "weight:a-0"): [0.8051477786196068, 0.9280181572407566, 0.8473760769015615, 0.8437276533881877],
    (-1, "reading"): [0.5403935555665593, 0.07088003617726873, 0.4449152521593875, 0.20672520507934272],
    (2**64 + 1, "weight:a-0"): [
        0.13867714434102357,
        0.22115143807760046,
        0.6881770017928668,
        0.24441732329685667,
    ],
}


@pytest.mark.parametrize(("seed", "name"), list(KNOWN), ids=str)
def test_known_answers(seed: int, name: str) -> None:
    assert uniforms(seed, name, 0, 3).tolist() == KNOWN[seed, name][:3]
    assert uniforms(seed, name, 1_000_003, 1_000_004).tolist() == KNOWN[seed, name][3:]


def test_streams_have_nothing_to_do_with_each_other() -> None:
    streams = [uniforms(seed, name, 0, 4_000) for seed in (1, 2, 3) for name in ("a", "b", "c", "a ", "")]
    correlation = np.corrcoef(streams) - np.eye(len(streams))
    assert np.abs(correlation).max() < 5 / sqrt(4_000)


# ---------------------------------------------------------------------------------------- distributions


def triangular_cdf(low: float, mode: float, high: float) -> Callable[[float], float]:
    def cdf(x: float) -> float:
        if x < mode:
            return (x - low) ** 2 / ((high - low) * (mode - low))
        return 1 - (high - x) ** 2 / ((high - low) * (high - mode)) if x < high else 1.0

    return cdf


def quantile_cdf(*knots: tuple[float, float]) -> Callable[[float], float]:
    def cdf(x: float) -> float:
        for (p, a), (q, b) in pairwise(knots):
            if x <= b:
                return p + (q - p) * (x - a) / (b - a)
        return 1.0

    return cdf


#: As written, its distribution function, mean and variance.
LAWS: dict[str, tuple[Callable[[float], float], float, float]] = {
    "2..5": (lambda x: (x - 2) / 3, 3.5, 9 / 12),
    "uniform(-1, 3)": (lambda x: (x + 1) / 4, 1, 16 / 12),
    "10..30%": (lambda x: (x - 0.1) / 0.2, 0.2, 0.04 / 12),
    "triangular(1, 2, 6)": (triangular_cdf(1, 2, 6), 3, (1 + 4 + 36 - 2 - 6 - 12) / 18),
    "triangular(0, 0, 3)": (triangular_cdf(0, 0, 3), 1, 0.5),
    "triangular(0, 3, 3)": (triangular_cdf(0, 3, 3), 2, 0.5),
    "normal(-3, 0.5)": (NormalDist(-3, 0.5).cdf, -3, 0.25),
    "loguniform(0.1, 10)": (
        lambda x: log(x / 0.1) / log(100),
        9.9 / log(100),
        99.99 / (2 * log(100)) - (9.9 / log(100)) ** 2,
    ),
    # pieces: the mean is the sum of width * middle, the second moment of width * (a^2 + ab + b^2) / 3
    "q(5%: 1, 50%: 2, 95%: 4)": (
        quantile_cdf((0, 0.7), (0.05, 1), (0.5, 2), (0.95, 4), (1, 4.3)),
        0.05 * 0.85 + 0.45 * 1.5 + 0.45 * 3 + 0.05 * 4.15,
        (0.05 * 2.19 + 0.45 * 7 + 0.45 * 28 + 0.05 * 51.69) / 3 - 2.275**2,
    ),
    "q(0%: 0, 90%: 1, 100%: 11)": (
        quantile_cdf((0, 0), (0.9, 1), (1, 11)),
        0.9 * 0.5 + 0.1 * 6,
        (0.9 * 1 + 0.1 * 133) / 3 - 1.05**2,
    ),
}


def drawn(text: str, n: int = 20_000) -> np.ndarray:
    return transform(parse_quantity(text), uniforms(11, text, 0, n))


@pytest.mark.parametrize("text", list(LAWS))
def test_draws_follow_their_law(text: str) -> None:
    """Kolmogorov-Smirnov by hand: sqrt(n) D lies below 1.95 but once in a thousand."""
    cdf, mean, variance = LAWS[text]
    x = np.sort(drawn(text))
    expected = np.array([cdf(v) for v in x])
    steps = np.arange(len(x) + 1) / len(x)
    distance = max(np.abs(expected - steps[1:]).max(), np.abs(expected - steps[:-1]).max())
    assert distance * sqrt(len(x)) < 1.95
    assert abs(x.mean() - mean) < 4 * sqrt(variance / len(x))
    assert abs(x.var() / variance - 1) < 0.06
    low, high = parse_quantity(text).span
    assert low <= x[0] <= x[-1] <= high


@pytest.mark.parametrize("text", list(LAWS))
def test_a_draw_is_the_quantile_of_its_number(text: str) -> None:
    cdf, *_ = LAWS[text]
    u = np.array([0.001, 0.2, 0.25, 0.5, 0.75, 0.975, 0.999])
    values = transform(parse_quantity(text), u)
    assert [cdf(x) for x in values] == pytest.approx(u.tolist(), abs=1e-12)
    assert (np.diff(values) > 0).all(), "a larger number never gives a smaller draw"


@pytest.mark.parametrize("text", list(LAWS))
def test_the_central_value_is_the_mean(text: str) -> None:
    read = parse_quantity(text)
    mean = LAWS[text][1]
    wanted = sqrt(read.values[0] * read.values[1]) if read.kind == "loguniform" else mean
    assert read.central == pytest.approx(wanted)


def test_the_far_tails_of_a_normal_are_cut_at_four_deviations() -> None:
    values = transform(parse_quantity("normal(3, 0.5)"), np.array([1e-12, 1 - 1e-12]))
    assert values.tolist() == [1.0, 5.0]


def test_a_point_is_a_point() -> None:
    assert set(transform(parse_quantity("2.5"), uniforms(1, "x", 0, 9)).tolist()) == {2.5}


def test_a_word_has_no_law_of_its_own() -> None:
    with pytest.raises(ValueError, match="strong"):
        transform(Quantity("word", (), "strong"), uniforms(1, "x", 0, 2))


@given(st.floats(1e-300, 1 - 1e-16))
def test_normal_quantiles_are_those_of_the_standard_library(p: float) -> None:
    found = float(normal_quantile(np.array([p]))[0])
    assert found == pytest.approx(NormalDist().inv_cdf(p), rel=1e-12, abs=1e-13)

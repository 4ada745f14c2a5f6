from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.paper.estimate import Estimate
from detente.paper.numbers import change, count, high, part, share


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(0.62, 0.0153, 1000), "62 ± 2%"),
        (Estimate(0.62, 0.12, 20), "62 ± 12%"),
        (Estimate(0.0004, 0.0004, 1000), "0.04 ± 0.04%"),
        (Estimate(0.016, 0.00397, 1000), "1.6 ± 0.4%"),
        (Estimate(0.5, 0.0096, 1000), "50 ± 1%"),
        (Estimate(0.0, 0.0, 1000), "0 ± 0.1%"),
        (Estimate(1.0, 1e-17, 50), "100 ± 2%"),
        (Estimate(1 - 1e-9, 1e-9, 1000), "100 ± 0.1%"),
        (Estimate(1.0, 0.0, 1), "100 ± 100%"),
        (Estimate(math.nan, math.nan, 0), "no world"),
    ],
)
def test_a_share_has_the_digits_that_its_error_supports(estimate: Estimate, text: str) -> None:
    assert share(estimate).text == text


def test_without_uncertainty_there_is_no_error_to_show() -> None:
    assert share(Estimate(1.0, 0.0, 1), certain=True).text == "100%"
    assert share(Estimate(1 / 3, 0.0, 1), certain=True).text == "33%"
    assert change(Estimate(-0.25, 0.0, 1), certain=True).text == "−25%"


def test_a_change_has_a_sign_and_says_when_it_is_always_the_same() -> None:
    assert change(Estimate(0.071, 0.004, 400)).text == "+7.1 ± 0.4%"
    assert change(Estimate(-0.071, 0.02, 400)).text == "−7 ± 2%"
    assert change(Estimate(0.001, 0.02, 400)).text == "+0 ± 2%"
    assert change(Estimate(-0.001, 0.02, 400)).text == "0 ± 2%"
    assert change(Estimate(-0.3, 0.0, 400)).text == "−30% always"
    assert change(Estimate(math.nan, math.nan, 400)).text == "not known"


def test_regret_has_no_sign_and_a_percentile_is_rough() -> None:
    assert part(Estimate(0.05, 0.004, 400)).text == "5.0 ± 0.4%"
    assert high(0.1234, 400).text == "about 12%"
    assert high(math.nan, 400).text == "not known"


@given(st.floats(0, 1), st.integers(2, 100_000))
def test_digits_of_share_and_error_agree(value: float, worlds: int) -> None:
    estimate = Estimate(value, math.sqrt(value * (1 - value) / worlds), worlds)
    shown = share(estimate)
    found = re.fullmatch(r"(\d+)(?:\.(\d+))? ± (\d+)(?:\.(\d+))?%", shown.text)
    assert found is not None
    digits = len(found[2] or "")
    assert digits <= 2
    assert digits == len(found[4] or "") or value in (0.0, 1.0) or shown.text.startswith(("0 ", "100 "))
    assert float(shown.text.split()[0]) == pytest.approx(100 * value, abs=0.5 * 10**-digits + 1e-3)
    assert float(shown.text.split()[2].rstrip("%")) > 0


def test_counts_are_words_up_to_ten() -> None:
    assert count(0, "move") == "no moves"
    assert count(10, "move") == "ten moves"
    assert count(11, "move") == "11 moves"

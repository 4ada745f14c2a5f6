from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.paper.estimate import Estimate, Interval
from detente.paper.numbers import (
    average,
    change,
    count,
    high,
    of_worlds,
    part,
    portion,
    settled,
    share,
    within,
)


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(0.62, 0.0153, 1000), "62 ± 2%"),
        (Estimate(0.62, 0.12, 20), "62 ± 12%"),
        (Estimate(0.0004, 0.0004, 1000), "0.04 ± 0.04%"),
        (Estimate(0.016, 0.00397, 1000), "1.6 ± 0.4%"),
        (Estimate(0.5, 0.0096, 1000), "50 ± 1%"),
        (Estimate(0.0, 0.0, 1000), "never (0 of 1,000)"),
        (Estimate(1.0, 1e-17, 50), "always (50 of 50)"),
        (Estimate(1 - 1e-9, 1e-9, 1000), "always (1,000 of 1,000)"),
        (Estimate(1.0, 0.0, 1), "always (1 of 1)"),
        (Estimate(0.0, 0.0, 3), "never (0 of 3)"),
        (Estimate(0.001, 0.001, 1000), "0.1 ± 0.1%"),
        (Estimate(0.999, 0.001, 1000), "99.9 ± 0.1%"),
        (Estimate(0.5, 0.0, 1000), "50 ± 0.1%"),
        (Estimate(math.nan, math.nan, 0), "no world"),
    ],
)
def test_a_share_has_the_digits_that_its_error_supports(estimate: Estimate, text: str) -> None:
    assert share(estimate).text == text


@given(st.sampled_from([0.0, 1e-12, 1 - 1e-12, 1.0]), st.integers(1, 10**6))
def test_what_is_so_in_no_world_or_in_all_is_said_in_words_with_their_number(value: float, n: int) -> None:
    estimate = Estimate(value, 0.0, n)
    for shown in (share(estimate), within(Interval(value, value, value, n), share=True)):
        counted = f"{round(value) * n:,} of {n:,}"
        assert shown.text == f"{'always' if value > 0.5 else 'never'} ({counted})"
        assert (shown.short, shown.worlds) == (shown.text.partition(" ")[0], n)
        assert shown.value == value, "what is drawn and exported stays a number"
    assert settled(value, 0.0, n) == share(estimate).text
    assert of_worlds(estimate).startswith(("all of", "none of"))
    assert f"{n:,} world" in of_worlds(estimate)


@given(st.floats(1e-5, 1 - 1e-5), st.integers(2, 10**5))
def test_what_is_so_in_some_worlds_is_never_said_in_words(value: float, n: int) -> None:
    estimate = Estimate(value, math.sqrt(value * (1 - value) / n), n)
    assert share(estimate).short == share(estimate).text
    assert of_worlds(estimate) == f"{share(estimate).text} of worlds"


def test_a_share_that_is_none_of_worlds_is_a_number() -> None:
    assert portion(Estimate(0.0, 0.0, 1000)).text == "0%"
    assert portion(Estimate(1.0, 0.0, 1000)).text == "100%"
    assert portion(Estimate(math.nan, math.nan, 0)).text == "no world"
    assert within(Interval(1.0, 1.0, 1.0, 1000)).text == "100%"


def test_shares_in_sentences() -> None:
    assert of_worlds(Estimate(0.62, 0.0153, 1000), whose="of “A”") == "62 ± 2% of the worlds of “A”"
    assert of_worlds(Estimate(0.0, 0.0, 1), whose="of “A”") == "none of the 1 world of “A”"
    assert of_worlds(Estimate(1.0, 0.0, 1), certain=True) == "100% of worlds"


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


@given(st.floats(1e-5, 1 - 1e-5), st.integers(2, 100_000))
def test_digits_of_share_and_error_agree(value: float, worlds: int) -> None:
    estimate = Estimate(value, math.sqrt(value * (1 - value) / worlds), worlds)
    shown = share(estimate)
    found = re.fullmatch(r"(\d+)(?:\.(\d+))? ± (\d+)(?:\.(\d+))?%", shown.text)
    assert found is not None
    digits = len(found[2] or "")
    assert digits <= 2
    assert digits == len(found[4] or "") or shown.text.startswith(("0 ", "100 "))
    assert float(shown.text.split()[0]) == pytest.approx(100 * value, abs=0.5 * 10**-digits + 1e-3)
    assert float(shown.text.split()[2].rstrip("%")) > 0


def test_one_event_has_no_error() -> None:
    assert average(1.0, 0.0, 1) == "1.0 (one event)"
    assert average(2.0, 0.0, 12) == "2.0 (each of 12 events)"
    assert average(-0.04, 0.01, 4) == "0.0 ± 0.1"
    assert "± 0.0" not in "".join(
        average(k / 7, se, n) for k in range(7) for se in (0.0, 0.02) for n in (1, 2)
    )


def test_counts_are_words_up_to_ten() -> None:
    assert count(0, "move") == "no moves"
    assert count(10, "move") == "ten moves"
    assert count(11, "move") == "11 moves"

"""Words, base rates, files beside a case, and who is asked what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CaseError, UnknownName
from detente.forecast import (
    WORDS,
    Asked,
    Forecast,
    ask,
    by_base_rate,
    by_model,
    by_sources,
    number,
    read_words,
    shelf,
)
from detente.forecast.baserate import arrivals, periods, rate
from detente.forecast.reading import Reference
from forecast.made_up import FORECASTS, RESOLUTIONS, write
from reference.forecasts import none_ahead

# ------------------------------------------------------------------------------------------ words


@given(st.sampled_from(sorted(WORDS)), st.booleans())
def test_a_word_means_a_range_and_its_denial_the_rest(word: str, says: bool) -> None:
    low, middle, high = (number(word, says, r) for r in ("low", "middle", "high"))
    assert 0 <= min(low, high) <= middle <= max(low, high) <= 1
    assert number(word) + number(word, says=False) == pytest.approx(1)


def test_words_of_intelligence_assessments_are_as_published() -> None:
    """ICD 203 (2015), section D.6.e.2.a: seven terms with these ranges in percent."""
    published = {
        "almost no chance": (1, 5),
        "very unlikely": (5, 20),
        "unlikely": (20, 45),
        "roughly even chance": (45, 55),
        "likely": (55, 80),
        "very likely": (80, 95),
        "almost certain": (95, 99),
    }
    for word, (low, high) in published.items():
        assert (100 * WORDS[word].low, 100 * WORDS[word].high) == pytest.approx((low, high))


def test_unknown_words_are_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="likely"):
        number("likley")
    with pytest.raises(UnknownName, match="middle"):
        number("likely", reading="midle")


def test_a_map_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("likely: 0.6..0.7\nsure: 0.99\n", encoding="utf-8")
    made = read_words(file)
    assert number("likely", words=made) == pytest.approx(0.65)
    assert number("sure", words=made) == 0.99
    assert number("hope", words=made) == number("hope")


@pytest.mark.parametrize(
    "text", ["", "[]", "likely: soon", "likely: 0.7..0.6", "likely: 0.5..1.2", "likely: nan"]
)
def test_a_map_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        read_words(file)
    assert {p.code for p in refused.value.problems} <= {"DT905", "DT117"}


# ------------------------------------------------------------------------------------- base rates


@settings(max_examples=6)
@given(st.integers(0, 5), st.floats(2, 20), st.floats(0.5, 15))
def test_a_base_rate_averages_over_what_the_rate_may_be(seen: int, exposure: float, horizon: float) -> None:
    found = arrivals(seen, exposure, horizon)
    assert 1 - found.probability == pytest.approx(none_ahead(seen, exposure, horizon), abs=2e-4)
    assert found.low < found.probability < found.high


def test_what_never_happened_may_still_happen() -> None:
    """Jeffreys prior: 73.3 years without war leave 0.91 for another 15."""
    assert 1 - arrivals(0, 73.3, 15).probability == pytest.approx(0.91, abs=0.005)
    assert periods(0, 10).probability == pytest.approx(0.5 / 11)
    assert arrivals(0, 10, 0).probability == 0


def test_counts_of_what_makes_the_answer_no() -> None:
    known = Reference(0, date(2010, 12, 31), date(2020, 12, 31), 0, False, "", "")
    found = rate(known, date(2020, 12, 31), date(2022, 12, 31))
    assert found.probability == pytest.approx(1 - arrivals(0, 10, 2).probability, abs=1e-4)
    assert found.low < found.probability < found.high


@pytest.mark.parametrize("numbers", [(-1, 1, 1), (0, 0, 1), (0, 1, -1)])
def test_base_rates_of_nothing_are_refused(numbers: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        arrivals(*numbers)
    with pytest.raises(ValueError, match="some of those"):
        periods(3, 2)


# ------------------------------------------------------------------------------------- who is asked


def test_everybody_says_what_they_can(tmp_path: Path) -> None:
    kept = shelf(str(write(tmp_path)))
    records = ask(kept, worlds=3)
    assert [r.id for r in records if isinstance(r, Asked)] == ["F1", "F2", "F3", "F4", "F5"]
    said = {(f.who, f.question, f.basis.get("choice", "")): f for f in records if isinstance(f, Forecast)}
    assert set(said) == {
        ("memo", "F1", ""),
        ("note", "F2", ""),
        ("note", "F3", ""),
        ("memo", "F5", ""),
        *(("base rate", q, "") for q in ("F1", "F2", "F3")),
        ("two-rivers", "F1", "build"),
        ("two-rivers", "F1", "wait"),
        ("two-rivers", "F4", "wait"),
    }
    assert said["memo", "F1", ""].probability == pytest.approx(0.675)
    assert said["note", "F3", ""].probability == pytest.approx(0.55)
    assert said["two-rivers", "F1", "build"].probability > said["two-rivers", "F1", "wait"].probability
    assert said["two-rivers", "F1", "build"].basis["worlds"] == 3


def test_the_same_seed_says_the_same(tmp_path: Path) -> None:
    kept = shelf(str(write(tmp_path)))
    one, two, other = (by_model(kept, 4, seed, only={"F1"}, choices={"build"}) for seed in (1, 1, 2))
    assert [f.probability for f in one] == [f.probability for f in two] != [f.probability for f in other]


def test_a_case_with_nothing_beside_it(tmp_path: Path) -> None:
    file = write(tmp_path)
    (tmp_path / "forecasts.yaml").unlink()
    (tmp_path / "resolutions.yaml").unlink()
    kept = shelf(str(file))
    assert kept.resolved is None
    assert by_base_rate(kept) == by_sources(kept) == ()
    with pytest.raises(UnknownName, match="F1"):
        kept.question("F11")


# ------------------------------------------------------------------------------------- files refused


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("case: two-rivers", "case: other", "DT901", "belongs to the case 'other'"),
        ("forecasts:", "forecast:", "DT901", "needs a mapping 'forecasts'"),
        ("  F1: {", "  F9: {", "DT902", "asks no question 'F9'"),
        ("  F5: {says: yes}", "  F5: yes", "DT901", "F5 is no mapping"),
        ("F5: {says: yes}", "F5: {says: maybe}", "DT901", "'says' is yes or no"),
        ("F5: {says: yes}", "F5: {sais: yes, says: yes}", "DT901", "no key 'sais'"),
        ("arrivals: 2", "arrivals: two", "DT905", "'arrivals' is a whole number"),
        ("to: 2020-12-31, what: protests", "to: 2021-12-31, what: protests", "DT904", "not after 2020-12-31"),
        ("from: 2010-12-31", "from: 2010", "DT904", "'from' is a day"),
        ("periods: 9, of_periods: 10", "periods: 11, of_periods: 10", "DT905", "11 of 10 periods"),
        ("what: protests, ", "", "DT901", "needs a text 'what'"),
    ],
)
def test_a_file_of_forecasts_that_is_wrong(tmp_path: Path, old: str, new: str, code: str, says: str) -> None:
    assert old in FORECASTS
    with pytest.raises(CaseError) as refused:
        shelf(str(write(tmp_path, forecasts=FORECASTS.replace(old, new, 1))))
    assert [(p.code, says in p.cause) for p in refused.value.problems] == [(code, True)]
    assert refused.value.problems[0].line


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("verdict: mixed", "verdict: miked", "DT903", "no verdict 'miked'"),
        ("answer: yes, on: 2022-03-01", "on: 2022-03-01", "DT903", "needs an answer"),
        ("verdict: mixed,", "verdict: mixed, answer: yes,", "DT903", "has no answer"),
        ("on: 2022-03-01", "on: 2019-03-01", "DT904", "before the question opens"),
        ("on: 2022-03-01", "on: in March", "DT904", "'on' is a day"),
        (", source: the text", "", "DT901", "needs a text 'source'"),
        ("  F5: {", "  F55: {", "DT902", "asks no question 'F55'"),
        ("choice: build", "choice: bulid", "DT902", "no choice 'bulid'"),
        (
            "branch: {choice: build, on: 2021-03-01, source: the ministry}",
            "branch: build",
            "DT901",
            "a branch has",
        ),
        ("cluster: river}", "facts: none}", "DT901", "facts are a list"),
    ],
)
def test_a_file_of_resolutions_that_is_wrong(
    tmp_path: Path, old: str, new: str, code: str, says: str
) -> None:
    assert old in RESOLUTIONS
    with pytest.raises(CaseError) as refused:
        shelf(str(write(tmp_path, resolutions=RESOLUTIONS.replace(old, new, 1))))
    assert [(p.code, says in p.cause) for p in refused.value.problems] == [(code, True)]
    assert refused.value.problems[0].line


def test_everything_that_is_wrong_with_a_file_is_said_at_once(tmp_path: Path) -> None:
    wrong = (
        FORECASTS.replace("arrivals: 2", "arrivals: two")
        .replace("  F2:", "  F22:")
        .replace("says: no", "says: n")
    )
    with pytest.raises(CaseError) as refused:
        shelf(str(write(tmp_path, forecasts=wrong)))
    assert [p.code for p in refused.value.problems] == ["DT905", "DT902", "DT901"]

"""Backtests: nothing leaks back, rivals are what they say, and the verdict follows from the numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.brief import backtest_json, backtest_parts
from detente.catalog import load
from detente.dynamics.counts import fit
from detente.errors import HistoryError
from detente.forecast import RIVALS, backtest, backtest_series
from detente.forecast.evaluation.rivals import any_of, climatology, negative_binomial, persistence, windowed
from detente.forecast.evaluation.rolling import REFERENCE, Trial, cutoffs, run
from detente.forecast.evaluation.trials import _again, _barred, _later, _moves, _rate, _windows, counting
from detente.history import gather
from detente.history.model import Series, Step
from detente.history.past.history import History
from detente.paper.model import Table
from forecast.made_up import write
from reference.forecasts import none_ahead

Forecaster = Callable[[np.ndarray, int], np.ndarray]

months = st.lists(st.integers(0, 6), min_size=70, max_size=84)


def series(counts: list[int], name: str = "launches") -> Series:
    start = np.datetime64("2010-01", "M")
    return Series(name, name, "launches", "ours", start + np.arange(len(counts)), np.array(counts, np.int64))


@settings(max_examples=15)
@given(months, st.sampled_from(sorted(RIVALS)), st.integers(1, 12), st.integers(0, 10**6))
def test_what_comes_after_a_cutoff_changes_nothing_said_at_it(
    counts: list[int], who: str, ahead: int, seed: int
) -> None:
    known = 63
    shuffled = list(counts)
    tail = [c + 1 for c in counts[known:]]
    np.random.Generator(np.random.Philox(seed)).shuffle(tail)
    shuffled[known:] = tail
    one, two = (run(series(c), ahead, who, RIVALS[who]) for c in (counts, shuffled))
    upto = np.datetime64("2010-01", "M") + known
    assert (one.probability[one.at < upto] == two.probability[two.at < upto]).all()


def test_a_model_that_is_fitted_now_and_then_does_not_look_ahead_either() -> None:
    """The same forecaster may be asked in any order; what it learnt later must not serve earlier cut-offs."""
    rng = np.random.Generator(np.random.Philox(3))
    counts = rng.poisson(np.repeat([0.2, 2.5], 36)).tolist()
    model, fresh = counting("regimes", every=12), counting("regimes", every=12)
    late = model(np.array(counts[:71]), 3)
    early = model(np.array(counts[:40]), 3)
    assert (early == fresh(np.array(counts[:40]), 3)).all()
    assert any_of(late) > any_of(early)
    plain = fit("regimes", np.array(counts[:36])).total(np.array(counts[:40]), 3)
    assert early == pytest.approx(plain / plain.sum())
    other = counts[:40] + [9] * 32
    assert (early == model(np.array(other[:40]), 3)).all()


def test_what_comes_later_changes_no_forecast_of_moves() -> None:
    case = load("korea-2020")
    known = gather(case, resolving=True)
    first = {t.who: t for t in _moves(case, _until(known, date(2022, 6, 30)), 2, 1)}
    whole = {t.who: t for t in _moves(case, known, 2, 1)}
    assert first.keys() == whole.keys() >= {REFERENCE, "model of the case"}
    for who, trial in first.items():
        size = len(trial.probability)
        assert 0 < size < len(whole[who].probability)
        assert (trial.probability == whole[who].probability[:size]).all(), who
        assert (trial.outcome == whole[who].outcome[:size]).all()


def test_what_the_case_bars_is_left_out_and_told() -> None:
    """From June 2022 to June 2023 Russia blocked new sanctions without yet cooperating with the North."""
    case = load("korea-2020")
    barred = _barred(case, gather(case, resolving=True))
    assert set(barred.values()) == {("policy-of-support",)}
    days = [date(2022, 6, 30), date(2022, 12, 31), date(2023, 6, 30)]
    assert list(barred) == days
    found = backtest_series([series(([0, 1, 0, 2] * 40)[:70])], "x", {"copy": windowed}, (1,))
    told, silent = (
        " ".join(p for p in backtest_parts(f) if isinstance(p, str))
        for f in (replace(found, barred=barred), found)
    )
    assert "three cut-offs (2022-06-30, 2022-12-31 and 2023-06-30)" in told
    assert "breaks the constraint policy-of-support" in told
    written = json.loads(backtest_json(replace(found, barred=barred)))["barred"]
    assert written["2022-06-30"] == ["policy-of-support"]
    assert "constraint" not in silent


def _until(known: object, last: date) -> object:
    """The same history, as it was known on a day."""
    from dataclasses import replace

    kept = {o: tuple(s for s in steps if s.start <= last) for o, steps in known.levels.items()}  # type: ignore[attr-defined]
    events = tuple(e for e in known.events if e.day <= last)  # type: ignore[attr-defined]
    return replace(known, levels={o: s for o, s in kept.items() if s}, events=events)  # type: ignore[type-var]


def test_rivals_of_moves_by_hand() -> None:
    """One option that moved once, in March 2012, seen at the end of 2014."""
    steps = (Step(date(2010, 1, 1), "no", "a"), Step(date(2012, 3, 1), "yes", "b"))
    known = cast(History, SimpleNamespace(levels={"o": steps, "still": steps[:1]}))
    day = date(2014, 12, 31)
    # half years that are over, the latest first: from December 2013 back to June 2010
    assert _windows(known, "o", day) == [False, False, False, False, True, True, False, False]
    assert _rate(known, ["o"], day, None) == pytest.approx(2.5 / 9)
    assert _rate(known, ["o", "still"], day, None) == pytest.approx(2.5 / 17)
    assert _rate(known, ["o"], day, 3) == pytest.approx(1 - none_ahead(1, 3, 1), abs=1e-4)
    assert _rate(known, ["o"], day, 2) == pytest.approx(1 - none_ahead(0, 2, 1), abs=1e-4)
    # after a year without a move came one with a move twice, and another without twice
    assert _again(known, ["o"], "o", day) == pytest.approx(2.5 / 5)


# -------------------------------------------------------------------------------------------- rivals


@settings(max_examples=20)
@given(months, st.sampled_from(sorted(RIVALS)), st.integers(1, 12))
def test_a_forecast_is_a_distribution_that_rules_neither_answer_out(
    counts: list[int], who: str, ahead: int
) -> None:
    table = RIVALS[who](np.array(counts), ahead)
    assert (table >= 0).all()
    assert table.sum() == pytest.approx(1)
    assert table[0] > 0
    assert table[1:].sum() > 0


def test_rivals_by_hand() -> None:
    quiet = np.zeros(60, np.int64)
    assert any_of(climatology(quiet, 1)) == pytest.approx(0.5 / 61)
    assert any_of(persistence(quiet, 1)) == pytest.approx(0.5 / 60)
    assert any_of(windowed(quiet, 12)) == pytest.approx(1 - none_ahead(0, 36, 12), abs=1e-4)
    busy = np.array([0] * 24 + [1] * 36)
    assert any_of(windowed(busy, 1)) == pytest.approx(1 - none_ahead(36, 36, 1), abs=1e-4)
    assert any_of(climatology(busy, 1)) == pytest.approx(36.5 / 61)
    assert any_of(persistence(busy, 1)) == pytest.approx(35.5 / 36)


def test_the_negative_binomial_has_the_moments_of_the_past() -> None:
    counts = np.array([0, 0, 5, 0, 1, 7, 0, 0, 2, 0] * 6)
    mean, variance = (counts.sum() + 0.5) / 60, counts.var(ddof=1)
    for ahead in (1, 6):
        table = negative_binomial(counts, ahead)
        at = np.arange(len(table))
        assert table @ at == pytest.approx(ahead * mean, rel=1e-5)
        assert table @ (at - ahead * mean) ** 2 == pytest.approx(ahead * variance, rel=1e-3)


def test_cutoffs_leave_room_for_what_comes() -> None:
    made = series([1] * 70)
    assert cutoffs(made, 12).size == 0
    assert cutoffs(made, 10).tolist() == [60]
    with pytest.raises(ValueError, match="too few"):
        run(made, 12, "windowed", windowed)


# ------------------------------------------------------------------------------------------- verdict


def oracle(truth: list[int]) -> Forecaster:
    def forecast(counts: np.ndarray, ahead: int) -> np.ndarray:
        came = sum(truth[len(counts) : len(counts) + ahead])
        table = np.full(max(came, 1) + 1, 0.01 / (max(came, 1) or 1))
        table[came] = 0.0
        table[came] = 1 - table.sum()
        return table

    return forecast


def test_the_verdict_follows_from_the_numbers() -> None:
    rng = np.random.Generator(np.random.Philox(5))
    counts = rng.poisson(0.7, 200).tolist()
    models = {"oracle": oracle(counts), "contrary": lambda c, h: np.array([0.99, 0.01])}
    good = backtest_series([series(counts)], "x", {"oracle": models["oracle"]}, (1, 3))
    assert set(good.beaten.values()) == {"yes"}
    assert set(good.outdone.values()) == {()}
    bad = backtest_series([series(counts)], "x", {"contrary": models["contrary"]}, (1, 3))
    assert set(bad.beaten.values()) == {"no"}
    assert all(REFERENCE in names for names in bad.outdone.values())
    text = {
        k: "\n".join(p for p in backtest_parts(b) if isinstance(p, str)) for k, b in (("g", good), ("b", bad))
    }
    assert "The model beats the windowed base rate for launches, one month ahead" in text["g"]
    assert "does worse than the windowed base rate" in text["b"]
    assert "a lower mean Brier score than the model" in text["b"]
    assert good.first == "2014-12"
    assert good.credits == ("ours",)


def test_a_copy_of_the_reference_is_not_told_apart_from_it() -> None:
    counts = ([0, 1, 0, 2] * 40)[:150]
    found = backtest_series([series(counts)], "x", {"copy": windowed}, (1,))
    assert found.beaten == {("launches", 1): "unclear"}
    copy, own = (next(x for x in found.lines if x.who == w) for w in ("copy", REFERENCE))
    assert copy.brier == own.brier
    assert copy.skill is not None
    assert copy.skill.value == 0
    assert own.skill is None


def test_forecasts_of_anything_else_stand_beside() -> None:
    at = np.arange("2020-01", "2021-01", dtype="datetime64[M]")
    nothing = np.full(12, np.nan)
    came = np.array([0] * 11 + [1])
    trials = [
        Trial("moves", who, 12, at, np.full(12, p), nothing, came, tuple("abcdef" * 2))
        for who, p in (("model of the case", 0.5), (REFERENCE, 0.9))
    ]
    found = backtest_series([], "x", extra=trials)
    assert found.models == ("model of the case",)
    assert any("could know what happened" in p for p in backtest_parts(found) if isinstance(p, str))
    line = found.lines[0]
    assert line.crps is None
    assert line.brier.clusters == 6
    assert found.beaten == {("moves", 12): "yes"}
    tables = [p for p in backtest_parts(found) if isinstance(p, Table)]
    assert len(tables) == 1
    assert "NaN" not in backtest_json(found)


def test_a_case_without_a_past_says_so(tmp_path: Path) -> None:
    case = load(write(tmp_path))
    with pytest.raises(HistoryError, match="no history of counts or levels"):
        backtest(case)


def test_days_of_the_month() -> None:
    assert _later(date(2020, 12, 31), 6) == date(2021, 6, 30)
    assert _later(date(2021, 3, 31), -1) == date(2021, 2, 28)
    assert _later(date(2020, 2, 29), 12) == date(2021, 2, 28)

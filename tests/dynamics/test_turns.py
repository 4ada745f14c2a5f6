"""Dated turns: in their windows rates are multiplied, and nothing else changes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.case import Case, loads
from detente.dynamics import course
from detente.dynamics.clock import draw_clock, years

TEXT = """\
format: 1
case: turning
title: Turning
as_of: 2020-12-31
actors: {a: {name: A}, b: {name: B}}
options:
  a.x: {name: x, levels: [no, yes], moves: up}
  b.y: {name: y, levels: [no, yes], moves: up}
status_quo: {a.x: no, b.y: no}
preferences:
  a: {statements: [{id: a1, when: a.x == yes, weight: 1, evidence: analyst judgement}]}
  b: {statements: [{id: b1, when: a.x == yes, weight: 1, evidence: analyst judgement}]}
outcomes: {done: {name: done, when: a.x == yes}, hit: {name: hit, when: b.y == yes}}
clock:
  horizon: 2028-12-31
  rates:
    a: {per_year: 0.2, evidence: analyst judgement}
    b: {per_year: 0, evidence: analyst judgement}
  precision: {all: 290}
  shocks: [{id: s, per_year: 0.1, set: {b.y: yes}, evidence: analyst judgement}]
  turns:
"""
ONCE = (
    "    - {id: t, actors: [a], from: 2022-01-01, to: 2022-12-31, factor: 5, evidence: analyst judgement}\n"
)
AGAIN = (
    "    - {id: u, actors: [a], shocks: [s], from: 2013-06-01, to: 2013-12-31, every: 4, factor: 3, "
    "evidence: analyst judgement}\n"
)
DATES = [date(2021, 12, 31), date(2022, 6, 30), date(2023, 12, 31), date(2026, 3, 1), date(2028, 12, 31)]


def case(*turns: str) -> Case:
    text = TEXT + "".join(turns)
    return loads(text if turns else text.replace("  turns:\n", ""))


def told(made: Case, outcome: str) -> np.ndarray:
    found = course(made, dates=DATES, worlds=1)
    return found.of("outcome", outcome)[:, 0]


def spent(day: date, windows: list[tuple[date, date]]) -> float:
    """Years of windows, last days included, between the start and a day."""
    start = date(2020, 12, 31)
    return sum(max(0.0, years(max(a, start), min(b, day))) for a, b in windows if b > start)


def test_without_turns_time_runs_evenly() -> None:
    wanted = [1 - np.exp(-0.2 * years(date(2020, 12, 31), d)) for d in DATES]
    assert told(case(), "done") == pytest.approx(wanted, abs=1e-6)


def test_a_window_multiplies_the_rates_of_its_actors_and_of_nobody_else() -> None:
    window = [(date(2022, 1, 1), date(2023, 1, 1))]
    wanted = [1 - np.exp(-0.2 * (years(date(2020, 12, 31), d) + 4 * spent(d, window))) for d in DATES]
    assert told(case(ONCE), "done") == pytest.approx(wanted, abs=1e-6)
    assert told(case(ONCE), "hit") == pytest.approx(told(case(), "hit"), abs=1e-6)


def test_windows_come_again_and_shocks_have_them_too() -> None:
    clock = draw_clock(case(AGAIN), 1)
    assert [round(a, 2) for a, _ in clock.windows[0].spans] == [0.41, 4.41]

    windows = [
        (years(date(2020, 12, 31), date(2013, 6, 1)) + k, years(date(2020, 12, 31), date(2014, 1, 1)) + k)
        for k in (8, 12)
    ]

    for outcome, rate in (("done", 0.2), ("hit", 0.1)):
        wanted = []
        for d in DATES:
            t = years(date(2020, 12, 31), d)
            more = sum(max(0.0, min(b, t) - a) for a, b in windows)
            wanted.append(1 - np.exp(-rate * (t + 2 * more)))
        assert told(case(AGAIN), outcome) == pytest.approx(wanted, abs=1e-6)


def test_open_windows_multiply_one_another_and_a_factor_of_one_is_none() -> None:
    both = ONCE + ONCE.replace("id: t", "id: v").replace("factor: 5", "factor: 0.2")
    assert told(case(both), "done") == pytest.approx(told(case(), "done"), abs=1e-6)
    assert told(case(ONCE.replace("factor: 5", "factor: 0")), "done")[1] == pytest.approx(
        told(case(ONCE), "done")[0], abs=1e-3
    )


def test_the_factor_may_be_uncertain_and_leaves_all_other_draws_alone() -> None:
    wide = draw_clock(case(ONCE.replace("factor: 5", "factor: 1..9")), 50)
    plain = draw_clock(case(), 50)
    assert wide.windows[0].factor[0] == 5
    assert wide.windows[0].factor[1:].std() > 1
    assert (wide.rates == plain.rates).all()

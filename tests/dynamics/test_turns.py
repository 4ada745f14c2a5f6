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
definitions: {done: {name: done, when: a.x == yes}, hit: {name: hit, when: b.y == yes}}
outcomes: {some: {name: something, when: done or hit}}
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


def told(made: Case, what: str) -> np.ndarray:
    found = course(made, dates=DATES, worlds=1)
    return found.of("definition", what)[:, 0]


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
    assert [round(a, 2) for a, _ in clock.windows[0].spans] == [0.42, 4.42]

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


def hurried(text: str, guard: str = "moves: up") -> Case:
    """B gets round to its option at 0.3 a year, likes to move, and nothing else happens to it."""
    made = TEXT.replace("b: {per_year: 0,", "b: {per_year: 0.3,")
    made = made.replace("{id: b1, when: a.x == yes", "{id: b1, when: b.y == yes")
    made = made.replace(
        "b.y: {name: y, levels: [no, yes], moves: up}", f"b.y: {{name: y, levels: [no, yes], {guard}}}"
    )
    struck = "  shocks: [{id: s, per_year: 0.1, set: {b.y: yes}, evidence: analyst judgement}]\n"
    return loads(made.replace(struck, "") + text)


WHEN = "    - {id: w, actors: [b], when: a.x == yes, NUMBER, evidence: analyst judgement}\n"
NUMBERS = [("per_year: 2", 2.3), ("factor: 3", 0.9), ("factor: 1", 0.3), ("per_year: 0", 0.3)]


@pytest.mark.parametrize(("number", "there"), NUMBERS)
def test_turns_in_some_states_come_on_top_of_free_moves(number: str, there: float) -> None:
    """Before A moves, at 0.2 a year, B moves at 0.3; after that at the other rate."""
    found = told(hurried(WHEN.replace("NUMBER", number)), "hit")
    for d, p in zip(DATES, found, strict=True):
        t = np.linspace(0, years(date(2020, 12, 31), d), 100_001)
        later = 0.2 * np.exp(-0.5 * t) * np.exp(-there * (t[-1] - t))
        assert p == pytest.approx(1 - np.exp(-0.5 * t[-1]) - np.trapezoid(later, t), abs=1e-6)


@pytest.mark.parametrize(("number", "there"), NUMBERS)
def test_turns_in_some_states_come_on_top_of_guarded_moves(number: str, there: float) -> None:
    """B waits for A: the time is the sum of two exponential times."""
    made = hurried(WHEN.replace("NUMBER", number), "ways: [{kind: up, when: a.x == yes}]")
    for d, p in zip(DATES, told(made, "hit"), strict=True):
        a, b, t = 0.2, there, years(date(2020, 12, 31), d)
        assert p == pytest.approx(1 - (b * np.exp(-a * t) - a * np.exp(-b * t)) / (b - a), abs=1e-6)


def test_a_window_may_add_turns_and_limit_those_of_some_states() -> None:
    dated = ONCE.replace("factor: 5", "per_year: 0.8")
    assert told(case(dated), "done") == pytest.approx(told(case(ONCE), "done"), abs=1e-9)
    never = WHEN.replace("NUMBER", "from: 2010-01-01, to: 2010-12-31, per_year: 9")
    usual = WHEN.replace("NUMBER", "factor: 1")
    assert told(hurried(never), "hit") == pytest.approx(told(hurried(usual), "hit"), abs=1e-9)

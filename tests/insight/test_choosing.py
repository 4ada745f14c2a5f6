"""Which choice by when: against chains that are known in closed form."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.brief import markdown, write
from detente.case import Case, loads
from detente.dynamics.clock import years
from detente.insight import QUICK, find

TEXT = """\
format: 1
case: switching
title: Switching
as_of: 2020-12-31
focal: a
actors: {a: {name: A}, b: {name: B}}
options:
  a.line: {name: line, levels: [apart, close], moves: up}
  b.y: {name: y, levels: [no, yes], moves: fixed}
chance:
  chance.rift:
    name: the rift
    levels: {small: the rift is small, wide: the rift is wide}
    probabilities: {small: 0.6, wide: 0.4}
    evidence: analyst judgement
status_quo: {a.line: apart, b.y: no, chance.rift: small}
preferences:
  a:
    statements:
      - {id: a1, when: a.line == close and chance.rift == wide, weight: 1..2, evidence: analyst judgement}
      - {id: a2, when: a.line == apart and chance.rift == small, weight: 1..2, evidence: analyst judgement}
  b: {statements: [{id: b1, when: b.y == yes, weight: 1, evidence: analyst judgement}]}
choices:
  apart: {name: apart, set: {a.line: apart}}
  close: {name: close, set: {a.line: close}}
outcomes: {near: {name: near, when: a.line == close}}
clock:
  horizon: 2030-12-31
  rates:
    a: {per_year: 0.5, evidence: analyst judgement}
    b: {per_year: 0, evidence: analyst judgement}
  precision: {all: 290}
  chance: {chance.rift: {per_year: 0.25, probabilities: {small: 0, wide: 1}, evidence: analyst judgement}}
"""


def case(text: str = TEXT) -> Case:
    return loads(text)


def test_the_choice_is_made_at_the_rate_of_the_actor_once_it_pays() -> None:
    found = find(case(), worlds=200, dated=6, parts=QUICK)
    chosen = found.choosing
    assert chosen is not None
    assert chosen.now == "apart"
    p, q = 0.25, 0.5  # the rift opens, then the actor follows: a sum of two exponential times
    for day, on, ever in zip(chosen.dates, chosen.holds["close"], chosen.reached["close"], strict=True):
        t = years(date(2020, 12, 31), day)
        wanted = 1 - (q * np.exp(-p * t) - p * np.exp(-q * t)) / (q - p)
        assert on.mean.value == pytest.approx(wanted, abs=1e-4)
        assert ever.mean.value == pytest.approx(wanted, abs=1e-4)  # it cannot go back
    assert all(s.mean.value == 1 for s in chosen.reached["apart"])


def test_the_better_choice_follows_what_chance_brings() -> None:
    found = find(case(), worlds=200, dated=6, parts=QUICK)
    assert found.driven is not None
    by = found.driven.by_level["chance.rift"]
    assert by["small"]["apart"].value == 1
    assert by["wide"]["close"].value == 1
    assert found.choosing is not None
    for day, share in zip(found.choosing.dates, found.choosing.better["close"], strict=True):
        assert share == pytest.approx(1 - np.exp(-0.25 * years(date(2020, 12, 31), day)), abs=1e-4)


def test_it_is_left_out_where_it_means_nothing() -> None:
    text = TEXT.replace("  close: {name: close, set: {a.line: close}}\n", "")
    assert find(case(text), worlds=20, dated=2, parts=QUICK).choosing is None
    assert find(case(), worlds=20, parts=QUICK).choosing is None


def test_the_brief_tells_it() -> None:
    made = case()
    page = markdown(write(made, find(made, worlds=60, dated=4, parts=QUICK)))
    assert "Which choice, by when" in page
    assert "The rift is wide" in page

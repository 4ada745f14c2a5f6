"""A small case with questions, and what may stand beside it."""

from __future__ import annotations

from pathlib import Path

CASE = """\
format: 1
case: two-rivers
title: Two rivers
as_of: 2020-12-31
focal: up
sources:
  memo: {key: M, title: A memo, author: A. Writer, published: 2020-11}
  note: {key: N, title: A note, author: N. Other, published: 2020-12}
actors:
  up: {name: Upland}
  low: {name: Lowland}
options:
  up.dam: {name: the dam, levels: {no: no dam, yes: a dam}, evidence: [M.P1]}
  low.protest: {name: protest, levels: {no: quiet, yes: protest}, evidence: [M.P1]}
status_quo: {up.dam: no, low.protest: no}
preferences:
  up: {statements: [{id: up-dam, when: up.dam == yes, weight: 1..2, evidence: [M.P2]}]}
  low: {statements: [{id: low-dam, when: up.dam == yes and low.protest == no, weight: -2..-1, evidence: [M.P2]}]}
choices:
  build: {name: build, set: {up.dam: yes}, evidence: [M.P3]}
  wait: {name: wait, set: {up.dam: no}, evidence: [M.P3]}
clock:
  horizon: 2030-12-31
  rates:
    up: {count: 4, from: 2010-01-01, to: 2020-01-01, evidence: [M.P4]}
    low: {count: 9, from: 2010-01-01, to: 2020-01-01, evidence: [M.P4]}
  precision: {all: 6}
  evidence: analyst judgement
questions:
  - {id: F1, asks: Will Lowland protest?, when: low.protest == yes, by: 2022-12-31, evidence: [M.P5], modality: likely, cluster: river}
  - {id: F2, asks: Will it rain?, by: 2021-12-31, evidence: [N.P1], modality: certain, cluster: sky}
  - {id: F3, asks: Will a bridge be built?, by: 2021-12-31, evidence: [N.P2], modality: possible, cluster: river}
  - {id: F4, asks: 'If Upland waits, will Lowland be quiet?', when: low.protest == no, by: 2021-12-31, measure: at, choice: wait, evidence: [M.P6]}
  - {id: F5, asks: Will there be a treaty?, by: 2029-12-31, evidence: [M.P7], modality: hope}
"""  # noqa: E501

FORECASTS = """\
case: two-rivers
forecasts:
  F1: {says: yes, reference: {arrivals: 2, from: 2010-12-31, to: 2020-12-31, what: protests, source: press}}
  F2: {says: yes, reference: {periods: 9, of_periods: 10, what: wet years, source: weather office}}
  F3:
    says: no
    reference: {arrivals: 0, from: 2015-12-31, to: 2020-12-31, of: no, what: refusals, source: press}
  F5: {says: yes}
"""

RESOLUTIONS = """\
case: two-rivers
as_of: 2023-06-01
by: the authors
branch: {choice: build, on: 2021-03-01, source: the ministry}
resolutions:
  F1: {verdict: true, first: quite so, answer: yes, on: 2022-03-01, source: press, cluster: river}
  F2: {verdict: true, answer: yes, on: 2021-12-31, source: weather office}
  F3: {verdict: mixed, on: 2021-12-31, source: press}
  F5: {verdict: true, answer: yes, on: 2023-06-01, source: the text}
"""


def write(folder: Path, forecasts: str = FORECASTS, resolutions: str = RESOLUTIONS, case: str = CASE) -> Path:
    """Write the case and what stands beside it; return the case file."""
    (folder / "forecasts.yaml").write_text(forecasts, encoding="utf-8")
    (folder / "resolutions.yaml").write_text(resolutions, encoding="utf-8")
    file = folder / "two-rivers.yaml"
    file.write_text(case, encoding="utf-8")
    return file

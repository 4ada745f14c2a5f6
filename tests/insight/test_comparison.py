"""Two versions of a case side by side: what the files say, and what they answer on the same draws."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import detente
from detente import brief
from detente.case import Case, loads
from detente.cli import main
from detente.ensemble import Plan, run
from detente.insight import differences
from detente.insight.parts import outcome_parts

TEXT = """
format: 1
case: river
title: A river
as_of: 2020-01-01
focal: up
concept: R
actors: {up: {name: Upstream}, down: {name: Downstream}}
options:
  up.release:
    name: release
    levels: {no: Upstream keeps its water, yes: Upstream releases water}
    evidence: analyst judgement
  down.pay:
    name: pay
    levels: {no: Downstream pays nothing, yes: Downstream pays}
    evidence: analyst judgement
status_quo: {up.release: no, down.pay: no}
preferences:
  up:
    statements:
      - {id: water, when: up.release == no, weight: 0..4, evidence: analyst judgement}
      - {id: money, when: up.release == yes, weight: 0..4, evidence: analyst judgement}
  down:
    statements:
      - {id: save, when: down.pay == no, weight: 1, evidence: analyst judgement}
outcomes:
  release: {name: water is released, when: up.release == yes}
  keep: {name: water is kept, when: up.release == no}
"""


@pytest.fixture(scope="module")
def pair() -> tuple[Case, Case]:
    changed = TEXT.replace("yes, weight: 0..4", "yes, weight: 1..5").replace(
        "title: A river", "title: A river in spring"
    )
    return loads(TEXT), loads(changed)


def test_files_are_compared_part_by_part(pair: tuple[Case, Case]) -> None:
    a, b = pair
    assert [d.path for d in differences(a, b)] == [
        ("title",),
        ("preferences", "up", "statements", "money", "weight"),
    ]
    assert differences(a, a) == ()
    swapped = (
        TEXT.replace("id: water", "id: x").replace("id: money", "id: water").replace("id: x", "id: money")
    )
    assert {d.kind for d in differences(a, loads(swapped))} == {"changed"}
    gone = TEXT.replace(
        "      - {id: money, when: up.release == yes, weight: 0..4, evidence: analyst judgement}\n", ""
    )
    (lost,) = differences(a, loads(gone))
    assert (lost.kind, lost.path[-1]) == ("removed", "money")
    assert [d.kind for d in differences(loads(gone), a)] == ["added"]


def test_the_change_is_that_of_the_same_worlds(pair: tuple[Case, Case]) -> None:
    a, b = pair
    found = detente.compare(a, b, worlds=400, seed=3)
    row = found.outcomes[""]["release"]
    before, after = (
        outcome_parts(c, run(c, Plan(worlds=400, seed=3)).answers[""], 0)["release"][1:] for c in pair
    )
    gap = after - before
    assert row.change.value == pytest.approx(gap.mean())
    assert row.change.se == pytest.approx(gap.std(ddof=1) / 20)
    assert row.change.value == pytest.approx(row.after.value - row.before.value)
    # A weight that grows in every world never turns an answer the other way.
    assert np.all(gap >= 0)
    assert row.change.value > 0
    assert row.change.se < np.hypot(row.before.se, row.after.se)


def test_a_comparison_in_words(pair: tuple[Case, Case], tmp_path: Path) -> None:
    a, b = pair
    parts = brief.comparison_parts(a, b, detente.compare(a, b, worlds=50))
    assert "Upstream, “Upstream releases water”: weight 0..4 has become 1..5." in parts[0].items  # type: ignore[union-attr]
    assert brief.comparison_parts(a, a, detente.compare(a, a, worlds=5)) == [
        "The two cases say the same, so they answer the same."
    ]
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(TEXT, encoding="utf-8")
    second.write_text(TEXT.replace("weight: 1,", "weight: 2,"), encoding="utf-8")
    ran = CliRunner().invoke(main, ["compare", str(first), str(second), "--worlds", "5"])
    assert "What both ask is answered alike in every world." in ran.output
    ran = CliRunner().invoke(main, ["compare", "elmira", "elmira-gmcrplus", "--json"])
    told = json.loads(ran.output)
    assert told["outcomes"]["hold"]["delay"]["change"]["value"] == 0
    assert told["said"][0]["words"]

"""Consequences and the matrix of policies, against the same numbers found another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.brief import markdown, matrix_parts, show_parts, write
from detente.case import hold, load, loads
from detente.dynamics import course
from detente.ensemble import Plan, run
from detente.errors import DetenteError, UnknownName
from detente.insight import QUICK, find, matrix
from detente.insight.held.matrix import _widest
from detente.paper.estimate import Estimate
from detente.worlds.draw import values

GOOD = Path(__file__).parents[1] / "case" / "good"
CASE = load(GOOD / "consequences.yaml")
PACKAGES = load(GOOD / "packages.yaml")
WORLDS = 60


def test_levels_and_means_are_those_of_the_resting_points() -> None:
    found = find(CASE, worlds=WORLDS, parts=QUICK)
    runs = run(CASE, Plan(worlds=WORLDS))
    labour, air = found.consequences
    assert (labour.consequence, labour.today, air.today) == ("follows.labour", "some", "thick")
    for choice, answers in runs.answers.items():
        shares = {level: e.value for level, e in labour.levels[choice].items()}
        assert sum(shares.values()) == pytest.approx(1)
        # under either choice the line is held, so only tests tell none from many
        assert shares["some"] == 0
        drawn = np.array(
            [
                values(CASE, s.value, f"consequence:follows.labour:{x}", WORLDS + 1, 1)[1:]
                for x, s in CASE.consequences["follows.labour"].levels.items()
                if s.value is not None
            ]
        )
        assert answers.points.shape[1] == WORLDS + 1
        low, high = drawn.min(), drawn.max()
        assert low - 1e-9 <= labour.means[choice].value <= high + 1e-9
    gap = labour.means["close"].value - labour.means["apart"].value
    assert labour.differences["close"].value == pytest.approx(gap)
    assert air.means == {}


def test_a_quantity_that_is_certain_is_its_number() -> None:
    text = (GOOD / "consequences.yaml").read_text()
    for old, new in (("value: few", "value: 2"), ("value: 8..30", "value: 10")):
        text = text.replace(old, new)

    (labour, _) = find(loads(text), worlds=WORLDS, parts=QUICK).consequences
    for choice, levels in labour.levels.items():
        wanted = 2 * levels["some"].value + 10 * levels["many"].value
        assert labour.means[choice].value == pytest.approx(wanted)


def test_dated_levels_are_those_of_the_course() -> None:
    text = (GOOD / "consequences.yaml").read_text() + (
        "clock:\n  horizon: 2025-12-31\n  rates:\n    rus: {per_year: 1, evidence: analyst judgement}\n"
        "    prk: {per_year: 2, evidence: analyst judgement}\n  precision: {all: 3}\n"
    )

    case = loads(text)
    found = find(case, worlds=8, dated=4, parts=QUICK)
    assert found.dated is not None
    for told in found.dated.choices:
        made = course(case, told.choice, worlds=5, seed=1)
        for level, spreads in told.levels["follows.labour"].items():
            rows = made.of("definition", f"follows.labour.{level}")
            assert [s.mean.value for s in spreads] == pytest.approx([r[1:].mean() for r in rows], abs=1e-5)
        sums = [
            sum(s.mean.value for s in day)
            for day in zip(*told.levels["follows.labour"].values(), strict=True)
        ]
        assert sums == pytest.approx([1] * len(found.dated.dates), abs=1e-5)
    page = markdown(write(case, found))
    assert "What follows beside the game" in page
    assert "Many workers are in Russia" in page


def test_a_policy_comes_to_what_holding_its_levels_comes_to() -> None:
    found = matrix(PACKAGES, worlds=WORLDS)
    assert [(dict(c.policies), c.why) for c in found.cells] == [
        ({}, ""),
        ({"usa": "maximum"}, ""),
        ({"usa": "offer"}, ""),
    ]
    for cell in found.cells[1:]:
        policy = PACKAGES.policies[cell.policies["usa"]]
        other = find(hold(PACKAGES, policy.set), worlds=WORLDS, parts=QUICK)
        for c in other.choices:
            told = {o: e.value for o, e in cell.outcomes[c.choice].items() if e.value}
            assert told == pytest.approx({o: e.value for o, e in c.outcomes.items() if e.value})
    free = find(PACKAGES, worlds=WORLDS, parts=QUICK)
    for c in free.choices:
        assert found.cells[0].best[c.choice].value == pytest.approx(c.best.value)


def test_the_best_policies_share_the_worlds() -> None:
    found = matrix(PACKAGES, worlds=WORLDS)
    for shares in found.better["usa"].values():
        assert sum(e.value for e in shares.values()) == pytest.approx(1)
    sway = found.sway["usa"]
    assert 0 <= sway.policies <= 1
    assert 0 <= sway.choices <= 1


def test_policies_are_crossed_with_chance_and_with_one_another() -> None:
    text = (
        (GOOD / "packages.yaml")
        .read_text()
        .replace(
            "policies:\n",
            "policies:\n  quiet: {name: quiet, actor: prk, set: {prk.tests: no}}\n"
            "  loud: {name: loud, actor: prk, set: {prk.tests: yes}}\n",
        )
    )
    text += (
        "chance:\n  chance.c: {name: c, levels: [a, b], probabilities: {a: 0.5, b: 0.5}, "
        "evidence: analyst judgement}\n"
    )

    case = loads(text.replace("prk.tests: no}\npref", "prk.tests: no, chance.c: a}\npref"))
    alone = matrix(case, worlds=8, across=("chance.c",))
    assert len(alone.cells) == 1 + 2 + 4 * 3
    both = matrix(case, worlds=8, crossed=("usa", "prk"))
    assert len(both.cells) == 1 + 4 + 4
    tested = [c for c in both.cells if c.policies.get("prk") == "loud"]
    assert all(c.outcomes[x]["tests"].value == 1 for c in tested for x in c.outcomes)
    assert matrix_parts(case, alone)
    assert matrix_parts(case, both)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnknownName, match="usa"):
        matrix(PACKAGES, worlds=4, crossed=("uza",))
    with pytest.raises(UnknownName):
        matrix(PACKAGES, worlds=4, across=("chance.none",))
    with pytest.raises(DetenteError, match="no policies"):
        matrix(CASE, worlds=4)


def test_the_brief_tells_the_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    found = find(PACKAGES, worlds=20)
    assert found.matrix is not None
    assert "What the others can do" in markdown(write(PACKAGES, found))
    show_parts(matrix_parts(PACKAGES, found.matrix))
    assert "Maximum pressure" in capsys.readouterr().out


def test_the_widest_distance_is_the_same_bytes_on_every_python() -> None:
    """The built-in `sum` adds otherwise since Python 3.12; an exact sum knows no order."""
    shares = [{o: Estimate(x, 0.0, 1) for o, x in zip("abcd", row, strict=True)} for row in ROWS]
    turned = [dict(reversed(row.items())) for row in shares]
    assert _widest(shares) == _widest(turned)


ROWS = [(0.1, 0.8, 0.8, 0.3), (0.5, 0.4, 0.7, 0.8)]

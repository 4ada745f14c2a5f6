"""What is wrong with a list of items, each with its line."""

from __future__ import annotations

import pytest

from detente.case import Case, loads
from detente.catalog import Coverage, coverage, coverage_of
from detente.errors import UnknownName

CASE = """\
format: 1
case: strait
title: The strait
as_of: 2020-12-31
sources: {paper: {title: A paper, key: K}}
actors: {rus: {name: Russia}}
parties: {fleet: {name: the fleet, parent: rus}}
options: {rus.line: {name: line, levels: [near, far]}}
status_quo: {rus.line: near}
preferences: {rus: {statements: [{id: rus-far, when: rus.line == far, weight: 1, evidence: K.P1}]}}
regimes: {calm: {name: calm, kind: state, says: It is., when: rus.line == near, evidence: K.P1}}
"""

ITEMS = """\
format: 1
case: strait
expected:
  actors: A1-A2
  aims: I01-I12
items:
  actors:
    A1: {says: Russia., at: [K.P1], voice: K, carried: [actor:rus]}
    A2: {says: The fleet., at: [K.P1.S2], voice: K, carried: [party:fleet]}
  aims:
    I01: {says: Go far., at: [K.P2], voice: K, carried: [statement:rus-far, level:rus.line.far]}
    I02: {says: Wait., at: [], voice: K, not_carried: The game has no clock.}
"""
MORE = "".join(
    f"    I{k:02}: {{says: Aim {k}., at: [K.P2], voice: K, carried: ['regime:calm']}}\n" for k in range(3, 13)
)


@pytest.fixture(scope="module")
def case() -> Case:
    return loads(CASE)


def found(case: Case, text: str = ITEMS + MORE) -> Coverage:
    return coverage_of(case, text, "items.yaml")


def told(case: Case, old: str, new: str) -> list[tuple[str, int]]:
    assert (ITEMS + MORE).count(old) == 1
    return [(p.code, p.line) for p in found(case, (ITEMS + MORE).replace(old, new)).missing]


def test_a_sound_list(case: Case) -> None:
    whole = found(case)
    assert whole.missing == ()
    assert repr(whole) == "Coverage('strait', 13 of 14 items carried)"
    counts = whole.counts["aims"]
    assert (counts.expected, counts.computed, counts.recorded, counts.left_out, counts.missing) == (
        12,
        11,
        0,
        1,
        0,
    )
    assert whole.counts["actors"].recorded == 1
    assert [r.item for r in whole.section("actors")] == ["A1", "A2"]
    assert whole.rows[2].carried == ("statement:rus-far", "level:rus.line.far")
    with pytest.raises(UnknownName, match="actors"):
        whole.section("actor")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("    A2: {says: The fleet.,", "    A3: {says: The fleet.,", "DT602", 9),
        ("actor:rus", "actor:russ", "DT603", 8),
        ("level:rus.line.far", "level:rus.line.fare", "DT603", 11),
        ("not_carried: The game has no clock.", "carried: []", "DT604", 12),
        ("not_carried: The game has no clock.", "carried: [actor:rus], not_carried: No.", "DT604", 12),
        ("K.P1.S2", "K.S2", "DT606", 9),
        ("K.P1.S2", "L.P1", "DT606", 9),
        ("says: Wait.,", "says: '',", "DT606", 12),
        ("at: [],", "at: nowhere,", "DT606", 12),
        ("{says: Wait., at: [],", "{says: Wait., att: [],", "DT606", 12),
        ("  aims: I01-I12", "  aims: twelve", "DT606", 5),
    ],
)
def test_each_mistake_has_its_line(case: Case, old: str, new: str, code: str, line: int) -> None:
    assert (code, line) in told(case, old, new)


def test_an_item_that_is_missing_is_named(case: Case) -> None:
    lines = [line for line in (ITEMS + MORE).splitlines() if "I07" not in line]
    whole = found(case, "\n".join(lines))
    assert [(p.code, p.line, p.value) for p in whole.missing] == [("DT601", 5, "I07")]
    assert whole.counts["aims"].missing == 1


def test_a_reason_serves_one_item_only(case: Case) -> None:
    text = (ITEMS + MORE).replace("carried: ['regime:calm']}", "not_carried: The game has no clock!}", 1)
    codes = [(p.code, p.line) for p in found(case, text).missing]
    assert ("DT605", 13) in codes
    assert ("DT607", 6) in codes  # two of fourteen are more than a tenth


def test_a_text_that_is_no_list(case: Case) -> None:
    assert [p.code for p in found(case, "").missing] == ["DT117"]
    assert {p.code for p in found(case, "format: 1\n").missing} == {"DT606"}
    assert "DT108" in {p.code for p in found(case, ITEMS + ITEMS).missing}


def test_a_case_without_a_list_says_so() -> None:
    with pytest.raises(UnknownName, match="korea-2020"):
        coverage("elmira")


def test_as_plain_types(case: Case) -> None:
    plain = found(case).to_dict()
    assert plain["counts"]["actors"] == {
        "expected": 2,
        "computed": 1,
        "recorded": 1,
        "left_out": 0,
        "missing": 0,
    }
    assert plain["items"][0]["carried"] == ["actor:rus"]
    assert plain["problems"] == []


@pytest.mark.parametrize("last", ["20200101", "9" * 400, "２"])
def test_a_range_without_an_end_is_refused_at_once(case: Case, last: str) -> None:
    assert ("DT606", 4) in told(case, "A1-A2", f"A1-A{last}")

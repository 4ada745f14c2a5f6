"""Sources side by side: the most pairs, what only one has, where counts differ, silences."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.history import Event, Gap, Merged, Reading, Series, compare, gaps, match, parse_when
from detente.history.merge import side_by_side
from reference.past import most_pairs

START = date(2017, 1, 1)


def told(source: str, days: Iterable[str], kind: str = "missile_test") -> list[Event]:
    return [
        Event(f"{source}{k}", parse_when(day), ("prk",), kind, "own", source, k + 1)
        for k, day in enumerate(days)
    ]


OFFSETS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), max_size=5)


def spans(offsets: list[tuple[int, int]]) -> list[str]:
    return [f"{START + timedelta(a)}/{START + timedelta(a + long)}" for a, long in offsets]


@given(OFFSETS, OFFSETS, st.integers(0, 3))
def test_as_many_pairs_as_there_can_be(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]], tolerance: int
) -> None:
    first, second = told("a", spans(ours)), told("b", spans(theirs))
    found = match(first, second, tolerance)
    near = [[a.when.apart(b.when) <= tolerance for b in second] for a in first]
    assert len(found.pairs) == (most_pairs(near) if ours and theirs else 0)
    assert all(pair.apart <= tolerance for pair in found.pairs)
    used = [p.first.id for p in found.pairs] + [p.second.id for p in found.pairs]
    assert len(used) == len(set(used))
    alone = {e.id for e in (*found.first, *found.second)}
    assert not alone & set(used)


def test_the_same_day_is_preferred() -> None:
    found = match(told("a", ["2017-07-04", "2017-07-05"]), told("b", ["2017-07-05", "2017-07-06"]))
    assert [(p.first.id, p.second.id, p.apart) for p in found.pairs] == [("a0", "b0", 1), ("a1", "b1", 1)]
    found = match(told("a", ["2017-07-05"]), told("b", ["2017-07-04", "2017-07-05"]))
    assert [(p.second.id, p.apart) for p in found.pairs] == [("b1", 0)]


@given(OFFSETS, OFFSETS, st.integers(0, 3))
def test_no_exchange_of_two_partners_brings_more_equal_dates(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]], tolerance: int
) -> None:
    found = match(told("a", spans(ours)), told("b", spans(theirs)), tolerance).pairs
    for one, other in combinations(found, 2):
        crossed = one.first.when.apart(other.second.when), other.first.when.apart(one.second.when)
        if one.first.when == other.second.when and one.apart and other.apart:
            assert crossed[1] > tolerance


def test_a_free_event_of_the_same_day_is_taken_before_a_near_one() -> None:
    found = match(told("a", ["2017-07-05/2017-07-06"]), told("b", ["2017-07-04", "2017-07-06"]))
    assert [(p.second.id, p.apart) for p in found.pairs] == [("b1", 0)]
    found = match(told("a", ["2017-07-04", "2017-07-06"]), told("b", ["2017-07-05/2017-07-06"]))
    assert [(p.first.id, p.apart) for p in found.pairs] == [("a1", 0)]


def test_ids_decide_before_dates() -> None:
    first, second = told("a", ["2017-07-04", "2017-07-05"]), told("b", ["2017-07-05", "2017-07-06"])
    first = [replace(first[0], key="X"), replace(first[1], key="Y")]
    second = [replace(second[0], key="Y"), replace(second[1], key="Z")]
    found = match(first, second, 1)
    assert [(p.first.key, p.second.key, p.apart) for p in found.pairs] == [("Y", "Y", 0)]


@pytest.mark.parametrize("count", [3_000, 30_000])
def test_a_long_chain_of_neighbours_is_matched_without_recursion(count: int) -> None:
    days = [(START + timedelta(k)).isoformat() for k in range(count + 1)]
    found = match(told("a", days[:-1]), told("b", days[1:]))
    assert len(found.pairs) == count
    many = match(told("a", ["2017-07-04"] * count), told("b", ["2017-07-05"] * count))
    assert len(many.pairs) == count


def test_files_far_apart_are_not_put_side_by_side() -> None:
    years = [
        Reading(f"{y}.csv", "own", tuple(told(f"{y}.csv", [f"{y}-0{m}-01" for m in range(1, 9)])))
        for y in range(2000, 2015)
    ]
    assert side_by_side(years) == {}
    years.append(Reading("x.csv", "own", tuple(told("x.csv", ["2003-02-01", "2003-03-01"]))))
    found = side_by_side(years)
    assert list(found) == [("2003.csv", "x.csv")]
    assert len(found["2003.csv", "x.csv"].pairs) == 2


def test_other_kinds_and_other_actors_are_no_pair() -> None:
    first, second = told("a", ["2017-07-04"]), told("b", ["2017-07-04"], "nuclear_test")
    assert match(first, second).pairs == ()
    assert match([], first) == Merged((), (), ())


def test_counts_that_differ() -> None:
    months = np.array(["2017-11", "2017-12", "2018-01"], "datetime64[M]")
    one = Series("a", "", "", "", months, np.array([2, 0, 1]))
    two = Series("b", "", "", "", months[:2], np.array([1, 0]))
    assert [(d.month, d.first, d.second) for d in compare(one, two)] == [("2017-11", 2, 1)]


def test_silences() -> None:
    days = [date(2017, 11, 28), date(2019, 5, 4), date(2019, 5, 9), date(2017, 11, 28)]
    assert gaps("x", days, 100) == (Gap("x", date(2017, 11, 28), date(2019, 5, 4), 522),)
    assert gaps("x", days, 523) == ()


# ------------------------------------------------------------------------------------------ files for study


def column(file: Path, name: str, **where: str) -> list[str]:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [r[name] for r in rows if len(r[name]) == 10 and all(r[k] == v for k, v in where.items())]


def test_the_known_holes_of_a_list_come_out(study: Path) -> None:
    """The flight of 28-29 November 2017 and the launches of 4 May 2019 are in one list only."""
    flown = told("cns", sorted(set(column(study / "dprk_missile_tests.csv", "date"))))
    listed = told(
        "csis", sorted(set(column(study / "dprk_provocations_facts.csv", "date", category="missile")))
    )
    found = match(flown, listed)
    missing = {e.when.start for e in found.first}
    assert {date(2017, 11, 28), date(2019, 5, 4)} <= missing
    assert found.shifted, "the two lists count days differently"
    since = [e.when.start for e in flown if e.when.start.year > 2012]
    longest = max(gaps("cns", since, 100), key=lambda g: g.days)
    assert (longest.start, longest.end) == (date(2017, 11, 28), date(2019, 4, 17)), "a flight without a type"


def test_shipped_counts_are_those_of_the_lists(study: Path) -> None:
    """The project ships months and counts only; they follow from the lists."""
    from detente.catalog import load
    from detente.history import gather

    series = gather(load("korea-2020"), resolving=True).series
    flown = Counter(day[:7] for day in column(study / "dprk_missile_tests.csv", "date"))
    listed = Counter(
        day[:7] for day in column(study / "dprk_provocations_facts.csv", "date", category="missile")
    )
    nuclear = Counter(
        day[:7] for day in column(study / "dprk_provocations_facts.csv", "date", category="nuclear")
    )
    wanted = {"missiles-flown": flown, "missile-entries": listed, "nuclear-tests": nuclear}
    for key, counter in wanted.items():
        found = series[key]
        months = found.months.astype(str).tolist()
        assert dict(zip(months, found.counts.tolist(), strict=True)) == {m: counter[m] for m in months}, key

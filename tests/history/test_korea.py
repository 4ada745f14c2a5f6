"""The shipped history of the peninsula: its rows, its levels, and that it knows nothing it should not."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from detente.case import Case
from detente.catalog import load, path
from detente.errors import HistoryError
from detente.history import History, gather, holds, outcome_spells, read, tone

START, END = date(2008, 1, 1), date(2026, 8, 20)


@pytest.fixture(scope="module")
def case() -> Case:
    return load("korea-2020")


@pytest.fixture(scope="module")
def past(case: Case) -> History:
    return gather(case)


@pytest.fixture(scope="module")
def whole(case: Case) -> History:
    return gather(case, resolving=True)


def test_what_came_after_the_case_is_for_scoring(case: Case, past: History, whole: History) -> None:
    assert all(e.day <= case.as_of for e in past.events)
    assert all(e.day > case.as_of for e in past.later)
    assert len(past.events) + len(past.later) == len(whole.events)
    assert all(str(s.months[-1]) <= "2020-12" for s in past.series.values())
    assert past.path(START, case.as_of).end == case.as_of
    with pytest.raises(HistoryError, match="for scoring only"):
        past.path(START, END)


def test_the_record_reaches_the_status_quo(past: History) -> None:
    assert past.adrift == {}
    assert past.state(past.as_of) == dict(past.status_quo)


def test_the_record_departs_from_no_event_that_the_papers_tell(past: History) -> None:
    assert past.departures == ()
    assert sum(bool(e.moves) for e in past.told) > 15, "there is something to depart from"


def test_the_levels_break_no_constraint(case: Case, whole: History) -> None:
    walk = whole.path(START, END)
    for at in (0.0, *(c.at for c in walk.changes)):
        state = walk.state(at)
        for name, constraint in case.constraints.items():
            if name.startswith("policy-of-"):
                continue  # the parts of a policy need not turn on one day
            assert not (constraint.forbid and holds(case, constraint.forbid, state)), (name, at)
            assert not (constraint.require and holds(case, constraint.require, state) is False), (name, at)


def test_a_coded_level_is_a_change_that_somebody_made(case: Case, whole: History) -> None:
    walk = whole.path(START, END)
    state = dict(walk.initial)
    known = {e.id for e in whole.events}
    for change in walk.changes:
        assert state[change.option] != change.level
        assert change.event in known
        state[change.option] = change.level
    assert set(state) == set(case.variables())


def test_the_years_come_out_different(case: Case, whole: History) -> None:
    """Talks in 2018 came between tests and a guarded calm."""
    spells = outcome_spells(case, whole, START, END)
    at = {
        day: next(s.id for s in spells if s.start <= day < s.end)
        for day in map(date, (2009, 2014, 2018, 2020, 2023), (9, 9, 9, 12, 6), (1, 1, 1, 31, 1))
    }
    assert list(at.values()) == ["turbulence", "guarded", "talking", "guarded", "turbulence"]
    assert all(a.id != b.id for a, b in pairwise(spells))


def test_memory_is_marked_unless_a_second_source_is_named(whole: History) -> None:
    confirmed = [e for e in (*whole.events, *whole.yearly) if e.second]
    assert {e.checked for e in confirmed} == {"lookup"}
    assert len(confirmed) == 5
    assert sum(e.checked == "memory" for e in (*whole.events, *whole.yearly)) == 147


def test_series_have_their_credit(case: Case, whole: History) -> None:
    flown = whole.series["missiles-flown"]
    assert str(flown.months[0]) == "2006-01"
    year = {
        y: int(flown.counts[flown.months.astype("datetime64[Y]").astype(str) == y].sum())
        for y in ("2017", "2018")
    }
    assert year == {"2017": 21, "2018": 0}
    assert all(series.credit for series in whole.series.values())
    assert int(whole.series["nuclear-tests"].counts.sum()) == 6


def test_nothing_of_others_is_shipped() -> None:
    """Only months and numbers of the lists are in the package."""
    with path("korea-2020").with_name("history-counts.csv").open(newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["month", "missiles_flown", "missile_entries", "nuclear_tests"]
    assert all(cell == "" or cell.replace("-", "").isdigit() for row in rows[1:] for cell in row)


# ------------------------------------------------------------------------------------------ files for study


def test_the_mood_of_autumn_2018(study: Path) -> None:
    """Mean values of the directed dyads of two months, as worked out when the file was made."""
    events = read(study / "icews18_korea_dyads_2018-08-29_10-31.csv").events
    found = {(t.source, t.target): t for t in tone(events)}
    wanted = {
        ("KOR", "PRK"): 3.2,
        ("PRK", "KOR"): 3.5,
        ("PRK", "USA"): 2.7,
        ("USA", "PRK"): 2.0,
        ("USA", "RUS"): -0.4,
        ("USA", "CHN"): -0.5,
        ("RUS", "CHN"): 3.1,
    }
    for key, mean in wanted.items():
        assert found[key].mean == pytest.approx(mean, abs=0.06), key
        assert found[key].events > 100


def test_every_event_of_the_list_is_shipped(study: Path, whole: History) -> None:
    listed = [(e.when, e.type) for e in read(study / "korea-events.csv", "own").events]
    shipped = [(e.when, e.type) for e in read(path("korea-2020").with_name("history.csv"), "own").events]
    assert len(listed) == 339
    assert sorted(shipped, key=str) == sorted([*listed, *extra(shipped, listed)], key=str)
    assert len(shipped) == len(listed) + 2


def extra(shipped: list[object], listed: list[object]) -> list[object]:
    left = list(shipped)
    for one in listed:
        left.remove(one)
    return left

"""From events to levels: against a twin that walks through the days, and by example."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import load
from detente.errors import HistoryError
from detente.history import Event, Lapse, Step, When, gather, levels, parse_when, read_rules
from detente.history.dates import add_months
from reference.past import levels_by_day, months_later

SMALL = Path(__file__).parent / "small.yaml"
FIRST, LAST = date(2000, 1, 1), date(2003, 12, 31)
DAYS = st.dates(FIRST, LAST)
LEVELS = st.sampled_from(["low", "middle", "high"])
LAPSES = st.none() | st.tuples(LEVELS, st.integers(1, 18))


def event(day: date, level: str, lapse: tuple[str, int] | None, k: int) -> Event:
    until = (Lapse("a.b", *lapse),) if lapse else ()
    moves = {"a.b": level}
    return Event(f"e{k}", When(day, day, "day"), (), "x", "own", "f", k, moves=moves, until=until)


@given(st.lists(st.tuples(DAYS, LEVELS, LAPSES), max_size=8))
def test_levels_are_those_of_the_walk(settings: list[tuple[date, str, tuple[str, int] | None]]) -> None:
    found = levels([event(*s, k) for k, s in enumerate(settings)], (), LAST).get("a.b", ())
    days = [FIRST + timedelta(days=k) for k in range((LAST - FIRST).days + 1)]
    ours = [next((s.level for s in reversed(found) if s.start <= day), None) for day in days]
    assert ours == levels_by_day(settings, FIRST, LAST)
    assert all(a.level != b.level and a.start < b.start for a, b in pairwise(found)), "every step is a change"


@given(DAYS, st.integers(0, 40))
def test_months_later(day: date, months: int) -> None:
    assert add_months(day, months) == months_later(day, months)


@given(DAYS, DAYS)
def test_dates_are_apart_alike_both_ways(a: date, b: date) -> None:
    one, other = parse_when(a.isoformat()), parse_when(b.isoformat())
    assert one.apart(other) == other.apart(one) == abs((a - b).days)
    assert parse_when(f"{min(a, b)}/{max(a, b)}").apart(one) == 0


# ------------------------------------------------------------------------------------------- a small record


def test_levels_of_a_small_record(made_up: Path) -> None:
    past = gather(load(SMALL), made_up)
    assert past.levels["up.dam"] == (
        Step(date(2000, 1, 1), "none", "A1"),
        Step(date(2002, 3, 10), "high", "A3"),
        Step(date(2004, 3, 10), "low", "A3", True),
    )
    assert past.levels["down.talk"] == (
        Step(date(2000, 1, 1), "no", "A1"),
        Step(date(2004, 5, 1), "yes", "A4"),
        Step(date(2004, 8, 1), "no", "A4", True),
    )
    assert past.adrift == {}


def test_a_rule_names_a_country_as_events_do(tmp_path: Path) -> None:
    (tmp_path / "rules.csv").write_text(
        "types;actors;from;to;moves;until;reason\nworks;Korea, Republic of;;;a.b=c;;They work\n"
    )
    assert read_rules(tmp_path / "rules.csv", {"KOR": "rok"})[0].actors == {"rok"}


def test_a_rule_names_an_actor_as_a_case_does(made_up: Path) -> None:
    rules = read_rules(made_up / "rules.csv", {"AAA": "up"})
    assert rules[0].actors == {"up"}
    assert rules[0].since == date(2001, 1, 1)
    assert "silts" in rules[0].reason


def test_a_path(made_up: Path) -> None:
    past = gather(load(SMALL), made_up)
    path = past.path(date(2002, 3, 10), date(2005, 1, 1))
    assert path.initial == {"up.dam": "high", "down.talk": "no"}, "a change on the first day is in the start"
    assert [(c.option, c.level, c.event) for c in path.changes] == [
        ("up.dam", "low", "A3"),
        ("down.talk", "yes", "A4"),
        ("down.talk", "no", "A4"),
    ]
    assert path.changes[0].at == pytest.approx(2.0, abs=0.01)
    assert path.state(path.years) == {"up.dam": "low", "down.talk": "no"}
    assert path.state(2.3)["down.talk"] == "yes"


def test_what_came_later_is_kept_apart(made_up: Path) -> None:
    case = load(SMALL)
    past, whole = gather(case, made_up), gather(case, made_up, resolving=True)
    assert [e.id for e in past.later] == ["A6"]
    assert "A6" not in {e.id for e in past.events}
    assert all(step.start <= case.as_of for steps in past.levels.values() for step in steps)
    with pytest.raises(HistoryError, match="for scoring only"):
        past.path(date(2009, 1, 1), date(2012, 6, 1))
    assert whole.path(date(2009, 1, 1), date(2012, 6, 1)).changes[-1].event == "A6"
    assert whole.later == ()


def test_a_start_that_nothing_tells_of(made_up: Path) -> None:
    past = gather(load(SMALL), made_up)
    with pytest.raises(HistoryError, match=r"stood on 1999-01-01: up\.dam, down\.talk"):
        past.path(date(1999, 1, 1), date(2005, 1, 1))
    with pytest.raises(HistoryError, match="backwards"):
        past.path(date(2005, 1, 1), date(2004, 1, 1))


def test_without_files_the_events_of_the_case_tell(tmp_path: Path) -> None:
    text = SMALL.read_text().split("history:")[0] + "events:" + SMALL.read_text().split("\nevents:")[1]
    (tmp_path / "bare.yaml").write_text(text)
    past = gather(load(tmp_path / "bare.yaml"))
    assert past.levels["up.dam"] == (Step(date(2003, 7, 1), "high", "E1"),)
    assert past.adrift == {"up.dam": ("high", "low")}
    assert past.departures == ()


# -------------------------------------------------------------------------------------------------- refusals


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path, made_up: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "date,moves,until\n2001,up.damm=high,\n2002,up.dam=hihg,\n"
        "2003,up.dam=high,down.talk=no after 3 months\n20x,,\n"
    )
    (tmp_path / "rules.csv").write_text(
        (made_up / "rules.csv").read_text() + "works,,,,,,nothing\n,,2002,x,a.b=c,,\n"
    )
    (tmp_path / "counts.csv").write_text("month,droughts\n2010-01,1\n")
    with pytest.raises(HistoryError) as refused:
        gather(load(SMALL), tmp_path, files=[tmp_path / "nowhere.csv"])
    told = "\n".join(refused.value.problems)
    for part in (
        "events.csv:2: no option named 'up.damm'; nearest: up.dam",
        "events.csv:3: up.dam has no level 'hihg'; nearest: high",
        "events.csv:4: down.talk lapses but is not moved",
        "events.csv:5: '20x' is no date",
        "rules.csv:4: the rule moves nothing",
        "rules.csv:5: 'x' is no date",
        "counts.csv:1: no column 'floods'",
        "nowhere.csv: No such file",
    ):
        assert part in told


def test_of_very_many_refused_rows_a_hundred_are_told(tmp_path: Path, made_up: Path) -> None:
    for name in ("rules.csv", "counts.csv"):
        (tmp_path / name).write_text((made_up / name).read_text())
    (tmp_path / "events.csv").write_text("date,type,summary\n2001,a,A\n" + "20x,a,A\n" * 250)
    with pytest.raises(HistoryError) as refused:
        gather(load(SMALL), tmp_path)
    assert len(refused.value.problems) == 101
    assert refused.value.problems[-1].endswith("events.csv: and 150 more rows")


COUNTS = {
    "month,floods\n2010-01,1\n2010-02,\n2010-03,2\n": "do not follow one another",
    "month,floods\n2010-01,-1\n": "'-1' is no count",
    "month,floods\n2010-1,1\n": "is no month",
    "month,floods\n2010-01,299999999999999999999999\n": "the most that is taken for a count",
    "month;floods\n2010-01;1,250\n": "'1,250' is no count",
    'month,floods\n2010-01,"1\n2010-02,1\n': "counts.csv:2: a quote opens here",
    "": "counts.csv: the file is empty",
}


@pytest.mark.parametrize("text", COUNTS)
def test_a_series_with_holes_is_refused(tmp_path: Path, made_up: Path, text: str) -> None:
    for name in ("events.csv", "rules.csv"):
        (tmp_path / name).write_text((made_up / name).read_text())
    (tmp_path / "counts.csv").write_text(text)
    with pytest.raises(HistoryError, match=COUNTS[text]):
        gather(load(SMALL), tmp_path)


def test_months_that_nobody_counted_are_no_zeros(made_up: Path) -> None:
    series = gather(load(SMALL), made_up).series["floods"]
    assert series.months.astype(str).tolist() == ["2009-12", "2010-01", "2010-02"]
    assert series.counts.tolist() == [0, 2, 1]
    assert series.until(date(2010, 1, 15)).counts.tolist() == [0, 2]

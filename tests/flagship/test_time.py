"""What the flagship says of time: counts before its date, with their events; questions, with their rules."""

from __future__ import annotations

import csv
import datetime
import re
from calendar import month_name
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from detente import catalog
from detente.case import Case, Clock, Rate, alter
from detente.game import Game, unfold

MONTHS = list(month_name)[1:]
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")

#: A phase, and the regime or outcome class of the same name.
SAME = {
    "confrontational-stability": "S31",
    "turbulence": "S32",
    "talks": "S13",
    "on-edge": "S28",
    "military-calm": "S35",
}


@cache
def case() -> Case:
    return catalog.load("korea-2020")


@cache
def game() -> Game:
    return unfold(case())


def clock() -> Clock:
    found = case().clock
    assert found is not None
    return found


@cache
def days() -> frozenset[datetime.date]:
    """Days of the events beside the case; of a range, both ends."""
    place = Path(str(catalog.path("korea-2020"))).with_name("history.csv")
    with place.open(encoding="utf-8", newline="") as stream:
        texts = [part for row in csv.DictReader(stream) for part in row["date"].split("/")]
    return frozenset(datetime.date.fromisoformat(text) for text in texts if len(text) == 10)


def told(note: str) -> list[datetime.date]:
    return [datetime.date(int(y), MONTHS.index(m) + 1, int(d)) for d, m, y in DAY.findall(note)]


RATES: dict[str, Rate] = clock().rates


@pytest.mark.parametrize("actor", RATES)
def test_a_count_is_that_of_the_events_in_its_note(actor: str) -> None:
    rate = RATES[actor]
    counted = rate.note.partition("Not counted")[0]
    assert len(re.findall(r"\([^)]*\d{4}", counted)) == rate.count
    assert rate.from_ is not None
    assert rate.to is not None
    assert set(told(rate.note)) <= days(), "each day is that of an event in history.csv"
    assert all(rate.from_ <= day <= rate.to for day in told(rate.note))
    events = {e.id for e in case().events}
    assert set(re.findall(r"E\d{3}", rate.note)) <= events


def test_nothing_is_counted_after_the_date_of_the_case() -> None:
    for rate in [*RATES.values(), *clock().shocks]:
        assert rate.to is None or rate.to <= case().as_of
        assert re.search(r"\b20(2[1-9]|3\d)\b", rate.note) is None
    assert all(seed.answer > 0 and (seed.credit or seed.evidence.at) for seed in case().elicitation.seeds)
    assert not any(re.search(r"\b20(2[1-9]|3\d)\b", seed.asks) for seed in case().elicitation.seeds)


def test_the_clock_runs_as_far_as_the_last_question() -> None:
    assert max(q.by for q in case().questions) <= clock().horizon
    assert set(clock().rates) == set(case().actors)
    assert set(clock().chance) == set(case().chance)
    assert clock().imprecise >= 1


def test_every_forecast_says_when_it_holds_and_what_settles_it() -> None:
    asked = case().questions
    assert [q.id for q in asked] == [f"F{k:03}" for k in range(1, 59)]
    assert all(q.rules and q.cluster for q in asked)
    measures = Counter(q.measure for q in asked)
    assert measures["by"] > measures["at"] > 0 < measures["throughout"]
    assert [q.id for q in asked if q.cluster == "security-council"] == [
        *("F008", "F012", "F014", "F036", "F038", "F039", "F045", "F046")
    ]
    named = {q.id: q for q in asked}
    assert (named["F022"].measure, named["F022"].by) == ("throughout", datetime.date(2035, 12, 31))


def test_no_question_is_settled_by_how_things_stand_today() -> None:
    quo = game().status_quo
    truths = {q.id: q for q in case().questions if q.when is not None and q.measure == "by"}
    from detente.game.states import definitions, levels
    from detente.game.truth import Table, evaluate

    row = {o: game().states[quo : quo + 1, k] for k, o in enumerate(game().options)}
    table = Table(1, row, levels(case()), definitions(case()))
    assert [k for k, q in truths.items() if q.when and evaluate(q.when.tree, table)[0][0]] == []


@pytest.mark.parametrize("phase", SAME)
def test_phases_are_the_states_that_the_papers_name(phase: str) -> None:
    opposite = phase == "on-edge"  # deterrence holds where the peninsula is not on edge
    assert (game().phases[phase] == (game().regimes[SAME[phase]] ^ opposite)).all()


def test_phases_and_outcome_classes_agree() -> None:
    """Confrontational stability has cycles of tests and talks inside, and ends by a settlement only."""
    phases, outcomes = game().phases, list(case().outcomes)
    inside = {name: game().outcome == k for k, name in enumerate(outcomes)}
    stability = phases["confrontational-stability"]
    assert (stability == ~inside["settled"]).all()
    assert stability[phases["turbulence"]].all()
    assert (stability & phases["talks"]).any()
    assert stability[game().status_quo]
    assert not any("neither" in name for name in [*phases, *outcomes]), "one condition has one name"


@pytest.mark.parametrize("name", case().alternatives)
def test_an_alternative_can_be_played_from_where_things_stand(name: str) -> None:
    altered = alter(case(), name)
    other = unfold(altered)
    assert len(other) != len(game())
    assert other.describe(other.status_quo) == game().describe(game().status_quo)
    for choice in altered.choices.values():
        assert unfold(altered, choice.set).status_quo >= 0

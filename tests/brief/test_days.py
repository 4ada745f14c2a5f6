"""The watch list as a calendar, taken apart by a parser."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from brief.made_up import made_case, made_findings
from detente.brief import Brief, rendered, write
from detente.catalog import load
from detente.errors import DetenteError
from detente.insight import find


def events(brief: Brief) -> dict[str, dict[str, object]]:
    made = rendered(brief, ".ics")
    assert isinstance(made, bytes)
    assert max(map(len, made.split(b"\r\n"))) <= 75
    found = Calendar.from_ical(made)
    return {
        str(e["uid"]): {
            "day": e.decoded("dtstart"),
            "title": str(e["summary"]),
            "said": str(e["description"]),
            "stamp": e.decoded("dtstamp"),
        }
        for e in found.walk("VEVENT")
    }


@pytest.fixture(scope="module")
def kazakhstan() -> Brief:
    case = load("kazakhstan-2022")
    return write(case, find(case, worlds=40, dated=3, parts=frozenset({"choices", "watch"})))


def test_every_question_with_rules_is_there_with_its_day_rule_and_source(kazakhstan: Brief) -> None:
    case, found = load("kazakhstan-2022"), events(kazakhstan)
    for q in case.questions:
        event = found[f"kazakhstan-2022.{q.id}@detente"]
        assert event["day"] == q.by
        assert event["title"] == " ".join(q.asks.split())
        assert " ".join(q.rules.split()) in str(event["said"])
        for at in q.evidence.at:
            source = next(s for s in case.sources.values() if s.key == at.key)
            assert source.title in str(event["said"])
            assert str(at) in str(event["said"])


def test_what_tells_the_choices_apart_is_there_with_its_errors(kazakhstan: Brief) -> None:
    facts = [e for uid, e in events(kazakhstan).items() if str(e["title"]).startswith("Whether")]
    assert facts
    assert all("±" in str(e["said"]) or "never" in str(e["said"]) for e in facts)


def test_the_same_brief_is_the_same_bytes_and_ids_outlive_other_draws(kazakhstan: Brief) -> None:
    case = load("kazakhstan-2022")
    again = write(case, find(case, worlds=40, dated=3, parts=frozenset({"choices", "watch"})))
    assert rendered(again, ".ics") == rendered(kazakhstan, ".ics")
    other = events(write(case, find(case, worlds=4, seed=2, parts=frozenset({"choices"}))))
    assert other.keys() <= events(kazakhstan).keys()
    assert other
    assert {e["stamp"].date() for e in other.values()} == {case.as_of}  # type: ignore[attr-defined]


def test_words_of_a_case_cannot_add_an_event(tmp_path: Path) -> None:
    case = load("kazakhstan-2022")
    bad = case.questions[0].model_copy(update={"asks": "Yes?\r\nEND:VEVENT\r\nBEGIN:VEVENT, ; \\n"})
    case = case.model_copy(update={"questions": (bad,)})
    brief = write(case, find(case, worlds=2, parts=frozenset({"choices"})))
    (event,) = events(brief).values()
    assert event["title"] == r"Yes? END:VEVENT BEGIN:VEVENT, ; \n"
    brief.save(tmp_path / "w.ics")
    assert (tmp_path / "w.ics").read_bytes() == rendered(brief, ".ics")


def test_a_case_with_nothing_to_watch_is_refused() -> None:
    brief = write(made_case(), made_findings())
    assert all(day.day > date(1900, 1, 1) for day in brief.days)
    with pytest.raises(DetenteError, match="no day to watch"):
        rendered(write(load("elmira"), find(load("elmira"), worlds=2)), ".ics")

"""Dates in words and pictures: what is told once, how numbers are written, and what questions ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from brief.made_up import CLOCK, TEXT, made_case, made_findings
from detente.brief import Brief, write
from detente.brief.time.years import percent, spread
from detente.insight import Dated, DatedChoice, Findings, Indicator, Lasting, Spread, Telling, Watch
from detente.paper.draw import NARROW, WIDE, svg
from detente.paper.estimate import Estimate
from detente.paper.picture import Fans

DATES = tuple(date(2020 + k, 6, 30) for k in range(16))
WORLDS = 40


def one(value: float, half: float = 0.1) -> Spread:
    return Spread(Estimate(value, 0.01, WORLDS), max(value - half, 0), value + half)


def falling(rate: float) -> tuple[Spread, ...]:
    """Probabilities that fall to nothing or hold for ever, with 1 at the start."""
    return tuple(one(rate**k, 0.0 if not k else 0.05) for k in range(len(DATES)))


def choice(name: str, war: float, stays: float = 0.95) -> DatedChoice:
    flat = (one(0.0, 0), *[one(war)] * 15)
    rest = (one(1.0, 0), *[one(0.7 - war)] * 15)
    calm = Lasting(
        True, falling(stays), one(0.11), falling(0.99), (0.19, 0.95), one(1.4, 0.3), one(11.0, 3.0)
    )
    storm = Lasting(False, falling(0.0), one(0, 0), flat, None, one(3.5, 1.0), one(0.5, 0.25))
    outcomes = {"war": flat, "standoff": (one(0.0, 0), *[one(0.3)] * 15), "peace": rest}
    return DatedChoice(name, outcomes, {"calm": calm, "storm": storm})


def told(*choices: DatedChoice, apart: float = -0.1) -> Findings:
    seen = {"share": Estimate(0.2, 0.01, WORLDS), "hold": Estimate(0.0, 0.0, WORLDS)}
    facts = (
        Indicator("down.guns", "border", seen, float("inf"), Estimate(0.11, 0.01, WORLDS)),
        Indicator(
            "far.aid",
            "yes",
            dict.fromkeys(seen, Estimate(0.5, 0.02, WORLDS)),
            1.2,
            Estimate(0.004, 0.001, WORLDS),
        ),
    )
    watch = Watch(date(2022, 6, 30), WORLDS, (Telling("choice", {"share": 0.5, "hold": 0.5}, facts),))
    far = {"war": Estimate(apart, 0.01, WORLDS), "peace": Estimate(-apart, 0.02, WORLDS)}
    found = Dated(WORLDS, DATES[0], DATES, (10, 15), 2.0, choices, far, watch)
    return replace(made_findings(), dated=found)


@pytest.fixture(scope="module")
def timed() -> Brief:
    return write(made_case(TEXT + CLOCK), told(choice("share", 0.1), choice("hold", 0.2)))


def test_percents_say_no_more_than_is_known() -> None:
    assert [percent(p) for p in (0, 1e-12, 0.001, 0.005, 0.344, 0.994, 0.999, 1)] == [
        "0%", "0%", "under 1%", "under 1%", "34%", "99%", "over 99%", "100%",
    ]  # fmt: skip
    assert spread(one(0.344)).text == "34% (24 to 44)"
    assert spread(one(0.002, 0.001)).text == "under 1%", "a range that rounds to one number is not told"
    assert spread(Spread(Estimate(float("nan"), float("nan"), 0), 0, 0)).text == "not known"


def test_outcomes_by_year(timed: Brief) -> None:
    section = timed.section("by-year")
    assert [t.columns for t in section.tables] == [("Outcome", "Jun 2022", "Jun 2025", "Jun 2035")] * 2
    assert [c.text for c in section.tables[1].rows[0][1:]] == ["20% (10 to 30)"] * 3
    text = " ".join(section.paragraphs)
    assert "by the record of 2000 to 2019, Arvia nine times and the Belmar League 12 times" in text
    assert "Corland 0.5..2 times a year" in text
    assert "look further ahead (SSEQ)" in text
    assert "war | over *water* (10 ± 1 points more under “Hold the water”)" in text
    near = write(made_case(TEXT + CLOCK), told(choice("share", 0.1), choice("hold", 0.1), apart=0.01))
    assert "no kind of outcome is more than 5 points" in " ".join(near.section("by-year").paragraphs)


def test_the_three_numbers_stand_side_by_side(timed: Brief) -> None:
    section = timed.section("lasting")
    unbroken, day, often = section.tables
    assert unbroken.title == "Without a break, whatever is chosen"
    assert unbroken.columns[1:] == (
        "Beyond Jun 2030",
        "Ends between Jun 2030 and Jun 2035",
        "Beyond Jun 2035",
    )
    assert [str(r[0]) for r in unbroken.rows] == ["The calm"]
    assert [c.text for c in unbroken.rows[0][1:]] == ["60% (55 to 65)", "11% (1 to 21)", "46% (41 to 51)"]
    assert "others are within 2 points of them" in unbroken.note
    assert [c.text for c in day.rows[0][1:]] == ["86% (81 to 91)"] * 2
    assert often.title == "How often, and for how long, whatever is chosen"
    assert [c.text for c in often.rows[0][1:]] == ["1.4 (1.1 to 1.7)", "11 years (8 to 14)"]
    assert [c.text for c in often.rows[1][1:]] == ["3.5 (2.5 to 4.5)", "6 months (3 to 9)"]
    text = " ".join(section.paragraphs)
    assert "beyond a day, that it ends between two days (30 June 2030 and 30 June 2035)" in text
    assert "within a factor of 2 of the one given and may change all the time: the calm 19 to 95%" in text


def test_questions_say_which_number_they_ask_for(timed: Brief) -> None:
    (listing,) = timed.section("lasting").lists
    assert listing.items == (
        "Q1: the calm; that it lasts without a break to 30 June 2035.",
        "Q2: the calm; that it ends between 30 June 2030 and 30 June 2035.",
        "Q3: the storm; that it holds on 30 June 2030, whatever came before.",
        "Q4: the storm; that it holds at some time up to 30 June 2025.",
    )


def test_choices_that_differ_have_tables_of_their_own() -> None:
    found = write(made_case(TEXT + CLOCK), told(choice("share", 0.1, 0.95), choice("hold", 0.2, 0.99)))
    section = found.section("lasting")
    assert [t.title for t in section.tables][:2] == [
        "Without a break: share the water",
        "Without a break: hold the water",
    ]
    (last,) = (p for p in found.section("answer").paragraphs if p.startswith("What holds today"))
    assert "46% (41 to 51) under “Share the water” and 86% (81 to 91) under “Hold the water”" in last


def test_the_answer_in_short_tells_of_time(timed: Brief) -> None:
    text = " ".join(timed.section("answer").paragraphs)
    assert "In June 2035 the most probable kind of situation is: peace, 60% (50 to 70) under" in text
    assert (
        "“the calm”, lasts until then without a break with a probability of 46% (41 to 51), whatever" in text
    )


def test_the_order_of_outcomes_may_depend_on_the_choice() -> None:
    found = write(made_case(TEXT + CLOCK), told(choice("share", 0.1), choice("hold", 0.6)))
    text = " ".join(found.section("answer").paragraphs)
    assert text.count("In June 2035 the most probable kind of situation is") == 2


def test_facts_stand_in_columns_and_hypotheses_in_rows(timed: Brief) -> None:
    section = timed.section("watch")
    (table,) = section.tables
    assert section.lists[0].items[0] == "The army moves to the border."
    assert table.columns == ("", "A", "B")
    assert [str(r[0]) for r in table.rows] == [
        "Share the water",
        "Hold the water",
        "Likelihood ratio",
        "Information, bits",
    ]
    assert [getattr(c, "text", c) for c in table.rows[2][1:]] == ["∞", "1.2"]
    assert [getattr(c, "text", c) for c in table.rows[3][1:]] == ["0.11 ± 0.01", "0.004 ± 0.001"]


def test_tables_of_dates_fit_a_terminal(timed: Brief) -> None:
    text = timed.to_text(80)
    assert max(map(len, text.split("\n"))) <= 80
    # A table that does not fit is told line by line, with the heads of its columns again and again.
    assert text.count("Beyond Jun 2030") == 1
    assert text.count("Jun 2022") == 2


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_fans_have_a_panel_each_and_titles_above_them(timed: Brief, width: float) -> None:
    fans = [p for p in timed.pictures if isinstance(p, Fans)]
    assert [(p.key, len(p.panels)) for p in fans] == [("by-year", 3), ("lasting", 1)]
    assert fans[1].tables == timed.section("lasting").tables[:1]
    for picture in fans:
        root = ET.fromstring(svg(picture, width, inline=True))
        words = ["".join(e.itertext()) for e in root.iter() if e.tag.endswith("text")]
        assert words.count("100%") == len(picture.panels)
        assert {"2025", "2030", "2035"} <= set(words)
        assert "2022" not in words


def test_a_case_without_dates_says_nothing_of_time(brief: Brief) -> None:
    titles = {s.title for s in brief.sections}
    assert not titles & {"What is how probable by when", "How long it lasts", "What to watch"}
    assert "dated" not in brief.to_dict()
    assert not any(isinstance(p, Fans) for p in brief.pictures)


def test_dates_are_in_the_data(timed: Brief) -> None:
    found = timed.to_dict()["dated"]
    assert found["dates"][0] == "2020-06-30"
    assert found["choices"][0]["phases"]["calm"]["bounds"] == [0.19, 0.95]
    assert found["watch"]["tellings"][0]["indicators"][0]["ratio"] is None
    assert timed.to_json()

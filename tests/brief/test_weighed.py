"""The sections and pictures on how sure the comparison is."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from brief.made_up import made_case, made_findings
from brief.weighed_up import BOX, FLIP, uncertainty, weighed_findings
from detente.brief import Brief, plain_text, write
from detente.brief.words.inputs import named, scale_word
from detente.case import Case
from detente.insight import Name, Uncertainty
from detente.paper.draw import NARROW, WIDE, png, svg
from detente.paper.estimate import Interval
from detente.paper.numbers import plus_minus, significant, within
from detente.paper.picture import Bars, Curves, Limits

SCALED = "scales: {none: 0, slight: 0.3..1.3, moderate: 1..2.6, strong: 2.2..4.2}\n"


@pytest.fixture(scope="module")
def scaled() -> Case:
    from brief.made_up import TEXT

    return made_case(TEXT + SCALED)


@pytest.fixture(scope="module")
def weighed(scaled: Case) -> Brief:
    return write(scaled, weighed_findings())


def text_of(brief: Brief, title: str) -> str:
    section = next(s for s in brief.sections if s.title == title)
    return " ".join(plain_text(Brief("", (), (section,), {}), 2_000).split())


def test_without_it_the_brief_has_none_of_its_sections(brief: Brief, weighed: Brief) -> None:
    new = {s.id: s for s in weighed.sections if s.id not in {t.id for t in brief.sections}}
    assert {s.title for s in new.values()} == {
        "How robust is the choice",
        "What the answers are sensitive to",
        "What would flip it",
        "Where the other choice is better",
        "What to research next",
        "Are there enough worlds",
        "If the structure were different",
    }
    asked = {"sensitivity", "structure"}  # a design, alternatives
    assert {i for i, s in new.items() if not s.detail} == asked, "a terminal stays short"
    assert write(made_case(), replace(made_findings(), uncertainty=Uncertainty())).sections[0].paragraphs


def test_disagreement_of_criteria_is_a_sentence(weighed: Brief) -> None:
    said = weighed.section("robustness").paragraphs
    assert said[0] == (
        "Over all worlds the criteria disagree: “Share the water” is chosen by expected utility; “Hold the "
        "water” is chosen by maximin."
    )
    assert "Under “Smith 2020” every criterion chooses “Share the water”." in said
    pooled, by_reading, regret = weighed.section("robustness").tables
    assert [row[0] for row in pooled.rows] == ["On average (expected utility)", "At worst (maximin)"]
    assert [row[3:] for row in pooled.rows] == [("Share the water", "90%"), ("Hold the water", "80%")]
    assert by_reading.rows[1][1:] == ("Share the water (90%)", "Hold the water (80%)")
    assert len(regret.rows) == 3


def test_a_flip_is_told_change_by_change(weighed: Brief) -> None:
    text = text_of(weighed, "What would flip it")
    assert "“Hold the water” becomes the better choice, if together" in text
    assert "Arvia's interest in this rises by 0.80 units, from 2.00 to 2.50: Arvia shuts the dam." in text
    assert "Arvia's aversion to this falls by 0.30 units, from 3.00 to 2.70:" in text
    assert "turns into its opposite (by 0.25 units, from 0.20 to −0.10)" in text
    assert "and one smaller change." in text
    assert (
        "Together 0.91 standard units at most (solved again: so just beyond it, not yet just before it)"
        in text
    )
    assert "If everybody went on doing the same, 1.4 units would be the least." in text
    assert "This is no equilibrium any more under “Share the water”: " in text
    assert "Together 0.91 standard units; no smaller change does it." in text
    assert "Play comes to rest in “war | over *water*” under “Share the water”: no change of weights" in text


def test_what_one_weight_does_alone_is_a_table(weighed: Brief) -> None:
    (table,) = weighed.section("flips").tables
    assert table.rows == (
        ("Arvia's interest in this: Arvia shuts the dam", "1.5", "2.00 → 2.90", "Hold the water"),
    )
    assert "The other one weight of 2" in table.note


def test_a_flip_that_is_so_already(scaled: Case) -> None:
    none = replace(FLIP, distance=0.0, changes=(), exact=True)
    text = text_of(
        write(scaled, replace(made_findings(), uncertainty=replace(uncertainty(), flips=(none,)))),
        "What would flip it",
    )
    assert "“Hold the water” becomes the better choice: this is so in the central world already." in text


def test_a_box_is_said_in_words_of_the_case(weighed: Brief) -> None:
    text = text_of(weighed, "Where the other choice is better")
    assert (
        "Another choice is better than “Share the water” in 81% of the worlds where Arvia's interest in "
        "“Arvia shuts the dam” is above 1.9 (“moderate”), the reading is “the view of Jones” and rain is "
        "“the year is dry” (of all worlds: 30%); held out: 75% of 52 worlds. 70% of all such worlds are "
        "there (held out: 60%)."
    ) in text
    assert "is below 1.9 (“moderate”): 10% of 200 worlds; held out: 12% of 100." in text
    assert "is above 1.9 (“moderate”) and the reading is “the view of Jones”: 80% of 50 worlds" in text
    assert "below 0.001" in text


def test_values_of_information_come_highest_first(weighed: Brief) -> None:
    single, groups = weighed.section("research").tables
    assert single.rows[0][0] == "Arvia's interest in this: Arvia shuts the dam"
    assert single.rows[0][3] == "S.P1.S2, J.P4"
    assert [row[0] for row in groups.rows] == [
        "All that Arvia wants",
        "All that cites S, The river is ours",
        "All that rests on the analyst's judgement alone",
    ]
    assert "3.1% (2.7 to 3.5) of Arvia's range" in text_of(weighed, "What to research next")


def test_whether_there_are_enough_worlds(weighed: Brief) -> None:
    text = text_of(weighed, "Are there enough worlds")
    assert text.startswith("Are there enough worlds")
    assert (
        "Not yet. 400 worlds tell the two best choices apart: “Share the water” is ahead of “Hold the water”"
        in text
    )
    assert "12 ± 3%" in text
    assert "within 6.0 percentage points" in text
    assert "about 580 worlds" in text
    assert "1,600 worlds" in text


def test_structural_alternatives(weighed: Brief) -> None:
    text = text_of(weighed, "If the structure were different")
    assert "The choice would be another one with “no-war”." in text
    assert "War | over *water* +20 points under “Share the water”" in text


def test_each_picture_has_its_tables_and_draws(weighed: Brief) -> None:
    found = {p.key: p for p in weighed.pictures}
    assert {"regret-worlds", "sensitivity", "boxes", "convergence"} <= set(found)
    assert isinstance(found["regret-worlds"], Curves)
    assert isinstance(found["sensitivity"], Bars)
    assert isinstance(found["boxes"], Limits)
    for key in ("regret-worlds", "sensitivity", "boxes", "convergence"):
        picture = found[key]
        section = next(s for s in weighed.sections if picture in s.pictures)
        assert picture.tables
        assert all(t in section.tables for t in picture.tables), key
        for width in (WIDE, NARROW):
            root = ET.fromstring(svg(picture, width, inline=True))
            assert [root[0].text, root[1].text] == [picture.title, picture.words]
        assert svg(picture) == svg(picture)
        assert png(picture, scale=0.5).startswith(b"\x89PNG")


def test_curves_are_told_apart_by_dashes(weighed: Brief) -> None:
    regret = next(p for p in weighed.pictures if p.key == "regret-worlds")
    assert len(set(re.findall(r"stroke-dasharray: ?([^;\"]+)", svg(regret)))) >= 1


def test_a_box_without_weights_has_no_picture(scaled: Case) -> None:
    only = replace(BOX, restrictions=BOX.restrictions[1:])
    found = write(scaled, replace(made_findings(), uncertainty=replace(uncertainty(), boxes=(only,))))
    assert "boxes" not in [p.key for p in found.pictures]


def test_everything_is_in_the_data_too(weighed: Brief) -> None:
    found = json.loads(weighed.to_json())["uncertainty"]
    assert found["flips"][0]["distance"] == 0.912
    assert found["flips"][2]["distance"] is None
    assert found["boxes"][0]["restrictions"][0]["high"] is None
    assert found["tree"]["no"]["yes"]["share"] == 0.8
    assert found["convergence"]["verdict"] == "not enough"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            Name("belief", "up-water", "up", "down"),
            "what the Belmar League takes for Arvia's interest in this:",
        ),
        (Name("chance", "chance.rain"), "rain"),
        (Name("chance", "chance"), "what is left to chance"),
        (Name("beliefs", "beliefs"), "all that actors believe of each other"),
        (Name("reading", "reading"), "which reading holds"),
    ],
)
def test_judgements_have_names(scaled: Case, name: Name, words: str) -> None:
    assert named(scaled, name).startswith(words)


def test_scale_words(scaled: Case) -> None:
    assert [scale_word(scaled, x) for x in (0.8, -1.2, 2.5, 9.0)] == ["slight", "slight", "moderate", ""]


def test_no_more_digits_than_the_error_supports() -> None:
    assert within(Interval(0.57, 0.549, 0.591, 9)).text == "57% (55 to 59)"
    assert within(Interval(0.5, 0.5, 0.5, 9)).text == "50%"
    assert within(Interval(math.nan, 0, 1, 0)).text == "no world"
    assert plus_minus(0.0793, 0.0061) == "7.9 ± 0.6%"
    assert [significant(x) for x in (0.0, 0.5, 9.99, 10.4)] == ["0.00", "0.50", "10", "10"]

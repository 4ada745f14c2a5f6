"""The two pages that come first: they answer what readers ask, in plain words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from brief.made_up import made_case, made_findings
from detente import find, load, write
from detente.brief import Brief, plain_text, short, show
from detente.brief.lead.bridge import bridges
from detente.brief.words.spans import Span
from detente.insight import Dated
from detente.paper.estimate import Estimate
from detente.registry import FILES

#: What each of the ten questions of the flagship is answered by, in the words of the case.
KEY = (
    "fails against Russia or China",
    "Transit through Rajin",
    "against the third no",
    "Workers from the North in Russia, thousand",
    "North Korea tests",
    "more than one patron",
    "Best for the United States",
    "has turned to",
    "If the United States would return to maximum pressure",
    "security framework of many",
)

PARTS = frozenset({"choices", "drivers", "consequences", "policies", "choosing", "unreached"})


def text_of(brief: Brief) -> str:
    return re.sub(r"\s+", " ", brief.to_markdown(full=False))


@pytest.fixture(scope="module")
def later() -> Brief:
    case = load("korea-2026")
    return write(case, find(case, worlds=12, dated=1, parts=PARTS))


def test_the_ten_questions_of_the_flagship_are_answered_for_today_too(later: Brief) -> None:
    told = text_of(later)
    assert [key for key in KEY if key not in told] == []
    (table,) = later.section("asked").tables
    heads = [table.rows[k][0] for k in table.heads_of]
    assert [int(str(h).partition(".")[0]) for h in heads] == list(range(1, 11)), "in the order of the case"


def test_a_published_conflict_is_answered_in_never_and_always() -> None:
    case = load("elmira")
    brief = write(case, find(case))
    told = {
        str(row[1]): [getattr(c, "text", c) for c in row[2:]] for row in brief.section("asked").tables[0].rows
    }
    assert told["Uniroyal keeps its plant"] == ["always", "50%"]
    assert short(case, find(case)).verdict == (
        "For the Ministry of the Environment “Keep the order as issued” is better."
    )


def test_no_concept_is_named_and_no_term_of_statistics(later: Brief) -> None:
    told = text_of(later) + text_of(write(made_case(), made_findings()))
    words = r"standard error|variance|quantile|percentile|equilibri|utilit|\bworlds\b"
    assert re.findall(words, told, re.IGNORECASE) == []
    assert [name for name in FILES if re.search(rf"\b{re.escape(name)}\b", told) and len(name) > 2] == []


def test_what_comes_first_fits_a_screen_or_two(later: Brief) -> None:
    from io import StringIO

    out = StringIO()
    show(later, out, 100, full=False)
    assert len(out.getvalue().splitlines()) <= 60
    assert len(plain_text(later, 100).splitlines()) > 200, "and all of it is there if asked for"


def test_shares_keep_their_ranges() -> None:
    assert Span(0.58, 0.14, 0.79, 1000).text == "58% (14–79)"
    assert Span(1.0, 1.0, 1.0, 9).text == "always"
    assert Span(0.0, 0.0, 0.2, 9).text == "0% (0–20)"
    assert Span(float("nan"), 0.0, 0.0, 0).text == "no world"


def test_a_choice_that_pulls_years_and_end_apart_is_told() -> None:
    found = made_findings()
    first, second = found.choices
    day = Estimate(0.2, 0.01, 8)
    d = Dated(8, *_days(), (0, 1), 2.0, (), {"war": day}, None)
    war = [c.outcomes["war"].value for c in (first, second)]
    (bridge,) = bridges(replace(found, dated=d))
    assert bridge.at_rest.value == pytest.approx(war[0] - war[1])
    assert bridge.apart == (bridge.at_rest.value < -0.02 and -bridge.at_rest.value > 2 * bridge.at_rest.se)
    (other,) = bridges(replace(found, dated=replace(d, apart={"war": Estimate(-0.2, 0.01, 8)})))
    assert bridge.apart != other.apart, "one of the two signs is that at rest"
    assert bridges(found) == ()


def _days() -> tuple[object, tuple[object, ...]]:
    from datetime import date

    return date(2020, 6, 30), (date(2020, 6, 30), date(2025, 6, 30))


def test_conditions_say_what_they_count_where_play_never_rests() -> None:
    found = made_findings()
    first = replace(found.choices[0], outcomes={"unsettled": Estimate(0.2, 0.01, 100)})
    said = "Where things never come to rest"
    moving = write(made_case(), replace(found, choices=(first, *found.choices[1:])))
    assert said in moving.section("meaning").paragraphs[0]
    case = load("elmira")
    assert said not in text_of(write(case, find(case)))

"""Story 5: why not, what would bring it, who must move together, in the sentences of the command line."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from detente import load
from detente.brief import why_not_parts
from detente.cli import main
from detente.insight import why_not
from detente.paper.model import Listing, Part, Table
from detente.web.views import mediated
from detente.web.wish import Wish
from web.conftest import Start
from web.seen import Seen, axe, opened

CASE, CHOICE = "elmira", "modify"


@pytest.fixture(scope="module")
def seen(browser: Browser, start: Start) -> Seen:
    found = opened(browser, start(CASE).link)
    found.page.get_by_role("navigation").get_by_role("button", name="Ask").click()
    return found


def words(parts: Iterable[Part]) -> list[str]:
    """Return the sentences of parts, and what stands below their tables."""
    told = [
        part.items if isinstance(part, Listing) else (part.note,) if isinstance(part, Table) else (part,)
        for part in parts
    ]
    return [" ".join(sentence.split()) for some in told for sentence in some]


def test_the_answer_is_shown(seen: Seen) -> None:
    case, page = load(CASE), seen.page
    outcome = list(case.outcomes)[-1]
    page.get_by_label("Question").select_option("why-not")
    page.get_by_label("Outcome").select_option(outcome)
    page.get_by_label("Choice made").select_option(CHOICE)
    page.get_by_role("button", name="Ask", exact=True).last.click()
    region = page.get_by_role("region", name="Why not")
    region.wait_for()
    parts = words(why_not_parts(case, why_not(case, outcome, CHOICE)))
    assert parts
    for sentence in parts:
        expect(region).to_contain_text(sentence)
    assert axe(page) == []


@pytest.mark.parametrize("question", ["bring", "together"])
def test_the_answer_is_that_of_the_command_line(question: str) -> None:
    case = load("prisoners-dilemma")
    outcome = next(iter(case.outcomes))
    form = {"bring": ["bring", case.case, outcome], "together": ["coalitions", case.case]}[question]
    told = CliRunner().invoke(main, form, env={"COLUMNS": "4000"})
    assert told.exit_code == 0, told.output
    (found,) = mediated(case, Wish(), question, outcome, "")
    shown = " ".join(told.output.split())
    said = [w for p in found["parts"] for w in p.get("items", [p.get("text", p.get("note", ""))]) if w]
    assert said
    assert [w for w in said if " ".join(w.split()) not in shown] == []


def test_a_condition_that_cannot_be_read_is_told(seen: Seen) -> None:
    page = seen.page
    page.get_by_label("Question").select_option("why-not")
    page.get_by_label("Or a condition").fill("nobody.nothing == yes")
    page.get_by_role("button", name="Ask", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("nobody.nothing")
    assert seen.errors == []

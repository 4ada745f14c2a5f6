"""Story 5: why not, what would bring it, who must move together, in the sentences of the command line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from detente import load
from detente.brief import alliances_parts, bringing_parts, why_not_parts
from detente.insight import alliances, bringing, why_not
from detente.paper.model import Listing, Table
from web.conftest import Start
from web.seen import Seen, axe, opened

CASE, CHOICE = "elmira", "modify"


@pytest.fixture(scope="module")
def seen(browser: Browser, start: Start) -> Seen:
    found = opened(browser, start(CASE, worlds=20).link)
    found.page.get_by_role("navigation").get_by_role("button", name="Ask").click()
    return found


@pytest.mark.parametrize("question", ["why-not", "bring", "together"])
def test_the_answer_is_that_of_the_command_line(seen: Seen, question: str) -> None:
    case, page = load(CASE), seen.page
    outcome = list(case.outcomes)[-1]
    page.get_by_label("Question").select_option(question)
    if question != "together":
        page.get_by_label("Outcome").select_option(outcome)
    page.get_by_label("Choice made").select_option(CHOICE)
    page.get_by_role("button", name="Ask", exact=True).last.click()
    parts = {
        "why-not": lambda: why_not_parts(case, why_not(case, outcome, CHOICE)),
        "bring": lambda: bringing_parts(case, bringing(case, outcome, False, CHOICE)),
        "together": lambda: alliances_parts(case, alliances(case, CHOICE)),
    }[question]()
    names = {"why-not": "Why not", "bring": "What would bring it about", "together": "Who must move together"}
    region = page.get_by_role("region", name=names[question])
    region.wait_for(timeout=60_000)
    text = " ".join((region.text_content() or "").split())
    assert parts
    for part in parts:
        told = (
            part.items if isinstance(part, Listing) else (part.note,) if isinstance(part, Table) else (part,)
        )
        assert all(" ".join(words.split()) in text for words in told)
    assert axe(page) == []


def test_a_condition_that_cannot_be_read_is_told(seen: Seen) -> None:
    page = seen.page
    page.get_by_label("Question").select_option("why-not")
    page.get_by_label("Or a condition").fill("nobody.nothing == yes")
    page.get_by_role("button", name="Ask", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("nobody.nothing")
    assert seen.errors == []

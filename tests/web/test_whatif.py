"""Story 4: options held, another reading, concept or choice; all of it in the address."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from detente.cli import main
from web.conftest import Start
from web.seen import Seen, opened, table
from web.test_drag import answers

CASE = "kazakhstan-2022"


@pytest.fixture(scope="module")
def link(start: Start) -> str:
    return start(CASE).link


@pytest.fixture(scope="module")
def seen(browser: Browser, link: str) -> Seen:
    found = opened(browser, link)
    found.solved()
    return found


def test_every_option_can_be_held_as_the_command_line_holds_it(seen: Seen) -> None:
    page = seen.page
    about = page.evaluate("fetch('/api/case').then(r => r.json())")
    free = [o for o in about["options"] if not o["chosen"]]
    selects = page.get_by_role("complementary").locator("select")
    expect(selects.nth(len(about["options"]) - 1)).to_be_attached()
    option, level = free[0]["id"], free[0]["levels"][-1]["id"]
    given = [CASE, "--worlds", "200", "--dated", "0", "--hold", f"{option}={level}", "--json"]
    told = CliRunner().invoke(main, ["analyze", *given])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)["choices"]
    for row in answers(page, f"hold={option}:{level}")[-1]["tables"][0]["rows"]:
        for cell in row["cells"]:
            brief = found[cell["choice"]]["outcomes"].get(row["id"], {"share": 0.0, "se": 0.0})
            assert (cell["value"], cell["se"]) == (brief["share"], brief["se"])


def test_state_is_in_the_address_and_reset_gives_the_same_bytes(browser: Browser, seen: Seen) -> None:
    page = seen.page
    before = page.locator("main").inner_html()
    aside = page.get_by_role("complementary")
    aside.get_by_label("Concept").select_option("GMR")
    expect(page.locator(".stage")).to_contain_text("GMR")
    aside.get_by_label("Reading").select_option(index=1)
    seen.solved()
    expect(page.get_by_role("region", name="What changed")).to_be_visible()
    expect(page).to_have_url(re.compile("concept=GMR.*reading=|reading=.*concept=GMR"))
    expect(page.get_by_text("was ").first).to_be_visible()
    shown, address = page.locator("main").inner_html(), page.url
    page.reload()
    expect(page.get_by_role("region", name="What changed")).to_be_visible()
    seen.solved()
    expect(page.get_by_text("was ").first).to_be_visible()
    expect(page).to_have_url(address)
    assert page.locator("main").inner_html() == shown
    page.get_by_role("button", name="Back to the case as written").click()
    expect(page.get_by_role("region", name="What changed")).to_have_count(0)
    seen.solved()
    assert page.locator("main").inner_html() == before


def test_one_choice_can_be_looked_at_alone(seen: Seen) -> None:
    page = seen.page
    wide = table(page)
    page.get_by_role("complementary").get_by_label("Choice").select_option(index=1)
    seen.solved()
    assert table(page) == [[row[0], row[1]] for row in wide]
    page.get_by_role("button", name="Back to the case as written").click()
    seen.solved()
    assert table(page) == wide


def test_a_hold_that_a_choice_contradicts_is_told(seen: Seen) -> None:
    page = seen.page
    about = page.evaluate("fetch('/api/case').then(r => r.json())")
    chosen = next(o for o in about["options"] if o["chosen"])
    refused: Any = page.evaluate(
        "q => fetch('/api/answer?' + q).then(r => r.text())",
        f"hold={chosen['id']}:{chosen['levels'][0]['id']}",
    )
    assert "event: refused" in refused
    assert "leave one out" in refused


def test_a_reading_alone_has_the_shares_of_that_reading(seen: Seen) -> None:
    """As if all worlds took it: more worlds of it than the brief has, so compared by their errors."""
    page = seen.page
    about = page.evaluate("fetch('/api/case').then(r => r.json())")
    told = CliRunner().invoke(main, ["analyze", CASE, "--worlds", "200", "--dated", "0", "--json"])
    brief = json.loads(told.stdout)["choices"]
    for reading in about["readings"]:
        for row in answers(page, f"reading={reading['id']}")[-1]["tables"][0]["rows"]:
            for cell in row["cells"]:
                by = brief[cell["choice"]]["outcomes_by_reading"][reading["id"]]
                found = by.get(row["id"], {"share": 0.0, "se": 0.0})
                error = (cell["se"] ** 2 + found["se"] ** 2) ** 0.5
                assert abs(cell["value"] - found["share"]) <= 5 * error + 0.03
    assert seen.errors == []


def test_a_forbidden_move_is_that_of_the_command_line_and_reset_gives_the_same_bytes(seen: Seen) -> None:
    page = seen.page
    before = page.locator("main[aria-busy=false]").inner_html()
    page.get_by_role("complementary").get_by_text("Forbid a move").click()
    form = page.get_by_role("complementary").locator("form", has_text="From")
    form.get_by_label("Option").select_option("kaz.bloc")
    form.get_by_label("From", exact=True).select_option("member")
    form.get_by_label("To", exact=True).select_option("apart")
    form.get_by_role("button", name="Forbid").click()
    expect(page).to_have_url(re.compile("bar=kaz.bloc%3Amember%3Aapart"))
    expect(page.get_by_role("button", name="Allow again")).to_have_count(1)
    seen.solved()
    given = [CASE, "--worlds", "200", "--dated", "0", "--bar", "kaz.bloc=member:apart", "--json"]
    told = CliRunner().invoke(main, ["analyze", *given])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)["choices"]
    for row in answers(page, "bar=kaz.bloc:member:apart")[-1]["tables"][0]["rows"]:
        for cell in row["cells"]:
            brief = found[cell["choice"]]["outcomes"].get(row["id"], {"share": 0.0, "se": 0.0})
            assert (cell["value"], cell["se"]) == (brief["share"], brief["se"])
    page.get_by_role("button", name="Allow again").click()
    expect(page).not_to_have_url(re.compile("bar="))
    seen.solved()
    assert page.locator("main").inner_html() == before
    for odd in ("kaz.bloc:member", "kaz.bloc:member:member", "chance.x:a:b", "kaz.bloc"):
        refused = page.evaluate("q => fetch('/api/answer?bar=' + q).then(r => r.text())", odd)
        assert "event: refused" in refused

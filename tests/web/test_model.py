"""Story 8: options, wants, rules and sources in tables, and every situation, to filter and sort."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from detente import find, load
from detente.cli import main
from detente.web.desk import Answer
from detente.web.views.model import model
from web.conftest import Start
from web.seen import Seen, axe, opened

CASE = "kazakhstan-2022"
FILE = Path(__file__).parents[1] / "case" / "good" / "issues.yaml"


@pytest.fixture(scope="module")
def seen(browser: Browser, start: Start) -> Seen:
    found = opened(browser, start(CASE).link)
    found.page.get_by_role("navigation").get_by_role("button", name="Model").click()
    found.page.get_by_role("heading", name="Who can do what").wait_for()
    found.page.get_by_role("heading", name="Every situation").wait_for()
    return found


def test_every_option_statement_and_rule_has_its_row(seen: Seen) -> None:
    case, page = load(CASE), seen.page
    rows = page.get_by_role("region", name="Who can do what").locator("tbody tr")
    expect(rows).to_have_count(len(case.variables()))
    wants = page.get_by_role("region", name="What everybody wants").locator("tbody tr")
    expect(wants).to_have_count(sum(len(case.statements(a)) for a in case.actors))
    rules = page.get_by_role("region", name="Rules").locator("tbody tr")
    expect(rules).to_have_count(len(case.constraints) + len(case.common_moves))
    expect(page.get_by_role("heading", name="Evidence")).to_be_visible()


def test_the_situations_are_those_of_the_command_line(seen: Seen) -> None:
    case, page = load(CASE), seen.page
    option = next(o for o in case.options if not any(o in c.set for c in case.choices.values()))
    where = f"{option} == {list(case.options[option].levels)[-1]}"
    choice = next(iter(case.choices))
    told = CliRunner().invoke(
        main, ["states", CASE, "--choice", choice, "--where", where, "--limit", "0", "--json"]
    )
    found = json.loads(told.stdout)
    page.get_by_label("Only where").fill(where)
    page.get_by_label("Only where").press("Enter")
    region = page.get_by_role("region", name="Every situation")
    expect(region.get_by_role("status")).to_contain_text(f"{found['total']:,} of {found['feasible']:,}")
    first = region.get_by_role("table").locator("tbody th").first
    expect(first).to_have_text(found["states"][0]["words"], ignore_case=True)
    page.get_by_label("Only where").fill("")
    page.get_by_label("Only where").press("Enter")


def test_a_condition_that_cannot_be_read_is_told(seen: Seen) -> None:
    page = seen.page
    page.get_by_label("Only where").fill("nobody.nothing == yes")
    page.get_by_label("Only where").press("Enter")
    region = page.get_by_role("region", name="Every situation")
    expect(region.get_by_role("alert")).to_contain_text("nobody.nothing")
    page.get_by_label("Only where").fill("")
    page.get_by_label("Only where").press("Enter")
    expect(region.get_by_role("alert")).to_have_count(0)


def test_the_best_for_an_actor_come_first_and_scrolling_brings_the_rest(seen: Seen) -> None:
    page = seen.page
    region = page.get_by_role("region", name="Every situation")
    choice = next(iter(load(CASE).choices))
    feasible = page.evaluate("c => fetch('/api/situations?choice=' + c).then(r => r.json())", choice)["total"]
    expect(region.get_by_role("status")).to_contain_text(f"{feasible:,} of {feasible:,}")
    actor = next(iter(load(CASE).actors))
    page.get_by_label("Best first for").select_option(actor)
    expect(region.locator("tbody tr").first.locator("td").last).to_have_text("100%")
    drawn = region.locator("tbody tr").count()
    assert drawn < 40 < feasible
    region.get_by_role("group", name="Situations").focus()
    page.keyboard.press("End")
    expect(region.locator("tbody tr").last).to_have_attribute("aria-rowindex", str(feasible + 1))
    expect(region.locator("tbody tr").last.locator("td").last).to_have_text("0%")


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (390, False)])
def test_axe_finds_nothing(browser: Browser, start: Start, width: int, dark: bool) -> None:
    found = opened(browser, start(CASE).link, width, dark, query="?view=model")
    found.page.get_by_role("heading", name="Evidence").wait_for()
    found.page.get_by_role("region", name="Every situation").get_by_role("table").wait_for()
    assert axe(found.page) == []
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    assert found.errors == []


def test_joint_texts_are_those_of_the_command_line() -> None:
    case = load(FILE)
    shown = {s["id"]: s for s in model(Answer(case, find(case, worlds=50), 50, True))}
    lead, *tables = (shown["texts"]["parts"], *shown["texts-full"]["parts"])
    assert lead
    assert len(tables) == 2 * len(case.issues)
    said = CliRunner().invoke(main, ["bargain", str(FILE), "--worlds", "50"])
    assert said.exit_code == 0, said.output
    words = " ".join(said.output.split())
    for table in tables:
        assert table["title"] in words


def test_wants_of_each_actor_can_be_followed_from_options_to_outcomes(seen: Seen) -> None:
    case, page = load(CASE), seen.page
    region = page.get_by_role("region", name="From options to outcomes")
    picture = region.get_by_role("img")
    expect(picture).to_have_count(1)
    for k, actor in enumerate(case.actors):
        region.get_by_label("Whose wants").select_option(index=k)
        expect(picture).to_have_accessible_name(re.compile(f"^What .*{case.actors[actor].name[-5:]} wants"))
    region.locator("summary").click()
    expect(region.get_by_role("table").locator("tbody tr")).to_have_count(len(case.statements(actor)))

"""Story 3: a range is dragged, stepped or typed, and what follows is there at once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from detente import find, load
from detente.case import edit
from detente.catalog import path
from web.conftest import Start
from web.seen import Seen, opened, table

#: A statement that decides between the choices of this case, and the place of its weight in the file.
CASE = "kazakhstan-2022"


def answers(page: Page, query: str = "") -> list[dict[str, Any]]:
    """Return every stage that the server sends."""
    given = page.evaluate("q => fetch('/api/answer?' + q).then(r => r.text())", query)
    return [json.loads(line) for line in re.findall(r"^event: answer\ndata: (.+)$", given, re.MULTILINE)]


def thumbs(page: Page) -> tuple[Locator, Locator]:
    """Return the two thumbs of the judgement that decides most."""
    both = page.get_by_role("complementary").get_by_role("slider")
    return both.nth(0), both.nth(1)


@pytest.fixture(scope="module")
def seen(browser: Browser, start: Start) -> Seen:
    found = opened(browser, start(CASE, worlds=300).link)
    found.solved()
    return found


def test_arrows_move_a_thumb_and_back_again_gives_the_same_bytes(seen: Seen) -> None:
    page = seen.page
    before = page.locator("main[aria-busy=false]").inner_html()
    _, high = thumbs(page)
    spoken = high.get_attribute("aria-valuetext") or ""
    high.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert high.get_attribute("aria-valuetext") != spoken  # at once, before anything is solved
    expect(page.get_by_role("region", name="What changed")).to_be_visible()
    expect(page).to_have_url(re.compile("weight="))
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(high).to_have_attribute("aria-valuetext", spoken)
    expect(page.get_by_role("region", name="What changed")).to_have_count(0)
    seen.solved()
    assert page.locator("main").inner_html() == before
    expect(page).not_to_have_url(re.compile("weight="))


def test_a_typed_range_is_solved_as_the_case_with_it_written_in(seen: Seen, tmp_path: Any) -> None:
    """To the digit, as the command line solves a file in which the weight is changed."""
    page = seen.page
    field = page.get_by_role("complementary").get_by_role("textbox").first
    field.fill("-4..-2")
    field.press("Enter")
    expect(page.get_by_role("region", name="What changed")).to_be_visible()
    seen.solved()
    given = dict(pair.split(":") for pair in re.findall(r"weight=([^&]+)", page.url.replace("%3A", ":")))
    (statement, weight), *_ = given.items()
    file = tmp_path / "case.yaml"
    file.write_bytes(path(CASE).read_bytes())
    case = load(CASE)
    actor, k = next(
        (a, k) for a, p in case.preferences.items() for k, s in enumerate(p.statements) if s.id == statement
    )
    edit(file, {("preferences", actor, "statements", k, "weight"): weight})
    told = find(load(file), worlds=300, parts=frozenset({"choices"})).choices
    found = {c.choice: {o: share.value for o, share in c.outcomes.items()} for c in told}
    shown = answers(page, f"weight={statement}:{weight}")[-1]["tables"][0]
    for row in shown["rows"]:
        for cell in row["cells"]:
            assert cell["value"] == found[cell["choice"]].get(row["id"], 0.0)
    assert table(page) == [[r["label"], *(c["text"] for c in r["cells"])] for r in shown["rows"]]
    page.get_by_role("button", name="Back to the case as written").click()
    seen.solved()


def test_the_old_value_stays_as_a_ghost(seen: Seen) -> None:
    page = seen.page
    before = table(page)
    field = page.get_by_role("complementary").get_by_role("textbox").first
    field.fill("-4..-2")
    field.press("Enter")
    expect(page.get_by_role("region", name="What changed")).to_be_visible()
    seen.solved()
    expect(page.get_by_role("table").get_by_text("was ").first).to_be_visible()
    ghosts = page.get_by_role("table").get_by_text("was ").all_inner_texts()
    assert {g.removeprefix("was ") for g in ghosts} <= {text for row in before for text in row[1:]}
    page.get_by_role("button", name="Back to the case as written").click()
    seen.solved()
    assert table(page) == before


def test_what_cannot_be_read_is_told_at_the_field_and_the_answer_stays(seen: Seen) -> None:
    page = seen.page
    before = table(page)
    field = page.get_by_role("complementary").get_by_role("textbox").first
    field.fill("about two")
    field.press("Enter")
    expect(page.get_by_role("complementary").get_by_role("alert")).to_contain_text("about two")
    assert table(page) == before
    page.get_by_role("button", name="Reset").first.click()
    expect(page.get_by_role("alert")).to_have_count(0)
    seen.solved()


def test_the_first_worlds_come_first_and_say_how_many_they_are(seen: Seen) -> None:
    stages = answers(seen.page)
    assert [(s["worlds"], s["of"], s["whole"]) for s in stages] == [
        (100, 300, False),
        (300, 300, False),
        (300, 300, True),
    ]
    assert stages[1]["tables"] == stages[2]["tables"]


def test_a_stale_answer_never_overwrites_a_newer_one(seen: Seen) -> None:
    """The answer to the first change is held back until that to the second is shown."""
    page = seen.page
    held: list[Any] = []

    def later(route: Any) -> None:
        held.append(route) if "%3A5..6" in route.request.url else route.continue_()

    page.route("**/api/answer?**", later)
    field = page.get_by_role("complementary").get_by_role("textbox").first
    with page.expect_request(lambda request: "%3A5..6" in request.url):
        field.fill("5..6")
        field.press("Enter")
    field.fill("-4..-2")
    field.press("Enter")
    expect(page.get_by_role("region", name="What changed")).to_be_visible()
    seen.solved()
    newest = page.locator("main").inner_html()
    assert held, "the first answer was held back"
    for route in held:
        route.fulfill(status=200, content_type="text/event-stream", body="event: answer\ndata: {}\n\n")
    page.wait_for_timeout(200)
    assert page.locator("main").inner_html() == newest
    page.unroute("**/api/answer?**")
    page.get_by_role("button", name="Back to the case as written").click()
    seen.solved()


def test_a_pointer_drags_a_thumb(seen: Seen) -> None:
    page = seen.page
    _, high = thumbs(page)
    box = high.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, 9):
        page.mouse.move(x + 5 * k, y)
    page.mouse.up()
    expect(page.get_by_role("region", name="What changed")).to_be_visible()
    page.get_by_role("button", name="Back to the case as written").click()
    seen.solved()


def test_a_weight_that_readings_override_says_so(seen: Seen) -> None:
    over = [s for a in load(CASE).actors for s in load(CASE).statements(a)]
    named = {s for r in load(CASE).readings.values() for s in r.weights}
    assert named & {s.id for s in over}
    expect(seen.page.get_by_text("Not used in worlds of").nth(len(named) - 1)).to_be_attached()
    assert seen.errors == []

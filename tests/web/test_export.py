"""Story 11: one read-only file that opens from disk without a request, and holds no words of sources."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from detente import Case, load
from detente.web.front import exported
from web.conftest import Start
from web.seen import Seen, axe, opened, table

SECRET = "what nobody but the analyst should read"


def noted(case: Case) -> Case:
    """Put a note beside every statement."""
    return case.model_copy(
        update={
            "preferences": {
                a: p.model_copy(
                    update={"statements": tuple(s.model_copy(update={"note": SECRET}) for s in p.statements)}
                )
                for a, p in case.preferences.items()
            }
        }
    )


@pytest.fixture(scope="module")
def saved(browser: Browser, start: Start, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seen]:
    seen = opened(browser, start(noted(load("kazakhstan-2022")), worlds=50).link)
    seen.solved()
    with seen.page.expect_download() as download:
        seen.page.get_by_role("link", name="Save as one read-only file").click()
    file = tmp_path_factory.mktemp("saved") / download.value.suggested_filename
    download.value.save_as(file)
    return file, seen


@pytest.fixture(scope="module")
def page(browser: Browser, saved: tuple[Path, Seen]) -> Page:
    requests: list[str] = []
    errors: list[str] = []
    found = browser.new_context(offline=True).new_page()
    found.on("request", lambda request: requests.append(request.url))
    found.on("console", lambda told: errors.append(told.text))
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.goto(saved[0].as_uri())
    found.locator("main table").first.wait_for()
    found.locator("main[aria-busy=false]").wait_for()
    assert [url for url in requests if url != "data:,"] == [saved[0].as_uri()]
    assert errors == []
    return found


def test_it_shows_the_same_answer_without_a_request(page: Page, saved: tuple[Path, Seen]) -> None:
    assert table(page) == table(saved[1].page)
    assert axe(page) == []
    expect(page.get_by_role("navigation").get_by_role("button")).to_have_count(1)


def test_every_share_leads_to_its_passages(page: Page) -> None:
    shares = page.get_by_role("button", name="Why?")
    shares.first.wait_for()
    for share in shares.all():
        share.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("listitem").get_by_role("button").first.click()
        dialog.get_by_role("button", name="Passage").first.click()
        expect(dialog.get_by_role("region", name="Passage")).to_contain_text("What rests on it")
        for _ in range(3):
            page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def test_single_changes_are_in_it_and_back_means_back(page: Page) -> None:
    before = table(page)
    page.get_by_label("Concept").select_option("R")
    expect(page.locator(".stage")).to_contain_text(", R")
    page.get_by_label("Reading").select_option(index=1)
    expect(page.get_by_label("Concept")).to_have_value("")
    page.get_by_role("button", name="Back to the case as written").click()
    expect(page.get_by_role("region", name="What changed")).to_have_count(0)
    assert table(page) == before


def test_neither_notes_nor_words_of_sources_are_in_it(saved: tuple[Path, Seen]) -> None:
    text = saved[0].read_text(encoding="utf-8")
    assert SECRET not in text
    kept = json.loads(re.findall(r'id="stored">(.*?)</script>', text, re.DOTALL)[0])
    assert kept["passages"]
    assert all(p["text"] == "" for p in kept["passages"].values())


def test_hostile_words_stay_words(browser: Browser, tmp_path: Path) -> None:
    bad = "</script><script>window.canary = 1</script><!--\u2028<img src=x onerror='window.canary = 1'>"
    file = tmp_path / "bad.html"
    case = {"title": bad, **{k: [] for k in ("actors", "concepts", "options", "readings", "choices")}}
    kept = {"case": case, "answers": {}}
    file.write_bytes(exported({**kept, "accounts": {}, "passages": {}}))
    page = browser.new_page()
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("</script>")
    assert page.evaluate("window.canary") is None

"""Story 9: dates come from a process of its own, which says how far it is and ends at once."""

from __future__ import annotations

import multiprocessing
import time

from playwright.sync_api import Browser, expect

from detente import find, load
from detente.brief.time.years import by_year
from detente.brief.words.material import Material
from web.conftest import Start
from web.seen import axe, opened

CASE = "kazakhstan-2022"


def test_dates_are_those_of_the_brief(browser: Browser, start: Start) -> None:
    seen = opened(browser, start(CASE, worlds=3).link)
    page = seen.page
    page.get_by_role("navigation").get_by_role("button", name="Time").click()
    case = load(CASE)
    parts = frozenset({"choices", "watch", "choosing"})
    told = by_year(Material(case, find(case, worlds=3, dated=3, parts=parts)))
    assert told is not None
    region = page.get_by_role("region", name=told.title)
    region.wait_for()
    for table in told.tables:
        for row in table.rows:
            expect(region.get_by_text(str(row[0]), exact=True).first).to_be_attached()
            for cell in row[1:]:
                text = getattr(cell, "text", str(cell))
                expect(region.get_by_text(text, exact=True).first).to_be_attached()
    assert axe(page) == []
    assert seen.errors == []


def test_cancelling_ends_the_process_at_once(browser: Browser, start: Start) -> None:
    page = opened(browser, start(CASE, worlds=1000).link).page
    before = set(multiprocessing.active_children())
    page.get_by_role("navigation").get_by_role("button", name="Time").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    until(lambda: set(multiprocessing.active_children()) > before)
    page.get_by_role("button", name="Cancel").click()
    until(lambda: set(multiprocessing.active_children()) <= before)
    expect(page.get_by_role("button", name="Work out the dates")).to_be_visible()


def test_a_case_without_a_clock_has_no_such_view(browser: Browser, start: Start) -> None:
    page = opened(browser, start("elmira").link).page
    expect(page.get_by_role("navigation").get_by_role("button", name="Model")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("button", name="Time")).to_have_count(0)
    assert "no clock" in page.evaluate("fetch('/api/time').then(r => r.text())")


def until(true: object) -> None:
    """Wait for what happens, a minute at most."""
    for _ in range(600):
        if true():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError

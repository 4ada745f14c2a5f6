"""Story 7: two versions of a case, by what went in and what came out."""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright.sync_api import Browser, expect

from detente import load
from detente.brief import comparison_parts
from detente.catalog import path
from detente.insight import compare
from detente.paper.model import Listing, Table
from detente.web import Sharing
from web.conftest import Start
from web.seen import axe, opened

CASE = "kazakhstan-2022"


def test_a_commit_and_a_what_if_are_compared_in_the_words_of_the_command(
    browser: Browser, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "case.yaml"
    text = path(CASE).read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    for line in (("init", "-q"), ("add", "case.yaml"), ("commit", "-qm", "First thoughts")):
        who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *line], cwd=tmp_path, check=True)
    before = load(file)
    old = "id: kaz-oil, when: follows.oil == full, weight: strong"
    assert old in text
    file.write_text(text.replace(old, old.replace("strong", "-4..-2")), encoding="utf-8")
    after = load(file)
    place = f"sqlite:///{tmp_path / 'workspace.sqlite'}"
    seen = opened(browser, start(file, worlds=50, file=file, sharing=Sharing(store=place)).link)
    seen.solved()
    page = seen.page
    aside = page.get_by_role("complementary")
    aside.get_by_label("Concept").select_option("GMR")
    aside.get_by_label("Name of this what-if").fill("what others would do")
    aside.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept: what others would do")).to_be_visible()
    page.get_by_role("navigation").get_by_role("button", name="Compare").click()
    choice = page.get_by_label("Compared with")
    # An option of a closed list is never visible: it is waited for by its text, then chosen by its value.
    commit = choice.locator("option", has_text="First thoughts").get_attribute("value")
    choice.select_option(commit)
    region = page.get_by_role("region", name="What that changes")
    region.wait_for()
    said, *told = comparison_parts(before, after, compare(before, after, worlds=50, seed=1))
    assert isinstance(said, Listing)
    for item in said.items:
        expect(page.get_by_role("region", name="Inputs that differ")).to_contain_text(item)
    for table in (part for part in told if isinstance(part, Table)):
        for row in table.rows:
            for cell in row[1:]:
                expect(region).to_contain_text(getattr(cell, "text", str(cell)))
    assert axe(page) == []
    choice.select_option("wish:what others would do")
    expect(page.get_by_role("region", name="Inputs that differ")).to_contain_text("now GMR")
    assert seen.errors == []
    for odd in ("commit:--help", "commit:HEAD", "wish:none", "version:9", "version:x", "commit:0000000"):
        asked = page.evaluate("w => fetch('/api/compare?with=' + w).then(r => r.status)", odd)
        assert asked == 422, odd


def test_an_earlier_version_is_compared_at_once(browser: Browser, start: Start) -> None:
    page = opened(browser, start("elmira", worlds=20, beside=load("elmira-gmcrplus")).link).page
    page.get_by_role("navigation").get_by_role("button", name="Compare").click()
    expect(page.get_by_role("region", name="Inputs that differ")).to_contain_text("Title: ")


def test_without_another_version_there_is_no_such_view(browser: Browser, start: Start) -> None:
    page = opened(browser, start("elmira").link).page
    expect(page.get_by_role("navigation").get_by_role("button", name="Model")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("button", name="Compare")).to_have_count(0)

"""Story 2: from a share to why, to the statements behind it, to a passage, in the words of the brief."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from detente.cli import main
from web.conftest import Start
from web.seen import opened

CASES = ("elmira", "kazakhstan-2022", "syria-iraq-1975")


@pytest.mark.parametrize("name", CASES)
def test_three_activations_lead_to_the_passage_and_escape_leads_back(
    browser: Browser, start: Start, name: str
) -> None:
    seen = opened(browser, start(name).link)
    seen.solved()
    page = seen.page
    share = page.get_by_role("button", name="Why?").first
    share.focus()
    page.keyboard.press("Enter")  # 1
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Why")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    sentence = page.locator(":focus")
    expect(sentence).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")  # 2
    expect(sentence).to_have_attribute("aria-expanded", "true")
    while not (page.locator(":focus").get_attribute("aria-label") or "").startswith("Passage"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("Enter")  # 3
    expect(page.get_by_role("heading", name="Passage")).to_be_focused()
    expect(page.get_by_role("region", name="Passage")).to_contain_text("What rests on it")
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("^Passage"))
    page.keyboard.press("Escape")
    expect(sentence).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(share).to_be_focused()
    assert seen.errors == []


@pytest.mark.parametrize("name", CASES)
def test_every_sentence_is_one_of_explain(browser: Browser, start: Start, name: str) -> None:
    """The command that the page shows says the same, for every share that can be asked about."""
    seen = opened(browser, start(name).link)
    seen.solved()
    page = seen.page
    for share in page.get_by_role("button", name="Why?").all():
        share.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("listitem").first.wait_for()
        command = dialog.locator("code").inner_text()
        told = CliRunner().invoke(main, shlex.split(command)[1:], env={"COLUMNS": "4000"})
        assert told.exit_code == 0, command
        words = " ".join(told.stdout.split())
        for sentence in dialog.get_by_role("listitem").get_by_role("button").all_inner_texts():
            assert sentence in words
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

"""Story 6: text and form of one file, its problems inline, drafts that survive, and no overwriting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from detente.catalog import path
from detente.web.editing import Paper, Stale, Unusable, changed, digest_of, looked, merged
from web.conftest import Start
from web.seen import Seen, axe, opened

CASE = "kazakhstan-2022"
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=8).map("".join)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "case.yaml"
    copy.write_bytes(path(CASE).read_bytes())
    return copy


def editing(browser: Browser, start: Start, file: Path, **how: object) -> Seen:
    seen = opened(browser, start(file, worlds=20, file=file).link, **how)  # type: ignore[arg-type]
    seen.page.get_by_role("navigation").get_by_role("button", name="Edit").click()
    field(seen.page).wait_for()
    return seen


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text of the case")


def replace(page: Page, file_line: int, text: str) -> None:
    """Write over a line of the text after its indent, by keyboard."""
    field(page).focus()
    page.keyboard.press("Control+Home")
    for _ in range(file_line - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(text.lstrip())


def line_of(file: Path, part: str) -> int:
    return next(k for k, line in enumerate(file.read_text().splitlines(), 1) if part in line)


def test_problems_are_told_where_they_are_and_a_fix_is_applied(
    browser: Browser, start: Start, file: Path
) -> None:
    seen = editing(browser, start, file)
    page, before = seen.page, file.read_text()
    assert axe(page) == []
    line = line_of(file, "  kaz.bloc: member")
    replace(page, line, "  kaz.bloc: membr")
    problems = page.get_by_role("listitem").filter(has_text="DT")
    expect(problems.filter(has_text="membr")).to_contain_text("DT")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    assert file.read_text() == before
    page.get_by_role("button", name="Next problem").click()
    expect(field(page)).to_be_focused()
    assert axe(page) == []
    page.get_by_role("button", name="Write member").click()
    expect(page.get_by_role("button", name="Write member")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()  # the fix
    page.get_by_role("button", name="Undo").click()  # the mistake
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    assert seen.errors == [e for e in seen.errors if "422" in e]  # the browser notes the refused saving


def test_names_are_completed(browser: Browser, start: Start, file: Path) -> None:
    page = editing(browser, start, file).page
    replace(page, line_of(file, "  kaz.bloc: member"), "  kaz.bloc: me")
    page.keyboard.press("Control+ ")
    option = page.get_by_role("option", name="memberlevel")
    expect(option).to_be_visible()
    page.wait_for_timeout(150)  # a list that has just opened takes no Enter, which was meant for the text
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()  # as the file has it


def test_a_form_changes_one_value_and_comments_survive(browser: Browser, start: Start, file: Path) -> None:
    text = file.read_text().replace("preferences:\n", "# a word to the wise\npreferences:\n", 1)
    file.write_text(text)
    seen = editing(browser, start, file)
    page = seen.page
    page.get_by_role("button", name="Form").click()
    weight = page.get_by_label("Weight of kaz-oil", exact=True)
    page.get_by_role("main").get_by_text("Kazakhstan: ").click()
    weight.fill("strnog")
    weight.press("Tab")
    expect(page.get_by_role("main").get_by_text("DT", exact=False).first).to_be_visible()
    assert axe(page) == []
    page.get_by_role("main").get_by_role("button", name="Write strong").first.click()
    expect(weight).to_have_value("strong")
    weight.fill("2..4")
    weight.press("Tab")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    expect(page.locator("main input[aria-invalid=true]")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. The answer")).to_be_visible()
    assert file.read_text() == re.sub(r"(id: kaz-oil,.*?weight: )strong", r"\g<1>2..4", text)
    assert not Paper(file).draft.exists()
    page.get_by_role("navigation").get_by_role("button", name="Answer").click()
    about = page.evaluate("fetch('/api/case').then(r => r.json())")
    kept = next(s for a in about["actors"] for s in a["statements"] if s["id"] == "kaz-oil")
    assert kept["weight"] == "2..4"


def test_a_draft_is_on_disk_and_opens_again(browser: Browser, start: Start, file: Path) -> None:
    page = editing(browser, start, file).page
    replace(page, 1, "format: 1  # kept")
    expect(page.get_by_text("Draft kept.")).to_be_visible()
    assert "# kept" in Paper(file).opened()["text"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name="Edit").get_by_role("status")).to_have_text("")
    assert not Paper(file).draft.exists()  # what is undone does not come back
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_text("Draft kept.")).to_be_visible()
    assert "# kept" not in file.read_text()
    again = editing(browser, start, file).page  # another server, as after a kill
    expect(again.get_by_text("A draft that was not saved is open.")).to_be_visible()
    expect(field(again)).to_contain_text("# kept")
    again.get_by_role("button", name="Back to the file").click()
    expect(field(again)).not_to_contain_text("# kept")
    assert not Paper(file).draft.exists()


def test_what_others_changed_is_put_beside_and_never_overwritten(
    browser: Browser, start: Start, file: Path
) -> None:
    seen = editing(browser, start, file)
    page, text = seen.page, file.read_text()
    mine, theirs = line_of(file, "id: kaz-oil,"), line_of(file, "id: kaz-borders,")
    lines = text.splitlines(keepends=True)
    other = lines.copy()
    other[theirs - 1] = other[theirs - 1].replace("weight: strong", "weight: slight")
    other[mine - 1] = other[mine - 1].replace("weight: strong", "weight: moderate")
    own = lines[mine - 1].replace("weight: strong", "weight: 1..3").rstrip("\n")
    replace(page, mine, own)
    file.write_text("".join(other))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Three texts")).to_be_focused()
    assert file.read_text() == "".join(other)
    assert axe(page) == []
    together = page.get_by_role("button", name="Put them together")
    expect(together).to_be_disabled()
    page.get_by_role("group", name="changed differently").get_by_label("Take what is here").check()
    together.click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. The answer")).to_be_visible()
    other[mine - 1] = own + "\n"
    assert file.read_text() == "".join(other)


def test_two_hundred_steps_are_undone(browser: Browser, start: Start, file: Path) -> None:
    page = editing(browser, start, file).page
    before = file.read_text()
    field(page).focus()
    page.keyboard.press("Control+Home")
    undo, save = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Save"))
    # A pause makes a step of its own; a clock that runs ahead makes the pause.
    page.evaluate("{ let t = Date.now(); Date.now = () => (t += 1000) }")
    for _ in range(200):
        page.keyboard.insert_text("#")
    for _ in range(199):
        page.keyboard.press("Control+z")
    expect(undo).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(undo).to_be_disabled()
    expect(save).to_be_disabled()
    assert file.read_text() == before


def test_a_shipped_case_cannot_be_saved_over(browser: Browser, start: Start) -> None:
    shipped = path(CASE)
    before = shipped.read_bytes()
    page = editing(browser, start, shipped).page
    expect(page.get_by_text("shipped with detente")).to_be_visible()
    replace(page, 1, "format: 1  # mine")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    assert not Paper(shipped).draft.exists()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    assert "# mine" in Path(download.value.path()).read_text()
    assert shipped.read_bytes() == before


@settings(max_examples=200, deadline=None)
@given(LINES, LINES, LINES)
def test_chunks_put_together_are_the_three_texts(base: str, mine: str, theirs: str) -> None:
    found = merged(base, mine, theirs)
    assert "".join(c.base for c in found) == base
    assert "".join(c.mine for c in found) == mine
    assert "".join(c.theirs for c in found) == theirs
    for c in found:
        alike = {
            "same": c.base == c.mine == c.theirs,
            "mine": c.base == c.theirs,
            "theirs": c.base == c.mine,
            "both": c.mine == c.theirs,
            "conflict": len({c.base, c.mine, c.theirs}) == 3,
        }
        assert alike[c.kind]


@given(LINES, LINES)
def test_what_only_one_has_changed_is_never_a_conflict(base: str, mine: str) -> None:
    assert {c.kind for c in merged(base, mine, base)} <= {"same", "mine"}
    assert {c.kind for c in merged(base, base, mine)} <= {"same", "theirs"}


def test_saving_needs_the_text_that_was_begun_with(file: Path) -> None:
    paper = Paper(file)
    text = paper.opened()["text"]
    with pytest.raises(Unusable):
        paper.save("format: 1\n", digest_of(text))
    file.write_text(text + "# theirs\n")
    with pytest.raises(Stale) as stale:
        paper.save(text + "# mine\n", digest_of(text))
    assert stale.value.base == text
    assert file.read_text() == text + "# theirs\n"


def test_line_ends_stay_as_they_are(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    paper = Paper(file)
    told = paper.opened()
    assert "\r" not in told["text"]
    paper.save(told["text"] + "# one more\n", told["base"])
    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n")
    assert file.read_bytes().endswith(b"# one more\r\n")


def test_every_statement_of_the_form_can_be_changed_and_back(file: Path) -> None:
    from detente import load

    text, case = file.read_text(), load(CASE)
    form = looked(text, str(file), case)["form"]
    rows = [row for actor in form for row in actor["statements"]]
    assert [row["id"] for row in rows] == [s.id for a in case.actors for s in case.statements(a)]
    for row in rows:
        path_ = (*row["path"], "weight")
        there = changed(text, str(file), path_, "-3..-1")
        assert there != text
        assert changed(there, str(file), path_, row["weight"]) == text

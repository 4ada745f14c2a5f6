"""Story 1: one link, the answer in short at once, and the shares of the brief to the digit."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

import detente
from detente import find, load
from detente.cli import main
from web.conftest import Start
from web.seen import Seen, axe, opened, table

ROOT = Path(detente.__file__).parents[2]
FRONT = ROOT / "front"

CASES = ("elmira", "kazakhstan-2022", "prisoners-dilemma")


def analyzed(name: str, *form: str) -> str:
    told = CliRunner().invoke(main, ["analyze", name, "--worlds", "200", "--dated", "0", *form])
    assert told.exit_code == 0
    return told.stdout


@pytest.mark.parametrize("name", CASES)
def test_the_answer_and_the_shares_are_those_of_the_brief(browser: Browser, start: Start, name: str) -> None:
    seen = opened(browser, start(name).link)
    seen.solved()
    short, words = (analyzed(name, "--markdown", *full).replace("\\", "") for full in ((), ("--full",)))
    said = seen.page.locator("main section").first.locator("p:not(.stage)")
    expect(said).to_have_count(len(last(seen)["sentences"]))
    sentences = said.all_inner_texts()
    assert sentences
    assert [s for s in sentences if s not in short] == []
    for section in last(seen)["reasons"]:
        expect(seen.page.get_by_role("region", name=section["title"])).to_be_visible()
        assert [i for p in section["parts"] for i in p["items"] if i not in short] == []
    found, shown = json.loads(analyzed(name, "--full", "--json"))["choices"], last(seen)["tables"][0]
    assert [c["id"] for c in shown["columns"]] == list(found)
    for row in shown["rows"]:
        for cell in row["cells"]:
            brief = found[cell["choice"]]["outcomes"].get(row["id"], {"share": 0.0, "se": 0.0})
            assert (cell["value"], cell["se"]) == (brief["share"], brief["se"])
            assert cell["text"] in words
    assert table(seen.page) == [[r["label"], *(c["text"] for c in r["cells"])] for r in shown["rows"]]
    assert seen.errors == []


def test_points_of_rest_stand_where_a_case_names_no_outcomes(browser: Browser, start: Start) -> None:
    case = load("kazakhstan-2022").model_copy(update={"outcomes": {}})
    seen = opened(browser, start(case, worlds=50).link)
    seen.solved()
    choices = find(case, worlds=50, parts=frozenset({"choices"})).choices
    tables = last(seen)["tables"]
    for found, shown in zip(choices, tables, strict=True):
        values = [row["cells"][0]["value"] for row in shown["rows"]]
        assert values == [e.reached.value for e in found.equilibria[: len(values)]] != []
    expect(seen.page.get_by_role("table")).to_have_count(len(choices))


def last(seen: Seen) -> dict[str, Any]:
    """Return the last stage that the server sends to this page."""
    given = seen.page.evaluate("fetch('/api/answer').then(r => r.text())")
    return dict(json.loads(re.findall(r"^data: (\{.+\})$", given, re.MULTILINE)[-1]))


def test_only_this_machine_is_asked(browser: Browser, start: Start) -> None:
    link = start("kazakhstan-2022").link
    seen = opened(browser, link)
    seen.solved()
    home = link.partition("?")[0]
    assert all(url.startswith(home) or url == "data:," for url in seen.requests)
    assert seen.page.url == home
    assert seen.errors == []


def test_the_first_screen_needs_no_scrolling(browser: Browser, start: Start) -> None:
    page = opened(browser, start("kazakhstan-2022").link).page
    page.locator("main[aria-busy=false]").wait_for()
    lines = page.get_by_role("table").last.get_by_role("row")
    assert lines.last.bounding_box()["y"] + lines.last.bounding_box()["height"] <= 800


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_axe_finds_nothing(browser: Browser, start: Start, width: int, dark: bool) -> None:
    seen = opened(browser, start("kazakhstan-2022").link, width, dark)
    seen.solved()
    assert axe(seen.page) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.page.get_by_role("button", name="Why?").first.click()
    seen.page.get_by_role("dialog").wait_for()
    assert axe(seen.page) == []


def test_the_page_that_is_shipped_was_built_from_these_sources() -> None:
    """`npm run build` in front/ makes it anew; nobody else needs Node."""
    root = ("index.html", "package.json", "package-lock.json", "seal.mjs", "svelte.config.js")
    sources = [f.relative_to(FRONT).as_posix() for f in (FRONT / "src").rglob("*") if f.is_file()]
    names = [*root, "tsconfig.json", "vite.config.ts", "vite.editor.ts", *sources]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (FRONT / name).read_bytes() + b"\0")
    built = Path(detente.__file__).parent / "web" / "built"
    assert (built / "sources.sha256").read_text().strip() == digest.hexdigest()
    assert len(gzip.compress((built / "index.html").read_bytes())) < 50_000
    assert len(gzip.compress((built / "editor.js").read_bytes())) < 200_000


def test_nothing_is_written_as_markup() -> None:
    for file in (f for f in (FRONT / "src").rglob("*") if f.is_file()):
        assert not re.search(r"innerHTML|\{@html|insertAdjacent|document\.write|eval\(", file.read_text()), (
            file
        )


def test_without_the_extra_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.web.serving.find_spec", lambda name: None)
    told = CliRunner().invoke(main, ["web", "elmira"])
    assert told.exit_code == 2
    assert "pip install 'detente[web]'" in told.stderr


def test_a_case_that_is_not_there_is_refused_before_anything_listens() -> None:
    told = CliRunner().invoke(main, ["web", "elmirra"])
    assert told.exit_code == 2
    assert "elmira" in told.stderr

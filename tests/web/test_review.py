"""A review in the workbench: the log and the case of the terminal, and nobody overtakes another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from detente.case import load, template
from detente.proposal import Review, as_yaml, propose, read_paper
from detente.web import Served, Sharing, Sitting
from web.conftest import Start
from web.door import Door, entered
from web.seen import axe, opened

TEXT = "Chad wants peace. Chad hopes for lasting peace. Mali may close the road. Mali fears a drought."


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paper, proposal, case = (tmp_path / name for name in ("paper.txt", "p.yaml", "case.yaml"))
    paper.write_text(TEXT, encoding="utf-8")
    proposal.write_text(as_yaml(propose(read_paper(paper), "D")), encoding="utf-8")
    case.write_text(template("The Road", "road"), encoding="utf-8")
    return proposal, case


def served(start: Start, files: tuple[Path, Path], **how: object) -> Served:
    return start(load(files[1]), file=files[1], worlds=20, sitting=Sitting(*files), **how)


def decided(door: Door, do: str, item: str, rev: int, **told: object) -> tuple[int, dict[str, object]]:
    got = door.send("/api/review/decide", {"do": do, "item": item, "rev": rev, "told": told})
    return got.status, json.loads(got.body)


def test_what_is_decided_over_http_is_in_the_log_and_in_the_case(
    start: Start, files: tuple[Path, Path]
) -> None:
    door = entered(served(start, files).link)
    seen = door.json("/api/review")
    first, second = seen["open"][:2]
    assert seen["card"]["id"] == first
    assert decided(door, "accept", first, seen["rev"])[0] == 200
    assert decided(door, "accept", second, seen["rev"])[0] == 409  # decided on an older log
    Review(*files).reject(second, "in the terminal")
    status, told = decided(door, "later", second, seen["rev"] + 2)
    assert status == 409, told
    now = door.json("/api/review")
    assert second not in now["open"]
    third = now["open"][0]
    for bad in ({"as": {"type": "wish"}}, {"as": {"modality": "perhaps"}}, {"as": {"text": 7}}, {"as": []}):
        assert decided(door, "accept", third, now["rev"], **bad)[0] == 422
    for do, more in (("merge", {"into": third}), ("reject", {"reason": " "}), ("buy", {}), ("accept", {})):
        name = third if do != "accept" else first
        assert decided(door, do, name, now["rev"], **more)[0] == 422
    wrong = {"as": {"type": "event", "date": "soon", "modality": "asserted"}}
    status, told = decided(door, "accept", third, now["rev"], **wrong)
    assert status == 200
    assert "date" in str(told["said"])
    assert door.send("/api/review/take", {}).status == 200
    assert Review(*files).counts()["accept"] == 1


def test_only_who_started_it_decides(start: Start, files: tuple[Path, Path]) -> None:
    bench = served(start, files, sharing=Sharing(("anna",)))
    anna = entered(bench.links["anna"])
    seen = anna.json("/api/review")
    assert decided(anna, "later", seen["open"][0], seen["rev"])[0] == 422
    none = entered(start("elmira", worlds=2).link)
    assert none.ask("/api/review").status == 422
    assert none.json("/api/case")["reviews"] is False


def test_cards_in_the_browser(browser: Browser, start: Start, files: tuple[Path, Path]) -> None:
    seen = opened(browser, served(start, files).link)
    page = seen.page
    page.get_by_role("button", name="Review", exact=True).click()
    card = page.get_by_role("group", name="Item N0001")
    expect(card).to_contain_text("Chad")
    assert axe(page) == []
    page.keyboard.press("a")
    expect(page.locator(".stage")).to_have_text("1 accepted, 0 merged, 0 rejected, 6 open")
    page.keyboard.press("r")
    page.get_by_label("Why").fill("no actor here")
    page.keyboard.press("Enter")
    expect(page.locator(".stage")).to_have_text("1 accepted, 0 merged, 1 rejected, 5 open")
    page.keyboard.press("u")
    expect(page.get_by_role("group", name="Item N0002")).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_role("group", name="Item N0003")).to_be_visible()
    page.keyboard.press("e")
    page.get_by_label("text", exact=True).fill("a lasting peace")
    page.get_by_role("button", name="Accept as edited").click()
    expect(page.locator(".stage")).to_have_text("2 accepted, 0 merged, 0 rejected, 5 open")
    page.keyboard.press("m")
    page.get_by_role("button", name="Merge").last.click()
    expect(page.locator(".stage")).to_have_text("2 accepted, 1 merged, 0 rejected, 4 open")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("main")).to_contain_text("Draft: 1 of")
    held = Review(*files)
    assert held.accepted["N0003"].text == "a lasting peace"
    assert held.decisions["N0004"].into == "N0003"
    assert seen.errors == []

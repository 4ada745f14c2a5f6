"""Cards that fill the terminal: each key does on the log what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from detente.case import template
from detente.cli.documents.cards import Cards
from detente.proposal import Paper, Proposal, Review, as_yaml, propose
from detente.sources import cut

TEXT = "Chad wants peace. Chad hopes for lasting peace. Mali may close \x1b[2J the road. It rains."


@pytest.fixture
def review(tmp_path: Path) -> Review:
    found = propose(Paper("paper.txt", TEXT, cut(TEXT)), "D")
    items = tuple(item for item in found.items if item.type in ("interest", "lever"))
    assert [item.type for item in items] == ["interest", "interest", "lever"]
    (tmp_path / "p.yaml").write_text(as_yaml(Proposal("D", "paper.txt", "", items)), encoding="utf-8")
    (tmp_path / "case.yaml").write_text(template("The Road", "road"), encoding="utf-8")
    return Review(tmp_path / "p.yaml", tmp_path / "case.yaml")


def played(review: Review, play: Callable[[Pilot[None], Cards], Awaitable[None]]) -> None:
    async def go() -> None:
        app = Cards(review, Paper("paper.txt", TEXT, cut(TEXT)))
        async with app.run_test(size=(110, 34)) as pilot:
            await play(pilot, app)

    with ThreadPoolExecutor(1) as apart:  # a browser of another test may have a loop in this thread
        apart.submit(lambda: asyncio.run(go())).result()


def said(app: Cards) -> str:
    return str(app.query_one("#said", Static).render())


def test_each_key_decides_what_it_says(review: Review) -> None:
    async def play(pilot: Pilot[None], app: Cards) -> None:
        await pilot.press("m")
        assert "Nothing of its type is accepted yet" in said(app)
        await pilot.press("l")  # N0001 goes to the end
        await pilot.press("e")
        app.screen.query_one("#field-text", Input).value = "a peace that lasts"
        await pilot.press("enter")
        assert review.accepted["N0002"].text == "a peace that lasts"
        await pilot.press("n", "m", "enter")  # on to N0001, the same again
        assert review.decisions["N0001"].into == "N0002"
        await pilot.press("r", "2", "enter")
        assert review.decisions["N0003"].reason == "said before"
        assert review.open == ()
        await pilot.press("a", "u")
        assert "N0003 is open again" in said(app)
        await pilot.press("t")
        await pilot.press("down", "enter")
        app.screen.query_one("#field-actor", Input).value = "Mali"
        await pilot.press("enter")
        assert review.accepted["N0003"].type == "interest"
        await pilot.press("q")

    played(review, play)
    again = Review(review.file, review.case)
    assert again.counts() == {"accept": 2, "merge": 1, "reject": 0, "open": 0}


def test_what_cannot_be_is_said_and_the_card_stays(review: Review) -> None:
    async def play(pilot: Pilot[None], app: Cards) -> None:
        await pilot.press("u")
        assert "nothing to undo" in said(app)
        await pilot.press("e")
        app.screen.query_one("#field-modality", Input).value = "perhaps"
        await pilot.press("enter", "escape")
        await pilot.press("r", "escape", "?")
        assert "undo the last decision" in said(app)
        Review(review.file, review.case).later("N0001")  # somebody else writes
        await pilot.press("a")
        assert "another review" in said(app)

    played(review, play)


def test_no_sign_of_a_document_steers_the_terminal(review: Review) -> None:
    async def play(pilot: Pilot[None], app: Cards) -> None:
        await pilot.press("p")
        assert app.shown == "N0003"
        assert "\x1b[2J" not in app.export_screenshot()
        assert "\\u001b" in app.export_screenshot().replace("&#92;", "\\")

    played(review, play)

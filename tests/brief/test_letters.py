"""Pictures are drawn in letters that are there, on any machine and whatever its user has set."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from matplotlib import rc_context

from brief.made_up import made_case, made_findings
from detente.brief import write
from detente.paper.draw import letters, png, svg
from detente.paper.draw.letters import LOG, drawable
from detente.paper.export.word import document
from detente.paper.picture import Bars


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with no typeface but the one that matplotlib brings, on which nothing was said yet."""
    monkeypatch.setattr(letters, "faces", lambda: ["DejaVu Sans"])
    monkeypatch.setattr(letters, "_look_again", lambda: None)
    monkeypatch.setattr(letters, "_said", [])


def bars(label: str) -> Bars:
    found = next(p for p in write(made_case(), made_findings()).pictures if isinstance(p, Bars))
    panels = tuple(replace(p, labels=tuple(label for _ in p.labels)) for p in found.panels)
    return replace(found, panels=panels, title=label)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("한국", "HanGug"),
        ("the 朝鲜 talks [1]-^", "the ChaoXian talks [1]-^"),
        ("\ue000", "?"),
        ("Δ – переговоры", "Δ – переговоры"),
        ("", ""),
    ],
)
@pytest.mark.usefixtures("bare")
def test_letters_that_are_missing_become_latin(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@pytest.mark.usefixtures("bare")
def test_it_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, LOG.name):
        png(bars("한국 and 朝鲜"), scale=0.5)
        png(bars("ไทย"), scale=0.5)
    assert len(caplog.records) == 1
    assert "“한국”" in caplog.text
    assert "fonts-noto-cjk" in caplog.text


@pytest.mark.usefixtures("bare")
def test_a_picture_without_typefaces_is_drawn_in_latin_letters() -> None:
    assert png(bars("한국"), scale=0.5) == png(bars("HanGug"), scale=0.5)


@pytest.mark.usefixtures("bare")
def test_text_stays_text_where_the_reader_has_the_typefaces() -> None:
    assert "한국" in svg(bars("한국"))


@pytest.mark.usefixtures("bare")
def test_a_document_warns_of_nothing_else(recwarn: pytest.WarningsRecorder) -> None:
    brief = write(made_case(), made_findings())
    section = replace(brief.sections[0], pictures=(bars("한국"),))
    assert document(replace(brief, title="한국", sections=(section,), annex=())).startswith(b"PK")
    assert not recwarn.list


def test_a_typeface_is_found_by_its_letters() -> None:
    """Whatever this machine has: a text is either left as it is or drawn in letters that are there."""
    drawn = drawable("한국")
    has = letters._letters(tuple(letters.faces()))
    assert drawn == ("한국" if {ord(c) for c in "한국"} <= has else "HanGug")


def test_settings_of_the_user_change_no_picture() -> None:
    picture = bars("one")
    mine = {"axes.facecolor": "red", "savefig.bbox": "tight", "font.size": 30.0, "text.usetex": True}
    plain = svg(picture), png(picture, scale=0.5)
    with rc_context(mine):
        assert (svg(picture), png(picture, scale=0.5)) == plain

"""Figures are counted in the order in which they are read, in every case and form."""

from __future__ import annotations

import io
import re

import docx
import pytest

from detente import find, load, write
from detente.brief import Brief, chronicle
from detente.catalog import names
from detente.history import gather
from detente.paper.export import page, rendered
from detente.paper.export.order import numbered


def figures(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"Figure (\d+)\.", text)]


def check(brief: Brief, office: bool = True) -> None:
    count = list(range(1, len(brief.pictures) + 1))
    assert list(numbered(brief).values()) == count
    assert numbered(brief).keys() == {p.key for p in brief.pictures}, "no picture is lost"
    text = page(brief)
    assert figures(text) == count
    assert [int(n) for n in re.findall(r"The numbers behind figure (\d+)", text)] == [
        numbered(brief)[key]
        for key in numbered(brief)
        if next(p for p in brief.pictures if p.key == key).tables
    ]
    if not office:  # every picture is drawn anew for it, which takes long
        return
    made = docx.Document(io.BytesIO(rendered(brief, ".docx")))  # type: ignore[arg-type]
    captions = [p.text for p in made.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert figures("\n".join(captions)) == count


@pytest.mark.parametrize("name", sorted(set(names()) - {"korea-2016", "korea-2026"}))
def test_figures_are_numbered_as_they_are_read(name: str) -> None:
    case = load(name)
    flagship = name == "korea-2020"
    check(write(case, find(case, worlds=20, dated=2 * flagship)), office=flagship)


def test_figures_of_a_chronicle_are_numbered_as_they_are_read() -> None:
    case = load("korea-2020")
    check(chronicle(case, gather(case, resolving=True)))

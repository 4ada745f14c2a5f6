"""The brief as PDF: pages, tags, language, links and words."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from detente import find, load, write
from detente.brief import Brief, rendered
from detente.errors import MissingExtra
from detente.paper.document import Document
from detente.paper.model import Linked, Section, Table


def pdf(brief: Document) -> PdfReader:
    made = rendered(brief, ".pdf")
    assert isinstance(made, bytes)
    return PdfReader(io.BytesIO(made))


def text_of(read: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read.pages))


@pytest.fixture(scope="module")
def elmira() -> Brief:
    case = load("elmira")
    return write(case, find(case, worlds=4), command="detente analyze elmira")


@pytest.fixture(scope="module")
def read(elmira: Brief) -> PdfReader:
    return pdf(elmira)


def test_it_is_tagged_in_english_and_has_a_title(elmira: Brief, read: PdfReader) -> None:
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert read.metadata is not None
    assert read.metadata.title == elmira.title
    assert "pdfuaid:part>1" in read.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]


def test_what_comes_first_is_a_page_or_two_and_the_appendix_begins_a_new_one(read: PdfReader) -> None:
    begins = [k for k, page in enumerate(read.pages) if page.extract_text().find("Appendix") >= 0]
    assert begins[0] in (1, 2)


def test_every_section_and_every_caption_is_there(elmira: Brief, read: PdfReader) -> None:
    told = text_of(read)
    assert [s.title for s in elmira.every if s.title not in told] == []
    assert re.findall(r"Figure (\d+)", told)[: len(elmira.pictures)] == [
        str(k) for k in range(1, len(elmira.pictures) + 1)
    ]
    assert "detente analyze elmira --out brief.pdf" in told


def test_links_lead_to_places_of_the_file(read: PdfReader) -> None:
    links = [
        annotation.get_object()
        for page in read.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) > 20
    pages = {page.indirect_reference for page in read.pages}
    places = [link.get("/Dest") or link["/A"]["/D"] for link in links]
    found = [read.named_destinations[str(p)].page if isinstance(p, str) else p[0] for p in places]
    assert all(isinstance(p, IndirectObject) and p in pages for p in found)


def test_pictures_have_words(elmira: Brief, read: PdfReader) -> None:
    described = {
        str(found["/Alt"])
        for number in range(1, len(read.xref[0]) + 1)
        if isinstance(found := read.get_object(number), dict) and "/Alt" in found
    }
    assert {p.words for p in elmira.pictures} <= described


def test_no_word_is_markup() -> None:
    nasty = r'#panic("x") = head *bold* _i_ $1/0$ @ref <lab> [ ] \ // `raw` "q"'
    cells = ((nasty, Linked("see ", ("there", "row-1"), (" nowhere", "row-9"))),)
    table = Table(nasty, (nasty, ""), cells, nasty, anchors=("row-1",))
    told = text_of(pdf(Document(nasty, (nasty,), (Section("s", nasty, (nasty, table)),), {})))
    assert told.count(r'#panic("x") = head *bold* _i_ $1/0$ @ref <lab> [ ] \ // `raw` "q"') >= 5


def test_the_extra_that_is_missing_is_named(elmira: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    monkeypatch.delitem(__import__("sys").modules, "detente.paper.export.pdf", raising=False)
    with pytest.raises(MissingExtra, match=r"detente\[pdf\]"):
        rendered(elmira, ".pdf")

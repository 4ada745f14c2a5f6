from __future__ import annotations

import csv
import io
import re
import textwrap
import unicodedata
import zipfile
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.made_up import TEXT, made_case, made_findings
from detente import find, load, write
from detente.brief import Brief, Figure, Section, Table, markdown, save, save_figures, save_tables
from detente.brief.ground.tableau import Listed, Row
from detente.brief.record.chronicle import chronicle_csv
from detente.errors import DetenteError, MissingExtra
from detente.paper import export
from detente.paper.cells import Rows, guarded
from detente.paper.export import FORMATS, page, ready
from detente.paper.export.tables import columns, named_tables, plain_rows, to_csv

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x00=1",
    " =1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\u200b=1",
    "\ufeff+1",
    "\u2060-1",
    "\u200e@x",
    "\u202e=1",
    "\u00a0=1",
    "\u3000＝1",
    " \u200b\t\r =1",
    "\u00ad=1",
    "\ue000=1",
    "﹦1",
    "﹢1",
    "﹣1",
    "﹫x",
]

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def table(*rows: tuple[str | int | Figure, ...]) -> Table:
    return Table("=title", ("=head", "number"), rows)


def brief_of(found: Table) -> Brief:
    return Brief("=brief", ("@about",), (Section("s", "s", (found,)),), {})


# ------------------------------------------------------------------------------------------- page


def test_a_page_is_whole_and_alone(brief: Brief) -> None:
    text = page(brief)
    assert text.startswith("<!DOCTYPE html>")
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    allowed = POLICY.format(b64encode(sha256(script.encode()).digest()).decode())
    assert f'<meta http-equiv="Content-Security-Policy" content="{allowed}">' in text, (
        "this script and no other"
    )
    assert not re.search(
        r"<script .|<link|<iframe|<object|@import|src=|srcset|https?://(?!www\.w3\.org)", text
    )
    assert not re.search(r"url\((?!#)", text)
    assert brief.to_html() == text == page(brief), "always the same"


class Balanced(HTMLParser):
    VOID = ("meta", "input", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_is_well_formed_and_escaped(brief: Brief, certain: Brief) -> None:
    for found in (brief, certain):
        parser = Balanced()
        parser.feed(page(found))
        assert parser.open == []
    assert "Two rivers: a *made-up* &lt;b&gt;case&lt;/b&gt;" in page(brief)


def test_a_page_says_everything_that_the_brief_says(brief: Brief) -> None:
    class Words(HTMLParser):
        found = ""

        def handle_data(self, data: str) -> None:
            self.found += data

    parser = Words()
    parser.feed(page(brief))
    words = " ".join(parser.found.replace("\u00a0", " ").split())
    for section in brief.sections:
        assert section.title in words
        for part in section.parts:
            texts = [part] if isinstance(part, str) else getattr(part, "items", ())
            assert all(" ".join(t.split()) in words for t in texts)
        for t in section.tables:
            assert all(c.text in words for row in t.rows for c in row if isinstance(c, Figure))


def test_words_for_the_style_sheet_cannot_leave_their_quotes() -> None:
    found = Brief('"} x', (), (), {"case": 'a"; } * { color: red', "digest": "</style>", "worlds": 1})
    style = page(found).partition("<style>")[2].partition("</style>")[0]
    line = next(line for line in style.splitlines() if line.startswith("@page { @top-left"))
    assert '"a\\22 \\3b  \\7d  \\2a  \\7b  color: red, case \\3c \\2f style\\3e "' in line


# --------------------------------------------------------------------------------- spreadsheets


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert guarded(text).startswith("'")
    found = table((text, 1))
    rows = list(csv.reader(io.StringIO(to_csv(found).removeprefix("\ufeff"))))
    assert rows[1][0].startswith("'")
    assert rows[0][0] == "'=head"
    book = openpyxl.load_workbook(io.BytesIO(export.rendered(brief_of(found), ".xlsx")))  # type: ignore[arg-type]
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert book.worksheets[1]["A2"].value == guarded(text)
    assert book.worksheets[1]["B2"].value == 1


def begins(cell: str) -> str:
    """The first sign that a spreadsheet sees, wide forms taken for plain ones."""
    seen = (c for c in cell if c.isprintable() and not c.isspace())
    return unicodedata.normalize("NFKC", next(seen, ""))


@given(st.text(st.sampled_from("=+-@＝﹣\u200b\u202e\t\r\n\x00 \u00a0\ufeff'\"a1,;"), max_size=8))
def test_no_cell_begins_a_formula_whatever_hides_before_it(text: str) -> None:
    assert begins(guarded(text)) not in {"=", "+", "-", "@"}
    out = io.StringIO(newline="")
    Rows(out).writerow([text, 1])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [guarded(text), "1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_any_file_is_a_formula(text: str) -> None:
    """Of listed states and a chronicle; and in markdown what could begin a list is no beginning."""
    case = load("elmira")
    made = Listed(case, (Row(dict.fromkeys(case.variables(), text), text, text, text),), 1, 1).to_csv()
    event = {"from": text, "to": text, "says": text, "type": text, "source": text, "scoring_only": False}
    step = {"since": text, "level": text, "event": text}
    spell = {"in": text, "out": text, "id": text}
    data = {"events": [event], "levels": {text: [step]}, "states": {text: [spell]}, "as_of": "2020-01-01"}
    made += chronicle_csv(Brief(text, (), (), data))
    cells = [cell for line in csv.reader(io.StringIO(made, newline="")) for cell in line]
    assert {begins(cell) for cell in cells}.isdisjoint("=+-@")
    line = markdown(Brief("x", (text,), (), {})).splitlines()[2]
    assert begins(line) == "\\" or line[0] not in "=+-"


def test_ordinary_words_are_left_alone() -> None:
    for text in ("1 of 2", "a-b", "−12%", "A1", "", "한국"):
        assert guarded(text) == text


def test_numbers_are_numbers(brief: Brief) -> None:
    found = brief.section("outcomes").tables[0]
    heads, rows = columns(found), list(plain_rows(found))
    assert heads[1:4] == ["Share the water", "Share the water: standard error", "Share the water: worlds"]
    assert rows[0][1:4] == [0.05, pytest.approx(0.0109, abs=1e-3), 400]
    book = openpyxl.load_workbook(io.BytesIO(export.rendered(brief, ".xlsx")))  # type: ignore[arg-type]
    sheet = next(s for s in book.worksheets[1:] if s["B1"].value == heads[1])
    assert [c.value for c in sheet[1]] == [guarded(h) for h in heads]
    assert [c.data_type for c in sheet[2]] == ["s", *"nnnnnn"]
    assert sheet["B2"].value == 0.05
    assert sheet["B2"].number_format == "0.0%"
    assert book.worksheets[0]["A1"].value == guarded(brief.title)


def test_no_row_of_a_workbook_is_lower_than_its_words(brief: Brief) -> None:
    """So that rows do not overlap in programs that leave heights as they are."""
    long = table(("words and more words " * 30, 1), ("한국어" * 40, 2), ("x" * 200, 3), ("short", 4))
    for found in (brief, brief_of(long)):
        book = openpyxl.load_workbook(io.BytesIO(export.rendered(found, ".xlsx")))  # type: ignore[arg-type]
        for sheet in book:
            widths = {k: d.width for d in sheet.column_dimensions.values() for k in range(d.min, d.max + 1)}
            for cells in sheet.iter_rows():
                wide = [(c.value, int(widths[c.column])) for c in cells if isinstance(c.value, str)]
                need = max((len(textwrap.wrap(text, width)) for text, width in wide), default=1)
                height = sheet.row_dimensions[cells[0].row].height or 15  # the height of one line
                assert 15 * need <= height <= 405, wide


def test_each_table_is_a_sheet_and_a_file(brief: Brief, tmp_path: Path) -> None:
    named = named_tables(brief)
    book = openpyxl.load_workbook(io.BytesIO(export.rendered(brief, ".xlsx")))  # type: ignore[arg-type]
    files = save_tables(brief, tmp_path / "tables")
    assert len(book.worksheets) == len(named) + 1 == len(files) + 1
    assert all(len(sheet.title) <= 31 for sheet in book)
    assert len(named) >= sum(len(s.tables) for s in brief.sections) - 2
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]+\.csv", file.name) for file in files)
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets see that it is UTF-8"


def test_what_is_not_known_is_an_empty_cell(brief: Brief) -> None:
    found = brief.section("gains").tables[0]
    assert list(plain_rows(found))[2][1:3] == [None, None]
    assert "nan" not in to_csv(found)


# ------------------------------------------------------------------------------------------- DOCX


def opened(brief: Brief) -> docx.document.Document:
    return docx.Document(io.BytesIO(export.rendered(brief, ".docx")))  # type: ignore[arg-type]


def test_a_document_has_real_headings_tables_and_captions(brief: Brief) -> None:
    found = opened(brief)
    styles = [p.style.name for p in found.paragraphs if p.style is not None]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == len(brief.lead) + len(brief.parts)
    assert styles.count("Heading 2") >= len(brief.sections) + len(brief.annex)
    assert styles.count("Caption") >= len(brief.pictures)
    assert len(found.tables) == len(named_tables(brief))
    for one in found.tables:
        assert one.rows[0]._tr.xpath("w:trPr/w:tblHeader"), "the head is repeated on the next page"
        assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in one.rows)


def test_a_document_tells_what_its_pictures_show(brief: Brief) -> None:
    shapes = opened(brief).inline_shapes
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert told == [p.words for p in brief.pictures]


def test_a_document_names_its_case_on_every_page(brief: Brief) -> None:
    section = opened(brief).sections[0]
    assert section.header.paragraphs[0].text == "two-rivers, case 0123456789ab; as of 2020-06-30"
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]


def test_a_document_has_a_typeface_for_letters_of_east_asia() -> None:
    text = TEXT.replace("far: {name: Corland}", "far: {name: Corland, names: {ko: 코를란드, ru: Корланд}}")
    raw = export.rendered(write(made_case(text), made_findings()), ".docx")
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:  # type: ignore[arg-type]
        styles, body = (parts.read(f"word/{name}.xml").decode() for name in ("styles", "document"))
    assert 'w:eastAsia="Noto Sans CJK SC"' in styles
    assert '<w:lang w:eastAsia="ko"/>' in body
    assert '<w:lang w:val="ru"/>' in body
    assert "코를란드" in body


@pytest.mark.parametrize("ending", [e for e in FORMATS if e != ".ics"])  # test_days.py has the calendar
def test_a_file_does_not_tell_when_it_was_made(
    certain: Brief, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same brief is the same file on any day: a zip, for one, likes to note the hour."""
    made = []
    for seconds in (1_800_000_000.0, 1_950_000_000.0):
        monkeypatch.setattr("time.time", lambda now=seconds: now)
        made.append(export.rendered(certain, ending))
    assert made[0] == made[1]


def test_signs_that_no_document_can_hold_are_left_out() -> None:
    nasty = "a\x00b\x0bc\u202ed\ufffe & <w:p> =1"
    found = Brief(
        nasty, (nasty,), (Section("s", nasty, (nasty, Table(nasty, (nasty,), ((nasty,),), nasty))),), {}
    )
    for ending in FORMATS.keys() - {".ics"}:  # there is no day in it
        raw = export.rendered(found, ending)
        text = raw if isinstance(raw, str) else ""
        assert not re.search("[\x00\x0b\u202e]", text) or ending == ".json"
    with zipfile.ZipFile(io.BytesIO(export.rendered(found, ".docx"))) as parts:  # type: ignore[arg-type]
        for name in parts.namelist():
            if name.endswith(".xml"):
                ET.fromstring(parts.read(name))
    assert opened(found).paragraphs[1].text == "a b c d  & <w:p> =1"


# -------------------------------------------------------------------------------------------- all


@pytest.mark.parametrize("slug", ["elmira", "garrison-diversion", "cuban-missile-crisis"])
def test_every_kind_of_case_can_be_written_in_every_format(slug: str, tmp_path: Path) -> None:
    case = load(slug)
    found = write(case, find(case, worlds=8))
    for ending in FORMATS.keys() - {".ics"}:  # no day is watched in them
        save(found, tmp_path / f"brief{ending}")
        assert (tmp_path / f"brief{ending}").stat().st_size > 500
    assert len(save_figures(found, tmp_path / "figures")) == 2 * len(found.pictures)


def test_an_ending_that_means_nothing_is_refused(brief: Brief, tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match=r"end the name in one of \.html"):
        save(brief, tmp_path / "brief.ps")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_extra_is_named(brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "find_spec", lambda name: None if name == "matplotlib" else True)
    ready(".md")
    ready(".xlsx")
    for ending, figures in ((".html", False), (".docx", False), (".json", True)):
        with pytest.raises(MissingExtra, match=r"matplotlib.*pip install 'detente\[page\]'"):
            ready(ending, figures)

    def missing(_: Brief) -> str:
        raise ModuleNotFoundError("no", name="jinja2")

    monkeypatch.setitem(FORMATS, ".html", missing)
    with pytest.raises(MissingExtra, match="Jinja2"):
        save(brief, tmp_path / "brief.html")

"""Document -> DOCX: real headings, lists, table styles, captions, and pictures with words beside them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from detente.paper.document import Document
from detente.paper.draw import png
from detente.paper.export.order import numbered, ordered, told
from detente.paper.layout import proportions, said
from detente.paper.markup import clean
from detente.paper.model import Listing, Part, Picture, Table

__all__ = ["document"]

#: Typeface for Chinese, Korean and Japanese letters; word processors put their own in place of a missing one.
_EASTERN = "Noto Sans CJK SC"

#: Width of what is written on a page, in millimetres.
_PAGE = 166

#: Letters on a line of a table of small type.
_LETTERS = 104

#: Type sizes of tables, and of their notes and captions.
_SMALL, _NOTE = Pt(9), Pt(8.5)

#: Type sizes of the pages that come first.
_CLOSE, _HEAD, _TITLE = Pt(9), Pt(10.5), Pt(18)

#: Type size of tables there, and the width of pictures in millimetres.
_TIGHT, _DRAWN = Pt(8), 125

_LISTS = {"number": "List Number", "none": "List Bullet"}


def document(brief: Document) -> bytes:
    """Return a brief as DOCX.

    Parameters
    ----------
    brief
        What is shown.
    """
    made = docx.Document()
    _styled(made)
    _edges(made, brief)
    made.core_properties.title = clean(brief.title)[:250]
    made.core_properties.author = "detente"
    made.core_properties.created = made.core_properties.modified = datetime.datetime(2000, 1, 1)
    made.add_heading(clean(brief.title), 0)
    numbers = numbered(brief)
    if brief.lead:
        _lead(made, brief, numbers)
    for line in told(brief, ".docx"):
        made.add_paragraph(clean(line))
    for title, sections in brief.parts:
        if title:
            made.add_heading(clean(title), 1)
        for section in sections:
            made.add_heading(clean(section.title), 2 if title else 1)
            for part in ordered(section):
                _part(made, part, numbers)
    raw = BytesIO()
    made.save(raw)
    return _timeless(raw)


def _lead(made: Any, brief: Document, numbers: Mapping[str, int]) -> None:
    """What comes first, on pages of its own and close together."""
    made.add_paragraph(clean(" ".join(brief.stamp)))
    for section in brief.lead:
        made.add_heading(clean(section.title), 1)
        for part in ordered(section):
            if isinstance(part, Picture):
                _picture(made, part, numbers[part.key], behind=False, width=_DRAWN)
            elif isinstance(part, Table):
                _table(made, part, _TIGHT)
            else:
                _part(made, part, numbers)
    for run in made.paragraphs[0].runs:
        run.font.size = _TITLE
    for paragraph in made.paragraphs[1:]:
        heading = paragraph.style.name.startswith("Heading")
        paragraph.paragraph_format.space_before = Pt(5 if heading else 0)
        paragraph.paragraph_format.space_after = Pt(1.5)
        paragraph.paragraph_format.line_spacing = 1.0
        for run in paragraph.runs:
            run.font.size = _HEAD if heading else run.font.size or _CLOSE
    made.add_heading("Appendix", 0).paragraph_format.page_break_before = True
    for picture in (p for section in brief.lead for p in section.pictures):
        for table in picture.tables:
            _table(made, table)


def _timeless(raw: BytesIO) -> bytes:
    """Put the parts of a document together anew, without the hour and the system they were made on."""
    same = BytesIO()
    with ZipFile(raw) as parts, ZipFile(same, "w", ZIP_DEFLATED) as whole:
        for part in parts.infolist():
            bare = ZipInfo(part.filename)
            bare.create_system, bare.external_attr = 3, 0o600 << 16  # as on Unix, on any system
            whole.writestr(bare, parts.read(part), ZIP_DEFLATED)
    return same.getvalue()


def _styled(made: Any) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(17)
    page.header_distance = page.footer_distance = Mm(9)
    made.styles["Normal"].font.name = "Calibri"
    made.styles["Normal"].font.size = Pt(11)
    for style in made.styles:
        if getattr(style, "font", None) is not None and style.element.rPr is not None:
            _eastern(style.element.rPr)
    _eastern(made.styles["Normal"].element.get_or_add_rPr())


def _eastern(properties: Any) -> None:
    """Name a typeface for letters of East Asia."""
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), _EASTERN)


def _edges(made: Any, brief: Document) -> None:
    """Case, digest and date above each page, its number below."""
    data = brief.data
    digest = str(data.get("digest", ""))[:12]
    above = made.sections[0].header.paragraphs[0]
    above.text = clean(f"{data.get('case', '')}, case {digest}; as of {data.get('as_of', '')}")
    below = made.sections[0].footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(below, "PAGE")
    for run in (*above.runs, *below.runs):
        run.font.size = _NOTE


def _field(paragraph: Any, name: str) -> None:
    """Add something that the word processor works out, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _part(made: Any, part: Part | Picture, numbers: Mapping[str, int]) -> None:
    match part:
        case Listing():
            _listing(made, part)
        case Table():
            _table(made, part)
        case Picture():
            _picture(made, part, numbers[part.key])
        case _:
            made.add_paragraph(clean(part))


def _listing(made: Any, listing: Listing) -> None:
    """Numbers and letters are written out, so that each list begins anew."""
    if listing.title:
        made.add_heading(clean(listing.title), 2)
    for k, item in enumerate(listing.items):
        if listing.marks:
            line = made.add_paragraph()
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(12), Mm(-12)
            line.add_run(f"{clean(listing.marks[k])}\t").bold = True
            line.paragraph_format.tab_stops.add_tab_stop(Mm(12))
            line.add_run(clean(item))
        else:
            made.add_paragraph(clean(item), style="List Bullet")


def _table(made: Any, table: Table, size: Pt = _SMALL) -> None:
    if not table.rows:
        return
    if table.title:
        _small(
            made.add_paragraph(clean(table.title), style="Caption"), Pt(10)
        ).paragraph_format.keep_with_next = True
    grid = made.add_table(rows=1, cols=len(table.columns), style="Light Shading")
    _plain_first(grid)
    _row(grid.rows[0], table, table.columns, size, head=True)
    for cells in table.rows:
        _row(grid.add_row(), table, tuple(said(c) for c in cells), size)
    _flag(grid.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    _widths(grid, table, size)
    if table.note:
        _small(made.add_paragraph(clean(table.note)), min(_NOTE, size)).paragraph_format.space_before = Pt(3)


def _plain_first(grid: Any) -> None:
    """Keep the first column and every second row like the others."""
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    for name, on in (("firstRow", "1"), ("firstColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), on)
    look.set(qn("w:val"), "0620")


def _widths(grid: Any, table: Table, size: Pt) -> None:
    """Give each column the part of the page that its words need."""
    parts = proportions(table, round(_LETTERS * _SMALL / size))
    grid.autofit = False
    for column, part in zip(grid.columns, parts, strict=True):
        column.width = Mm(_PAGE * part)
    for row in grid.rows:
        for cell, part in zip(row.cells, parts, strict=True):
            cell.width = Mm(_PAGE * part)


def _row(row: Any, table: Table, texts: tuple[str, ...], size: Pt, head: bool = False) -> None:
    _flag(row._tr.get_or_add_trPr(), "w:cantSplit")
    for k, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(
            1.5 if size >= _SMALL else 0.25
        )
        paragraph.paragraph_format.line_spacing = 1.0
        run = paragraph.add_run(clean(text))
        run.font.size = size
        if not text:
            _low(paragraph, size)
        run.bold = head or None
        if k and any(not isinstance(r[k], str) for r in table.rows):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if not head and table.languages and table.languages[k]:
            _spoken(run, table.languages[k])


def _low(paragraph: Any, size: Pt) -> None:
    """Keep a line without words as low as the others: it is as high as its end mark."""
    mark, height = OxmlElement("w:rPr"), OxmlElement("w:sz")
    height.set(qn("w:val"), f"{2 * size.pt:.0f}")
    mark.append(height)
    paragraph._p.get_or_add_pPr().append(mark)


def _spoken(run: Any, language: str) -> None:
    """Say which language some words are in."""
    properties = run._r.get_or_add_rPr()
    _eastern(properties)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:eastAsia" if language in ("ja", "ko", "zh") else "w:val"), language)
    properties.append(mark)


def _flag(properties: Any, name: str) -> None:
    properties.append(OxmlElement(name))


def _small(paragraph: Any, size: Pt) -> Any:
    for run in paragraph.runs:
        run.font.size = size
    return paragraph


def _picture(made: Any, picture: Picture, number: int, behind: bool = True, width: int = _PAGE) -> None:
    """The picture, its caption below and, if the numbers behind it are wanted, its tables after that."""
    line = made.add_paragraph()
    line.paragraph_format.keep_with_next = True
    shape = line.add_run().add_picture(BytesIO(png(picture, scale=2.5)), width=Mm(width))
    shape._inline.docPr.set("descr", clean(picture.words))
    shape._inline.docPr.set("title", clean(picture.title))
    made.add_paragraph(f"Figure {number}. {clean(picture.title)}", style="Caption")
    for table in picture.tables if behind else ():
        _table(made, table)

"""Document -> HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as _escape

from detente.paper.document import Document
from detente.paper.layout import said
from detente.paper.markup import clean
from detente.paper.model import Listing, Part, Picture, Table

__all__ = ["html", "picture_html", "table_html"]


def escape(text: str) -> str:
    """Keep words from being markup, and leave out signs that cannot be seen or turn the line round.

    Parameters
    ----------
    text
        The words.
    """
    return _escape(clean(text))


def html(brief: Document) -> str:
    """Return a brief as plain HTML: headings, paragraphs, lists and tables, all words escaped.

    Parameters
    ----------
    brief
        What is shown.
    """
    lines = [f"<h1>{escape(brief.title)}</h1>", *(f"<p><small>{escape(a)}</small></p>" for a in brief.about)]
    for section in (*brief.lead, *brief.sections):
        lines.append(f"<h2>{escape(section.title)}</h2>")
        lines += map(picture_html, section.pictures)
        lines += [line for part in section.parts for line in _part(part)]
    return "<article>\n" + "\n".join(lines) + "\n</article>"


def _part(part: Part) -> Iterator[str]:
    match part:
        case Listing():
            yield from [f"<h3>{escape(part.title)}</h3>"] if part.title else []
            yield _listing(part)
        case Table():
            yield table_html(part)
        case _:
            yield f"<p>{escape(part)}</p>"


def _listing(listing: Listing) -> str:
    numbered = bool(listing.marks) and listing.marks[0].rstrip(".").isdigit()
    kind = "ol" if numbered else 'ol type="A"' if listing.marks else "ul"
    items = "".join(f"<li>{escape(item)}</li>" for item in listing.items)
    return f"<{kind}>{items}</{kind[:2]}>"


def picture_html(picture: Picture) -> str:
    """Return a picture as it is drawn; the tables behind it where the extra ``page`` is not installed.

    Parameters
    ----------
    picture
        The picture.
    """
    try:
        from detente.paper.draw import svg
    except ModuleNotFoundError:
        return "".join(map(table_html, picture.tables))
    return f"<figure>{svg(picture)}<figcaption>{escape(picture.title)}</figcaption></figure>"


def table_html(table: Table) -> str:
    """Return a table as plain HTML, all words escaped.

    Parameters
    ----------
    table
        The table.
    """
    caption = " ".join(part for part in (table.title, table.note) if part)
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in table.columns)
    rows = "".join(
        f"<tr>{''.join(_cell(table, k, said(c)) for k, c in enumerate(row))}</tr>" for row in table.rows
    )
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{told}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(table: Table, column: int, text: str) -> str:
    align = ' style="text-align: right"' if table.numeric(column) else ""
    return f'<th scope="row">{escape(text)}</th>' if column == 0 else f"<td{align}>{escape(text)}</td>"

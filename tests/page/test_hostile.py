"""Hostile words in every place of a brief, in every form that it is exported to, looked at in a browser."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page

from brief.made_up import made_case
from brief.test_pictures import drawn_findings, fans, tiles, timeline
from detente.brief import Brief, markdown, save_figures, save_tables, write
from detente.paper.export import rendered
from page.seen import Seen, opened

ACTING = "window.canary = 1"

HOSTILE = [
    f"</script><script>{ACTING}</script>",
    f"<img src=x onerror='{ACTING}'>",
    f"</title></style></desc></svg><svg onload='{ACTING}'>",
    f"<a href='javascript:{ACTING}'>x</a> javascript:{ACTING}",
    f"[x](javascript:{ACTING}) ![x](http://example.org/x.png) <http://example.org>",
    "{{ 7 * 7 }} {% raw %} $x^2$ ${x} &lt;b&gt; &#106; %s",
    "]]> <!-- --> <![CDATA[x]]> <?xml?> \"'` */ } @import url(http://example.org)",
    "a\u202egnp.exe\u202c \u2066b\u2069 \u200f\u061c",
    "\u200b=1+1",
    "=HYPERLINK(\"http://example.org\", \"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "W" * 400,
    "x" * 90 + "/" + "y" * 90,
    "<b>&amp;\x00\x1b[2J\x9b2J\x7f</b>",
    "| a | b |\n|---|---|\n# head\n\n- item\n\n```\ncode",
]  # fmt: skip

#: Signs that turn a line round.
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

#: Fields whose words are never anybody's: anchors, languages, forms.
OURS = {"id", "key", "languages", "printed"}


def poisoned(value: Any) -> Any:
    """Put a hostile word behind every text; always the same behind the same, since titles are referred to."""
    if isinstance(value, str):
        return f"{value} {HOSTILE[sum(map(ord, value)) % len(HOSTILE)]}"
    if isinstance(value, tuple | list):
        return type(value)(map(poisoned, value))
    if isinstance(value, Mapping):
        return {poisoned(k): poisoned(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in dataclasses.fields(value) if f.name not in OURS]
        return dataclasses.replace(value, **{n: poisoned(getattr(value, n)) for n in names})
    return value


@pytest.fixture(scope="module")
def hostile() -> Brief:
    """A brief with every kind of part and picture, and hostile words in each of them."""
    plain = write(made_case(), drawn_findings(), command="detente analyze two-rivers.yaml")
    own = {k: v for k, v in plain.data.items() if isinstance(v, str)}
    first, *others = plain.sections
    kinds = (*first.pictures, timeline(), tiles(), fans())
    sections = (dataclasses.replace(first, pictures=kinds), *others)
    whole = dataclasses.replace(plain, sections=sections, data=own)
    found: Brief = poisoned(dataclasses.replace(whole, data={}))
    return dataclasses.replace(found, data={k: poisoned(v) for k, v in own.items()})


def harmless(seen: Seen, file: Path) -> Page:
    """Nothing ran, nothing was asked for, and nothing is there that could act."""
    page = seen.page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(200)
    assert page.evaluate("window.canary") is None
    assert seen.requests == [file.as_uri()]
    assert seen.errors == []
    acting = page.evaluate(
        """[...document.querySelectorAll('*')].filter(e =>
            /^(script|img|image|iframe|object|embed|foreignObject|base|form)$/i.test(e.tagName) ||
            [...e.attributes].some(a => /^on/i.test(a.name) || /javascript:/i.test(a.value) &&
                /href|src|action/i.test(a.name))).map(e => e.outerHTML)"""
    )
    own = (files("detente.paper.export") / "page.js").read_text(encoding="utf-8")
    assert [a for a in acting if own.strip() not in a] == []
    assert len(acting) <= 1, "the page has its own script once, other forms have none"
    assert TURNING.isdisjoint(page.evaluate("document.documentElement.textContent"))
    return page


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page(browser: Browser, hostile: Brief, tmp_path: Path, width: int) -> None:
    file = tmp_path / "brief.html"
    hostile.save(file)
    page = harmless(opened(browser, file, width), file)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    words = page.evaluate("document.body.textContent")
    assert HOSTILE[0] in words
    assert HOSTILE[4] in words
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert all(link.startswith("#") for link in links)


def test_the_page_of_a_notebook(browser: Browser, hostile: Brief, tmp_path: Path) -> None:
    file = tmp_path / "cell.html"
    file.write_text(f"<!DOCTYPE html><meta charset='utf-8'>{hostile._repr_html_()}", encoding="utf-8")
    assert HOSTILE[0] in harmless(opened(browser, file), file).evaluate("document.body.textContent")


def test_markdown(browser: Browser, hostile: Brief, tmp_path: Path) -> None:
    """As a reader sees it that takes HTML in markdown at its word."""
    file = tmp_path / "brief.html"
    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown(hostile))
    file.write_text(f"<!DOCTYPE html><meta charset='utf-8'>{made}", encoding="utf-8")
    page = harmless(opened(browser, file), file)
    assert page.evaluate("document.querySelectorAll('a, b, pre').length") == 0
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert HOSTILE[0] in page.evaluate("document.body.textContent")


def test_figures(browser: Browser, hostile: Brief, tmp_path: Path) -> None:
    files = [f for f in save_figures(hostile, tmp_path) if f.suffix == ".svg"]
    assert len(files) == len(hostile.pictures)
    for file in files:
        ET.fromstring(file.read_text(encoding="utf-8"))
        seen = opened(browser, file)
        harmless(seen, file)
        assert seen.page.evaluate(
            "[...document.querySelectorAll('[href]')].every(e => /^#/.test(e.getAttribute('href')))"
        )


def test_word_files(hostile: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(hostile, ".docx"))) as parts:  # type: ignore[arg-type]
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                tree = ET.fromstring(parts.read(name))
                assert TURNING.isdisjoint("".join(tree.itertext()))
                assert not any(e.get("TargetMode") == "External" for e in tree.iter())
        body = ET.fromstring(parts.read("word/document.xml"))
    kinds = {e.tag.rpartition("}")[2] for e in body.iter()}
    assert kinds.isdisjoint({"hyperlink", "instrText", "fldSimple", "fldChar", "object", "altChunk"})
    assert HOSTILE[0] in "".join(body.itertext())


def test_workbooks_and_tables(hostile: Brief, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(rendered(hostile, ".xlsx")))  # type: ignore[arg-type]
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} <= {"s", "n"}
    assert not any(c.hyperlink for c in cells)
    texts = [c.value for c in cells if c.data_type == "s"]
    for file in save_tables(hostile, tmp_path):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            texts += [
                cell for row in csv.reader(stream) for cell in row if not re.fullmatch(r"-?[\d.e-]+", cell)
            ]
    assert not any(re.match(r"[\s\u200b]*[=+@＝＋＠-]", text) for text in texts)
    assert TURNING.isdisjoint("".join(texts))


def test_words_in_a_terminal_and_as_json(hostile: Brief) -> None:
    shown = hostile.to_text(80)
    assert all(c == "\n" or c.isprintable() for c in shown)
    assert max(map(len, shown.splitlines())) <= 80
    assert json.loads(hostile.to_json())["title"] == hostile.data["title"]

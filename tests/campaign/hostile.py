"""Briefs of cases whose every name is hostile, in every format, taken apart again."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

from brief.made_up import made_case, made_findings
from campaign.mutate import WORDS
from detente import write
from detente.brief import Brief, rendered, save_tables
from detente.case import Case

__all__ = ["briefs", "hostile", "wrong"]

#: What a browser, a spreadsheet, a terminal or a parser might take for more than words.
STRINGS = (
    "<script>window.canary = 1</script>",
    "<img src=x onerror='window.canary = 1'>",
    "</style></svg></title><svg onload='window.canary = 1'>",
    "'\"><a href='javascript:window.canary = 1'>x</a>",
    "{{ 7 * 7 }} {% raw %} $x^2$ $\\input{x}$ &lt;b&gt; &#x3c;",
    "]]><!--<![CDATA[",
    "=1+1",
    "\u200b=1+1",
    "\ufeff@SUM(1)",
    "+cmd|' /C calc'!A0",
    "\t-2+3",
    '=HYPERLINK("http://x")',
    "\x1b]0;x\x07\x1b[2Jred",
    "\u202eabc\u2066",
    "[x](javascript:1) ![x](http://x) | a | b |\n# x",
    "\x00\x01\x7f\x85\u2028",
    "Z" + "\u0301" * 50,
    "é한😀ﷺ\U0001f468\u200d\U0001f469",
    "x" * 2000,
)

#: Keys under which a case has words for people.
WORDED = frozenset(
    {"name", "title", "says", "asks", "note", "reason", "author", "perspective", "hindsight", "meaning"}
)

#: Elements of a page that could do more than show.
ACTIVE = frozenset({"script", "iframe", "object", "embed", "link", "base", "form", "img", "foreignobject"})


def hostile(draw: Random) -> Case:
    """Return a case whose words are hostile, past the checks that would refuse some of them."""
    return Case.model_validate(_worded(made_case().to_dict(), draw))


def _worded(value: Any, draw: Random, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _worded(v, draw, "name" if key == "levels" else k) for k, v in value.items()}
    if isinstance(value, list):
        return [_worded(part, draw, key) for part in value]
    return _string(draw) + value if isinstance(value, str) and key in WORDED else value


def _string(draw: Random) -> str:
    some = (draw.choice(STRINGS), draw.choice(WORDS).decode("utf-8", "replace")[:500])
    return draw.choice(some) if draw.random() < 0.8 else "".join(some)


def briefs(seed: int) -> Iterator[Brief]:
    """Yield briefs without an end."""
    draw = Random(seed)
    while True:
        yield write(hostile(draw), made_findings())


def wrong(brief: Brief, folder: Path) -> list[str]:
    """Return what is wrong with a brief in any of its formats."""
    page = str(rendered(brief, ".html"))
    found = _page(page) + [f"a sign in the terminal: {c!r}" for c in _steering(str(rendered(brief, ".txt")))]
    json.loads(rendered(brief, ".json"))
    if re.search(r"(?<!\\)<\w", str(rendered(brief, ".md"))):
        found.append("an element in markdown")
    for name in (".docx", ".xlsx"):
        found += _parts(rendered(brief, name))
    for file in save_tables(brief, folder):
        found += [f"a formula: {cell[:40]!r}" for cell in _formulas(file.read_text(encoding="utf-8-sig"))]
    return found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ACTIVE:
            self.wrong.append(f"an element {tag}")
        self.wrong += [f"an attribute {name}" for name in named if name.startswith("on")]
        links = [named.get(name) or "#" for name in ("href", "xlink:href", "src", "action") if name in named]
        self.wrong += [f"a link to {link[:40]}" for link in links if not link.startswith("#")]


def _page(text: str) -> list[str]:
    own = (files("detente.paper.export") / "page.js").read_text(encoding="utf-8")
    tags = _Tags()
    tags.feed(text.replace(f"<script>{own}</script>", "", 1))
    return tags.wrong


def _steering(text: str) -> set[str]:
    """Signs that steer a terminal, or turn the order of what is read."""
    return {c for c in text if c != "\n" and (unicodedata.category(c) == "Cc" or c in "\u202e\u2066")}


def _parts(data: str | bytes) -> list[str]:
    found = []
    with zipfile.ZipFile(io.BytesIO(data if isinstance(data, bytes) else data.encode())) as book:
        for name in book.namelist():
            if name.endswith((".xml", ".rels")):
                tree = ElementTree.fromstring(book.read(name))
                tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
                found += [f"a formula in {name}"] if name.startswith("xl/worksheets") and "f" in tags else []
    return found


def _formulas(text: str) -> list[str]:
    cells = (cell for row in csv.reader(io.StringIO(text)) for cell in row)
    return [c for c in cells if _bare(c).startswith(("=", "+", "-", "@")) and not _number(c)]


def _bare(cell: str) -> str:
    """A cell without what is not seen in front."""
    seen = [k for k, c in enumerate(cell) if unicodedata.category(c) not in ("Cf", "Cc", "Zs", "Zl", "Zp")]
    return unicodedata.normalize("NFKC", cell[seen[0] :]) if seen else ""


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True

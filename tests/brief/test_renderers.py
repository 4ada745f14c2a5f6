from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from detente.brief import Brief, Listing, Section, Table, markdown, plain_text, show
from detente.paper.estimate import Estimate
from detente.paper.layout import bar, fit
from detente.paper.markup import escaped
from detente.paper.numbers import share

ANSI = re.compile("\x1b")


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(brief: Brief, certain: Brief, width: int) -> None:
    for found in (brief, certain):
        assert all(cell_len(line) <= width for line in plain_text(found, width).split("\n"))


@pytest.mark.parametrize("width", [60, 80, 200])
def test_nothing_is_lost_at_any_width(brief: Brief, width: int) -> None:
    words = " ".join(plain_text(brief, width).split())
    for table in (t for s in brief.sections for t in s.tables):
        for row in table.rows:
            for cell in row:
                if not isinstance(cell, str | int):
                    assert cell.text in words


NEVER, ALWAYS = (share(Estimate(value, 0.0, 1000)) for value in (0.0, 1.0))


@pytest.mark.parametrize("columns", [1, 7])
def test_never_and_always_say_of_how_many_worlds(columns: int) -> None:
    heads = ("Outcome", *(f"C{k}" for k in range(columns)))
    table = Table(
        "", heads, (("Peace", *[NEVER] * columns), ("War", *[ALWAYS] * columns)), "Share; 1,000 worlds."
    )
    brief = Brief("b", (), (Section("s", "s", (table,)),), {})
    told = " ".join(plain_text(brief, 80).split())
    if columns == 1:
        assert "never (0 of 1,000)" in told
        assert "always (1,000 of 1,000)" in told
    else:  # side by side only without the numbers, which the note then gives
        assert "Peace never never" in told
        assert "Share; 1,000 worlds. Never: in none of the worlds. Always: in all of the worlds." in told
    assert markdown(brief).count("never (0 of 1,000)") == columns
    assert markdown(brief).count("always (1,000 of 1,000)") == columns


def test_no_brief_gives_nothing_an_error(brief: Brief, certain: Brief) -> None:
    for found in (brief, certain):
        assert not re.search(r"(?<![\d.])(0|100) ± 0", plain_text(found, 200))


def test_shares_have_bars_where_there_is_room(brief: Brief) -> None:
    assert "█" in plain_text(brief, 100)
    assert [bar(v, 8) for v in (0, 1, 0.5)] == ["        ", "████████", "████    "]


def test_a_pipe_gets_plain_text(brief: Brief) -> None:
    text = plain_text(brief, 80)
    assert not ANSI.search(text)
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("\n")


def test_a_terminal_gets_colour_unless_it_asks_for_none(
    brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain, dumb = Terminal(), Terminal(), Terminal()
    show(brief, coloured, 80)
    assert ANSI.search(coloured.getvalue())
    monkeypatch.setenv("NO_COLOR", "1")
    show(brief, plain, 80)
    assert not ANSI.search(plain.getvalue())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    show(brief, dumb, 80)
    assert plain.getvalue() == dumb.getvalue() == plain_text(brief, 80)


def test_a_case_cannot_steer_the_terminal() -> None:
    nasty = "red \x1b[31m bell \x07 turn \u202e back [bold]not bold[/bold]"
    found = Brief(
        nasty,
        (nasty,),
        (Section("s", nasty, (nasty, Listing(nasty, (nasty,)), Table(nasty, ("a", nasty), ((nasty, 1),)))),),
        {},
    )
    for text in (plain_text(found, 80), markdown(found)):
        assert not re.search("[\x1b\x07\u202e]", text)
    assert "[bold]not bold[/bold]" in plain_text(found, 200)


def test_a_poor_encoding_still_gets_a_brief(brief: Brief) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    show(brief, out, 80)
    out.flush()
    text = raw.getvalue().decode("ascii")
    assert "+/-" in text
    assert "#" in text
    assert all(len(line) <= 80 for line in text.split("\n"))


def test_wide_letters_count_twice() -> None:
    table = Table("", ("한반도의 정세", "수"), (("조선민주주의인민공화국", 1), ("러시아", 2)))
    found = Brief("한국", (), (Section("s", "표", (table,)),), {})
    assert all(cell_len(line) <= 60 for line in plain_text(found, 60).split("\n"))


def test_what_does_not_fit_is_told_row_by_row() -> None:
    wide = Table(
        "", tuple(f"column{k}" for k in range(12)), (tuple(f"a longer cell {k}" for k in range(12)),)
    )
    assert fit(wide, 60) is None
    assert fit(wide, 400) is not None
    text = plain_text(Brief("t", (), (Section("s", "s", (wide,)),), {}), 60)
    assert all(f"a longer cell {k}" in text for k in range(12))


def test_markdown_reads_back_as_what_was_meant(brief: Brief) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(brief))
    heads = [t.content for t in tokens if t.type == "inline"]
    assert sum(t.type == "table_open" for t in tokens) == sum(
        len(s.tables) for s in (*brief.lead, *brief.sections)
    )
    html = MarkdownIt("commonmark").enable("table").render(markdown(brief))
    assert "Two rivers: a *made-up* &lt;b&gt;case&lt;/b&gt; | of [water](x)" in html
    assert "<b>" not in html
    assert "<em>at once" not in html
    assert len(heads) > 50
    for table in re.findall(r"<table>.*?</table>", html, re.DOTALL):
        counts = {len(re.findall("<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)}
        assert len(counts) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1. not a list",
        "- not a list",
        "+ no",
        "# no heading",
        "> no quote",
        "a*b*c",
        "`x`",
        "<i>x</i>",
        "a | b",
        "&amp;",
        "\\*",
        "=== x",
        "[a](b)",
        "~~x~~",
        "![x](y)",
    ],
)
def test_no_words_are_markup(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(text))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert all(child.type in ("text", "text_special") for child in tokens[1].children or [])
    assert "".join(child.content for child in tokens[1].children or []) == text


class Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


#: What drawings are made of.
DRAWN = {
    *("figure", "figcaption", "svg", "g", "path", "rect", "line", "circle", "text", "tspan", "title", "desc"),
    *("defs", "use", "style", "clippath", "polygon", "polyline", "ellipse", "metadata", "pattern"),
}


def test_html_is_well_formed_and_escaped(brief: Brief, certain: Brief) -> None:
    for found in (brief, certain):
        parser = Balanced()
        parser.feed(found._repr_html_())
        assert parser.open == []
        assert parser.seen - DRAWN <= {
            "article",
            "h1",
            "h2",
            "h3",
            "p",
            "small",
            "ul",
            "ol",
            "li",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
    assert "&lt;b&gt;case&lt;/b&gt;" in brief._repr_html_()
    assert brief._repr_markdown_() == brief.to_markdown()


def test_json_has_the_documented_shape(brief: Brief, certain: Brief) -> None:
    found = json.loads(brief.to_json())
    assert {
        "case",
        "digest",
        "version",
        "seed",
        "worlds",
        "states",
        "concept",
        "choices",
        "readings",
        "drivers",
        "claims",
    } <= set(found)
    assert list(found["choices"]) == ["share", "hold"]
    for choice in found["choices"].values():
        assert {"outcomes", "equilibria", "path", "utilities", "regret", "best"} <= set(choice)
        assert all({"share", "se", "worlds"} <= set(o) for o in choice["outcomes"].values())
        assert sum(o["share"] for o in choice["outcomes"].values()) == pytest.approx(1)
        assert choice["utilities"]["far"]["change"] is None
        assert choice["path"][0]["changes"]["down.guns"] == {"from": "quiet", "to": "border"}
    assert found["drivers"][1]["direction"] is None
    assert found["claims"][0]["modality"] == "hope"
    assert list(json.loads(certain.to_json())["choices"]) == [""]
    assert brief.to_dict() == found


def test_a_table_is_plain_data_too(brief: Brief) -> None:
    table = brief.section("better").tables[0].to_dict()
    assert table["rows"][0][1]["text"] == "70 ± 2%"
    assert table["rows"][0][1]["value"] == 0.7
    assert json.dumps(table)

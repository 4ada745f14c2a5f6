from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from brief.made_up import TODAY, made_case, made_findings
from detente.brief import Brief, Table, write
from detente.case import Case
from detente.insight import Findings, GraphEdge, GraphNode, MoveGraph
from detente.paper.draw import NARROW, WIDE, png, svg
from detente.paper.draw.net import columns, worded
from detente.paper.draw.sheet import wrapped
from detente.paper.draw.theme import VARIABLES
from detente.paper.model import Picture
from detente.paper.picture import Bars, Fan, Fans, Net, Ribbon, Row, Tiles, Timeline

NASTY = "</svg><script>x</script> $\\alpha$ & \x00\u202e 한국"


def graph(size: int = 3, chain: bool = True) -> MoveGraph:
    """Today, then moves of the League one after another, or all from today."""
    levels = [TODAY, {**TODAY, "down.court": "yes"}, {**TODAY, "down.guns": "border"}]
    nodes = tuple(
        GraphNode(
            levels[k % 3], "", k if chain else min(k, 1), k == size - 1, "peace", {"up": 2} if k else {}
        )
        for k in range(size)
    )
    step = {"down.court": ("no", "yes")}
    edges = tuple(GraphEdge(k - 1 if chain else 0, k, "down", step) for k in range(1, size))
    return MoveGraph(nodes, edges, {4: 7}, 1, 2)


def drawn_findings(size: int = 3, chain: bool = True) -> Findings:
    found = made_findings()
    return replace(found, choices=tuple(replace(c, graph=graph(size, chain)) for c in found.choices))


@pytest.fixture(scope="module")
def drawn(case: Case) -> Brief:
    return write(case, drawn_findings())


def timeline() -> Timeline:
    rows = (Row("A – B: trade", 2014.0, None, 0), Row("A → B: fear", None, None, 1), Row("x", 2020, 2020, 3))
    kinds = (("+", "good"), ("−", "bad"), ("0", "empty"), ("?", "open"))
    return Timeline("ties", "Ties", "Ties in words", (), rows, kinds, 2020.9)


def tiles() -> Tiles:
    return Tiles("map", "Map", "Words", (), {"one": (0, 1, 2), "two": (0,) * 70}, ("in", "by", "not"))


def fans() -> Fans:
    years = (2020.5, 2021.5, 2022.5)
    lines = tuple(Ribbon(f"Choice {k}", (1, 0.5, k / 4), (1, 0.2, 0), (1, 0.9, 0.8), k) for k in range(2))
    panels = tuple(Fan(title, years, lines) for title in ("War", "A long name " * 5, "Peace"))
    return Fans("fans", "Fans", "Fans in words", (), panels, "probability")


def every(brief: Brief) -> tuple[Picture, ...]:
    return (*brief.pictures, timeline(), tiles(), fans())


def test_each_question_has_its_picture(drawn: Brief) -> None:
    keys = [p.key for p in drawn.pictures]
    assert keys == [
        "leads",
        "outcomes",
        "moves-share",
        "moves-hold",
        "gains",
        "regret",
        "drivers",
        "readings",
        "foresight",
        "influence-up",
    ]


def test_every_section_has_an_id_of_its_own(drawn: Brief) -> None:
    ids = [s.id for s in drawn.every]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", i) for i in ids)
    assert drawn.section("outcomes").pictures[0].key == "outcomes"
    with pytest.raises(KeyError, match="What follows"):
        drawn.section("What follows from each choice")
    page = drawn.to_html()
    assert all(page.count(f'id="s-{i}"') == 1 for i in ids)
    assert all(f'href="#s-{s.id}"' in page for s in (*drawn.sections, *drawn.annex))


def test_a_bar_has_the_colour_of_its_choice_whatever_it_is_called(case: Case) -> None:
    """Colours come from places, so names that contain one another, or words of ours, change none."""
    names = ("better", "better for peace", "no clear direction")
    choices = {
        k: c.model_copy(update={"name": name})
        for (k, c), name in zip(case.choices.items(), names, strict=False)
    }
    renamed = write(case.model_copy(update={"choices": choices}), drawn_findings())
    for key in ("outcomes", "regret", "drivers", "readings", "foresight"):
        plain, other = (
            next(p for p in b.pictures if p.key == key) for b in (write(case, drawn_findings()), renamed)
        )
        assert isinstance(plain, Bars)
        assert isinstance(other, Bars)
        assert [[(s.look, s.values) for s in p.series] for p in plain.panels] == [
            [(s.look, s.values) for s in p.series] for p in other.panels
        ]


def test_every_number_of_a_picture_is_in_a_table_below_it(drawn: Brief) -> None:
    for picture in drawn.pictures:
        assert picture.tables
        assert picture.words
        if isinstance(picture, Bars):
            cells = {getattr(c, "text", c) for t in picture.tables for row in t.rows for c in row}
            texts = {t for p in picture.panels for s in p.series for t in s.texts if t}
            never = {t for t in texts if t.startswith("0 ±")}
            assert texts - never <= cells, picture.key


def test_a_certain_case_has_pictures_too(certain: Brief) -> None:
    assert [p.key for p in certain.pictures] == ["gains"]
    assert svg(certain.pictures[0]).count("<text") > 3


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("inline", [True, False])
def test_a_drawing_is_accessible_and_needs_nothing(drawn: Brief, width: float, inline: bool) -> None:
    for picture in every(drawn):
        text = svg(picture, width, inline)
        root = ET.fromstring(text)
        named = root.get("aria-labelledby", "").split()
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert root.get("role") == "img"
        assert [root[0].text, root[1].text] == [picture.title, picture.words]
        assert named == [root[0].get("id"), root[1].get("id")]
        assert len(ids) == len(set(ids))
        assert all(name.startswith(picture.key) for name in ids if name)
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<style|<script|<image|font-family:", text)
        assert "<text" in text, "text stays text"
        assert bool(re.search(r"#[0-9a-f]{6}", text)) != inline, "a page gives the colours by name"
        if inline:
            assert set(re.findall(r"var\((--\w+)\)", text)) <= set(VARIABLES.values())


def test_no_drawing_depends_on_colour_alone(drawn: Brief) -> None:
    """The second series of bars has a pattern, and dashes tell the lines of a graph apart."""
    outcomes = next(p for p in drawn.pictures if p.key == "outcomes")
    assert "<pattern" in svg(outcomes)
    assert "■ Play rests here" in svg(next(p for p in drawn.pictures if isinstance(p, Net)))


def test_drawings_are_always_the_same(drawn: Brief) -> None:
    for picture in every(drawn):
        assert svg(picture) == svg(picture)
        assert png(picture) == png(picture)


def test_png_is_png(drawn: Brief) -> None:
    for picture in every(drawn):
        assert png(picture, scale=1).startswith(b"\x89PNG\r\n")


def test_a_chain_runs_down_a_narrow_page(drawn: Brief) -> None:
    net = next(p for p in drawn.pictures if isinstance(p, Net))
    wide, narrow = (ET.fromstring(svg(net, w)).get("viewBox", "").split() for w in (WIDE, NARROW))
    assert float(wide[2]) > float(wide[3])
    assert float(narrow[2]) <= NARROW
    assert float(narrow[3]) > float(narrow[2]) / 2


@pytest.mark.parametrize(("size", "chain"), [(3, True), (6, False), (13, True), (40, False), (150, False)])
def test_graphs_of_every_size_can_be_drawn(
    case: Case, size: int, chain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.brief.answer.net.DRAWN", size)
    found = write(case, drawn_findings(size, chain))
    net = next(p for p in found.pictures if isinstance(p, Net))
    assert len(net.spots) == size
    assert worded(net) == (size <= 12 and (size < 5 or not chain))
    assert sorted(k for column in columns(net) for k in column) == list(range(size))
    for width in (WIDE, NARROW):
        text = svg(net, width, inline=True)
        assert len(text) < 400_000
    assert "seven situations after four moves" in net.rest


@pytest.mark.parametrize("size", [9, 40, 150])
def test_of_many_situations_only_shortest_ways_are_drawn_in_words(case: Case, size: int) -> None:
    net = next(p for p in write(case, drawn_findings(size, False)).pictures if isinstance(p, Net))
    assert worded(net)
    assert net.spots[0].number == 0
    assert any(spot.rests for spot in net.spots)
    arrived = [link.target for link in net.links]
    assert sorted(arrived) == list(range(1, len(net.spots))), "one way to each situation"
    assert all(net.spots[k.target].moves == net.spots[k.origin].moves + 1 for k in net.links)
    numbers = {str(row[0]) for row in net.tables[0].rows}
    assert len(numbers) == size
    assert {str(spot.number) for spot in net.spots} <= numbers
    assert "one shortest way to each" in net.rest


def test_no_words_are_markup_or_formulas(case: Case) -> None:
    for picture in every(write(case, drawn_findings())):
        nasty = replace(picture, title=NASTY, words=NASTY)
        if isinstance(nasty, Bars):
            panels = tuple(replace(p, labels=tuple(NASTY for _ in p.labels)) for p in nasty.panels)
            nasty = replace(nasty, panels=panels)
        text = svg(nasty, inline=True)
        root = ET.fromstring(text)
        assert root[0].text == "</svg><script>x</script> $\\alpha$ &    한국"
        assert "<script" not in text
        png(nasty, scale=0.5)


def test_labels_are_cut_but_tables_are_not() -> None:
    long = "word " * 60
    assert len(wrapped(long, 100, most=3)) == 3
    assert wrapped(long, 100, most=3)[-1].endswith("…")
    assert max(map(len, wrapped("한" * 40, 130))) <= 13


def test_ties_stand_in_a_timeline_and_a_table() -> None:
    text = made_text()
    found = write(made_case(text), made_findings())
    lines = [p for p in found.pictures if isinstance(p, Timeline)]
    assert [len(p.rows) for p in lines] == [2, 1]
    assert lines[0].rows[0].label == "Arvia – The Belmar League: trade"
    assert (lines[0].rows[0].begins, lines[0].rows[0].ends) == (2014.0, None)
    table: Table = next(s for s in found.annex if s.title == "Ties through time").tables[0]
    assert [row[2] for row in table.rows] == ["since 2014", "2016 to 2018"]


def made_text() -> str:
    from brief.made_up import TEXT

    return TEXT + (
        "relations:\n"
        "  R1: {from: up, to: down, kind: trade, sign: +, direction: mutual, time: 2014/.., evidence: S.P1}\n"
        "  R2: {from: down, to: up, kind: fear, sign: '-', time: 2016/2018, evidence: S.P1}\n"
        "  R3: {from: far, to: down, kind: aid, sign: '?', time: ../.., evidence: J.P1}\n"
    )


def test_a_graph_that_was_written_before_leaves_drawings_as_they_are() -> None:
    """A prefix that is registered for one document is gone for all others of the program."""
    from detente import exchange
    from detente.catalog import load

    assert b"<graphml xmlns=" in exchange.write(load("elmira"), ".graphml")
    assert svg(timeline()).lstrip().startswith("<svg")

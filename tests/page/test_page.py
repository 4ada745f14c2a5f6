from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from brief.made_up import TEXT, made_case, made_findings
from brief.test_lead import KEY
from detente import write
from page.seen import opened

AXE = Path(__file__).parent / "axe" / "axe.min.js"

MOST_BYTES = 1_500_000

A4 = (595, 842)

SEEN = {
    "light": {"width": 1280, "dark": False},
    "dark": {"width": 1280, "dark": True},
    "narrow": {"width": 360, "dark": False},
    "narrow and dark": {"width": 360, "dark": True},
}

HOSTILE = [
    "<script>window.canary = 1</script>",
    "<img src=x onerror='window.canary = 1'>",
    "</style><script>window.canary = 1</script>",
    "</title></desc></svg><svg onload='window.canary = 1'>",
    "{{ 7 * 7 }} {% raw %} $x^2$ &lt;b&gt;",
    "'\"><a href='javascript:window.canary = 1'>x</a>",
]


def axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']} ({v['impact']}): {[n['target'] for n in v['nodes'][:3]]}" for v in found["violations"]
    ]


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def settled(page: Page) -> None:
    """Wait until what was asked of the page has been drawn twice."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


# ------------------------------------------------------------------------------- what it needs


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Browser, flagship: Path) -> None:
    seen = opened(browser, flagship)
    settled(seen.page)
    assert seen.requests == [flagship.as_uri()]
    assert seen.errors == []
    assert seen.refused() == []


def test_its_policy_is_in_force(browser: Browser, flagship: Path) -> None:
    """Even what is put into the page later can neither run nor reach out."""
    seen = opened(browser, flagship)
    seen.page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.canary = 1';
        document.body.append(s); const i = document.createElement('img'); i.src = 'http://127.0.0.1:9/x';
        document.body.append(i); }"""
    )
    seen.page.wait_for_function("new Set(window.refused.map(d => d.split('-')[0])).size >= 2")
    assert seen.page.evaluate("window.canary") is None
    assert {d.partition("-")[0] for d in seen.refused()} >= {"script", "img"}


def test_it_is_small(browser: Browser, flagship: Path, record_property: pytest.RecordProperty) -> None:
    size = flagship.stat().st_size
    page = opened(browser, flagship).page
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    record_property("bytes", size)
    record_property("first paint, ms", paint)
    print(f"page: {size:,} bytes, first paint after {paint:.0f} ms")
    assert size < MOST_BYTES


def test_nothing_in_a_case_can_act(browser: Browser, tmp_path: Path) -> None:
    quoted = [json.dumps(h) for h in HOSTILE]
    text = TEXT.replace("name: Arvia,", f"name: {quoted[0]},")
    text = text.replace("name: the Belmar League", f"name: {quoted[1]}")
    text = re.sub(r"title: .*", lambda _: f"title: {quoted[2]}", text, count=1)
    text = text.replace("name: standoff,", f"name: {quoted[3]},")
    text = text.replace("name: share the water", f"name: {quoted[4]}")
    text = text.replace("title: The river is ours", f"title: {quoted[5]}")
    file = tmp_path / "hostile.html"
    write(made_case(text), made_findings()).save(file)
    seen = opened(browser, file)
    open_all(seen.page)
    settled(seen.page)
    assert seen.page.evaluate("window.canary") is None
    assert seen.errors == []
    assert seen.page.locator("script").count() == 1, "ours"
    assert seen.page.locator("img, iframe, object, [onerror], [onload]").count() == 0
    words = seen.page.locator("body").inner_text()
    for hostile in HOSTILE[:2] + HOSTILE[3:]:
        assert hostile.casefold() in words.casefold(), hostile
    assert seen.page.title() == HOSTILE[2]


# ---------------------------------------------------------------------------------- who reads it


@pytest.mark.parametrize("how", SEEN)
def test_axe_finds_nothing(browser: Browser, flagship: Path, how: str) -> None:
    """Of any impact, with all boxes shut and with all open."""
    page = opened(browser, flagship, **SEEN[how]).page  # type: ignore[arg-type]
    assert axe(page) == []
    open_all(page)
    assert axe(page) == []


@pytest.mark.parametrize("how", SEEN)
def test_whatever_moves_can_be_moved_by_keyboard(browser: Browser, flagship: Path, how: str) -> None:
    page = opened(browser, flagship, **SEEN[how]).page  # type: ignore[arg-type]
    open_all(page)
    stuck = page.evaluate(
        """[...document.querySelectorAll('*')].filter(e => {
            const s = getComputedStyle(e);
            const x = /auto|scroll/.test(s.overflowX) && e.scrollWidth > e.clientWidth;
            const y = /auto|scroll/.test(s.overflowY) && e.scrollHeight > e.clientHeight;
            return (x || y) && e.tabIndex < 0 && e !== document.scrollingElement;
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert stuck == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nothing_sticks_out(browser: Browser, flagship: Path, width: int) -> None:
    page = opened(browser, flagship, width).page
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_structure_is_that_of_a_document(browser: Browser, flagship: Path) -> None:
    page = opened(browser, flagship).page
    assert page.locator("html").get_attribute("lang") == "en"
    for landmark in ("header", "nav", "main", "footer"):
        assert page.locator(landmark).count() == 1
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size") == (
        page.locator("[id]").count()
    )


def test_every_figure_has_a_name_and_its_numbers(browser: Browser, flagship: Path) -> None:
    page = opened(browser, flagship).page
    open_all(page)
    assert page.locator("figure").count() >= 8
    for figure in page.locator("figure").all():
        drawn = figure.get_by_role("img")
        assert drawn.count() == 1, "one drawing is shown at a time"
        assert len(drawn.get_attribute("aria-labelledby").split()) == 2  # type: ignore[union-attr]
        assert figure.locator("details table").count() >= 1
        assert figure.locator("details caption").count() >= 1


def test_names_come_in_their_own_languages(browser: Browser, flagship: Path) -> None:
    page = opened(browser, flagship).page
    open_all(page)
    assert page.locator("td[lang=ru]").first.inner_text() == "Россия"
    assert page.locator("td[lang=ko]").first.inner_text() == "러시아"
    assert page.locator("td[lang=zh]").first.inner_text() == "俄罗斯"


def test_the_whole_page_can_be_used_by_keyboard(browser: Browser, flagship: Path) -> None:
    page = opened(browser, flagship, 768).page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#brief")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("summary:focus")).to_be_visible()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2
    page.keyboard.press("Enter")
    expect(page.locator("details[open] table").first).to_be_attached()


def test_the_colours_can_be_chosen(browser: Browser, flagship: Path) -> None:
    page = opened(browser, flagship, 768).page
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#look-system")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#look-dark")).to_be_checked()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    system = opened(browser, flagship, dark=True).page
    assert system.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    figures = page.evaluate("document.querySelectorAll('figure').length")
    assert figures, "the page has drawings"
    drawn = page.evaluate(
        "[...document.querySelectorAll('figure svg text')].map(t => getComputedStyle(t).fill)"
    )
    assert page.evaluate("getComputedStyle(document.body).color") in drawn, "drawings follow the page"


def test_every_colour_stands_out_from_the_paper(browser: Browser, flagship: Path) -> None:
    """At least 3 to 1 for what is drawn, 4.5 to 1 for what is written (WCAG 2.2, 1.4.11 and 1.4.3)."""
    for dark in (False, True):
        page = opened(browser, flagship, dark=dark).page
        names = [*(f"--c{k}" for k in range(7)), "--ink", "--muted", "--link", "--paper"]
        style = page.evaluate(
            "names => names.map(n => getComputedStyle(document.documentElement).getPropertyValue(n).trim())",
            names,
        )
        colours = dict(zip(names, style, strict=True))
        paper = luminance(colours.pop("--paper"))
        for name, colour in colours.items():
            least = 3.0 if name.startswith("--c") else 4.5
            low, high = sorted((luminance(colour), paper))
            assert (high + 0.05) / (low + 0.05) >= least, (name, dark)


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_first_screen_has_the_answer_a_picture_and_three_reasons(
    browser: Browser, flagship: Path
) -> None:
    page = opened(browser, flagship).page
    page.set_viewport_size({"width": 1280, "height": 720})
    seen = [".first > p", ".s-leads .drawn.wide svg", ".s-decides li:nth-child(3)"]
    for what in seen:
        box = page.locator(f".lead {what}").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720, what


# ---------------------------------------------------------------------------------- on paper


def test_two_printed_pages_answer_what_readers_ask(printed: list[str]) -> None:
    first = "".join(printed[:2])
    assert [key for key in KEY if squeezed(key) not in first] == []
    assert printed[2].startswith("Appendix")


def test_it_prints_on_a4(browser: Browser, flagship: Path) -> None:
    page = opened(browser, flagship, dark=True).page
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=True)))
    head = "korea-2020, case " + re.findall(r"case ([0-9a-f]{12})", page.content())[0]
    assert len(printed.pages) > 5
    texts = [sheet.extract_text() for sheet in printed.pages]
    for number, (sheet, words) in enumerate(zip(printed.pages, texts, strict=True), 1):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
        assert head in words
        assert "as of 2020-12-31" in words
        assert f"{number} / {len(texts)}" in words
    assert "Explains: share of the variance" in " ".join(texts), "tables below the figures are printed"
    assert "Skip to the brief" not in texts[0]


@pytest.fixture(scope="session")
def printed(browser: Browser, flagship: Path) -> list[str]:
    """The text of each printed page, without what stands at its edges."""
    raw = opened(browser, flagship).page.pdf(prefer_css_page_size=True)
    edges = re.compile(
        r"korea-2020, case \w+|as of 2020-12-31|\d+ / \d+|detente [\d.]+, seed 1, [\d,]+ worlds"
    )
    return [squeezed(edges.sub("", sheet.extract_text())) for sheet in PdfReader(io.BytesIO(raw)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_no_printed_page_ends_in_a_heading_or_a_caption(
    browser: Browser, flagship: Path, printed: list[str]
) -> None:
    page = opened(browser, flagship).page
    open_all(page)
    heads = page.locator("main :is(h2, h3, figcaption, caption > strong)").all_inner_texts()
    ends = sorted({squeezed(h) for h in heads} - {""}, key=len, reverse=True)
    assert len(ends) > 60
    for number, words in enumerate(printed, 1):
        assert words, f"page {number} is empty"
        last = next((e for e in ends if words.endswith(e)), "")
        assert not last, f"page {number} ends in: {last}"


def test_every_printed_page_is_worth_its_paper(printed: list[str]) -> None:
    assert [n for n, words in enumerate(printed[:-1], 1) if len(words) < 150] == []

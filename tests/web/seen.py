"""Opening a workbench in a browser, and taking down what it asks for and complains of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

#: Milliseconds that is waited for what must come.
PATIENCE = 60_000

#: Link -> the browser that it was opened in; it works once, and the cookie stays.
_known: dict[str, BrowserContext] = {}

AXE = Path(__file__).parents[1] / "page" / "axe" / "axe.min.js"


@dataclass
class Seen:
    """A page, and what went on while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def solved(self) -> None:
        """Wait until every concept is solved."""
        self.page.locator("main[aria-busy=false]").wait_for()


def opened(
    browser: Browser, link: str, width: int = 1280, dark: bool = False, height: int = 800, query: str = ""
) -> Seen:
    """Open the link, or what it led to before, and wait for the first answer."""
    first, home = link not in _known, link.partition("?")[0]
    if first:
        _known[link] = browser.new_context()
        _known[link].set_default_timeout(PATIENCE)
    seen = Seen(_known[link].new_page())
    seen.page.set_viewport_size({"width": width, "height": height})
    seen.page.emulate_media(color_scheme="dark" if dark else "light")
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda told: seen.errors.append(told.text))
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    if first:
        seen.page.goto(link)
    if query or not first:
        seen.page.goto(home + query)
    seen.page.locator("main table").first.wait_for()
    return seen


def axe(page: Page) -> list[str]:
    """Return what is wrong with a page, of what axe calls serious or critical."""
    # The policy of the page lets no script in, so it is given from outside, as a debugger does.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    wrong = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    return [f"{v['id']}: {[n['target'] for n in v['nodes'][:3]]}" for v in wrong]


def table(page: Page) -> list[list[str]]:
    """Return the texts of the shares, row by row, as a screen reader says them, once all are there."""
    page.locator("main[aria-busy=false] tbody tr").first.wait_for()
    return page.evaluate(
        """[...document.querySelectorAll('main tbody tr')].map(tr => [...tr.children].map(td =>
            td.tagName === 'TH' ? td.textContent : td.querySelector('.share').getAttribute('data-text')))"""
    )

"""Opening a workbench in a browser, and taking down what it asks for and complains of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

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
    """Open the link, and wait for the first answer."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    seen = Seen(context.new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda told: seen.errors.append(told.text))
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.goto(link)
    if query:
        seen.page.goto(link.partition("?")[0] + query)
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
    """Return the texts of the shares, row by row, as a reader of the screen hears them."""
    return page.evaluate(
        """[...document.querySelectorAll('main tbody tr')].map(tr => [...tr.children].map(td =>
            td.tagName === 'TH' ? td.textContent : td.querySelector('.share').getAttribute('data-text')))"""
    )

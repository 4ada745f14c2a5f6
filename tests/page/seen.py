"""Opening a page with no network, and taking down what it asks for and complains of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

#: Tells of everything that the content policy of the page refuses.
LISTEN = """window.refused = [];
document.addEventListener('securitypolicyviolation', e => window.refused.push(e.violatedDirective));"""


@dataclass
class Seen:
    """A page, and what went on while it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def refused(self) -> list[str]:
        return list(self.page.evaluate("window.refused"))


def opened(browser: Browser, file: Path, width: int = 1280, dark: bool = False, height: int = 800) -> Seen:
    """Open a file with no network, and take down what it asks for and complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", offline=True
    )
    seen = Seen(context.new_page())
    seen.page.add_init_script(LISTEN)
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda told: seen.errors.append(told.text))
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.goto(file.as_uri())
    return seen

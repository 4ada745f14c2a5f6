"""Take the pictures of the workbench: `python docs/workbench.py` opens korea-2020 in Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright

from detente import load
from detente.web import serve

HERE = Path(__file__).parent
CASE, HELD = "korea-2020", "usa.north:engage"


def pictures() -> None:
    """Write workbench.png, an option held, and workbench-why.png, a reason with its passage."""
    served = serve(load(CASE), CASE)
    thread = Thread(target=served.run, daemon=True)
    thread.start()
    with sync_playwright() as driver:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(served.link)
        still(page)
        page.goto(f"{served.link.partition('?')[0]}?hold={HELD}")
        page.get_by_role("region", name="What changed").wait_for()
        still(page)
        page.screenshot(path=HERE / "workbench.png")
        page.get_by_role("button", name="Back to the case as written").click()
        still(page)
        page.get_by_role("button", name="Talks with no settlement").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("listitem").get_by_role("button").first.click()
        dialog.get_by_role("button", name="Passage").first.click()
        dialog.get_by_role("region", name="Passage").wait_for()
        page.screenshot(path=HERE / "workbench-why.png")
        browser.close()
    served.stop()
    thread.join()


def still(page: Page) -> None:
    """Wait until every concept is solved."""
    page.wait_for_timeout(300)
    page.locator("main[aria-busy=false]").wait_for(timeout=120_000)


if __name__ == "__main__":
    pictures()

"""The page in a real browser: Debian's Chromium, driven by Playwright, which downloads none of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from detente import find, load, write

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine, so the page was not looked at: apt-get install chromium")
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="session")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the flagship; few worlds are enough to see how it looks."""
    case = load("korea-2020")
    file = tmp_path_factory.mktemp("page") / "brief.html"
    write(case, find(case, worlds=60, dated=2)).save(file)
    return file

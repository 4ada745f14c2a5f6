"""A workbench that listens, and a real browser to open it with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from detente import Case, load
from detente.web import Served, serve

NAMES = ("chromium", "chromium-browser", "google-chrome")

Start = Callable[..., Served]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(
            "no Chromium on this machine, so the workbench was not looked at: apt-get install chromium"
        )
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Start workbenches that end with the tests."""
    running: list[tuple[Served, Thread]] = []

    def started(name: str | Path | Case, **how: Any) -> Served:
        case = name if isinstance(name, Case) else load(str(name))
        served = serve(case, case.case if isinstance(name, Case) else str(name), **how)
        thread = Thread(target=served.run, daemon=True)
        thread.start()
        running.append((served, thread))
        return served

    yield started
    for served, _ in running:
        served.stop()
    for _, thread in running:
        thread.join(10)

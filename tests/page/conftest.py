"""The page in a real browser: Debian's Chromium, driven by Playwright, which downloads none of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente import find, load, write


@pytest.fixture(scope="session")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the flagship; few worlds are enough to see how it looks."""
    case = load("korea-2020")
    file = tmp_path_factory.mktemp("page") / "brief.html"
    write(case, find(case, worlds=60, dated=2)).save(file)
    return file

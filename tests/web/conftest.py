"""A workbench that listens, and a real browser to open it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from detente import Case, load
from detente.web import Served, serve

Start = Callable[..., Served]


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

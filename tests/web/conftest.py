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

#: Worlds that are solved where a test says nothing else.
WORLDS = 200


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Start workbenches that end with the tests; a case of which nothing else is said is served once."""
    running: list[tuple[Served, Thread]] = []
    usual: dict[str | Path, Served] = {}

    def started(name: str | Path | Case, **how: Any) -> Served:
        if not isinstance(name, Case) and not how and name in usual:
            return usual[name]
        case = name if isinstance(name, Case) else load(str(name))
        served = serve(case, case.case if isinstance(name, Case) else str(name), **{"worlds": WORLDS, **how})
        thread = Thread(target=served.run, daemon=True)
        thread.start()
        running.append((served, thread))
        if not isinstance(name, Case) and not how:
            usual[name] = served
        return served

    yield started
    for served, _ in running:
        served.stop()
    for _, thread in running:
        thread.join(10)

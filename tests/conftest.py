"""What all tests share: the profiles of hypothesis, and that processes can be interrupted.

``ci`` (the default) draws the same examples every time, so a failure is a failure for everybody;
``dev`` draws new ones: ``HYPOTHESIS_PROFILE=dev pytest tests/case``.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Milliseconds that a test in the browser waits for what must come; a busy machine is slow, and no failure.
PATIENCE = 60_000

#: A machine that is busy with something else is slow, and no failure.
ANY_PACE: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("ci", derandomize=True, **ANY_PACE)
settings.register_profile("dev", max_examples=500, **ANY_PACE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# No test is answered from what was kept of another, or of the user's; tests of what is kept say where.
os.environ["DETENTE_CACHE"] = ""

# Whoever is started in the background of a shell ignores Ctrl-C, and so does all that it starts; tests that
# interrupt a process would then wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):  # ignored by what was started with nohup
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; one for the page and the workbench, since a process has one driver at a time."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine, so no page was looked at: apt-get install chromium")
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=flags)
        yield started
        started.close()

"""How many threads are of use here."""

from __future__ import annotations

import os

__all__ = ["processors"]


def processors() -> int:
    """Processors that this process may use; not every system can tell these from all there are."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1

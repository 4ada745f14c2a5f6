"""Kernels: functions that numba compiles when they are first called, and keeps for the next time.

What is compiled lies beside the source or, where that cannot be written, in the user's own cache. Where
neither can be written, as in a container without a home, numba refuses to begin; here a kernel is then
compiled by every process anew, which costs seconds and nothing else.

Each compilation is told to the logger ``detente.compiled``, at the level INFO.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numba
from numba.core.event import Event, Listener, register

__all__ = ["LOG", "njit"]

#: Where it is told that something is compiled.
LOG = logging.getLogger(__name__)


def njit(**options: Any) -> Any:
    """Return numba's decorator, which here compiles without keeping where nothing can be kept.

    Parameters
    ----------
    options
        Those of ``numba.njit``.

    Examples
    --------
    >>> @njit(nogil=True)
    ... def twice(x):
    ...     return 2 * x
    >>> twice(21)
    42
    """

    def decorate(function: Callable[..., Any]) -> Any:
        try:
            return numba.njit(**options)(function)
        except RuntimeError:  # numba found no folder to keep it in
            return numba.njit(**{**options, "cache": False})(function)

    return decorate


class _Teller(Listener):
    """Tells of each kernel of ours that is compiled."""

    def on_start(self, event: Event) -> None:
        function = event.data["dispatcher"].py_func
        if str(function.__module__).startswith("detente."):
            LOG.info("compiling %s.%s", function.__module__, function.__name__)

    def on_end(self, event: Event) -> None:
        """Say nothing more."""


register("numba:compile", _Teller())  # type: ignore[no-untyped-call]  # numba has no types

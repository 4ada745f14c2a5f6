"""Kernels: functions that numba compiles when they are first called, and keeps for the next time.

What is compiled lies beside the source or, where that cannot be written, in the user's own cache. Where
neither can be written, as in a container without a home, numba refuses to begin, and on a full disk it fails;
here a kernel is then compiled by every process anew, which costs seconds and nothing else.

Each compilation is told to the logger ``detente.compiled``, at the level INFO.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
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
            kernel = numba.njit(**options)(function)
        except RuntimeError:  # numba found no folder to keep it in
            return numba.njit(**{**options, "cache": False})(function)
        if options.get("cache"):
            kernel._cache = _Kept(kernel._cache)
        return kernel

    return decorate


class _Kept:
    """numba's store of what is compiled of one kernel, no failure of which stops a calculation."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def load_overload(self, *asked: Any) -> Any:
        """Return what was kept; nothing if it cannot be read, as after a power cut."""
        try:
            return self._store.load_overload(*asked)
        except Exception:  # whatever unpickling half a file may lead to
            with suppress(OSError):
                self._store.flush()
            return None

    def save_overload(self, *made: Any) -> None:
        """Keep what was compiled, if there is room."""
        with suppress(OSError):
            self._store.save_overload(*made)


class _Teller(Listener):
    """Tells of each kernel of ours that is compiled."""

    def on_start(self, event: Event) -> None:
        function = event.data["dispatcher"].py_func
        if str(function.__module__).startswith("detente."):
            LOG.info("compiling %s.%s", function.__module__, function.__name__)

    def on_end(self, event: Event) -> None:
        """Say nothing more."""


register("numba:compile", _Teller())  # type: ignore[no-untyped-call]  # numba has no types

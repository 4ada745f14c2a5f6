"""Kernels are kept where they can be, run where they cannot, and tell when they are compiled."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

import detente
from detente.compiled import njit

SRC = Path(detente.__file__).parent


def test_a_kernel_runs_where_nothing_can_be_kept() -> None:
    """Code without a file has no folder to be kept beside, as a read-only one without a home has none."""
    space: dict[str, object] = {"njit": njit}
    exec("@njit(cache=True, nogil=True)\ndef thrice(x):\n    return 3 * x\n", space)
    thrice = space["thrice"]
    assert callable(thrice)
    assert thrice(14) == 42


def test_a_compilation_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    def more(x: int) -> int:
        return x + 1

    more.__module__ = "detente.example"
    kernel = njit(nogil=True)(more)
    with caplog.at_level(logging.INFO, "detente.compiled"):
        assert [kernel(1), kernel(2)] == [2, 3]
    assert [r.getMessage() for r in caplog.records] == ["compiling detente.example.more"]


def test_every_kernel_is_one_of_these() -> None:
    others = [
        f for f in SRC.rglob("*.py") if re.search(r"^\s*(from|import) numba", f.read_text("utf-8"), re.M)
    ]
    assert [f.name for f in others] == ["compiled.py"]

"""Kernels are kept where they can be, run where they cannot, and tell when they are compiled."""

from __future__ import annotations

import ast
import errno
import logging
import re
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import cast

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


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Callable[[int], int]]:
    """What imports a module with one kernel anew, as a new process would."""
    file = tmp_path / "kept_kernel.py"
    code = "from detente.compiled import njit\n@njit(cache=True)\ndef plus(x):\n    return x + 2\n"
    file.write_text(code, encoding="utf-8")

    def again() -> Callable[[int], int]:
        spec = spec_from_file_location("detente.kept_kernel", file)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
        return cast("Callable[[int], int]", module.plus)

    return again


def test_what_is_kept_is_not_compiled_again(
    kept: Callable[[], Callable[[int], int]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "detente.compiled"):
        assert [kept()(1), kept()(1)] == [3, 3]
    assert len(caplog.records) == 1


def test_half_a_file_of_compiled_code_is_made_anew(
    kept: Callable[[], Callable[[int], int]], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept()(1)
    for ending in (".nbi", ".nbc"):
        for file in tmp_path.rglob(f"*{ending}"):
            file.write_bytes(file.read_bytes()[:40])
        caplog.clear()
        with caplog.at_level(logging.INFO, "detente.compiled"):
            assert [kept()(1), kept()(1)] == [3, 3]
        assert len(caplog.records) == 1


def test_a_full_disk_keeps_nothing_and_stops_nothing(
    kept: Callable[[], Callable[[int], int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("numba.core.caching.IndexDataCacheFile.save", full)
    assert kept()(1) == 3


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
    # `lanes` holds no kernel: it says what two operations of one are made of.
    assert sorted(f.name for f in others) == ["compiled.py", "lanes.py"]


def compiled(tree: ast.Module) -> list[ast.FunctionDef]:
    return [
        f
        for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef) and "njit" in map(decorator, f.decorator_list)
    ]


def decorator(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


@pytest.mark.parametrize(
    "file", [f for f in SRC.rglob("*.py") if "njit" in f.read_text(encoding="utf-8")], ids=str
)
def test_no_kernel_sorts_in_place_by_numba(file: Path) -> None:
    """Kept beside np.argsort of another kernel it may sort nothing; see `stability.kernels.sorting`."""
    for function in compiled(ast.parse(file.read_text(encoding="utf-8"))):
        calls = [n.func for n in ast.walk(function) if isinstance(n, ast.Call)]
        assert "sort" not in [c.attr for c in calls if isinstance(c, ast.Attribute)], function.name

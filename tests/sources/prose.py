"""The corpus and the changes of bench/anchors.py, for tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def bench() -> ModuleType:
    """Load bench/anchors.py, once."""
    name = "bench_anchors"
    if name not in sys.modules:
        file = Path(__file__).parents[2] / "bench" / "anchors.py"
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]

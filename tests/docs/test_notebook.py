"""The notebook runs, and shows what it shows when it is run."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebook", DOCS / "notebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_notebook_shows_what_its_cells_show_today(maker: ModuleType) -> None:
    """If this fails, run `python docs/notebook.py`."""
    kept: dict[str, Any] = json.loads(maker.FILE.read_text(encoding="utf-8"))
    made = maker.notebook()
    assert [c["source"] for c in kept["cells"]] == [c["source"] for c in made["cells"]]
    for old, new in zip(kept["cells"], made["cells"], strict=True):
        assert old.get("outputs") == new.get("outputs"), "".join(new["source"])
    assert {k: v for k, v in kept.items() if k != "cells"} == {k: v for k, v in made.items() if k != "cells"}


def test_it_shows_frames_pictures_and_a_comparison(maker: ModuleType) -> None:
    kept = json.loads(maker.FILE.read_text(encoding="utf-8"))
    pages = [
        "".join(o["data"].get("text/html", []))
        for c in kept["cells"]
        for o in c.get("outputs", [])
        if "data" in o
    ]
    assert sum("<table" in page for page in pages) >= 4
    assert sum("<svg" in page for page in pages) == 1
    printed = "".join("".join(o["text"]) for c in kept["cells"] for o in c.get("outputs", []) if "text" in o)
    assert "points" in printed


def test_a_cell_shows_what_it_prints_and_its_last_value(maker: ModuleType) -> None:
    names: dict[str, Any] = {}
    assert maker.shown("x = 2\nprint(x)\nx + 1", names, 7) == [
        {"name": "stdout", "output_type": "stream", "text": ["2\n"]},
        {
            "data": {"text/plain": ["3"]},
            "execution_count": 7,
            "metadata": {},
            "output_type": "execute_result",
        },
    ]
    assert maker.shown("y = x", names, 8) == []
    with pytest.raises(NameError):
        maker.shown("nobody", names, 9)

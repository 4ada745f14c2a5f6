"""What the tests of the past share: the folder of made-up files, and study files that may be absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def made_up() -> Path:
    """Files written for these tests, with rows that are made up."""
    return HERE / "data"


@pytest.fixture
def study() -> Path:
    """The files that the project carries no copy of; DETENTE_DATA says where they are."""
    folder = os.environ.get("DETENTE_DATA", "")
    if not folder:
        pytest.skip("set DETENTE_DATA to the folder of the study files (event lists, ICEWS extracts, counts)")
    return Path(folder)

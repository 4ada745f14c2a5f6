"""Worked examples of the variants of concepts come out as worked."""

from __future__ import annotations

import pytest

from published.worked import Worked, worked


@pytest.mark.parametrize("told", list(worked()), ids=str)
def test_worked_examples(told: Worked) -> None:
    found = {asked: told.computed(*asked) for asked in told.answers}
    assert found == told.answers

"""The page on published conflicts says what the tests assert."""

from __future__ import annotations

import pytest

from detente import catalog
from published.page import PAGE, text
from published.records import every
from published.together import Answer, answers


def test_the_page_is_up_to_date() -> None:
    """To write it anew: PYTHONPATH=tests python -m published.page."""
    assert PAGE.read_text(encoding="utf-8") == text()


def test_every_published_conflict_of_the_catalog_is_compared() -> None:
    ours = {"kazakhstan-2022", "korea-2016", "korea-2020", "korea-2026"}
    assert {claim.case for claim in every()} == set(catalog.names()) - ours


@pytest.mark.parametrize("told", list(answers()), ids=lambda a: a.question)
def test_coalitions_the_status_quo_and_nearest_preferences(told: Answer) -> None:
    assert told.computed() == told.published

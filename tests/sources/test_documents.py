"""The locators and digests of the Korean case, against the documents themselves where they are at hand.

The documents are not part of detente. The test looks for ``<source id>.txt`` in the folder named by
DETENTE_SOURCES, or in ``shared/sources`` beside the checkout.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente import load
from detente.sources import Locator, cut, parse_locator, passage

FOLDER = Path(os.environ.get("DETENTE_SOURCES") or Path(__file__).parents[3] / "shared" / "sources")

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the source documents are not at hand: set DETENTE_SOURCES to their folder"
)


def cited(part: Any) -> Iterator[str]:
    """Every locator of a case written as plain types."""
    if isinstance(part, dict):
        evidence = part.get("evidence")
        yield from evidence if isinstance(evidence, list) else ()
        for inner in part.values():
            yield from cited(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from cited(inner)


def locators(key: str) -> list[Locator]:
    every = map(parse_locator, sorted(set(cited(load("korea-2020").to_dict()))))
    return [locator for locator in every if locator.key == key]


@pytest.mark.parametrize("source", ["kashin-2020", "review-2021"])
def test_every_locator_exists_and_the_digest_agrees(source: str) -> None:
    declared = load("korea-2020").sources[source]
    document = cut((FOLDER / f"{source}.txt").read_text(encoding="utf-8"))
    assert document.digest == declared.digest
    assert len(locators(declared.key)) > 20
    for locator in locators(declared.key):
        assert passage(document, locator), locator


def test_no_locator_points_to_a_source_without_a_document() -> None:
    assert {loc.key for key in "KRB" for loc in locators(key)} <= {"K", "R"}

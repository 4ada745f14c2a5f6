"""Quotes: only typography folds; numbers, negations and places never do."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from detente.proposal import beside_negation, stands
from detente.sources import cut

SOURCES = Path(os.environ.get("DETENTE_SOURCES") or Path(__file__).parents[3] / "shared" / "sources")
READING = SOURCES.parent / "reading"

TEXT = cut("Rome won’t sell 1,500 tons of “yellow” grain—not in 2014–15. Bonn could buy 3.5 tons.")


@pytest.mark.parametrize(
    "quote",
    [
        "Rome won't sell 1,500 tons",
        'of "yellow"  grain',
        "grain - not in 2014-15",
        "ROME won’t\nsell",
        "could buy 3.5 tons",
    ],
)
def test_typography_folds(quote: str) -> None:
    assert stands(quote, TEXT, ["K.P1"])


@pytest.mark.parametrize(
    "quote",
    [
        "Rome will sell 1,500 tons",
        "Rome sell 1,500 tons",
        "sell 1500 tons",
        "sell 15.00 tons",
        "buy 35 tons",
        "buy 3.5 ton",
        "sell ... grain",
        "tons sell",
        "of “yellow” grain not in 2015",
        "2014–15. Bonn could",
        "",
        "…",
    ],
)
def test_nothing_else_does(quote: str) -> None:
    assert not stands(quote, TEXT, ["K.P1.S1"])
    assert not stands(quote, TEXT, ["K.P1.S2"])


def test_a_quote_stands_where_it_is_said_to_stand() -> None:
    assert stands("Bonn could buy", TEXT, ["K.P1.S2"])
    assert not stands("Bonn could buy", TEXT, ["K.P1.S1"])
    assert not stands("Bonn could buy", TEXT, ["K.P9.S9", "no locator"])


def test_a_negation_beside_a_quote_is_told() -> None:
    assert beside_negation("sell 1,500 tons", TEXT, ["K.P1"]) == "won't"
    assert beside_negation("Rome", TEXT, ["K.P1"]) == "won't"
    assert beside_negation("Bonn could", TEXT, ["K.P1.S2"]) == ""


@pytest.mark.skipif(not READING.is_dir(), reason="the marked quotes are not at hand")
@pytest.mark.parametrize(("key", "source"), [("K", "kashin-2020"), ("R", "review-2021")])
def test_every_verdict_on_quotes_made_from_the_papers(key: str, source: str) -> None:
    document = cut((SOURCES / f"{source}.txt").read_text(encoding="utf-8"))
    rows = [
        json.loads(line) for line in (READING / f"mut_{key}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) > 400
    wrong = [row for row in rows if stands(row["quote"], document, [row["at"]]) != row["ok"]]
    assert wrong == []

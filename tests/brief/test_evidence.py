"""How many sources, how many views, and what is confirmed; and words of probability kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from detente import find, write
from detente.brief import Brief, Listing, Table
from detente.brief.ground.evidence import confirmations, perspectives
from detente.case import Case, load, loads
from detente.catalog import load as shipped

RATED = Path(__file__).parents[1] / "case" / "good" / "ratings.yaml"

CASE = """\
format: 1
case: quarrel
title: A quarrel
as_of: 2020-06-30
sources:
{sources}
actors:
  up: {{name: Upper}}
  low: {{name: Lower}}
options:
  up.dam: {{name: dam, levels: [open, shut]}}
  low.court: {{name: court, levels: [no, yes]}}
status_quo: {{up.dam: open, low.court: no}}
preferences:
  up:
    statements:
      - {{id: up-water, when: up.dam == shut, weight: 2, evidence: [A.P1, B.P2]}}
      - {{id: up-calm, when: low.court == no, weight: 1, evidence: [A.P1, A.P2]}}
  low:
    statements:
      - {{id: low-water, when: up.dam == open, weight: 2, evidence: [A.P3, B.P1, C.P1]}}
      - {{id: low-court, when: low.court == yes, weight: 1, evidence: analyst judgement}}
"""
SOURCE = "  {id}: {{title: Paper {key}, key: {key}, perspective: '{view}', derived_from: [{of}]}}"


def made(*sources: tuple[str, str, str]) -> Case:
    rows = [SOURCE.format(id=key.lower() * 2, key=key, view=view, of=of) for key, view, of in sources]
    return loads(CASE.format(sources="\n".join(rows)))


@pytest.mark.parametrize(
    ("sources", "views", "confirmed"),
    [
        ((("A", "north", ""), ("B", "south", ""), ("C", "north", "")), 2, 2),
        ((("A", "north", ""), ("B", "north", ""), ("C", "South", "")), 2, 1),
        ((("A", "north", ""), ("B", " North ", ""), ("C", "NORTH", "")), 1, 0),
        ((("A", "north", ""), ("B", "south", "aa"), ("C", "east", "bb")), 1, 0),  # one chain
        ((("A", "north", "cc"), ("B", "south", "cc"), ("C", "east", "")), 1, 0),  # one origin
        (
            (("A", "north", ""), ("B", "", ""), ("C", "", "")),
            3,
            0,
        ),  # a view that is not told confirms nothing
    ],
)
def test_only_separate_views_and_origins_confirm(
    sources: tuple[tuple[str, str, str], ...], views: int, confirmed: int
) -> None:
    case = made(*sources)
    assert perspectives(case) == views
    assert confirmations(case) == confirmed


def test_the_flagship_has_one_view_and_confirms_nothing() -> None:
    case = shipped("korea-2020")
    assert confirmations(case) == 0
    assert perspectives(case) == 1


def told(case: Case) -> Brief:
    return write(case, find(case, worlds=8, seed=1))


@cache
def of_shipped(name: str | Path) -> Brief:
    """The brief of a case, written once for all that is asked of it."""
    return told(shipped(name))


def test_the_brief_says_how_many_and_who_reports_whom() -> None:
    case = made(("A", "north", ""), ("B", "south", ""), ("C", "north", "aa"))
    paragraphs = told(case).section("evidence").paragraphs
    assert paragraphs[0].startswith("Three sources, two perspectives, two independent confirmations: two ")
    assert paragraphs[1].startswith("Paper C reports Paper A.")


def test_a_source_that_nothing_cites_is_not_counted() -> None:
    paragraphs = of_shipped("korea-2020").section("evidence").paragraphs
    assert paragraphs[0].startswith("Two sources, one perspective, no independent confirmations: no judg")
    assert "reports A.V. Torkunov" in paragraphs[1]


def test_ratings_stand_in_columns_of_their_own() -> None:
    table = told(load(RATED)).section("evidence").tables[1]
    rows = {row[0]: row[1:] for row in table.rows}
    assert table.columns == ("Judgement", "Credibility", "Likelihood", "Confidence")
    assert rows["rus_calm"] == ("2: probably true", "almost certain", "–")
    assert rows["dprk_shield"] == ("3: possibly true", "–", "low")


# -------------------------------------------------------------- a confidence beside a likelihood

CONFIDENCE = re.compile(r"\bconfiden(?:t|ce)\b", re.IGNORECASE)
LIKELIHOOD = re.compile(
    r"\b(?:un)?likely\b|\b(?:im)?probab(?:le|ly|ility)\b|\blikelihood\b|\balmost certain|\bno chance\b"
    r"|\beven (?:chance|odds)\b|\bremote\b",
    re.IGNORECASE,
)


def sentences(brief: Brief) -> Iterator[str]:
    for text in texts(brief):
        yield from re.split(r"(?<=[.?!])\s+", text)


def texts(brief: Brief) -> Iterator[str]:
    yield from (brief.title, *brief.about)
    for section in brief.sections:
        yield section.title
        for part in section.parts:
            if isinstance(part, Table):
                yield from (part.title, *part.columns, part.note)
                yield from (cell for row in part.rows for cell in row if isinstance(cell, str))
            else:
                yield from (part.title, *part.items) if isinstance(part, Listing) else (part,)


@pytest.mark.parametrize("case", ["korea-2020", "elmira", RATED], ids=str)
def test_no_sentence_mixes_a_confidence_with_a_likelihood(case: str | Path) -> None:
    brief = of_shipped(case)
    said = list(sentences(brief))
    assert len(said) > 20
    assert [s for s in said if CONFIDENCE.search(s) and LIKELIHOOD.search(s)] == []

"""Ratings are kept apart from each other and from every number."""

from __future__ import annotations

import re
from itertools import pairwise, product
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from detente.brief import write
from detente.case import Case, Claim, examine_text, load, loads
from detente.case.ratings import BANDS, CREDIBILITY, RELIABILITY, Confidence, Credibility, Likelihood
from detente.insight import find
from detente.worlds import draw

FILE = Path(__file__).parent / "good" / "ratings.yaml"
TEXT = FILE.read_text(encoding="utf-8")
LIKELY, SURE = "likelihood: almost certain", "confidence: low"

#: Every value of one scale at a time, and the extremes of all.
RATED = [
    *((f"likelihood: {word}", SURE, 4) for word in BANDS),
    *((LIKELY, f"confidence: {word}", 4) for word in ("low", "moderate", "high")),
    *((LIKELY, SURE, grade) for grade in range(1, 7)),
    *product(("likelihood: almost no chance",), ("confidence: high",), (1, 6)),
]


def rated(likelihood: str, confidence: str, grade: int) -> Case:
    text = TEXT.replace(LIKELY, likelihood).replace(SURE, confidence)
    return loads(text.replace("credibility: 2", f"credibility: {grade}"))


def numbers(case: Case) -> dict[str, object]:
    """Everything that was found; the digest is of the file, and tells that it changed."""
    found = write(case, find(case, worlds=40, seed=3)).to_dict()
    found["short"] = {k: v for k, v in found["short"].items() if k != "stamp"}  # which has it too
    return {k: v for k, v in found.items() if k != "digest"}


@pytest.fixture(scope="module")
def plain() -> Case:
    kept = [
        line for line in TEXT.splitlines() if line.strip().split(":")[0] not in ("likelihood", "confidence")
    ]
    return loads("\n".join(line for line in kept if not line.strip().startswith("credibility")))


@pytest.mark.parametrize("ratings", RATED)
def test_no_rating_changes_a_world(ratings: tuple[str, str, int], plain: Case) -> None:
    one, other = draw(rated(*ratings), n=50, seed=2), draw(plain, n=50, seed=2)
    assert all(map(np.array_equal, one.weights, other.weights))
    assert np.array_equal(one.reading, other.reading)


@pytest.mark.parametrize("ratings", RATED[::4])
def test_no_rating_changes_a_finding(ratings: tuple[str, str, int], plain: Case) -> None:
    assert numbers(rated(*ratings)) == numbers(plain)


def test_the_reliability_of_a_source_changes_nothing(plain: Case) -> None:
    poor = loads(TEXT.replace("reliability: B", "reliability: E"))
    assert numbers(poor) == numbers(plain)


def test_ratings_are_read(plain: Case) -> None:
    case = load(FILE)
    assert case.statements("rus")[0].credibility == "2"
    assert case.statements("rus")[0].likelihood == "almost certain"
    assert case.statements("dprk")[0].confidence == "low"
    assert case.constraints["calm_ally"].credibility == "4"
    assert plain.statements("rus")[0].credibility == plain.statements("rus")[0].likelihood == ""
    assert {"credibility", "likelihood", "confidence"} <= Claim.model_fields.keys()


def test_the_scales_are_those_that_may_be_written() -> None:
    written = [set(get_args(get_args(kind)[0])) - {""} for kind in (Credibility, Likelihood, Confidence)]
    assert written == [set(CREDIBILITY), set(BANDS), {"low", "moderate", "high"}]
    assert list(RELIABILITY) == list("ABCDEF")


def test_the_bands_meet_and_rise() -> None:
    bands = list(BANDS.values())
    assert bands[0][0] == 1
    assert bands[-1][1] == 99
    assert all(one[1] == other[0] for one, other in pairwise(bands))


@pytest.mark.parametrize(
    ("grades", "warned"),
    [
        (("2", "2", "3"), True),
        (("2", "2", "2"), False),  # C2 is off the diagonal
        (("1", "2", "3"), False),
        (("6", "2", "3"), False),  # too few are left: 6 judges nothing
    ],
)
def test_a_diagonal_is_warned_of(grades: tuple[str, str, str], warned: bool) -> None:
    parts = re.split(r"credibility: \d", TEXT)
    text = (
        "".join(f"{part}credibility: {grade}" for part, grade in zip(parts, grades, strict=False)) + parts[-1]
    )
    case, problems = examine_text(text)
    assert case is not None
    assert [p.code for p in problems] == (["DT440"] if warned else [])

"""Bulk water export from Lake Gisborne.

Li, Hipel, Kilgour & Fang (2004) Preference uncertainty in the graph model for conflict resolution, IEEE
Transactions on Systems, Man, and Cybernetics A 34(4), 507-520. Published finding: states 4, 6 and 8 are the
ones to consider; 4 if the province minds its economy, 6 if it minds its environment. The finding and the
rankings are those commonly quoted; the paper itself was not consulted. They are consistent with one
another.

Here the two provinces are two readings of one case. The publication's own instrument, four kinds of
stability under unknown preference, is tested in tests/stability/variants/test_unknown.py.
"""

from __future__ import annotations

import numpy as np
import pytest

from detente import load, unfold
from published.records import CONCEPTS, Published, equilibria, split, world

SOURCE, WHERE = "Li, Hipel, Kilgour & Fang (2004)", "page not known"

PUBLISHED = (
    Published("lake-gisborne", "R", split("4"), SOURCE, WHERE, reading="economy"),
    Published("lake-gisborne", "R", split("6"), SOURCE, WHERE, reading="environment"),
)

RANKINGS = {"economy": split("3 7 4 8 1 5 2 6"), "environment": split("2 6 1 5 4 8 3 7")}


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept, claim.reading) == claim.states


def test_the_states_to_consider() -> None:
    found = {
        s
        for reading in RANKINGS
        for concept in CONCEPTS
        for s in equilibria("lake-gisborne", concept, reading)
    }
    assert found == set(split("4 6 8"))


@pytest.mark.parametrize("reading", list(RANKINGS))
def test_the_weights_of_each_reading_give_the_ranking(reading: str) -> None:
    case = load("lake-gisborne")
    game = unfold(case)
    province = world(case, game, reading)[game.actors.index("province")]
    assert [game.names[s] for s in np.argsort(-province)] == list(RANKINGS[reading])


@pytest.mark.parametrize(
    ("reading", "concept", "states"),
    [
        ("economy", "GMR", "4 8"),
        ("economy", "SMR", "4 8"),
        ("economy", "SEQ", "4"),
        ("economy", "SSEQ", "4"),
        ("environment", "GMR", "6"),
        ("environment", "SMR", "6"),
        ("environment", "SEQ", "6"),
        ("environment", "SSEQ", "6"),
    ],
)
def test_the_other_concepts(reading: str, concept: str, states: str) -> None:
    """Computed, not published: state 8 comes in where threats need not be credible."""
    assert equilibria("lake-gisborne", concept, reading) == split(states)

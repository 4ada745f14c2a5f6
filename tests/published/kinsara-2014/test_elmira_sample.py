"""Elmira in the sample file of GMCR+ 0.4.1.

There Uniroyal ranks state 2 above states 3 and 7; in the literature 3 and 7 come before 2. The equilibria
are the published ones all the same: those of Hipel, Fang, Kilgour & Haight (1993).
"""

from __future__ import annotations

import pytest

from published.records import CONCEPTS, Published, equilibria, split

SOURCE, WHERE = "Hipel, Fang, Kilgour & Haight (1993)", "ranking of the GMCR+ 0.4.1 sample"
NOTE = "state 9 of the publication is 9a to 9d"
FEW, MORE = split("5 8 9a 9b 9c 9d"), split("1 4 5 8 9a 9b 9c 9d")

PUBLISHED = (
    Published("elmira-gmcrplus", "R", FEW, SOURCE, WHERE, note=NOTE),
    Published("elmira-gmcrplus", "GMR", MORE, SOURCE, WHERE, note=NOTE),
    Published("elmira-gmcrplus", "SMR", MORE, SOURCE, WHERE, note=NOTE),
    Published("elmira-gmcrplus", "SEQ", FEW, SOURCE, WHERE, note=NOTE),
)


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.states


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_other_ranking_gives_the_same(concept: str) -> None:
    assert equilibria("elmira-gmcrplus", concept) == equilibria("elmira", concept)

"""The Cuban missile crisis as a game of Chicken.

Brams (1985) Superpower Games; payoffs as retold in Brams (1994) Theory of Moves, 4 best, the United States
first: blockade and withdrawal 3, 3; blockade and missiles kept 2, 4; air strike and withdrawal 4, 2; air
strike and missiles kept 1, 1. Published: the two outcomes in which one side gives way are the Nash
equilibria. The book itself was not consulted.
"""

from __future__ import annotations

import pytest

from published.records import Published, equilibria, split

PUBLISHED = (Published("chicken-cuba", "R", split("2 3"), "Brams (1985)", "page not known"),)


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.states


@pytest.mark.parametrize("concept", ["GMR", "SMR"])
def test_a_threat_that_need_not_be_credible_holds_the_compromise(concept: str) -> None:
    assert equilibria("chicken-cuba", concept) == split("1 2 3")


@pytest.mark.parametrize("concept", ["SEQ", "SSEQ"])
def test_a_credible_threat_does_not_exist(concept: str) -> None:
    """Carrying out the threat leads to the worst state, which is no improvement for the one who threatens."""
    assert equilibria("chicken-cuba", concept) == split("2 3")

"""Prisoner's Dilemma.

Fang, Hipel & Kilgour (1993) Interactive Decision Making. Rankings as in the sample file of GMCR+ 0.4.1. The
result is the textbook one, the page is not known: mutual confession is the only Nash equilibrium, and every
concept that looks at least two moves ahead adds mutual silence.
"""

from __future__ import annotations

import pytest

from published.records import Published, equilibria, split

SOURCE, WHERE = "Fang, Hipel & Kilgour (1993)", "page not known"

PUBLISHED = (
    Published("prisoners-dilemma", "R", split("1"), SOURCE, WHERE),
    Published("prisoners-dilemma", "GMR", split("1 4"), SOURCE, WHERE),
    Published("prisoners-dilemma", "SMR", split("1 4"), SOURCE, WHERE),
    Published("prisoners-dilemma", "SEQ", split("1 4"), SOURCE, WHERE),
)


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.states


def test_silence_is_also_symmetric_sequentially_stable() -> None:
    assert equilibria("prisoners-dilemma", "SSEQ") == split("1 4")

"""Syria and Iraq with states that each side overlooks: the sample file SI_misp of GMCR+ 0.4.1.

In GMCR+ an actor has no move into or out of a state that it does not perceive; preferences and the other
side stay as they are. Published: states 1, 2 and 6 under every concept that the software computes.

The case says the same by restricting moves: Syria never changes `release` (it overlooks 2 and 5, the states
with water released), Iraq changes `attack` only where Syria releases or escalates (it overlooks 1 and 4).
The test below compares that with the rule of GMCR+ itself.
"""

from __future__ import annotations

import pytest

import reference
from published.records import CONCEPTS, Published, equilibria, split, twin

SOURCE, WHERE = "GMCR+ 0.4.1", "sample SI_misp, answers of the software"

PUBLISHED = tuple(
    Published("syria-iraq-misperception", concept, split("1 2 6"), SOURCE, WHERE)
    for concept in ("R", "GMR", "SMR", "SEQ")
)

OVERLOOKED = ({"2", "5"}, {"1", "4"})


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.states


def test_the_restricted_moves_are_those_between_perceived_states() -> None:
    plain, names = twin("syria-iraq-1975")
    restricted, _ = twin("syria-iraq-misperception")
    for i, hidden in enumerate(OVERLOOKED):
        seen = {(s, t) for s, t in plain.arcs[i] if not hidden & {names[s], names[t]}}
        assert restricted.arcs[i] == seen


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_twin_agrees(concept: str) -> None:
    conflict, names = twin("syria-iraq-misperception")
    assert {names[s] for s in reference.equilibria(conflict, concept)} == set(split("1 2 6"))

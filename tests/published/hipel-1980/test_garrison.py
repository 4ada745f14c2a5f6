"""The Garrison Diversion Unit, 1976.

Model: Hipel & Fraser (1980) Metagame analysis of the Garrison conflict, Water Resources Research 16(4),
629-637; its own results are not known here. States and rankings: the sample file of GMCR+ 0.4.1. Published:
the answers stored with that software for its regression test.

Known disagreement, under GMR and SMR. The stored answers let a single other actor answer an improvement
with a single move. The definition (Fang, Hipel & Kilgour 1993) lets all the others answer with a legal
sequence, and then 4, 6 and 10 are equilibria as well. State 6, for example: the Canadian opponents improve
to 2 by withdrawing from the treaty, and then the supporters (to the reduced project), the American
opponents (to court) and the supporters again (to the full project) lead to state 3, worse for the Canadians
than 6. That takes three moves, two of them by the same actor, never twice in a row. Nash and sequential
equilibria are the same on either reading.
"""

from __future__ import annotations

import pytest

import reference
from detente import explain, load, unfold
from detente.worlds import central
from published.records import Published, equilibria, split, twin

SOURCE, WHERE = "GMCR+ 0.4.1, on the model of Hipel & Fraser (1980)", "answers stored for its regression test"
FEW = split("2 3 11 17 18 21 22")
ONE_STEP = split("2 3 8 11 13 14 15 17 18 19 21 22")
TEXTBOOK = split("2 3 4 6 8 10 11 13 14 15 17 18 19 21 22")
NOTE = "the stored answer lets one other actor make one move; by the definition 4, 6 and 10 are stable too"

PUBLISHED = (
    Published("garrison-diversion", "R", FEW, SOURCE, WHERE),
    Published("garrison-diversion", "GMR", ONE_STEP, SOURCE, WHERE, textbook=TEXTBOOK, note=NOTE),
    Published("garrison-diversion", "SMR", ONE_STEP, SOURCE, WHERE, textbook=TEXTBOOK, note=NOTE),
    Published("garrison-diversion", "SEQ", FEW, SOURCE, WHERE),
)


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_the_definition_decides(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.defined


@pytest.mark.parametrize("claim", [c for c in PUBLISHED if c.concept != "R"], ids=str)
def test_the_stored_answers_are_of_one_step(claim: Published) -> None:
    conflict, names = twin(claim.case)
    found = reference.equilibria_one_step(conflict, claim.concept)
    assert {names[s] for s in found} == set(claim.states)


def test_state_6_is_held_by_three_moves() -> None:
    case = load("garrison-diversion")
    game = unfold(case)
    witness = explain(game, central(case, game), "GMR", game.actors.index("canada"), game.names.index("6"))
    assert witness.stable
    (sanction,) = witness.sanctions
    assert game.names[sanction.improvement.target] == "2"
    path = [(game.actors[step.actor], game.names[step.target]) for step in sanction.answer]
    assert path == [("us_support", "1"), ("us_opposition", "4"), ("us_support", "3")]

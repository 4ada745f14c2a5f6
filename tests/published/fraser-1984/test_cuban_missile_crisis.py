"""The Cuban missile crisis with two options a side.

Fraser & Hipel (1984) Conflict Analysis: Models and Resolutions; also Fraser & Hipel (1982). Rankings
checked against the sample file of GMCR+ 0.4.1. Published: the sequential equilibria 4, 5 and 6, of which 6
is what happened. The set is the one commonly quoted; the book itself was not consulted.

State 5 depends on the air strike being irreversible, as the sample file has it: with every move reversible
the United States improves from 5 to 4 by calling off the air strike, and the set is 4 and 6.
"""

from __future__ import annotations

import pytest

from detente import assess, load, unfold
from detente.case import Case
from detente.worlds import central
from published.records import Published, equilibria, split

PUBLISHED = (
    Published(
        "cuban-missile-crisis",
        "SEQ",
        split("4 5 6"),
        "Fraser & Hipel (1984)",
        "page not known",
        note="5 is an equilibrium only because an air strike cannot be taken back",
    ),
)


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.states


def reversible(case: Case) -> Case:
    options = {
        o: option.model_copy(update={"moves": type(option.moves)()}) for o, option in case.options.items()
    }
    return case.model_copy(update={"options": options})


def test_with_every_move_reversible_state_5_is_lost() -> None:
    case = reversible(load("cuban-missile-crisis"))
    game = unfold(case)
    found = assess(game, central(case, game))
    assert [game.names[s] for s in found.states("SEQ")] == ["4", "6"]
    assert found.states("R") == []


@pytest.mark.parametrize(
    ("concept", "states"),
    [("R", "5"), ("GMR", "0 1 2 4 5 6 7"), ("SMR", "0 1 2 4 5 6 7"), ("SSEQ", "4 5 6")],
)
def test_the_other_concepts(concept: str, states: str) -> None:
    """Computed, not published: what the definitions give, twins and kernels alike."""
    assert equilibria("cuban-missile-crisis", concept) == split(states)


def test_the_state_numbers_are_decimal_codes() -> None:
    game = unfold(load("cuban-missile-crisis"))
    codes = game.states @ [1, 2, 4, 8]
    assert [str(code) for code in codes] == list(game.names)

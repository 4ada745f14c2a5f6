"""Groundwater contamination at Elmira, 1991.

Hipel, Fang, Kilgour & Haight (1993) Environmental conflict resolution using the graph model; the same
ranking and equilibria in Kilgour, Hipel, Fang & Peng (2001) and Kilgour & Hipel (2005). Published: Nash and
sequential equilibria 5, 8 and 9; 1 and 4 besides under general and symmetric metarationality. The sets and
the rankings are those commonly quoted; the papers themselves were not consulted.

State 9 of the publication merges the states in which Uniroyal abandons the plant, 9a to 9d in the case.

Not covered: coalitions. With the Ministry and Uniroyal acting together state 5 is lost (they improve
jointly to 8; Kilgour, Hipel, Fang & Peng 2001). Detente judges single actors only.
"""

from __future__ import annotations

import pytest

import reference
from published.records import Published, equilibria, split

SOURCE, WHERE = "Hipel, Fang, Kilgour & Haight (1993)", "page not known; also Kilgour & Hipel (2005)"
NOTE = "state 9 of the publication is 9a to 9d"
FEW, MORE = split("5 8 9a 9b 9c 9d"), split("1 4 5 8 9a 9b 9c 9d")

PUBLISHED = (
    Published("elmira", "R", FEW, SOURCE, WHERE, note=NOTE),
    Published("elmira", "GMR", MORE, SOURCE, WHERE, note=NOTE),
    Published("elmira", "SMR", MORE, SOURCE, WHERE, note=NOTE),
    Published("elmira", "SEQ", FEW, SOURCE, WHERE, note=NOTE),
)


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.states


def nine_states() -> reference.Conflict:
    """The conflict as printed: nine states, the moves between them, three rankings."""
    moe = {(1, 2), (3, 4), (5, 6), (7, 8)}
    uniroyal = {(1, 3), (2, 4), (5, 7), (6, 8)} | {(s, 9) for s in range(1, 9)}
    local = {(1, 5), (2, 6), (3, 7), (4, 8)}
    local |= {(t, s) for s, t in local}
    rankings = [
        [7, 3, 4, 8, 5, 1, 2, 6, 9],
        [1, 4, 8, 5, 9, 3, 7, 2, 6],
        [7, 3, 5, 1, 8, 6, 4, 2, 9],
    ]
    arcs = [{(s - 1, t - 1) for s, t in moves} for moves in (moe, uniroyal, local)]
    return reference.Conflict(9, arcs, [[9 - r.index(s + 1) for s in range(9)] for r in rankings])


@pytest.mark.parametrize(
    ("concept", "states"),
    [
        ("R", {5, 8, 9}),
        ("GMR", {1, 4, 5, 8, 9}),
        ("SMR", {1, 4, 5, 8, 9}),
        ("SEQ", {5, 8, 9}),
        ("SSEQ", {5, 8, 9}),
    ],
)
def test_nine_states_and_twelve_say_the_same(concept: str, states: set[int]) -> None:
    assert {s + 1 for s in reference.equilibria(nine_states(), concept)} == states
    assert {int(name[0]) for name in equilibria("elmira", concept)} == states

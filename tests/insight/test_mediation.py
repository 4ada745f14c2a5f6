"""Smallest changes of orders and weights: published rankings of Elmira, and a slow search beside."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

import detente
from detente.case import Case
from detente.insight import bringing, swaps
from detente.insight.mediation.central import central
from detente.stability import assess

BASIS = {"evidence": "analyst judgement"}

NINE = ("9a", "9b", "9c", "9d")

#: State, whether it shall end, concept, fewest adjacent swaps, and the ways: exact, by a search over all
#: rankings.
ELMIRA = [
    ("1", False, "R", 1, [["local: 1 > 5"]]),
    ("1", False, "SEQ", 1, [["uniroyal: 9a > 5"], ["local: 1 > 5"]]),
    ("3", False, "SEQ", 1, [["uniroyal: 3 > 9a"]]),
    (
        "4",
        False,
        "SEQ",
        2,
        [
            ["uniroyal: 5 > 8", "uniroyal: 9a > 8"],
            ["uniroyal: 9a > 8", "uniroyal: 9a > 5"],
            ["local: 6 > 8", "local: 4 > 8"],
            ["local: 4 > 8", "local: 4 > 6"],
        ],
    ),
    ("4", False, "R", 2, [["local: 6 > 8", "local: 4 > 8"], ["local: 4 > 8", "local: 4 > 6"]]),
    (
        "7",
        False,
        "R",
        2,
        [["uniroyal: 3 > 9a", "uniroyal: 7 > 9a"], ["uniroyal: 7 > 9a", "uniroyal: 7 > 3"]],
    ),
    ("5", True, "R", 1, None),
    ("8", True, "SEQ", 2, None),
]


@pytest.mark.parametrize(("state", "ends", "concept", "distance", "ways"), ELMIRA)
def test_smallest_changes_at_elmira(
    state: str, ends: bool, concept: str, distance: int, ways: list[list[str]] | None
) -> None:
    found = bringing(detente.load("elmira"), state, ends, concept=concept)
    assert found.orders is not None
    assert (found.orders.distance, found.orders.excluded, found.certified) == (distance, distance - 1, True)
    told = [[f"{s.actor}: {s.up[0]} > {s.down[0]}" for s in way] for way in found.orders.ways]
    if ways is not None:
        assert sorted(map(sorted, told)) == sorted(map(sorted, ways))


def test_single_swaps_at_elmira() -> None:
    telling = [t for t in swaps(detente.load("elmira")) if t.lost or t.gained]
    assert [(t.actor, t.up, t.down, t.lost, t.gained) for t in telling] == [
        ("uniroyal", NINE, ("5",), ("5",), ("1",)),
        ("uniroyal", ("3",), NINE, (), ("3",)),
        ("local", ("1",), ("5",), ("5",), ("1",)),
    ]


def weighted(a: int, b: int) -> Case:
    """Two actors with two options each: what the first wants hangs on its two weights."""
    return Case.model_validate(
        {
            "format": 1,
            "case": "weights",
            "title": "Weights",
            "as_of": "2020-01-01",
            "concept": "R",
            "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
            "options": {
                o: {"name": o, "levels": {"no": f"{o} not", "yes": f"{o} done"}} for o in ("a.x", "b.y")
            },
            "status_quo": {"a.x": "no", "b.y": "no"},
            "preferences": {
                "a": {
                    "statements": [
                        {"id": "p", "when": "a.x == yes", "weight": f"{a}..{a + 4}", **BASIS},
                        {"id": "q", "when": "a.x == no", "weight": b, **BASIS},
                    ]
                },
                "b": {"statements": [{"id": "r", "when": "b.y == no", "weight": 1, **BASIS}]},
            },
        }
    )


def test_the_nearest_weight_is_exact_and_holds_on_both_sides() -> None:
    """By hand: A stays at no while q's weight is above p's; at the tie both last."""
    case = weighted(1, 6)  # p is 3 in the central world
    found = bringing(case, "a.x == yes")
    assert not found.already
    assert [(w.statement, w.before, w.at, w.beyond, w.rises, w.inside) for w in found.weights] == [
        ("p", 3.0, 6.0, False, True, False),
        ("q", 6.0, 3.0, False, False, False),
    ]
    ended = bringing(case, "a.x == no", ends=True)
    assert [(w.statement, w.at, w.beyond) for w in ended.weights] == [("p", 6.0, True), ("q", 3.0, True)]


def test_fewer_than_the_fewest_do_not_do_it() -> None:
    """All pairs of adjacent swaps of Elmira by a plain loop: the same distance as the search."""
    case = detente.load("elmira")
    on = central(case, concept="SEQ")
    names = list(on.game.names)
    ranked = {a: [list(g) for g in case.preferences[a].ranking] for a in case.actors}
    single = [(a, p) for a, groups in ranked.items() for p in range(len(groups) - 1)]

    def lasting(changes: tuple[tuple[str, int], ...]) -> set[str]:
        u = np.empty((3, len(names)), np.int32)
        for i, (a, groups) in enumerate(ranked.items()):
            order = [*groups]
            for who, p in changes:
                if who == a:
                    order[p], order[p + 1] = order[p + 1], order[p]
            for height, group in enumerate(reversed(order)):
                u[i, [names.index(n) for n in group]] = height
        return {names[s] for s in assess(on.game, u, ("SEQ",)).states("SEQ")}

    assert not any("4" in lasting((one,)) for one in single)
    assert any("4" in lasting(two) for two in combinations(single, 2))

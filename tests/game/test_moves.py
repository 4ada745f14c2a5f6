"""Who can move where, in option form, with common moves, and as a graph."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from detente.game import Game, unfold
from small import JUDGEMENT, chance, graph, small
from strategies import Sample, graph_conflicts, option_conflicts
from unfolded import unfolded

SOME = settings(max_examples=60)
ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts()


def pairs(game: Game, actor: int = 0) -> set[tuple[int, int]]:
    return {(s, t) for s in range(len(game)) for t in game.moves(actor, s)}


@SOME
@given(ANY)
def test_origins_are_the_inverse_of_moves(sample: Sample) -> None:
    game = unfolded(sample).game
    for i in range(len(game.actors)):
        backward = {(s, t) for t in range(len(game)) for s in game.origins(i, t)}
        assert backward == pairs(game, i)
        assert all(s != t for s, t in backward)


@SOME
@given(option_conflicts())
def test_classes_part_the_states_by_what_others_decide(sample: Sample) -> None:
    game = unfolded(sample).game
    for i, classes in enumerate(game.classes or ()):
        others = [k for k, owner in enumerate(game.owners) if owner != i]
        seen = [tuple(row) for row in game.states[:, others].tolist()]
        members = [
            classes.order[a:b].tolist() for a, b in zip(classes.start[:-1], classes.start[1:], strict=True)
        ]
        assert sorted(s for group in members for s in group) == list(range(len(game)))
        assert len({seen[group[0]] for group in members}) == len(members)
        for number, group in enumerate(members):
            assert {seen[s] for s in group} == {seen[group[0]]}
            assert set(classes.group[group].tolist()) == {number}


@settings(max_examples=100)
@given(option_conflicts())
def test_classes_are_used_only_where_two_moves_in_a_row_are_one(sample: Sample) -> None:
    game = unfolded(sample).game
    assert (game.classes is None) != (game.arcs is None)
    for i in range(len(game.actors)) if game.classes is not None else ():
        found = pairs(game, i)
        assert {(s, u) for s, t in found for t2, u in found if t == t2 and s != u} <= found


# --------------------------------------------------------------------------------- one option at a time

LOW, MID, HIGH = range(3)
EVERY = {(LOW, MID), (LOW, HIGH), (MID, LOW), (MID, HIGH), (HIGH, LOW), (HIGH, MID)}


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("free", EVERY),
        ("up", {(LOW, MID), (LOW, HIGH), (MID, HIGH)}),
        ("down", {(MID, LOW), (HIGH, LOW), (HIGH, MID)}),
        ("fixed", set()),
        ({"only": [["low", "mid"], ["high", "low"]]}, {(LOW, MID), (HIGH, LOW)}),
        ({"kind": "up", "only": [["low", "mid"], ["high", "low"]]}, {(LOW, MID)}),
        ({"when": "a.x == mid"}, {(MID, LOW), (MID, HIGH)}),
        ({"kind": "up", "when": "a.x in (low, high)"}, {(LOW, MID), (LOW, HIGH)}),
        ({"when": "false"}, set()),
    ],
    ids=str,
)
def test_how_an_option_moves(moves: object, expected: set[tuple[int, int]]) -> None:
    assert pairs(unfold(small({"a.x": ("low mid high", moves)}))) == expected


def test_options_of_one_actor_move_together() -> None:
    game = unfold(small({"a.x": "no yes", "a.y": ("no yes", "up"), "b.z": "no yes"}))
    start = game.find({"a.x": "yes", "a.y": "no", "b.z": "yes"})
    ends = {(e["a.x"], e["a.y"], e["b.z"]) for e in map(game.describe, game.moves(0, start))}
    assert ends == {("no", "no", "yes"), ("no", "yes", "yes"), ("yes", "yes", "yes")}


def test_a_move_does_not_lead_out_of_the_feasible_states_but_may_pass_over_a_hole() -> None:
    game = unfold(small({"a.x": ("low mid high", "up")}, constraints={"hole": "forbid a.x == mid"}))
    assert game.to_frame() == [{"a.x": "low"}, {"a.x": "high"}]
    assert pairs(game) == {(0, 1)}


def test_any_number_of_guards() -> None:
    """Seventy options in a row, all guarded; only the guard of the first ever shuts."""
    names = [f"a.o{k}" for k in range(70)]
    options = {n: ("no yes", {"when": "true" if k else "b.y == yes"}) for k, n in enumerate(names)}
    rules = {f"c{k}": f"require if {names[k + 1]} == yes then {names[k]} == yes" for k in range(69)}
    game = unfold(small({**options, "b.y": "no yes"}, constraints=rules))
    assert len(game) == 142
    for y in ("no", "yes"):
        start = game.find({**dict.fromkeys(names, "no"), "b.y": y})
        assert len(list(game.moves(0, start))) == (70 if y == "yes" else 0)


def test_nobody_moves_chance() -> None:
    game = unfold(small({"a.x": "no yes"}, chance={"chance.c": chance({"l": 0.5, "r": 0.5})}))
    assert game.owners == (-1, 0)
    assert all(game.states[s, 0] == game.states[t, 0] for s, t in pairs(game))


# ------------------------------------------------------------------------------------------- transitive


@pytest.mark.parametrize(
    ("moves", "transitive"),
    [
        ("free", True),
        ("up", True),
        ("down", True),
        ("fixed", True),
        ({"only": [["low", "mid"], ["mid", "high"], ["low", "high"]]}, True),
        ({"only": [["low", "mid"], ["low", "high"]]}, True),
        ({"only": [["low", "mid"], ["mid", "high"]]}, False),
        ({"only": [["low", "mid"], ["mid", "high"], ["high", "low"]]}, False),
        ({"when": "b.y == yes"}, True),
        ({"kind": "up", "when": "chance.c == l or b.y == yes"}, True),
        ({"when": "a.x == low"}, False),
        ({"when": "a.z == no"}, False),
    ],
    ids=str,
)
def test_where_two_moves_in_a_row_are_one(moves: object, transitive: bool) -> None:
    options = {"a.x": ("low mid high", moves), "a.z": "no yes", "b.y": "no yes"}
    game = unfold(small(options, chance={"chance.c": chance({"l": 0.5, "r": 0.5})}))
    assert (game.classes is not None) == transitive


def test_one_actor_is_enough_to_need_explicit_moves() -> None:
    step = ("low mid high", {"only": [["low", "mid"], ["mid", "high"]]})
    game = unfold(small({"a.x": step, "b.y": "no yes"}))
    assert game.arcs is not None
    assert len(game.arcs) == 2
    assert "explicit" in repr(game)
    assert pairs(game, 1) == {(s, t) for s in range(6) for t in range(6) if s != t and s // 2 == t // 2}


def test_a_constraint_can_make_a_listed_option_transitive() -> None:
    """From low to mid to high is two moves; where mid cannot occur neither can be made."""
    step = ("low mid high", {"only": [["low", "mid"], ["mid", "high"]]})
    game = unfold(small({"a.x": step, "b.y": "no yes"}, constraints={"hole": "forbid a.x == mid"}))
    assert game.classes is not None
    assert pairs(game) == set()


# ----------------------------------------------------------------------------------------- common moves


def incident(**change: str) -> dict[str, object]:
    return {"incident": {"actors": ["a", "b"], "when": "a.x == no", "set": change, "evidence": JUDGEMENT}}


def test_a_common_move_leads_to_the_same_state_whoever_makes_it() -> None:
    options = {"a.x": ("no yes", "fixed"), "b.y": ("no yes", "fixed"), "c.z": ("no yes", "fixed")}
    change = {"a.x": "yes", "c.z": "yes"}
    game = unfold(small(options, common_moves=incident(**change)))
    expected = {
        (s, game.find({**state, **change})) for s, state in enumerate(game.to_frame()) if state["a.x"] == "no"
    }
    assert len(expected) == 4
    assert pairs(game, 0) == pairs(game, 1) == expected
    assert pairs(game, 2) == set(), "the owner of c.z has no part in it"


def test_a_common_move_never_leads_to_where_one_is_or_to_what_cannot_be() -> None:
    options = {"a.x": ("no yes", "fixed"), "b.y": ("no yes", "fixed")}
    still = unfold(small(options, common_moves=incident(**{"a.x": "no"})))
    assert pairs(still, 0) == set()
    barred = small(
        options,
        constraints={"c": "forbid a.x == yes and b.y == yes"},
        common_moves=incident(**{"a.x": "yes"}),
    )
    game = unfold(barred)
    assert pairs(game, 0) == {(game.find({"a.x": "no", "b.y": "no"}), game.find({"a.x": "yes", "b.y": "no"}))}


def test_a_common_move_that_is_also_an_own_move_counts_once() -> None:
    game = unfold(small({"a.x": "no yes", "b.y": "no yes"}, common_moves=incident(**{"a.x": "yes"})))
    assert game.arcs is not None
    moves = [list(game.moves(0, s)) for s in range(4)]
    assert moves == [[2], [3], [0], [1]]


# ----------------------------------------------------------------------------------------------- graphs


def test_a_graph_is_what_it_lists() -> None:
    case = graph(
        "p q r", {"a": "p>q q>p q>q", "b": "q>r"}, {"a": ["q", ["p", "r"]], "b": ["r", "q", "p"]}, "q"
    )
    game = unfold(case)
    assert game.names == ("p", "q", "r")
    assert game.states.shape == (3, 0)
    assert pairs(game, 0) == {(0, 1), (1, 0)}, "a move to where one is is none"
    assert pairs(game, 1) == {(1, 2)}
    assert game.status_quo == 1
    assert game.ranks["a"].tolist() == [1, 2, 1]
    assert game.ranks["b"].tolist() == [1, 2, 3]
    assert game.outcome.tolist() == [-1, -1, -1]


def test_an_actor_without_arcs_stays_where_it_is() -> None:
    game = unfold(graph("p q", {"a": "p>q"}, {"a": ["q", "p"], "b": ["p", "q"]}))
    assert pairs(game, 1) == set()
    assert game.status_quo == -1


def test_arcs_beside_options_are_added_to_what_the_options_allow() -> None:
    case = small(
        {"a.x": ("no yes", "up"), "b.y": "no yes"},
        states={f"{x}{y}": {"a.x": x, "b.y": y} for x in ("no", "yes") for y in ("no", "yes")},
        arcs={"a": [["yesyes", "nono"]]},
    )
    game = unfold(case)
    place = {n: s for s, n in enumerate(game.names)}
    named = {(game.names[s], game.names[t]) for s, t in pairs(game)}
    assert named == {("nono", "yesno"), ("noyes", "yesyes"), ("yesyes", "nono")}
    assert set(game.origins(0, place["nono"])) == {place["yesyes"]}


@SOME
@given(ANY)
def test_moves_are_listed_without_repeats(sample: Sample) -> None:
    game = unfolded(sample).game
    for i in range(len(game.actors)):
        for s in range(len(game)):
            moves = list(game.moves(i, s))
            assert len(moves) == len(set(moves))
            assert all(isinstance(t, int) and not isinstance(t, np.integer) for t in moves)

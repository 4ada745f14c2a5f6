"""The largest consistent set: its definition on tiny conflicts, and examples of the literature."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from detente.case import Case
from detente.catalog import load
from detente.dynamics.clocks.farsighted import dominance, largest_consistent_set
from detente.dynamics.clocks.pairs import Pairs
from detente.errors import TooLarge
from detente.game import Game, unfold
from detente.worlds import central
from reference import Conflict
from reference.farsight import dominated_by, largest_consistent
from small import graph
from strategies import Sample, as_graph, examples, option_conflicts, tiny_conflicts
from unfolded import read, unfolded


@given(tiny_conflicts())
@examples(60)
def test_the_union_of_all_consistent_sets(conflict: Conflict) -> None:
    game, u = read(as_graph(conflict))
    place = [game.names.index(f"s{k}") for k in range(conflict.n_states)]
    found = largest_consistent_set(game, u)
    assert {k for k in range(conflict.n_states) if found[place[k]]} == largest_consistent(conflict)


@given(option_conflicts())
@examples(40)
def test_indirect_dominance_step_by_step(sample: Sample) -> None:
    found = unfolded(sample)
    table = dominance(found.game, found.u)
    for e in range(found.conflict.n_states):
        below = {d for d in range(found.conflict.n_states) if table[found.place[d], found.place[e]]}
        assert below == dominated_by(found.conflict, e)


def dilemma() -> tuple[Game, np.ndarray]:
    case = load("prisoners-dilemma")
    game = unfold(case)
    return game, central(case, game)


def test_prisoners_who_look_ahead_keep_faith_or_do_not() -> None:
    """Both (C, C) and (D, D) are consistent where each moves alone, by the definition of Chwe (1994)."""
    game, u = dilemma()
    both = {int(u[0].argsort()[2]), int(u[0].argsort()[1])}
    assert set(np.flatnonzero(largest_consistent_set(game, u))) == both


def test_prisoners_who_may_agree_keep_faith() -> None:
    game, u = dilemma()
    pairs = [(s, t) for s in range(4) for t in range(4) if s != t]
    together = Pairs(
        np.arange(0, 13, 3, dtype=np.int32), np.array([t for _, t in pairs], np.int32), np.ones(12)
    )
    found = np.flatnonzero(largest_consistent_set(game, u, [((0, 1), together)]))
    assert found.tolist() == [int(u.sum(axis=0).argmax())]


def test_condorcet_every_candidate_could_last() -> None:
    """The paradox of voting, where any two of three can put one candidate for another (Chwe 1994)."""
    case = graph("x y z", {}, {"p": ["x", "y", "z"], "q": ["y", "z", "x"], "r": ["z", "x", "y"]})
    game = unfold(Case.model_validate(case))
    u = central(case, game)
    moves = Pairs(np.array([0, 2, 4, 6], np.int32), np.array([1, 2, 0, 2, 0, 1], np.int32), np.ones(6))
    coalitions = [((0, 1), moves), ((1, 2), moves), ((0, 2), moves)]
    assert largest_consistent_set(game, u, coalitions).all()
    beats = dominance(game, u, coalitions)
    assert {(game.names[d], game.names[e]) for d, e in np.argwhere(beats)} == {
        ("y", "x"),
        ("z", "y"),
        ("x", "z"),
    }


def test_only_order_counts() -> None:
    game, u = dilemma()
    assert np.array_equal(largest_consistent_set(game, u), largest_consistent_set(game, np.exp(u / 7.0)))


def test_too_large() -> None:
    game, u = dilemma()
    with pytest.raises(TooLarge):
        largest_consistent_set(game, u, limit=3)
    with pytest.raises(TooLarge):
        dominance(game, u, limit=3)

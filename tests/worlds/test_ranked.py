"""Ranks say of any two states what utilities say of them, in every world."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from detente.case import Case
from detente.game import unfold
from detente.worlds import draw, ranked
from detente.worlds.ranked import dense
from small import JUDGEMENT, graph, small

CASE = small(
    {"a.x": "no yes", "b.y": "low mid high"},
    {
        "a": {"a.x == yes": "-1..1", "b.y == low": 1, "b.y == mid": 1, "a.x == yes and b.y == high": "0..2"},
        "b": ["b.y == mid", "a.x == yes"],
    },
    perceptions={"p": {"viewer": "b", "of": "a", "weights": {"a-1": "0..2"}, "evidence": JUDGEMENT}},
)
RANKING = graph("p q r", {"a": "p>q"}, {"a": ["q", ["p", "r"]], "b": ["r", "q", "p"]})


@settings(max_examples=60)
@given(arrays.arrays(np.int32, st.tuples(st.integers(1, 40), st.integers(1, 5)), elements=st.integers(-9, 9)))
def test_a_rank_is_the_number_of_smaller_values(sums: Any) -> None:
    for column, found in zip(sums.T.tolist(), dense(sums).T.tolist(), strict=True):
        below = sorted(set(column))
        assert found == [below.index(x) for x in column]


@pytest.mark.parametrize(("rows", "kind"), [(256, np.uint8), (257, np.uint16), (2**16, np.uint16)])
def test_the_largest_rank_fits(rows: int, kind: type) -> None:
    found = dense(np.arange(rows, dtype=np.int32)[::-1, None])
    assert found.dtype == kind
    assert found[:, 0].tolist() == list(range(rows))[::-1]
    many = np.arange(2**16 + 1, dtype=np.int32)[:, None]
    assert dense(many) is many, "too many for two bytes: the sums themselves will do"


@pytest.mark.parametrize("case", [CASE, RANKING])
def test_ranks_compare_as_utilities_do(case: Case) -> None:
    game, worlds, index = unfold(case), draw(case, 40), np.array([0, 3, 17, 39])
    told, u, views = ranked(worlds, game, index), worlds.utilities(game, index), worlds.views(game, index)
    every = np.arange(len(index))
    ranks_of, seen = told.ranks(every), told.views(every)
    pairs = [*zip(ranks_of, u, strict=True)]
    pairs += [(seen[v][o], views[v][o]) for v, others in views.items() for o in others]
    assert len(pairs) == len(game.actors) + len(worlds.perceived)
    for ranks, values in pairs:
        a, b = ranks.astype(int), values.astype(int)
        assert (np.sign(a[:, None] - a[None]) == np.sign(b[:, None] - b[None])).all()


@pytest.mark.parametrize("case", [CASE, RANKING])
def test_utilities_are_looked_up_where_they_are_asked_for(case: Case) -> None:
    game, worlds, index = unfold(case), draw(case, 40), np.array([0, 3, 17, 39])
    state, world = np.array([0, 2, 1, 2]), np.array([3, 0, 1, 1])
    found = ranked(worlds, game, index).at(state, world)
    assert (found == worlds.utilities(game, index)[:, state, world]).all()

"""Where worlds come to rest: the search and the kernels say the same, alone and taking turns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.catalog import load, names
from detente.ensemble import scenarios
from detente.game import LIMIT, Game
from detente.registry import STANDARD
from detente.stability import Solver, named
from detente.worlds import Layout, Ranked, draw, ranked
from strategies import Sample, examples, graph_conflicts, option_conflicts
from unfolded import unfolded

ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts()
ASKED = [
    *STANDARD,
    *(f"{name}-irr" for name in (*STANDARD, "SEQ-even", "SEQ-odd", "SEQ-2")),
    "SEQ-even",
    "ESEQ",
]

#: Work that is never too much, always too much, and sometimes.
BUDGETS = (10**9, -1, 12)


def assert_all_say_the_same(game: Game, values: Ranked) -> None:
    ways = [Solver(game, values, budget) for budget in BUDGETS]
    for concept in ASKED:
        first, *others = (way.places(named(concept)) for way in ways)
        for other in others:
            for part in ("state", "world", "part", "points", "start"):
                assert np.array_equal(getattr(first, part), getattr(other, part)), (concept, part)


@examples(100)
@given(ANY, st.integers(0, 2**32))
def test_random_games_with_and_without_redundant_moves(sample: Sample, seed: int) -> None:
    game, rng = unfolded(sample).game, np.random.default_rng(seed)
    sums = tuple(rng.integers(0, 6, (len(game), 4)) for _ in game.actors)
    own = tuple(np.arange(len(game), dtype=np.int32) for _ in game.actors)
    assert_all_say_the_same(game, Ranked(Layout(own, tuple(len(game) for _ in own)), sums, {}, 4))


@pytest.mark.parametrize("slug", names())
def test_shipped_cases(slug: str) -> None:
    case = load(slug)
    drawn = draw(case, 5, 3)
    for scenario in scenarios(case, drawn, LIMIT)[:1]:
        for game in scenario.games.values():
            assert_all_say_the_same(game, ranked(drawn, game, scenario.index))

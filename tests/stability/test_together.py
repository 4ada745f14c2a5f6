"""One world for all viewers at once: the same as viewer by viewer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.game import Classes
from detente.stability.kernels import together
from detente.stability.standpoint import Standpoint, board
from detente.stability.sweep import answered, best_reply, lowest
from strategies import Sample, examples, larger_conflict, option_conflicts
from unfolded import Unfolded, unfolded


def assert_same(x: Unfolded) -> None:
    stand = board(x.game, x.u).seen(0, False)
    for escapes in (False, True):
        found = answered(stand, escapes)
        assert (found is None) == (x.game.classes is None)
        for i, mine in enumerate(found or ()):
            floor = best_reply(stand, i) if escapes else stand.utilities[i].copy()
            assert np.array_equal(mine, lowest(stand, i, floor, True)), (escapes, i)


@examples(200)
@given(option_conflicts())
def test_random_games(sample: Sample) -> None:
    assert_same(unfolded(sample))


@pytest.mark.parametrize("kinds", [("free",), ("up", "free"), ("up", "down", "free", "fixed")])
def test_long_games(kinds: tuple[str, ...]) -> None:
    assert_same(unfolded(larger_conflict(0, kinds)))


@given(st.lists(st.lists(st.integers(-3, 3), min_size=1, max_size=2 * together.FEW), min_size=1, max_size=4))
def test_classes_of_any_size_are_sorted_with_ties_told(classes: list[list[int]]) -> None:
    u = np.array([x for c in classes for x in c], np.int32)
    start = np.cumsum([0, *map(len, classes)]).astype(np.int32)
    order, level = np.empty(len(u), np.int32), np.empty(len(u), np.bool_)
    together.falling(np.arange(len(u), dtype=np.int32), start, u, order, level)
    for k, c in enumerate(classes):
        here = slice(start[k], start[k + 1])
        assert sorted(order[here]) == list(range(start[k], start[k + 1]))
        assert u[order[here]].tolist() == sorted(c, reverse=True)
        told = [False, *(a == b for a, b in zip(sorted(c)[1:], sorted(c), strict=False))]
        assert sorted(level[here]) == sorted(told)


def test_wide_numbers_are_left_to_the_others() -> None:
    x = unfolded(larger_conflict(0, ("free",)))
    assert isinstance((x.game.classes or ())[0], Classes)
    wide = tuple(u.astype(np.uint32) for u in board(x.game, x.u).utilities)
    assert answered(Standpoint(x.game, wide), False) is None

"""The search from the status quo against the slow twins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from detente.game.model import Ints
from detente.registry import STANDARD
from detente.stability import Rests, named, search
from detente.worlds import Layout
from strategies import Sample, examples, graph_conflicts, larger_conflict, option_conflicts
from unfolded import Unfolded, unfolded

ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts()

#: Option -> what each viewer believes of others, state by state.
Believed = dict[int, dict[int, list[int]]]


def searched(x: Unfolded, concept: str, believed: Believed | None = None) -> Rests:
    """One world, with a value for each state."""
    views = [(i, j) for i, others in (believed or {}).items() for j in others]
    states, back = len(x.game), np.argsort(x.place)
    own = [np.arange(states, dtype=np.int32) for _ in x.game.actors]
    rows: list[Ints] = [*x.u]
    rows += [np.asarray((believed or {})[i][j], np.int32)[back] for i, j in views]
    laid = Layout(tuple(own), tuple(states for _ in own), tuple(views))
    return search(x.game, laid, np.concatenate(rows).astype(np.int32)[None], named(concept), 10**9)


def assert_same_as_the_twin(x: Unfolded, believed: Believed | None = None) -> None:
    conflict = reference.Conflict(x.conflict.n_states, x.conflict.arcs, x.conflict.utilities, believed or {})
    for concept in STANDARD:
        found = searched(x, concept, believed)
        ends = {x.place[s] for s in reference.resting_points(conflict, concept, x.start)}
        reached = {x.place[s] for s in reference.drift(conflict, concept, x.start)}
        assert found.state.tolist() == sorted(ends or reached), concept
        assert found.points.tolist() == [len(ends)]
        assert found.start.tolist() == [x.game.status_quo in ends]


@examples(200)
@given(ANY)
def test_it_rests_where_the_definitions_say(sample: Sample) -> None:
    assert_same_as_the_twin(unfolded(sample))


@examples(100)
@given(ANY, st.data())
def test_it_minds_what_each_actor_believes_of_the_others(sample: Sample, data: st.DataObject) -> None:
    x = unfolded(sample)
    believed: Believed = {}
    for viewer in x.conflict.actors:
        for other in x.conflict.others(viewer):
            if data.draw(st.booleans()):
                values = data.draw(st.lists(st.integers(0, 3), min_size=len(x.place), max_size=len(x.place)))
                believed.setdefault(viewer, {})[other] = values
    assert_same_as_the_twin(x, believed)


@pytest.mark.parametrize(
    "kinds", [("free",), ("up", "free"), ("up", "down", "free", "fixed")], ids=["free", "up", "all kinds"]
)
def test_long_games(kinds: tuple[str, ...]) -> None:
    assert_same_as_the_twin(unfolded(larger_conflict(0, kinds)))

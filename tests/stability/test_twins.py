"""Every concept, every actor, every state: the kernels against the slow twins, on random conflicts."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

import reference
from detente.case import Case, loads
from detente.stability import assess, improvement_distances, resting, route
from strategies import Sample, as_graph, examples, graph_conflicts, larger_conflict, option_conflicts
from unfolded import Ints, Unfolded, ranks, read, unfolded

MANY = examples(500)
SOME = examples(80)
ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts()


def assert_same_game(x: Unfolded) -> None:
    assert sorted(x.place) == list(range(len(x.game))), "the feasible states"
    for i in x.conflict.actors:
        for s in range(x.conflict.n_states):
            moves = {x.place[t] for t in x.conflict.moves(i, s)}
            assert moves == set(x.game.moves(i, x.place[s])), f"the moves of actor {i} from {s}"
        order = [int(x.u[i, p]) for p in x.place]
        assert ranks(order) == ranks(x.conflict.utilities[i]), f"the preference of actor {i}"


def assert_same_stability(x: Unfolded) -> None:
    found = assess(x.game, x.u)
    assert found.concepts == tuple(reference.TEXTBOOK)
    for c, concept in enumerate(found.concepts):
        for i in x.conflict.actors:
            for s, p in enumerate(x.place):
                expected = reference.stable(x.conflict, concept, i, s)
                assert found.stable[c, i, p] == expected, f"{concept}, actor {i}, state {s}"
        expected_states = {x.place[s] for s in reference.equilibria(x.conflict, concept)}
        assert set(np.flatnonzero(found.equilibria[c]).tolist()) == expected_states


def assert_same_status_quo(x: Unfolded) -> None:
    start = x.game.status_quo
    expected = reference.distances(x.conflict, x.start)
    found = improvement_distances(x.game, x.u, start)
    assert [int(found[p]) for p in x.place] == [expected.get(s, -1) for s in range(len(x.place))]
    for concept in reference.TEXTBOOK:
        drifted = reference.drift(x.conflict, concept, x.start)
        rests = resting(x.game, x.u, concept, start)
        assert [int(rests.distance[p]) for p in x.place] == [drifted.get(s, -1) for s in range(len(x.place))]
        ends = reference.resting_points(x.conflict, concept, x.start)
        assert set(rests.states) == {x.place[s] for s in ends}


@MANY
@given(option_conflicts())
def test_option_form(sample: Sample) -> None:
    x = unfolded(sample)
    assert_same_game(x)
    assert_same_stability(x)
    assert_same_status_quo(x)


@MANY
@given(graph_conflicts())
def test_graph_form(sample: Sample) -> None:
    x = unfolded(sample)
    assert_same_game(x)
    assert_same_stability(x)
    assert_same_status_quo(x)


@MANY
@given(option_conflicts(common=True))
def test_common_moves(sample: Sample) -> None:
    x = unfolded(sample)
    assert_same_game(x)
    assert_same_stability(x)
    assert_same_status_quo(x)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "kinds", [("free",), ("up", "free"), ("up", "down", "free", "fixed")], ids=["free", "up", "all kinds"]
)
def test_larger_conflicts_in_option_form(kinds: tuple[str, ...], seed: int) -> None:
    """Long chains of moves, so that the kernels must sweep more than once."""
    x = unfolded(larger_conflict(seed, kinds))
    assert x.game.classes is not None
    assert_same_stability(x)
    assert_same_status_quo(x)


@SOME
@given(ANY)
def test_written_to_a_file_a_conflict_is_read_the_same(sample: Sample) -> None:
    assume("options" in sample.mapping or "arcs" in sample.mapping)
    text = yaml.safe_dump(sample.mapping, sort_keys=False)
    assert loads(text).to_dict() == Case.model_validate(sample.mapping).to_dict()


@SOME
@given(option_conflicts())
def test_option_form_written_as_a_graph_gives_the_same(sample: Sample) -> None:
    """The kernels over classes against the kernels over listed moves."""
    by_options = unfolded(sample)
    graph, u = read(as_graph(sample.conflict))
    assert graph.arcs is not None
    a, b = assess(by_options.game, by_options.u), assess(graph, u)
    assert (a.stable[:, :, by_options.place] == b.stable).all()


@SOME
@given(ANY, st.data())
def test_routes_are_shortest_drifts(sample: Sample, data: st.DataObject) -> None:
    x = unfolded(sample)
    concept = data.draw(st.sampled_from(list(reference.TEXTBOOK)))
    paths = reference.shortest_drifts(x.conflict, concept, x.start)
    for s, p in enumerate(x.place):
        found = route(x.game, x.u, concept, x.game.status_quo, p)
        if s not in paths:
            assert found is None
            continue
        assert found is not None
        steps = tuple((step.actor, x.place.index(step.target)) for step in found.steps)
        origins = [x.place.index(step.origin) for step in found.steps]
        assert steps in paths[s]
        assert origins == [x.start, *(t for _, t in steps)][:-1]
        assert found.count == len(paths[s])


@SOME
@given(ANY, st.data())
def test_perceptions_change_only_what_the_viewer_thinks_credible(sample: Sample, data: st.DataObject) -> None:
    x = unfolded(sample)
    views: dict[int, dict[int, list[int]]] = {}
    for viewer in x.conflict.actors:
        for other in x.conflict.others(viewer):
            if data.draw(st.booleans()):
                values = data.draw(st.lists(st.integers(0, 3), min_size=len(x.place), max_size=len(x.place)))
                views.setdefault(viewer, {})[other] = values
    seen = reference.Conflict(x.conflict.n_states, x.conflict.arcs, x.conflict.utilities, views)
    back = np.argsort(x.place)
    believed = {
        i: {j: np.asarray(values, np.int32)[back] for j, values in others.items()}
        for i, others in views.items()
    }
    found = assess(x.game, x.u, views=believed)
    for c, concept in enumerate(found.concepts):
        for i in seen.actors:
            expected = [reference.stable(seen, concept, i, s) for s in range(seen.n_states)]
            assert found.stable[c, i, list(x.place)].tolist() == expected


@examples(200)
@given(ANY, st.integers(1, 5), st.integers(1, 3), st.integers(0, 2**32))
def test_worlds_side_by_side_are_worlds_one_by_one(
    sample: Sample, width: int, workers: int, seed: int
) -> None:
    x = unfolded(sample)
    u = np.random.default_rng(seed).integers(0, 6, (*x.u.shape, width), dtype=np.int32)
    together = assess(x.game, u, workers=workers)
    far = improvement_distances(x.game, u, x.game.status_quo)
    rests = {concept: resting(x.game, u, concept, x.game.status_quo) for concept in reference.TEXTBOOK}
    for w in range(width):
        one: Ints = np.ascontiguousarray(u[:, :, w])
        alone = assess(x.game, one)
        assert (together.stable[..., w] == alone.stable).all()
        assert (together.equilibria[..., w] == alone.equilibria).all()
        assert (far[:, w] == improvement_distances(x.game, one, x.game.status_quo)).all()
        for concept, found in rests.items():
            by_itself = resting(x.game, one, concept, x.game.status_quo)
            assert (found.distance[:, w] == by_itself.distance).all()
            assert (found.equilibria[:, w] == by_itself.equilibria).all()


def test_one_actor_never_moves_twice_in_a_row() -> None:
    """The second actor could hurt the first with two moves in a row, which it may not make."""
    conflict = reference.Conflict(4, [{(0, 1)}, {(1, 2), (2, 3)}], [[1, 2, 3, 0], [0, 1, 2, 3]])
    game, u = read(as_graph(conflict))
    assert not assess(game, u, ["SEQ"]).stable[0, 0, 0]


def test_a_third_actor_may_move_between() -> None:
    """With a third actor's move between them, the same two moves are legal."""
    conflict = reference.Conflict(
        5, [{(0, 1)}, {(1, 2), (4, 3)}, {(2, 4)}], [[1, 2, 3, 0, 3], [0, 1, 2, 3, 0], [0, 0, 0, 0, 1]]
    )
    game, u = read(as_graph(conflict))
    assert assess(game, u, ["SEQ", "SSEQ"]).stable[:, 0, 0].all()

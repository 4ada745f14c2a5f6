"""The twins against brute force, and against each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reference import (
    TEXTBOOK,
    Conflict,
    distances,
    drift,
    equilibria,
    legal_sequences,
    reachable_by_coalition,
    reachable_by_sequences,
    resting_points,
    shortest_paths,
    stable,
    undeterred,
)
from strategies import examples, graph_conflicts, option_conflicts, tiny_conflicts

TINY = examples(300)
SMALL = examples(60)


@TINY
@given(tiny_conflicts(), st.booleans())
def test_the_inductive_list_is_where_legal_sequences_end(conflict: Conflict, improving: bool) -> None:
    longest = 2 * conflict.n_states  # a shortest sequence visits no state more than twice
    coalitions = [conflict.others(i) for i in conflict.actors] + [tuple(conflict.actors)]
    for coalition in coalitions:
        for s in range(conflict.n_states):
            listed = reachable_by_coalition(conflict, coalition, s, improving)
            assert listed == reachable_by_sequences(conflict, coalition, s, improving, longest)


@TINY
@given(tiny_conflicts())
def test_shortest_paths_are_the_shortest_legal_sequences(conflict: Conflict) -> None:
    for start in range(conflict.n_states):
        every = list(legal_sequences(conflict, conflict.actors, start, True, 2 * conflict.n_states))
        found = shortest_paths(conflict, start)
        assert found.keys() - {start} == {p[-1][1] for p in every} - {start}
        for t, paths in found.items():
            if t != start:
                ends = [p for p in every if p[-1][1] == t]
                least = min(map(len, ends))
                assert paths == {p for p in ends if len(p) == least}
                assert distances(conflict, start)[t] == least


@TINY
@given(tiny_conflicts())
def test_stable_means_every_improvement_is_deterred(conflict: Conflict) -> None:
    for concept in TEXTBOOK:
        for i in conflict.actors:
            for s in range(conflict.n_states):
                assert stable(conflict, concept, i, s) == (not undeterred(conflict, concept, i, s))


@TINY
@given(tiny_conflicts())
def test_no_state_left_to_drift_from_is_an_equilibrium(conflict: Conflict) -> None:
    for concept in TEXTBOOK:
        for start in range(conflict.n_states):
            ends = {
                s
                for s in drift(conflict, concept, start)
                if not any(undeterred(conflict, concept, i, s) for i in conflict.actors)
            }
            assert ends == resting_points(conflict, concept, start).keys()


@SMALL
@given(graph_conflicts() | option_conflicts() | option_conflicts(common=True))
def test_the_concepts_are_nested(sample: object) -> None:
    conflict = sample.conflict  # type: ignore[attr-defined]
    found = {concept: equilibria(conflict, concept) for concept in TEXTBOOK}
    assert found["R"] <= found["SSEQ"] <= found["SEQ"] <= found["GMR"]
    assert found["SSEQ"] <= found["SMR"] <= found["GMR"]


def test_one_actor_never_moves_twice_in_a_row() -> None:
    conflict = Conflict(3, [{(0, 1), (1, 2)}, set()], [[0, 1, 2], [0, 0, 0]])
    assert reachable_by_coalition(conflict, [0, 1], 0, improving=False) == {1}
    assert distances(conflict, 0) == {0: 0, 1: 1}


def test_a_second_mover_lets_the_first_move_again() -> None:
    conflict = Conflict(4, [{(0, 1), (2, 3)}, {(1, 2)}], [[0, 1, 2, 3], [0, 0, 1, 0]])
    assert reachable_by_coalition(conflict, [0, 1], 0, improving=True) == {1, 2, 3}
    assert shortest_paths(conflict, 0)[3] == {((0, 1), (1, 2), (0, 3))}


def test_a_view_decides_which_answers_are_credible() -> None:
    arcs, utilities = [{(0, 1)}, {(1, 2)}], [[1, 2, 0], [0, 1, 0]]
    assert not stable(Conflict(3, arcs, utilities), "SEQ", 0, 0)
    assert stable(Conflict(3, arcs, utilities, {0: {1: [0, 0, 1]}}), "SEQ", 0, 0)

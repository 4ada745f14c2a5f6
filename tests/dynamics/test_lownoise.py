"""What lasts when mistakes are rare: brute force on small graphs, and results of the literature."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from detente.case import Case
from detente.dynamics.clocks.arborescence import least_tree
from detente.dynamics.clocks.lownoise import FINE, low_noise, modified_coradius, radius, resistances, settle
from detente.errors import TooLarge
from detente.game import unfold
from reference import rare_mistakes as twin
from small import small
from strategies import examples, graph_conflicts
from unfolded import unfolded

Costs = dict[tuple[int, int], int]


def matrix(costs: Costs, states: int) -> csr_array:
    pairs = sorted(costs)
    start = np.searchsorted([s for s, _ in pairs], np.arange(states + 1))
    data = np.array([costs[p] for p in pairs], float)
    return csr_array((data, np.array([t for _, t in pairs], np.int32), start), shape=(states, states))


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Costs, int]:
    states = draw(st.integers(1, 5))
    pairs = [(s, t) for s in range(states) for t in range(states) if s != t]
    kept = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=0)) if pairs else []
    return {p: draw(st.sampled_from([0, 0, 1, 2, 5])) for p in kept}, states


@given(graphs())
@examples(120)
def test_classes_trees_and_radii_by_brute_force(graph: tuple[Costs, int]) -> None:
    costs, states = graph
    found = low_noise(matrix(costs, states))
    expected = twin.recurrent(costs, states)
    assert [set(found.states(k).tolist()) for k in range(len(found))] == sorted(expected, key=min)
    for k in range(len(found)):
        head = int(found.states(k)[0])
        assert found.potential[k] == twin.potential(costs, states, head)
        assert found.radius[k] == twin.radius(costs, states, found.states(k).tolist())


@given(graphs(), st.data())
@examples(60)
def test_a_radius_above_the_modified_coradius_decides(graph: tuple[Costs, int], data: st.DataObject) -> None:
    """Ellison (2000), theorem 2; and a path of one step is never made dearer by small steps."""
    costs, states = graph
    found = low_noise(matrix(costs, states))
    goal = data.draw(st.sets(st.sampled_from(range(len(found))), min_size=1))
    out, back = radius(found, matrix(costs, states), goal), modified_coradius(found, goal)
    inside = {int(s) for k in goal for s in found.states(k)}
    assert out == twin.radius(costs, states, inside)
    coradius = max(min(found.cost[k, g] for g in goal) for k in range(len(found)))
    assert back <= coradius
    if out > back:
        assert set(np.flatnonzero(found.stable)) <= goal


@given(st.integers(2, 6), st.randoms(use_true_random=False))
@examples(40)
def test_a_tree_costs_no_less_than_the_cheapest_ways_out(size: int, r: object) -> None:
    cost = np.array([[r.randint(0, 9) for _ in range(size)] for _ in range(size)], float)  # type: ignore[attr-defined]
    np.fill_diagonal(cost, np.inf)
    for root in range(size):
        others = [k for k in range(size) if k != root]
        assert least_tree(cost, root) >= cost[others].min(axis=1).sum()
        assert least_tree(cost, root) <= cost[others, root].sum()


# ----------------------------------------------------------------------------------------- the literature


def conventions(payoff: list[list[float]], people: int) -> tuple[Costs, list[tuple[int, ...]]]:
    """One of many people at a time takes up a best reply for nothing, or any other strategy by mistake."""
    kinds = range(len(payoff))
    states = [s for s in np.ndindex(*[people + 1] * len(payoff)) if sum(s) == people]
    place, costs = {s: k for k, s in enumerate(states)}, {}
    for s in states:
        earned = [sum(row[k] * s[k] for k in kinds) for row in payoff]
        for a in kinds:
            for b in kinds:
                if a != b and s[a]:
                    after = tuple(n - (k == a) + (k == b) for k, n in enumerate(s))
                    costs[place[s], place[after]] = int(earned[b] < max(earned))
    return costs, states


def test_kandori_mailath_and_rob_the_risk_dominant_convention() -> None:
    """KMR (1993): in a 2 x 2 coordination game the risk-dominant equilibrium lasts, however poor it is.

    With (a, a) worth 2 and (b, b) worth 4 but b worth -3 against a, a is best from a share of a of 2/7 on:
    of 14 people 4 must stay or go astray for it, and 10 to leave it.
    """
    costs, states = conventions([[2, 2], [-3, 4]], 14)
    found = low_noise(matrix(costs, len(states)))
    assert [states[int(found.states(k)[0])] for k in range(len(found))] == [(0, 14), (14, 0)]
    b, a = 0, 1
    assert found.stable.tolist() == [False, True]
    assert found.cost[b, a] == 4
    assert found.cost[a, b] == 10
    assert radius(found, matrix(costs, len(states)), [a]) > modified_coradius(found, [a])


def test_young_three_conventions() -> None:
    """The 3 x 3 game of Young (1993), whose middle convention lasts although the third risk-dominates it.

    From the first to the second an eighth of the people must err, from the second to the third two fifths,
    from the third to the second three eighths (playing the first). So the trees cost 1/8 + 3/8 and
    1/8 + 2/5.
    """
    people = 40
    costs, states = conventions([[6, 0, 0], [5, 7, 5], [0, 5, 8]], people)
    found = low_noise(matrix(costs, len(states)))
    heads = [states[int(found.states(k)[0])] for k in range(len(found))]
    third, second, first = (heads.index(tuple(people * (k == j) for k in range(3))) for j in (2, 1, 0))
    assert found.cost[first, second] == people / 8
    assert found.cost[second, third] == people * 2 / 5
    assert found.cost[third, second] == people * 3 / 8
    assert found.potential[second] == people / 2
    assert found.potential[third] == people * 21 / 40
    assert np.flatnonzero(found.stable).tolist() == [second]


def test_ellison_small_steps_are_faster() -> None:
    """Ellison (2000): a chain of conventions, left by 1 mistake upwards and 2 down, is climbed at cost 1."""
    rungs = 6
    costs = {(k, k + 1): 1 for k in range(rungs - 1)} | {(k + 1, k): 2 for k in range(rungs - 1)}
    found = low_noise(matrix(costs, rungs))
    assert found.stable.tolist() == [False] * (rungs - 1) + [True]
    assert modified_coradius(found, [rungs - 1]) == 1
    assert max(found.cost[:, rungs - 1]) == rungs - 1  # the coradius without small steps
    assert radius(found, matrix(costs, rungs), [rungs - 1]) == 2


# ------------------------------------------------------------------------------------------------- of games


@given(graph_conflicts(8))
@examples(25)
def test_costs_of_moves(sample: object) -> None:
    found = unfolded(sample)  # type: ignore[arg-type]
    u = found.u.astype(float)
    trembles = resistances(found.game, u, "trembles").tocoo()
    for s, t, c in zip(*trembles.coords, trembles.data, strict=True):
        movers = [i for i in range(len(u)) if t in set(found.game.moves(i, int(s)))]
        assert c == (0 if any(u[i, t] > u[i, s] for i in movers) else 1)
    waste = resistances(found.game, u / 16, "waste").tocoo()
    for s, t, c in zip(*waste.coords, waste.data, strict=True):
        movers = [i for i in range(len(u)) if t in set(found.game.moves(i, int(s)))]
        best = [max(u[i, [int(s), *found.game.moves(i, int(s))]]) for i in movers]
        assert c == min((b - u[i, t]) / 16 * FINE for i, b in zip(movers, best, strict=True))


def test_equilibria_are_classes_of_their_own() -> None:
    case = small({"a.x": "no yes", "b.y": "no yes"}, {"a": {"a.x == b.y": 1}, "b": {"a.x == b.y": 1}})
    game = unfold(case)
    u = np.array([[1.0, 0, 0, 1], [1, 0, 0, 1]])
    member = settle(resistances(game, u))
    assert member.tolist() == [0, -1, -1, 1]
    found = low_noise(resistances(game, u), 1 / FINE)
    assert (found.radius * found.unit).tolist() == [1, 1]
    assert found.stable.all()


def test_too_many_classes_are_refused() -> None:
    costs = {p: 1 for k in range(4) for p in pairwise((k, k + 1))}
    with pytest.raises(TooLarge):
        low_noise(matrix(costs | {(k + 1, k): 1 for k in range(4)}, 5), limit=3)


def test_one_state() -> None:
    case = Case.model_validate(small({"a.x": ("no yes", "fixed")}, constraints={"only": "require a.x == no"}))
    found = low_noise(resistances(unfold(case), np.zeros((1, 1))))
    assert (len(found), found.potential.tolist(), found.radius.tolist()) == (1, [0.0], [np.inf])
    assert modified_coradius(found, [0]) == 0

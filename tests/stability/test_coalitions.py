"""Coalitions against the slow twin, against single actors, and against published and worked answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import detente
from detente.stability import assess, move_distances
from detente.stability.coalition import COALITIONAL, GAINS, coalitions, joint_ways, jumps, together
from detente.worlds import central
from reference import reachable_by_coalition
from reference.together import coalition_stable, groups, joint_improvements, minimal_jumps
from strategies import Sample, examples, graph_conflicts, option_conflicts
from unfolded import unfolded

ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts()


@examples(50)
@given(ANY, st.sampled_from(GAINS))
def test_every_coalition_under_every_concept(sample: Sample, gain: str) -> None:
    x = unfolded(sample)
    assume(len(x.place) <= 24)
    found = coalitions(x.game, x.u, gain)
    assert len(found.members) == 2 ** len(x.game.actors) - 1
    for h, members in enumerate(found.members):
        for c, concept in enumerate(COALITIONAL):
            for s, p in enumerate(x.place):
                expected = coalition_stable(x.conflict, members, s, concept, gain == "pareto")
                assert found.stable[h, c, p] == expected, f"{concept}, {members}, state {s}"


@examples(25)
@given(ANY)
def test_a_coalition_of_one_is_the_actor(sample: Sample) -> None:
    x = unfolded(sample)
    alone = assess(x.game, x.u, ("R", "GMR", "SMR", "SEQ"))
    found = coalitions(x.game, x.u, only=[(i,) for i in x.conflict.actors])
    assert found.members == tuple((i,) for i in x.conflict.actors)
    rows = [COALITIONAL.index(c) for c in ("CR", "CGMR", "CSMR", "CSEQ-individual")]
    assert np.array_equal(found.stable[:, rows].transpose(1, 0, 2), alone.stable)


@examples(25)
@given(ANY, st.sampled_from(GAINS))
def test_concepts_include_one_another(sample: Sample, gain: str) -> None:
    x = unfolded(sample)
    cr, cgmr, csmr, cseq, alone = coalitions(x.game, x.u, gain).stable.transpose(1, 0, 2)
    for weaker, stronger in ((cr, csmr), (csmr, cgmr), (cr, alone), (alone, cseq), (cseq, cgmr)):
        assert not (weaker & ~stronger).any()


def by_name(case: str, gain: str) -> dict[str, list[str]]:
    loaded = detente.load(case)
    game = detente.unfold(loaded)
    found = coalitions(game, central(loaded, game), gain)
    rows = zip(COALITIONAL, found.universal, strict=True)
    return {c: [game.names[s] if game.names else str(s) for s in np.flatnonzero(row)] for c, row in rows}


@pytest.mark.parametrize("gain", GAINS)
def test_elmira(gain: str) -> None:
    """Kilgour, Hipel, Fang and Peng (2001): the Ministry and Uniroyal leave 5 for 8, which is safe."""
    nine = ["9a", "9b", "9c", "9d"]
    any_answer = ["1", "4", "8", *nine]
    expected = dict(
        zip(COALITIONAL, (["8", *nine], any_answer, any_answer, ["8", *nine], ["8", *nine]), strict=True)
    )
    assert by_name("elmira", gain) == expected


def test_who_leaves_which_state_of_elmira() -> None:
    case = detente.load("elmira")
    game = detente.unfold(case)
    found = coalitions(game, central(case, game))
    expected = {"1": [(0, 2)], "2": [(0, 1), (1, 2)], "5": [(0, 1)], "6": [(0, 1), (1, 2)], "8": []}
    for name, who in expected.items():
        leaving = found.leaving(game.names.index(name), "CSEQ")
        assert [h for h in leaving if len(h) > 1] == [
            h for h in who if (h[0],) not in leaving and (h[1],) not in leaving
        ]
    pairs = {h: found.stable[found.members.index(h)] for h in ((0, 1), (0, 2), (1, 2))}
    left = {h: {game.names[s] for s in np.flatnonzero(~rows[3])} for h, rows in pairs.items()}
    assert left == {(0, 1): {"2", "5", "6"}, (0, 2): {"1"}, (1, 2): {"2", "6"}}


def test_two_prisoners_leave_defection_together() -> None:
    """By hand: no strong Nash equilibrium (Aumann 1959); mutual cooperation is held by the answer."""
    case = detente.load("prisoners-dilemma")
    game = detente.unfold(case)
    found = coalitions(game, central(case, game)).universal
    told = [[game.describe(int(s)) for s in np.flatnonzero(row)] for row in found]
    assert told[0] == []
    assert all(len(row) == 1 for row in told[1:])
    assert all(row == told[1] for row in told[2:])


@examples(50)
@given(ANY, st.sampled_from(GAINS), st.randoms(use_true_random=False))
def test_jumps_are_by_the_smallest_coalitions(sample: Sample, gain: str, random: Random) -> None:
    x = unfolded(sample)
    assume(len(x.place) <= 24)
    spots = set(random.sample(range(len(x.place)), min(4, len(x.place))))
    expected = {(x.place[s], x.place[t], h) for s, t, h in minimal_jumps(x.conflict, spots, gain == "pareto")}
    found = jumps(x.game, x.u, [x.place[s] for s in spots], gain)
    assert {(j.origin, j.target, j.members) for j in found} == expected
    for j in found:
        steps = together(x.game, j.origin, j.target, j.members)
        assert steps is not None
        assert {s.actor for s in steps} <= set(j.members)
        assert (steps[0].origin, steps[-1].target) == (j.origin, j.target)
        assert all(b.origin == a.target and b.actor != a.actor for a, b in pairwise(steps))
        assert all(s.target in set(x.game.moves(s.actor, s.origin)) for s in steps)


@examples(25)
@given(ANY, st.sampled_from(GAINS))
def test_joint_improvements_from_the_status_quo(sample: Sample, gain: str) -> None:
    x = unfolded(sample)
    assume(len(x.place) <= 24)
    every = list(groups(tuple(x.conflict.actors)))

    def after(s: int) -> set[int]:
        return {t for h in every for t in joint_improvements(x.conflict, h, s, gain == "pareto")}

    expected, level = {x.start: 0}, {x.start}
    while level := {t for s in level for t in after(s)} - set(expected):
        expected |= dict.fromkeys(level, max(expected.values()) + 1)
    steps, ways = joint_ways(x.game, x.u, x.game.status_quo, gain)
    assert {s: int(steps[p]) for s, p in enumerate(x.place) if steps[p] >= 0} == expected
    back = {p: s for s, p in enumerate(x.place)}
    for p, way in ways.items():
        here = x.start
        assert len(way) == steps[p]
        for members, t in way:
            assert back[t] in joint_improvements(x.conflict, members, here, gain == "pareto")
            here = back[t]


@examples(25)
@given(ANY)
def test_moves_from_the_status_quo(sample: Sample) -> None:
    x = unfolded(sample)
    found = move_distances(x.game, x.game.status_quo)
    indifferent = replace(x.conflict, utilities=[[0] * x.conflict.n_states for _ in x.conflict.actors])
    reached = reachable_by_coalition(indifferent, tuple(indifferent.actors), x.start, improving=False)
    assert {s for s, p in enumerate(x.place) if found[p] >= 0} == {*reached, x.start}

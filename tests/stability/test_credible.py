"""Concepts beyond the textbooks: against their slow twins, their laws, and the reasons given for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import reference
from detente.catalog import load
from detente.errors import WitnessRejected
from detente.game import unfold
from detente.stability import Step, Witness, assess, certify, explain, resting
from detente.worlds import central
from reference.expectations import rational
from stability.conflicts.test_ten import TEN
from strategies import Sample, as_graph, examples, graph_conflicts, option_conflicts, tiny_conflicts
from unfolded import Unfolded, read, unfolded

ORDERS = ("SEQ-1", "SEQ-2", "SEQ-3", "SEQ-4", "SEQ-even", "SEQ-odd")
PLAIN = (*ORDERS, "ESEQ", "LCS", "REFS")
ALL = (*PLAIN, *(f"{c}-irr" for c in ("R", "GMR", "SMR", "SEQ", "SSEQ", *PLAIN)))
FARSIGHTED = ("LCS", "REFS", "LCS-irr", "REFS-irr")
ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts(largest=10)


def some(x: Unfolded, data: st.DataObject, count: int = 5) -> list[str]:
    """A few of the concepts; in larger games none whose twin tries every pair of states."""
    known = [c for c in ALL if len(x.game) <= 12 or c not in FARSIGHTED]
    return data.draw(st.lists(st.sampled_from(known), min_size=count, max_size=count, unique=True))


def expected(x: Unfolded, concept: str) -> list[list[bool]]:
    """By actor and state of the game."""
    back = np.argsort(x.place)
    return [[reference.stable(x.conflict, concept, i, int(s)) for s in back] for i in x.conflict.actors]


@examples(60)
@given(ANY, st.data())
def test_verdicts_are_those_of_the_twins(sample: Sample, data: st.DataObject) -> None:
    x = unfolded(sample)
    found = assess(x.game, x.u, some(x, data))
    for c, concept in enumerate(found.concepts):
        assert found.stable[c].tolist() == expected(x, concept), concept


@examples(60)
@given(ANY, st.data())
def test_play_is_that_of_the_twins(sample: Sample, data: st.DataObject) -> None:
    """From the status quo only a part of the game is looked at."""
    x = unfolded(sample)
    for concept in some(x, data):
        drifted = reference.drift(x.conflict, concept, x.start)
        rests = resting(x.game, x.u, concept, x.game.status_quo)
        assert [int(rests.distance[p]) for p in x.place] == [drifted.get(s, -1) for s in range(len(x.place))]
        assert set(rests.states) == {
            x.place[s] for s in reference.resting_points(x.conflict, concept, x.start)
        }


@examples(40)
@given(ANY, st.data())
def test_perceptions(sample: Sample, data: st.DataObject) -> None:
    x = unfolded(sample)
    size = len(x.place)
    rows = st.lists(st.integers(0, 3), min_size=size, max_size=size)
    views = {i: {j: data.draw(rows) for j in x.conflict.others(i)} for i in x.conflict.actors if i % 2}
    y = replace(x, conflict=replace(x.conflict, views=views, _coalition={}))
    back = np.argsort(x.place)
    believed = {i: {j: np.asarray(v, np.int32)[back] for j, v in o.items()} for i, o in views.items()}
    found = assess(x.game, x.u, some(x, data, 3), views=believed)
    for c, concept in enumerate(found.concepts):
        assert found.stable[c].tolist() == expected(y, concept), concept
        rests = resting(x.game, x.u, concept, x.game.status_quo, believed)
        assert set(rests.states) == {
            x.place[s] for s in reference.resting_points(y.conflict, concept, y.start)
        }


@examples(40)
@given(ANY, st.integers(2, 4), st.integers(0, 2**32), st.data())
def test_worlds_side_by_side_are_worlds_one_by_one(
    sample: Sample, width: int, seed: int, data: st.DataObject
) -> None:
    x = unfolded(sample)
    concepts = some(x, data)
    u = np.random.default_rng(seed).integers(0, 6, (*x.u.shape, width), dtype=np.int32)
    together, begin = assess(x.game, u, concepts, workers=2), x.game.status_quo
    rests = [resting(x.game, u, concept, begin) for concept in concepts]
    for w in range(width):
        one = np.ascontiguousarray(u[:, :, w])
        assert (together.stable[..., w] == assess(x.game, one, concepts).stable).all()
        for concept, found in zip(concepts, rests, strict=True):
            alone = resting(x.game, one, concept, begin)
            assert (found.distance[:, w] == alone.distance).all()
            assert (found.equilibria[:, w] & (found.distance[:, w] >= 0)).nonzero()[
                0
            ].tolist() == alone.states


@examples(40)
@given(ANY)
def test_which_implies_which(sample: Sample) -> None:
    """Even orders rise, odd orders fall; nobody has to carry a rider to improve its lot."""
    x = unfolded(sample)
    names = ("R", "SEQ-2", "SEQ-4", "SEQ-even", "SEQ-odd", "SEQ-3", "SEQ-1", "SEQ")
    for kind in ("", "-irr"):
        found = assess(x.game, x.u, [n + kind for n in names]).stable
        for stronger, weaker in pairwise(found):
            assert (stronger <= weaker).all()
        assert (found[-2] == found[-1]).all(), "order 1 is SEQ"
    assert (assess(x.game, x.u, ["R"]).stable == assess(x.game, x.u, ["R-irr"]).stable).all()
    assert (assess(x.game, x.u, ["REFS"]).equilibria <= assess(x.game, x.u, ["LCS"]).equilibria).all()


@examples(100)
@given(tiny_conflicts())
def test_every_rational_expectation_lasts(conflict: reference.Conflict) -> None:
    game, u = read(as_graph(conflict))
    last = {int(game.names[s][1:]) for s in assess(game, u, ["REFS"]).states("REFS")}
    for stationary in rational(conflict):
        assert stationary <= last


# ------------------------------------------------------------------------------------------ reasons


def reasons(x: Unfolded, concepts: Sequence[str]) -> Iterator[Witness]:
    for concept in concepts:
        found = assess(x.game, x.u, [concept])
        for i in range(len(x.game.actors)):
            for s in range(len(x.game)):
                witness = explain(x.game, x.u, concept, i, s)
                assert witness.stable == found.stable[0, i, s]
                yield witness


@examples(25)
@given(ANY, st.data())
def test_every_verdict_has_a_reason_and_its_opposite_has_none(sample: Sample, data: st.DataObject) -> None:
    x = unfolded(sample)
    assume(len(x.game) <= 20)
    for witness in reasons(x, some(x, data, 4)):
        certify(x.game, x.u, witness)
        if witness.stable:
            moves = [
                Step(witness.actor, witness.state, t) for t in x.game.moves(witness.actor, witness.state)
            ]
            wrong = [replace(witness, stable=False, sanctions=(), improvement=m) for m in moves]
        else:
            wrong = [replace(witness, stable=True, improvement=None)]
        for other in wrong:
            with pytest.raises(WitnessRejected):
                certify(x.game, x.u, other)


@examples(60)
@given(option_conflicts() | graph_conflicts(largest=6), st.data())
def test_no_answer_holds_without_its_last_step_or_with_another(sample: Sample, data: st.DataObject) -> None:
    """Cut short, an answer must be refused unless it deters by itself, which a shortest one never does."""
    x = unfolded(sample)
    for concept in some(x, data, 8):
        i = data.draw(st.integers(0, len(x.game.actors) - 1))
        s = data.draw(st.integers(0, len(x.game) - 1))
        witness = explain(x.game, x.u, concept, i, s)
        for k, sanction in enumerate(witness.sanctions):
            cut = replace(sanction, answer=sanction.answer[:-1], reply=None, doubts=())
            others = (*witness.sanctions[:k], cut, *witness.sanctions[k + 1 :])
            with pytest.raises(WitnessRejected):
                certify(x.game, x.u, replace(witness, sanctions=others))


# ------------------------------------------------------------------------------------------ one by one


def test_a_threat_that_its_author_would_not_carry_out_is_told() -> None:
    """Cuba: at 6 the blockade stays only if the missiles would come back, which would cost Moscow."""
    case = load("cuban-missile-crisis")
    game = unfold(case)
    u, six = central(case, game), game.names.index("6")
    found = assess(game, u, ["SEQ", "SEQ-1", "SEQ-2", "SEQ-3", "SEQ-even", "SEQ-odd"])
    named = [[game.names[s] for s in found.states(c)] for c in found.concepts]
    assert named == [["4", "5", "6"]] * 2 + [["4", "5"]] * 4
    (sanction,) = explain(game, u, "SEQ", 0, six).sanctions
    (doubt,) = sanction.doubts
    assert [game.names[s.target] for s in sanction.answer] == ["0"]
    assert (doubt.step, doubt.instead) == (0, None)
    assert doubt.deterred[0].origin == sanction.answer[0].target


def test_a_rider_is_told() -> None:
    case = TEN["a rider"].case()
    game = unfold(case)
    u = central(case, game)
    (sanction,) = explain(game, u, "SEQ", 0, game.status_quo).sanctions
    (doubt,) = sanction.doubts
    assert doubt.instead is not None
    assert game.describe(doubt.instead.target) == {"a.enter": "yes", "b.fight": "no", "b.insure": "yes"}
    assert not explain(game, u, "SEQ-irr", 0, game.status_quo).stable

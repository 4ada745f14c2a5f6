"""Unknown preference: Lake Gisborne, a dilemma by hand, the slow twin, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import load, unfold
from detente.case import Case
from detente.registry import STANDARD
from detente.stability import appraise
from reference.unknown import stable
from stability.variants.dilemmas import DILEMMA, case, lasting
from strategies import Sample, examples, graph_conflicts

GISBORNE = {
    "R": {"a": "", "b": "4 6", "c": "", "d": "4 6"},
    "GMR": {"a": "", "b": "4 6 8", "c": "4 6 8", "d": "4 6 8"},
    "SMR": {"a": "", "b": "4 6 8", "c": "4 6 8", "d": "4 6 8"},
    "SEQ": {"a": "", "b": "4 6 8", "c": "4 6", "d": "4 6 8"},
}


@pytest.mark.parametrize("concept", GISBORNE)
def test_lake_gisborne(concept: str) -> None:
    """The province's two rankings are readings; what they do not share is unknown. Published: 4, 6 and 8."""
    of = load("lake-gisborne")
    game = unfold(of)
    told = appraise(of, game, [f"{concept}-{kind}" for kind in "abcd"])
    found = {n[-1]: " ".join(game.names[s] for s in told.states(n)) for n in told.concepts}
    assert found == GISBORNE[concept]


def test_doubt_about_the_gain_of_one() -> None:
    """By hand: A may like CC as much as DC. CC is no Nash equilibrium, since B leaves it for sure."""
    of = case(DILEMMA, preferences={"A": {"unknown": [["CC", "DC"]]}})
    assert all(lasting(of, f"R-{kind}") == {"DD"} for kind in "abcd")
    assert all(lasting(of, f"SEQ-{kind}") == {"CC", "DD"} for kind in "abcd")
    assert lasting(of, "R-b", 0) == {"CC", "DC", "DD"}
    assert lasting(of, "R-a", 0) == {"DD"}


def test_ranges_leave_open_what_is_better() -> None:
    """Peace is worth 2 to 4, arms 3: whether to arm is unknown. With 4 to 5 it is known."""

    def told(weight: str) -> list[bool]:
        statements = [
            {"id": k, "when": f"a.arms == {k}", "weight": w, "evidence": "analyst judgement"}
            for k, w in (("no", weight), ("yes", "3"))
        ]
        of = Case.model_validate(
            {
                "format": 1,
                "case": "arms",
                "title": "Arms",
                "as_of": "2000-01-01",
                "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
                "options": {"a.arms": {"name": "arms", "levels": ["no", "yes"]}},
                "preferences": {"a": {"statements": statements}, "b": {"priority": ["a.arms == no"]}},
            }
        )
        return [bool(x) for x in appraise(of, unfold(of), ["R-a", "R-b"]).stable[:, 0].ravel()]

    assert told("2..4") == [False, False, True, True]
    assert told("4..5") == [True, False, True, False]
    assert told("1..2") == [False, True, False, True]


@st.composite
def doubtful(draw: st.DrawFn) -> tuple[Sample, list[set[tuple[int, int]]]]:
    sample = draw(graph_conflicts(largest=8))
    n = sample.conflict.n_states
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])
    doubts = [draw(st.sets(pairs, max_size=4)) for _ in sample.conflict.actors]
    for i, found in enumerate(doubts):
        sample.mapping["preferences"][f"a{i}"]["unknown"] = [[f"s{a}", f"s{b}"] for a, b in sorted(found)]
    return sample, doubts


@examples(150)
@given(doubtful())
def test_the_twin(drawn: tuple[Sample, list[set[tuple[int, int]]]]) -> None:
    sample, doubts = drawn
    of, conflict = Case.model_validate(sample.mapping), sample.conflict

    def unknown(i: int, s: int, t: int) -> bool:
        return (s, t) in doubts[i] or (t, s) in doubts[i]

    told = appraise(of, unfold(of), [f"{c}-{k}" for c in STANDARD for k in "abcd"])
    for name, rows in zip(told.concepts, told.stable, strict=True):
        concept, kind = name.split("-")
        for i in conflict.actors:
            expected = [stable(conflict, unknown, concept, kind, i, s) for s in range(conflict.n_states)]
            assert rows[i].tolist() == expected, f"{name}, actor {i}"
    found = dict(zip(told.concepts, told.stable, strict=True))
    for concept in STANDARD:
        a, b, c, d = (found[f"{concept}-{kind}"] for kind in "abcd")
        assert not (a & ~b).any()
        assert not (c & ~d).any()
        assert concept in ("SEQ", "SSEQ") or not ((a & ~c) | (b & ~d)).any()


@examples(60)
@given(graph_conflicts())
def test_without_doubt_all_four_are_the_textbooks(sample: Sample) -> None:
    of = Case.model_validate(sample.mapping)
    game = unfold(of)
    plain = appraise(of, game, STANDARD)
    for kind in "abcd":
        assert np.array_equal(appraise(of, game, [f"{c}-{kind}" for c in STANDARD]).stable, plain.stable)

"""Attitudes: Chicken by hand, the theorems of the literature, and the slow twin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case
from detente.game import unfold
from detente.stability import appraise
from reference import Conflict
from reference.attitudes import stable
from stability.variants.dilemmas import CHICKEN, DILEMMA, case, lasting
from strategies import Sample, as_graph, examples, graph_conflicts, option_conflicts

BASES = ("R", "GMR", "SMR", "SEQ")
SIGNS = {1: "+", 0: "0", -1: "-"}
COMPROMISE, STRAIGHT, ALL = {"CC", "CD", "DC"}, {"CD", "DC"}, {"CC", "CD", "DC", "DD"}


def minded(a: dict[str, str], b: dict[str, str]) -> Case:
    return case(CHICKEN, preferences={"A": {"attitudes": a}, "B": {"attitudes": b}})


@pytest.mark.parametrize(
    ("a", "b", "kept"),
    [
        ({"A": "+"}, {"B": "+"}, [STRAIGHT, COMPROMISE, COMPROMISE, STRAIGHT]),
        ({"B": "positive"}, {"A": "positive"}, [COMPROMISE] * 4),
        ({"B": "-"}, {"A": "-"}, [{"CD", "DC", "DD"}, ALL, ALL, {"CD", "DC", "DD"}]),
        ({"B": "-"}, {"B": "+"}, [STRAIGHT, COMPROMISE, COMPROMISE, STRAIGHT]),
        ({"A": "0", "B": "+"}, {"B": "+"}, [{"CD"}, {"CC", "CD"}, {"CC", "CD"}, {"CD"}]),
        ({"A": "neutral"}, {"B": "neutral"}, [set()] * 4),
    ],
    ids=["selfish", "kind", "hostile", "one hostile", "one altruist", "neutral"],
)
def test_chicken_by_hand(a: dict[str, str], b: dict[str, str], kept: list[set[str]]) -> None:
    assert [lasting(minded(a, b), f"{base}-total") for base in BASES] == kept


@st.composite
def strict(draw: st.DrawFn) -> Sample:
    """Moves of an option form: nobody else can take back what an actor did, which would count here only."""
    sample = draw(option_conflicts())
    n, c = sample.conflict.n_states, sample.conflict
    order = [draw(st.permutations(range(n))) for _ in c.actors]
    conflict = Conflict(n, c.arcs, order)
    return Sample(as_graph(conflict), conflict, sample.states)


@examples(50)
@given(strict())
def test_selfish_attitudes_are_the_textbooks(sample: Sample) -> None:
    """Theorem of Inohara & Hipel (2009), for complete antisymmetric preferences."""
    of = Case.model_validate(sample.mapping)
    told = appraise(of, unfold(of), [*BASES, *(f"{b}-{e}" for e in ("total", "relational") for b in BASES)])
    assert np.array_equal(told.stable[:4], told.stable[4:8])
    assert np.array_equal(told.stable[:4], told.stable[8:])


@st.composite
def minds(draw: st.DrawFn) -> tuple[Sample, list[list[int]]]:
    sample = draw(graph_conflicts(largest=7))
    n = len(sample.conflict.arcs)
    signs = [draw(st.lists(st.sampled_from([1, 0, -1]), min_size=n, max_size=n)) for _ in range(n)]
    for i, row in enumerate(signs):
        told = {f"a{j}": SIGNS[sign] for j, sign in enumerate(row)}
        sample.mapping["preferences"][f"a{i}"]["attitudes"] = told
    return sample, signs


@examples(150)
@given(minds())
def test_the_twin(drawn: tuple[Sample, list[list[int]]]) -> None:
    sample, signs = drawn
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    told = appraise(of, unfold(of), [f"{b}-{e}" for b in BASES for e in ("total", "relational")])
    for name, rows in zip(told.concepts, told.stable, strict=True):
        base, kind = name.split("-")
        for i in conflict.actors:
            expected = [stable(conflict, signs, base, kind, i, s) for s in range(conflict.n_states)]
            assert rows[i].tolist() == expected, f"{name}, actor {i}"


def test_the_dilemma_of_two_who_wish_each_other_well() -> None:
    kind = {"A": {"attitudes": {"B": "+"}}, "B": {"attitudes": {"A": "+"}}}
    assert "CC" in lasting(case(DILEMMA, preferences=kind), "R-total")

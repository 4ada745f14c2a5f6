"""Strength of preference: worked examples, the slow twin, and what must hold."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case
from detente.game import unfold
from detente.stability import appraise
from reference.strength import marked, strong, weak
from stability.variants.dilemmas import CHICKEN, DILEMMA, case, lasting
from strategies import Sample, examples, graph_conflicts

BASES = ("GMR", "SMR", "SEQ", "SSEQ")


def by_weights(threshold: int) -> Case:
    """The dilemma of weights 6, 0, 7, 3: cooperation is worth more than the gain from leaving it."""
    weights = {"A": {"CC": 6, "DC": 7, "DD": 3}, "B": {"CC": 6, "CD": 7, "DD": 3}}
    holds = {"C": "yes", "D": "no"}
    wishes = {
        i: {
            "statements": [
                {
                    "id": f"{i}-{s}",
                    "when": f"A.c == {holds[s[0]]} and B.c == {holds[s[1]]}",
                    "weight": str(w),
                    "evidence": "analyst judgement",
                }
                for s, w in row.items()
            ],
            "strength": [threshold],
        }
        for i, row in weights.items()
    }
    return Case.model_validate(
        {
            "format": 1,
            "case": "weighed",
            "title": "A dilemma",
            "as_of": "2000-01-01",
            "actors": {"A": {"name": "A"}, "B": {"name": "B"}},
            "options": {f"{i}.c": {"name": "cooperate", "levels": ["no", "yes"]} for i in "AB"},
            "states": {a + b: {"A.c": holds[a], "B.c": holds[b]} for a in "CD" for b in "CD"},
            "preferences": wishes,
        }
    )


@pytest.mark.parametrize(("threshold", "kept"), [(2, {"CC", "DD"}), (4, {"DD"})])
@pytest.mark.parametrize("base", ["GMR", "SMR", "SEQ"])
def test_a_dilemma_by_hand(base: str, threshold: int, kept: set[str]) -> None:
    """Leaving CC ends in DD, which is worse by 3: much worse if 2 is much, not if 4 is."""
    of = by_weights(threshold)
    assert lasting(of, base) == {"CC", "DD"}
    assert lasting(of, f"{base}-strong") == kept
    assert lasting(of, f"{base}-weak", 0) == ({"CC"} if threshold == 4 else set())


def test_marks_in_a_ranking_are_steps() -> None:
    wishes = {"A": {"strength": ["CC"]}, "B": {"strength": ["CC"]}}
    assert lasting(case(DILEMMA, preferences=wishes), "SEQ-strong") == {"CC", "DD"}
    # The step from CC to DD is mild where only that below DD is large.
    wishes = {"A": {"strength": ["DD"]}, "B": {"strength": ["DD"]}}
    assert lasting(case(DILEMMA, preferences=wishes), "SEQ-strong") == {"DD"}
    assert lasting(case(DILEMMA, preferences=wishes), "SEQ-weak", 0) == {"CC"}


def test_a_sanction_may_hurt_by_a_third_degree() -> None:
    wishes = {i: {"strength": ["CC", "CC"]} for i in "AB"}
    of = case(CHICKEN, preferences=wishes)
    assert lasting(of, "GMR-strong") == lasting(of, "GMR-strong-3") == {"CC", "CD", "DC"}
    assert lasting(of, "GMR-strong-4") == {"CD", "DC"}


def test_without_a_word_on_strength_only_who_has_no_improvement_is_strongly_stable() -> None:
    assert lasting(case(DILEMMA), "SEQ-strong") == lasting(case(DILEMMA), "R") == {"DD"}


def test_the_first_conditions_of_an_order_count_much() -> None:
    """A's gain from arms is small; that B arms in turn costs it the first of its conditions."""
    wishes = {
        "A": {"priority": ["B.c == yes", "A.c == no"], "strength": [1]},
        "B": {"priority": ["A.c == yes", "B.c == no"], "strength": [1]},
    }
    of = by_weights(2)
    told = of.to_dict() | {"preferences": wishes}
    assert lasting(Case.model_validate(told), "SEQ-strong") == {"CC", "DD"}
    wishes["A"]["strength"] = []
    assert lasting(Case.model_validate(told), "SEQ-strong") == {"DD"}


@st.composite
def marked_conflicts(draw: st.DrawFn) -> tuple[Sample, list[list[set[int]]]]:
    sample = draw(graph_conflicts(largest=9))
    n = sample.conflict.n_states
    some = st.sets(st.integers(0, n - 1), max_size=3)
    marks = [[draw(some), draw(some)] for _ in sample.conflict.actors]
    for i, degrees in enumerate(marks):
        wish = sample.mapping["preferences"][f"a{i}"]
        wish["strength"] = [[f"s{s}" for s in sorted(names)] for names in degrees]
    return sample, marks


@examples(150)
@given(marked_conflicts())
def test_the_twin(drawn: tuple[Sample, list[list[set[int]]]]) -> None:
    sample, marks = drawn
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    game = unfold(of)
    degree: Any = partial(marked, conflict.utilities, marks)
    names = [f"{b}-{e}-{k}" for b in BASES for e in ("strong", "weak") for k in (1, 2, 3)]
    told = appraise(of, game, (*BASES, *names))
    for c, name in enumerate(told.concepts[len(BASES) :], len(BASES)):
        base, ending, least = name.split("-")
        twin = strong if ending == "strong" else weak
        for i in conflict.actors:
            expected = [twin(conflict, degree, base, int(least), i, s) for s in range(conflict.n_states)]
            assert told.stable[c, i].tolist() == expected, f"{name}, actor {i}"
    for k, base in enumerate(BASES):
        falling = [told.stable[told.concepts.index(f"{base}-strong-{d}")] for d in (1, 2, 3)]
        for more, less in zip([told.stable[k], *falling], falling, strict=False):
            assert (more | ~less).all(), f"{base}: who is hurt more is hurt"

"""Mixed stability: by hand, and the slow twin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case
from detente.game import unfold
from detente.registry import STANDARD
from detente.stability import appraise
from reference.mixed import stable
from stability.variants.dilemmas import CHICKEN, case, lasting
from strategies import Sample, examples, graph_conflicts


def test_one_who_fears_any_answer_and_one_who_fears_none() -> None:
    """In Chicken A, by GMR, keeps the compromise; B, by R, leaves it."""
    of = case(CHICKEN, preferences={"A": {"concept": "GMR"}, "B": {"concept": "R"}})
    assert lasting(of, "MIX", 0) == {"CC", "CD", "DC"}
    assert lasting(of, "MIX", 1) == {"CD", "DC"}
    assert lasting(of, "MIX") == {"CD", "DC"}


@examples(30)
@given(graph_conflicts(largest=7), st.lists(st.sampled_from(STANDARD), min_size=6, max_size=6))
def test_the_twin(sample: Sample, concepts: list[str]) -> None:
    for i in sample.conflict.actors:
        sample.mapping["preferences"][f"a{i}"]["concept"] = concepts[i]
    of = Case.model_validate(sample.mapping)
    told = appraise(of, unfold(of), ["MIX"]).stable[0]
    for i in sample.conflict.actors:
        expected = [stable(sample.conflict, concepts, i, s) for s in range(sample.conflict.n_states)]
        assert told[i].tolist() == expected

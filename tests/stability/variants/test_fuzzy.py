"""Fuzzy preference: two kinds of actors mixed, by hand, and the slow twin."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.case import Case
from detente.game import unfold
from detente.registry import STANDARD
from detente.stability import appraise
from reference.fuzzy import stable
from stability.variants.dilemmas import DILEMMA, case, lasting
from stability.variants.graded import Graded, graded
from strategies import examples


@pytest.mark.parametrize(
    ("a", "b", "nash"), [(0.1, 0.1, {"DD"}), (0.2, 0.2, {"DD"}), (0.4, 0.4, {"DD"}), (0.6, 0.6, {"CC", "DD"})]
)
def test_a_dilemma_or_a_stag_hunt(a: float, b: float, nash: set[str]) -> None:
    """A prefers leaving CC to degree 0.7, certainty 0.4; B leaves it to degree 0.6, certainty 0.2."""
    wishes = {
        "A": {"degrees": {"DC": {"CC": 0.7}}, "threshold": a},
        "B": {"degrees": {"CD": {"CC": 0.6}}, "threshold": b},
    }
    of = case(DILEMMA, preferences=wishes)
    assert lasting(of, "R-fuzzy") == nash
    assert lasting(of, "R-fuzzy", 0) == {"DC", "DD"} | ({"CC"} if a > 0.4 else set())
    assert lasting(of, "R-fuzzy", 1) == {"CD", "DD"} | ({"CC"} if b > 0.2 else set())
    assert all(lasting(of, f"{c}-fuzzy") == {"CC", "DD"} for c in ("GMR", "SMR", "SEQ", "SSEQ"))


@examples(120)
@given(graded(wide=False))
def test_the_twin(drawn: Graded) -> None:
    of, conflict = Case.model_validate(drawn.sample.mapping), drawn.sample.conflict
    told = appraise(of, unfold(of), [f"{c}-fuzzy" for c in STANDARD])
    for base, rows in zip(STANDARD, told.stable, strict=True):
        for i in conflict.actors:
            wanted = [
                stable(conflict, drawn.low, drawn.thresholds, base, i, s) for s in range(conflict.n_states)
            ]
            assert rows[i].tolist() == wanted, base

"""Non-myopic stability: the games of the literature, and the slow twin."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from detente.case import Case
from detente.game import unfold
from detente.stability import appraise
from reference.nonmyopic import lasting as twin
from stability.variants.dilemmas import CHICKEN, DEADLOCK, DILEMMA, case, lasting
from stability.variants.pairs import pairs
from strategies import Sample, examples


def test_games_of_the_literature() -> None:
    """Both cooperation and defection in the dilemma (Brams & Ismail 2022); the compromise in Chicken."""
    assert lasting(case(DILEMMA), "NM") == {"CC", "DD"}
    assert lasting(case(CHICKEN), "NM") == {"CC"}
    assert lasting(case(DEADLOCK), "NM") == {"DD"}


@examples(120)
@given(pairs())
def test_the_twin(sample: Sample) -> None:
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    told = appraise(of, unfold(of), ["NM"]).stable[0]
    for i in conflict.actors:
        assert set(np.flatnonzero(told[i]).tolist()) == twin(conflict, i)

"""Stackelberg stability: by hand, the slow twin, and who may lead."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.case import Case
from detente.errors import DetenteError
from detente.game import unfold
from detente.stability import appraise
from reference.stackelberg import stable
from stability.variants.dilemmas import CHICKEN, DILEMMA, case, lasting
from stability.variants.pairs import pairs
from strategies import Sample, examples


def test_who_leads_in_chicken_drives_straight() -> None:
    assert lasting(case(CHICKEN), "ST-1") == {"DC"}
    assert lasting(case(CHICKEN), "ST-2") == {"CD"}
    assert lasting(case(DILEMMA), "ST-1") == {"DD"}


def test_there_is_no_third_leader() -> None:
    with pytest.raises(DetenteError, match="ST-3: the leader is actor 1 or 2"):
        lasting(case(DILEMMA), "ST-3")


@examples(120)
@given(pairs())
def test_the_twin(sample: Sample) -> None:
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    told = appraise(of, unfold(of), ["ST-1", "ST-2"])
    for leader in (0, 1):
        for i in conflict.actors:
            expected = [stable(conflict, leader, i, s) for s in range(conflict.n_states)]
            assert told.stable[leader, i].tolist() == expected

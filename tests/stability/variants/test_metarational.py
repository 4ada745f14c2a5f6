"""Generalized metarationalities: the textbooks' concepts among them, and the slow twin."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from detente.case import Case
from detente.game import unfold
from detente.stability import appraise
from reference.metarational import stable
from stability.variants.dilemmas import CHICKEN, case, lasting
from strategies import Sample, examples, graph_conflicts

SAME = {"MR-1": "R", "CMR-1": "R", "MR-2": "GMR", "MR-3": "SMR", "CMR-2": "SEQ", "CMR-3": "SSEQ"}


def test_chicken_by_hand() -> None:
    """A swerves with B; if it drives straight B may too, and A can then only swerve alone: no gain."""
    assert lasting(case(CHICKEN), "MR-4", 0) == {"CC", "CD", "DC"}
    assert lasting(case(CHICKEN), "CMR-4", 0) == {"CD", "DC"}


@examples(60)
@given(graph_conflicts(largest=7))
def test_the_twin_and_the_textbooks(sample: Sample) -> None:
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    more = ["MR-4", "MR-5", "CMR-4", "CMR-5"]
    told = appraise(of, unfold(of), [*SAME, *SAME.values(), *more])
    rows = dict(zip(told.concepts, told.stable, strict=True))
    for name, base in SAME.items():
        assert np.array_equal(rows[name], rows[base]), name
    for name in more:
        kind, turns = name.split("-")
        for i in conflict.actors:
            expected = [stable(conflict, kind == "CMR", int(turns), i, s) for s in range(conflict.n_states)]
            assert rows[name][i].tolist() == expected, name

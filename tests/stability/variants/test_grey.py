"""Grey preference: by hand, and the slow twin."""

from __future__ import annotations

from hypothesis import given

from detente.case import Case
from detente.game import unfold
from detente.registry import STANDARD
from detente.stability import appraise
from reference.grey import stable
from stability.variants.dilemmas import DILEMMA, case, lasting
from stability.variants.graded import Graded, graded
from strategies import examples


def test_all_of_an_interval_has_to_be_certain_enough() -> None:
    """A leaves CC to degree 0.6 to 0.8, certainty 0.2 to 0.6: enough for 0.2, for 0.4 only in the middle."""
    for threshold, kept in ((0.2, {"DC", "DD"}), (0.4, {"CC", "DC", "DD"})):
        wishes = {"A": {"degrees": {"DC": {"CC": "0.6..0.8"}}, "threshold": threshold}}
        of = case(DILEMMA, preferences=wishes)
        assert lasting(of, "R-grey", 0) == kept
        assert lasting(of, "R-fuzzy", 0) == {"DC", "DD"}


@examples(120)
@given(graded(wide=True))
def test_the_twin(drawn: Graded) -> None:
    of, conflict = Case.model_validate(drawn.sample.mapping), drawn.sample.conflict
    told = appraise(of, unfold(of), [f"{c}-grey" for c in STANDARD])
    for base, rows in zip(STANDARD, told.stable, strict=True):
        for i in conflict.actors:
            wanted = [
                stable(conflict, drawn.low, drawn.high, drawn.thresholds, base, i, s)
                for s in range(conflict.n_states)
            ]
            assert rows[i].tolist() == wanted, base

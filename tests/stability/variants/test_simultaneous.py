"""Stability by simultaneity: Chicken by hand, published conflicts, the slow twin."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente import load
from detente.errors import DetenteError
from detente.game import unfold
from detente.stability import appraise
from reference.simultaneous import stable
from stability.variants.dilemmas import CHICKEN, case, lasting
from strategies import Sample, examples, option_conflicts
from unfolded import unfolded


def test_the_compromise_in_chicken_is_kept_by_simultaneity() -> None:
    """Each would drive straight if the other swerves; if both do at once, both are worst off."""
    of = load("chicken-cuba")
    game = unfold(of)
    told = appraise(of, game, ["R", "SEQ", "SIM"])
    kept = set(told.states("SIM")) - set(told.states("SEQ"))
    values = {game.names[s] for s in kept}
    assert len(values) == 1
    assert not kept & set(told.states("R"))


def test_lake_gisborne_has_no_more_than_under_seq() -> None:
    of = load("lake-gisborne")
    told = appraise(of, unfold(of), ["SEQ", "SIM"])
    assert told.states("SIM") == told.states("SEQ")


def test_a_case_without_options_is_refused() -> None:
    with pytest.raises(DetenteError, match="SIM puts changes of options together"):
        lasting(case(CHICKEN), "SIM")


@examples(100)
@given(option_conflicts())
def test_the_twin(sample: Sample) -> None:
    x = unfolded(sample)
    from detente.case import Case

    told = appraise(Case.model_validate(sample.mapping), x.game, ["SIM", "SIM-each"]).stable
    for i in x.conflict.actors:
        for k, each in enumerate((False, True)):
            expected = [stable(x.conflict, i, s, each) for s in range(x.conflict.n_states)]
            assert told[k, i, list(x.place)].tolist() == expected

"""Looking ahead: the games of the literature, the slow twin, and the refusal of three actors."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.case import Case
from detente.errors import DetenteError
from detente.game import unfold
from detente.stability import appraise
from reference.limited import stable
from stability.variants.dilemmas import CHICKEN, DEADLOCK, DILEMMA, case, lasting
from stability.variants.pairs import pairs
from strategies import Sample, examples

HORIZONS = range(1, 13)


@pytest.mark.parametrize(
    ("values", "short"),
    [(DILEMMA, [{"DD"}, {"CC", "DD"}, {"CC", "DD"}]), (CHICKEN, [{"CD", "DC"}, set(), {"CC"}])],
)
def test_equilibria_by_horizon(values: dict[str, dict[str, int]], short: list[set[str]]) -> None:
    """Chicken: the compromise from three moves on; the dilemma: cooperation too (Brams & Wittman 1981)."""
    found = [lasting(case(values), f"L-{h}") for h in HORIZONS]
    assert found[:3] == short
    assert all(states == short[2] for states in found[3:])


def test_each_actor_in_chicken() -> None:
    of = case(CHICKEN)
    assert [lasting(of, f"L-{h}", 0) for h in (1, 2, 3)] == [{"CD", "DC"}, {"DC"}, {"CC", "DC"}]
    assert [lasting(of, f"L-{h}", 1) for h in (1, 2, 3)] == [{"CD", "DC"}, {"CD"}, {"CC", "CD"}]


def test_one_move_ahead_is_nash() -> None:
    for values in (DILEMMA, CHICKEN, DEADLOCK):
        assert lasting(case(values), "L-1") == lasting(case(values), "R")


@pytest.mark.parametrize("name", ["L-2", "NM", "ST-1"])
def test_three_actors_are_refused(name: str) -> None:
    of = case(DILEMMA)
    told = of.to_dict()
    told["actors"]["C"] = {"name": "C"}
    told["preferences"]["C"] = {"ranking": [list(of.states)]}
    three = Case.model_validate(told)
    with pytest.raises(DetenteError, match=f"{name} is defined for two actors; this case has 3"):
        appraise(three, unfold(three), [name])


@examples(120)
@given(pairs())
def test_the_twin(sample: Sample) -> None:
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    told = appraise(of, unfold(of), [f"L-{h}" for h in (1, 2, 3, 4)])
    for h, rows in enumerate(told.stable, 1):
        for i in conflict.actors:
            expected = [stable(conflict, h, i, s) for s in range(conflict.n_states)]
            assert rows[i].tolist() == expected, f"L-{h}, actor {i}"

"""Probabilistic preference: by hand, from worlds, and the slow twin."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from detente import load
from detente.case import Case
from detente.game import unfold
from detente.registry import STANDARD
from detente.stability import appraise
from reference.probable import stable
from stability.variants.dilemmas import DILEMMA, case, lasting
from stability.variants.graded import Graded, graded
from strategies import examples


def test_how_bold_an_actor_is() -> None:
    """A prefers leaving CC with probability 0.7: it leaves if alpha is above 0.3."""
    for alpha, kept in ((0.3, {"CC", "DC", "DD"}), (0.4, {"DC", "DD"})):
        of = case(DILEMMA, preferences={"A": {"degrees": {"DC": {"CC": 0.7}}, "alpha": alpha}})
        assert lasting(of, "R-probable", 0) == kept


def test_degrees_from_the_shares_of_two_readings() -> None:
    """Gisborne: each reading holds in about half of the worlds, so that a bold province leaves for either."""
    of = load("lake-gisborne")
    game = unfold(of)
    assert set(appraise(of, game, ["R-b"]).states("R-b")) <= {s for s in range(8) if game.names[s] in "46"}
    bold = of.to_dict()
    bold["preferences"]["province"] |= {"alpha": 0.9, "beta": 0.9, "gamma": 0.9}
    bold = Case.model_validate(bold)
    assert appraise(bold, game, ["R-probable"]).states("R-probable") == []


@examples(120)
@given(graded(wide=False))
def test_the_twin(drawn: Graded) -> None:
    of, conflict = Case.model_validate(drawn.sample.mapping), drawn.sample.conflict
    told = appraise(of, unfold(of), [f"{c}-probable" for c in STANDARD])
    given_ = [set(w["degrees"]) for w in drawn.sample.mapping["preferences"].values()]
    assert len(given_) == len(conflict.arcs)
    p = [
        {
            (s, t): x
            if _graded(drawn, i, s, t)
            else Fraction(conflict.utilities[i][s] > conflict.utilities[i][t])
            for (s, t), x in row.items()
        }
        for i, row in enumerate(drawn.low)
    ]
    for base, rows in zip(STANDARD, told.stable, strict=True):
        for i in conflict.actors:
            wanted = [stable(conflict, p, drawn.parameters, base, i, s) for s in range(conflict.n_states)]
            assert rows[i].tolist() == wanted, base


def _graded(drawn: Graded, i: int, s: int, t: int) -> bool:
    told = drawn.sample.mapping["preferences"][f"a{i}"]["degrees"]
    return f"s{t}" in told.get(f"s{s}", {}) or f"s{s}" in told.get(f"s{t}", {})

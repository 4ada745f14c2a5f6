"""Value of information, against the definition, closed forms and laws."""

from __future__ import annotations

from math import erf, exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.insight.factors import Factor, Name, by_actor, by_source, factors
from detente.insight.measure.regression import PENALTIES, basis, crossed, spline
from detente.insight.uncertainty.information import gain, information, perfect
from detente.worlds import draw, normal_quantile, uniforms
from reference import choice as slow
from small import JUDGEMENT, chance, small

tables = st.integers(1, 3).flatmap(
    lambda c: st.integers(1, 9).flatmap(
        lambda w: st.tuples(
            *[st.lists(st.lists(st.integers(-4, 4), min_size=w, max_size=w), min_size=c, max_size=c)] * 2
        )
    )
)


@given(tables)
def test_values_are_those_of_the_definition(pair: tuple[list[list[int]], list[list[int]]]) -> None:
    payoff, expected = (np.array(x, float) for x in pair)
    assert perfect(payoff).value == pytest.approx(slow.perfect_information(pair[0]))
    if len(set(np.round(payoff.mean(axis=1), 9))) == len(payoff):
        assert gain(payoff, expected)[0].value == pytest.approx(slow.gain(*pair))


@given(tables)
def test_laws_of_information(pair: tuple[list[list[int]], list[list[int]]]) -> None:
    payoff, expected = (np.array(x, float) for x in pair)
    everything = perfect(payoff)
    assert everything.value >= 0
    assert gain(payoff, expected)[0].value <= everything.value + 1e-12, "nothing is worth more than all"
    assert gain(payoff, payoff)[0].value == pytest.approx(everything.value), "knowing all is worth all"
    flat = np.repeat(payoff.mean(axis=1, keepdims=True), payoff.shape[1], axis=1)
    assert gain(payoff, flat) == (gain(payoff, flat)[0], 0.0)
    assert gain(payoff, flat)[0].value == 0, "knowing nothing is worth nothing"


# ------------------------------------------------------------------------------------ the closed form

WEIGHTS = np.array([1, 0.5, 0.25, 0.0])
MEAN = 0.2


def normal(n: int, seed: int = 1) -> tuple[np.ndarray, list[Factor]]:
    """Two choices, one worth nothing, the other a sum of normal judgements."""
    x = np.stack([normal_quantile(uniforms(seed, f"x{j}", 0, n)) for j in range(len(WEIGHTS))])
    made = [Factor(Name("statement", str(j)), row) for j, row in enumerate(x)]
    return np.stack([np.zeros(n), MEAN + WEIGHTS @ x]), made


def unit_loss(*which: int) -> float:
    """Raiffa and Schlaifer (1961): s phi(m / s) - m Phi(-m / s), s the part of the spread that is learnt."""
    s = sqrt((WEIGHTS[list(which)] ** 2).sum())
    if s == 0:
        return 0.0
    z = MEAN / s
    return s * exp(-z * z / 2) / sqrt(2 * pi) - MEAN * (1 - erf(z / sqrt(2))) / 2


def test_the_linear_normal_case() -> None:
    payoff, known = normal(8_000)
    pair = (Name("actor", "pair", size=2), (known[0], known[1]))
    every = (Name("source", "all", size=4), tuple(known))
    found = information(["stay", "go"], payoff, known, [pair], [every])
    assert found.chosen == "go"
    assert found.perfect.value == pytest.approx(unit_loss(0, 1, 2, 3), abs=0.02)
    told = {w.name.id: w for w in (*found.judgements, *found.actors, *found.sources)}
    for name, which in {"0": (0,), "1": (1,), "2": (2,), "3": (3,), "pair": (0, 1), "all": (0, 1, 2)}.items():
        value = told[name].value
        assert value.value == pytest.approx(unit_loss(*which), abs=0.02), name
        assert value.low - 0.01 <= unit_loss(*which) <= value.high + 0.01, name
    assert [w.name.id for w in found.judgements] == ["0", "1", "2", "3"]
    assert told["3"].turns < 0.01
    assert 0.3 < told["0"].turns < 0.5


def test_few_worlds_do_not_make_a_value_out_of_nothing() -> None:
    """Twenty idle judgements in 200 worlds: fitted values plugged in would say otherwise."""
    n, crossed_values, plugged = 200, [], []
    for seed in range(6):
        payoff, _ = normal(n, seed)
        payoff[1] -= payoff[1].mean()  # a close call, so that every slip turns the choice
        idle = [Factor(Name("statement", str(j)), uniforms(seed, f"idle{j}", 0, n)) for j in range(20)]
        found = information(["stay", "go"], payoff, [], [(Name("actor", "idle"), tuple(idle))])
        crossed_values.append(found.actors[0].value.value)
        terms = basis(idle)
        fitted = terms @ np.linalg.lstsq(terms, payoff[1] - payoff[1].mean(), rcond=None)[0]
        plugged.append(np.maximum(fitted, 0).mean())
    assert np.mean(plugged) > 0.1
    assert np.mean(crossed_values) < 0.05


def test_the_bias_is_downwards_and_small() -> None:
    values = [information(["stay", "go"], *normal(300, seed)).judgements[0].value.value for seed in range(30)]
    assert np.mean(values) == pytest.approx(unit_loss(0), abs=0.02)


def test_values_lie_between_nothing_and_everything() -> None:
    payoff, known = normal(400)
    found = information(["stay", "go"], payoff, known, [(Name("actor", "all"), tuple(known))])
    for worth in (*found.judgements, *found.actors):
        assert 0 <= worth.value.low <= worth.value.value <= worth.value.high <= found.perfect.value + 1e-12
        assert 0 <= worth.turns <= 1


def test_where_one_choice_is_always_best_nothing_is_worth_knowing() -> None:
    payoff, known = normal(300)
    payoff[1] = 5 + 0.1 * payoff[1]
    found = information(["stay", "go"], payoff, known)
    assert found.perfect.value == 0
    assert all(w.value.high == 0 and w.turns == 0 for w in found.judgements)


# -------------------------------------------------------------------------------------- regression


def test_a_world_does_not_enter_its_own_prediction() -> None:
    payoff, known = normal(120)
    before = crossed(basis(known), payoff)
    payoff[1, 37] += 1_000
    after = crossed(basis(known), payoff)
    assert after[:, 37] == pytest.approx(before[:, 37])
    assert abs(after[1] - before[1]).max() > 1


@pytest.mark.parametrize("shape", ["line", "bend", "wave"])
def test_splines_follow_what_is_smooth(shape: str) -> None:
    x = uniforms(1, "x", 0, 2_000)
    y = {"line": x, "bend": np.abs(x - 0.4), "wave": np.sin(6 * x)}[shape]
    fitted = crossed(basis([Factor(Name("statement", "x"), x)]), y[None])[0]
    assert np.var(y - fitted) < 0.01 * np.var(y)


def test_readings_are_fitted_by_their_means() -> None:
    reading = np.arange(300) % 3
    y = np.array([5.0, -1.0, 2.0])[reading]
    fitted = crossed(basis([Factor(Name("reading", "reading"), reading.astype(float), True)]), y[None])[0]
    assert fitted == pytest.approx(y, abs=1e-4)


def test_terms_do_not_depend_on_the_unit_and_are_fewer_in_a_crowd() -> None:
    x = uniforms(1, "x", 0, 50)
    assert spline(np.exp(9 * x)) == pytest.approx(spline(x))
    assert spline(x).shape == (50, 6)
    assert basis([Factor(Name("statement", str(j)), x**j) for j in range(1, 31)]).shape == (50, 30)


# ---------------------------------------------------------------------------------------- what is known


def test_judgements_and_their_groups() -> None:
    wants = {"a": {"a.x == yes": "0..1", "b.y == yes": 2}, "b": {"b.y == yes": "-1..1", "a.x == yes": "1..2"}}
    parts = {
        "readings": {
            r: {"name": r, "share": 1, "weights": {"b-0": w}, "evidence": JUDGEMENT}
            for r, w in {"one": "-2..-1", "two": "1..2"}.items()
        },
        "chance": {"chance.c": chance({"calm": 0.5, "storm": 0.5})},
        "perceptions": {
            "p": {"viewer": "a", "of": "b", "weights": {"b-1": "-2..2"}, "evidence": "S.P1"},
        },
        "sources": {"s": {"key": "S", "title": "S", "language": "en"}},
        "status_quo": {"chance.c": "calm", "a.x": "no", "b.y": "no"},
    }
    case = small({"a.x": "no yes", "b.y": "no yes"}, wants, **parts)
    worlds = draw(case, 200)
    found = factors(worlds, np.arange(1, 200))
    assert [(f.name.kind, f.name.id, f.name.actor, f.name.viewer) for f in found] == [
        ("reading", "reading", "", ""),
        ("chance", "chance.c", "", ""),
        ("statement", "a-0", "a", ""),
        ("statement", "b-0", "b", ""),
        ("statement", "b-1", "b", ""),
        ("belief", "b-1", "b", "a"),
    ]
    assert [f.grouped for f in found] == [True, True, False, False, False, False]
    assert found[2].values == pytest.approx(worlds.weights[0][0][1:])
    assert {(n.kind, n.id, n.size) for n, _ in by_actor(found)} == {
        ("actor", "a", 1),
        ("actor", "b", 2),
        ("beliefs", "beliefs", 1),
    }
    by = {n.id: [f.name.id for f in members] for n, members in by_source(case, found)}
    assert by == {"": ["chance.c", "a-0", "b-0", "b-1"], "S": ["b-1"]}


def by_hat_matrix(terms: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Ridge with its penalty by generalized cross-validation, written out with the hat matrix."""
    n, p = terms.shape
    x, middle = terms - terms.mean(axis=0), y.mean()
    best = (np.inf, np.zeros(p))
    for share in PENALTIES:
        inverse = np.linalg.inv(x.T @ x + n * share * np.eye(p))
        slopes = inverse @ x.T @ (y - middle)
        hat = np.ones((n, n)) / n + x @ inverse @ x.T
        score = ((y - hat @ y) ** 2).sum() / (n - np.trace(hat)) ** 2
        best = min(best, (score, slopes), key=lambda pair: pair[0])
    return best[1], float(middle - terms.mean(axis=0) @ best[1])


@pytest.mark.parametrize("noise", [0.05, 1.0, 10.0])
def test_predictions_are_those_of_the_definition(noise: float) -> None:
    n = 80
    factor = Factor(Name("statement", "x"), uniforms(2, "x", 0, n))
    terms = basis([factor, Factor(Name("statement", "z"), uniforms(2, "z", 0, n))])
    y = np.sin(5 * factor.values) + noise * (uniforms(2, "noise", 0, n) - 0.5)
    found = crossed(terms, y[None])[0]
    for k in range(10):
        own = np.arange(n) % 10 == k
        slopes, level = by_hat_matrix(terms[~own], y[~own])
        assert found[own] == pytest.approx(level + terms[own] @ slopes, rel=1e-6, abs=1e-8)

"""Actors who look ahead: closed forms, the equations themselves, and honesty about what was not solved."""

from __future__ import annotations

from datetime import date
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case
from detente.dynamics.clock import Clock, Turn
from detente.dynamics.clocks.forward import look_ahead, look_ahead_worlds, residual
from detente.dynamics.clocks.pairs import Pairs, chance_pairs
from detente.dynamics.motion import moves_of
from detente.game import Game, unfold
from detente.worlds import central
from reference.foresight import gap
from small import chance, small
from strategies import Sample, examples, graph_conflicts, option_conflicts
from unfolded import Unfolded, unfolded


def scaled(game: Game, case: Case) -> np.ndarray:
    u = central(case, game).astype(float)
    return (u - u.min(axis=1, keepdims=True)) / np.maximum(np.ptp(u, axis=1, keepdims=True), 1)


def twin_gap(found: Unfolded, values: np.ndarray, u: np.ndarray, beta: float, discount: float) -> float:
    place, actors = list(found.place), range(len(u))
    rates = [1.0 + k for k in actors]
    return gap(
        found.conflict, values[:, place].tolist(), u[:, place].tolist(), rates, [beta] * len(u), discount, {}
    )


@given(st.one_of(option_conflicts(), graph_conflicts(8)), st.floats(1, 12), st.floats(0.2, 5))
@examples(25)
def test_what_is_solved_satisfies_the_equations(sample: Sample, beta: float, discount: float) -> None:
    found = unfolded(sample)
    u = scaled(found.game, Case.model_validate(sample.mapping))
    rates, betas = 1.0 + np.arange(len(u)), np.full(len(u), beta)
    solved = look_ahead(found.game, u, rates, betas, discount, limit=1500)
    told = twin_gap(found, solved.values, u, beta, discount)
    assert residual(found.game, solved.values, u, rates, betas, discount) == pytest.approx(told, abs=1e-6)
    assert solved.solved == (solved.residual <= 1e-6)
    if solved.solved:
        assert told < 2e-5  # an actor's values were right when the others' last changed a little


def alone(beta: float, rate: float, discount: float) -> np.ndarray:
    case = small({"a.x": "no yes"}, {"a": {"a.x == yes": 1}})
    game = unfold(case)
    found = look_ahead(game, scaled(game, case), np.array([rate]), np.array([beta]), discount)
    assert found.solved
    return found.values[0]


@given(st.floats(0.5, 20), st.floats(0.1, 10), st.floats(0.05, 5))
@examples(30)
def test_one_actor_between_two_states(beta: float, rate: float, discount: float) -> None:
    # (r + l) V(s) = r u(s) + l/b log(e^{b V(0)} + e^{b V(1)}), so that V(1) - V(0) = r / (r + l).
    apart = discount / (discount + rate)
    low = rate / (discount * beta) * log(1 + exp(beta * apart))
    values = alone(beta, rate, discount)
    assert values == pytest.approx([low, low + apart], abs=1e-5)


@given(option_conflicts())
@examples(15)
def test_who_discounts_much_is_myopic(sample: Sample) -> None:
    found = unfolded(sample)
    u = scaled(found.game, Case.model_validate(sample.mapping))
    rates, betas = np.ones(len(u)), np.full(len(u), 5.0)
    for discount in (1e3, 1e5):
        values = look_ahead(found.game, u, rates, betas, discount).values
        assert np.abs(values - u).max() < 10 / discount


def test_chance_alone_between_two_states() -> None:
    # Nobody can do anything. V solves r V = r u + Q V with rates 2 (up) and 1 (down): see the two lines.
    case = small({"a.x": ("no yes", "fixed")}, {"a": {"a.x == yes": 1}})
    game = unfold(case)
    both = Pairs(np.array([0, 1, 2], np.int32), np.array([1, 0], np.int32), np.array([2.0, 1.0]))
    found = look_ahead(game, scaled(game, case), np.zeros(1), np.ones(1), 0.5, both)
    high = (0.5 + 2) / (0.5 + 2 + 1)
    assert found.values[0] == pytest.approx([high - 0.5 / 3.5, high], abs=1e-6)


def test_an_election_on_dates_counts_as_one_at_random_times() -> None:
    case = small(
        {"a.x": "no yes"}, {"a": {"a.x == yes": 1}}, chance={"chance.c": chance({"l": 0.25, "r": 0.75})}
    )
    game = unfold(case)
    turn = Turn(np.zeros(1), (1.0, 5.0, 9.0), np.array([[0.25], [0.75]]))
    day = date(2000, 1, 1), date(2012, 1, 1)
    clock = Clock(("a",), np.ones((1, 1)), np.ones((1, 1)), {"chance.c": turn}, (), 1.0, *day)
    found = chance_pairs(moves_of(game, clock), clock, 0)
    to_l = game.states[found.target][:, game.options.index("chance.c")] == 0
    assert found.rate[to_l] == pytest.approx(0.25 * 3 / clock.years)
    assert found.rate[~to_l] == pytest.approx(0.75 * 3 / clock.years)


def chicken() -> tuple[Game, np.ndarray]:
    wants = {"a": {"a.x == no and b.y == yes": -9, "a.x == yes": 3, "b.y == no": 4, "a.x == b.y": -3}}
    wants["b"] = {"b.y == no and a.x == yes": -9, "b.y == yes": 3, "a.x == no": 4, "a.x == b.y": -3}
    case = small({"a.x": "no yes", "b.y": "no yes"}, wants)
    game = unfold(case)
    return game, scaled(game, case)


def test_what_did_not_settle_says_so() -> None:
    game, u = chicken()
    found = look_ahead(game, u, np.ones(2), np.full(2, 8.0), 0.05, limit=2)
    assert not found.solved
    assert found.residual > 1e-6
    assert (found.equilibria, found.starts) == (0, ())
    assert "not solved" in repr(found)


def several() -> tuple[Game, np.ndarray]:
    """Two actors who move together or not at all, and each would rather be where the other follows."""
    wants = {"a": {"a.x == b.y": 2, "a.x == yes": 1}, "b": {"a.x == b.y": 2, "b.y == no": 1}}
    case = small({"a.x": "no yes", "b.y": "no yes"}, wants)
    game = unfold(case)
    return game, scaled(game, case)


def test_worlds_are_solved_each_by_itself_on_any_number_of_threads() -> None:
    game, u = several()
    worlds = 6
    clock = Clock(
        ("a", "b"), np.linspace(0.5, 3, 2 * worlds).reshape(2, worlds), np.full((2, worlds), 9.0),
        {}, (), 1.0, date(2000, 1, 1), date(2010, 1, 1),
    )  # fmt: skip
    utilities = np.repeat(u[:, :, None], worlds, axis=2)
    one = look_ahead_worlds(game, utilities, clock, 0.3, workers=1)
    two = look_ahead_worlds(game, utilities, clock, 0.3, workers=2)
    assert len(one) == worlds
    for a, b, w in zip(one, two, range(worlds), strict=True):
        assert np.array_equal(a.values, b.values)
        alone_ = look_ahead(game, u, clock.rates[:, w], clock.precision[:, w], 0.3)
        assert np.array_equal(a.values, alone_.values)


def test_refusals() -> None:
    game, u = several()
    with pytest.raises(ValueError, match="above 0"):
        look_ahead(game, u, np.ones(2), np.ones(2), 0.0)
    with pytest.raises(ValueError, match="no start named 'sideways'"):
        look_ahead(game, u, np.ones(2), np.ones(2), 1.0, starts=["sideways"])

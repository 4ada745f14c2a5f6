"""Robust choice, against the definitions, by laws, and on examples of the literature."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.insight.measure.criteria import (
    CRITERIA,
    dominates,
    hurwicz_turns,
    regrets,
    share_of_best,
    worst_group,
)
from detente.insight.uncertainty.robust import robustness
from detente.worlds import uniforms
from reference import choice as slow

#: Whole numbers, so that sums are exact and ties are ties.
payoffs = st.integers(1, 4).flatmap(
    lambda c: st.integers(1, 12).flatmap(
        lambda w: st.lists(st.lists(st.integers(-4, 4), min_size=w, max_size=w), min_size=c, max_size=c)
    )
)


@given(payoffs, st.floats(0, 1))
def test_criteria_are_those_of_the_definitions(payoff: list[list[int]], alpha: float) -> None:
    f = np.array(payoff, float)
    enough = (f >= 0).astype(float)
    told = slow.criteria(payoff, enough.tolist(), alpha)
    rows = {"level": f, "regret": regrets(f), "enough": enough}
    assert told.keys() == CRITERIA.keys()
    for name, recipe in CRITERIA.items():
        assert recipe.value(rows[recipe.judges], alpha) == pytest.approx(told[name]), name


@given(payoffs, st.data())
def test_the_worst_reading_is_that_of_the_definition(payoff: list[list[int]], data: st.DataObject) -> None:
    n = len(payoff[0])
    reading = data.draw(st.lists(st.sampled_from([0, 1, 3]), min_size=n, max_size=n))
    found = worst_group(np.array(payoff, float), np.array(reading))
    assert found == pytest.approx(slow.worst_reading(payoff, reading))


pairs = st.integers(1, 8).flatmap(
    lambda w: st.tuples(*[st.lists(st.integers(-3, 3), min_size=w, max_size=w)] * 2)
)


@given(pairs)
@settings(max_examples=300)
def test_dominance_is_that_of_the_definition(pair: tuple[list[int], list[int]]) -> None:
    one, other = pair
    assert dominates(np.array(one, float), np.array(other, float)) == slow.dominance(one, other)


@given(pairs)
def test_who_dominates_is_chosen_by_expectation_and_not_dominated(pair: tuple[list[int], list[int]]) -> None:
    one, other = (np.array(x, float) for x in pair)
    order = dominates(one, other)
    if order:
        assert one.mean() >= other.mean()
        assert dominates(other, one) == ""
        assert one.min() >= other.min()
    if order in ("worlds", "first"):
        assert one.max() >= other.max()


@given(payoffs)
def test_hurwicz_turns_where_the_lines_cross(payoff: list[list[int]]) -> None:
    f = np.array(payoff, float)
    turns = list(hurwicz_turns(f))
    assert turns[0][0] == 0
    starts = [a for a, _ in turns] + [1.0]
    for (low, chosen), high in zip(turns, starts[1:], strict=True):
        assert low < high
        for alpha in np.linspace(low, high, 7)[1:-1]:
            value = alpha * f.max(axis=1) + (1 - alpha) * f.min(axis=1)
            assert set(np.flatnonzero(chosen)) >= {int(value.argmax())}
            assert value[chosen] == pytest.approx(np.full(chosen.sum(), value.max()))


@given(payoffs)
def test_laws_of_regret(payoff: list[list[int]]) -> None:
    f = np.array(payoff, float)
    lost = regrets(f)
    assert (lost >= 0).all()
    assert (lost.min(axis=0) == 0).all()
    # Expected regret and expected level choose alike.
    assert (lost.mean(axis=1) - lost.mean(axis=1).min()) == pytest.approx(
        f.mean(axis=1).max() - f.mean(axis=1)
    )
    assert share_of_best(f).sum(axis=0) == pytest.approx(np.ones(f.shape[1]))


def test_the_example_of_milnor() -> None:
    """Milnor (1954), Games against nature: four criteria choose four different rows."""
    f = np.array([[2, 2, 0, 1], [1, 1, 1, 1], [0, 4, 0, 0], [1, 3, 0, 0]], float)
    found = robustness(["1", "2", "3", "4"], f, alpha=0.5)
    chosen = {c.criterion: c.chosen for c in found.pooled.criteria}
    assert chosen["expected"] == ("1",)
    assert chosen["maximin"] == ("2",)
    assert chosen["hurwicz"] == ("3",)
    assert chosen["regret"] == ("4",)
    assert found.pooled.agreed == ""
    # Up to a quarter of optimism Hurwicz chooses as Wald does.
    assert found.pooled.turns[0] == (0.0, ("2",))
    assert found.pooled.turns[1] == (pytest.approx(0.25), ("3",))


# ------------------------------------------------------------------------------------------- the bootstrap


def sample(n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    f = np.stack([uniforms(3, "a", 0, n), uniforms(3, "b", 0, n) * 0.8])
    return f, np.arange(n) % 3


def test_values_are_those_of_all_worlds_and_lie_in_their_intervals() -> None:
    f, reading = sample()
    found = robustness(["a", "b"], f, (f > 0.3).astype(float), reading, ["x", "y", "z"])
    told = slow.criteria(f.tolist(), (f > 0.3).astype(float).tolist(), 0.5)
    told["worst-reading"] = slow.worst_reading(f.tolist(), reading.tolist())
    assert [r.reading for r in found.readings] == ["x", "y", "z"]
    assert {c.criterion for c in found.pooled.criteria} == told.keys()
    for c in found.pooled.criteria:
        assert [v.value for v in c.values.values()] == pytest.approx(told[c.criterion])
        assert all(v.low <= v.value <= v.high for v in c.values.values())
        assert sum(c.wins.values()) == pytest.approx(1)
        assert all(v.worlds == 400 for v in c.values.values())
    for r in found.readings:
        assert "worst-reading" not in {c.criterion for c in r.criteria}
        assert r.worlds == sum(reading == "xyz".index(r.reading))


def test_a_reading_is_ranked_as_its_worlds_alone() -> None:
    f, reading = sample()
    found = robustness(["a", "b"], f, None, reading, ["x", "y", "z"])
    alone = robustness(["a", "b"], f[:, reading == 1])
    for one, other in zip(found.readings[1].criteria, alone.pooled.criteria, strict=True):
        assert {k: v.value for k, v in one.values.items()} == {k: v.value for k, v in other.values.items()}
        assert one.chosen == other.chosen
    assert found.threshold == ""


def test_intervals_of_a_mean_are_those_of_theory() -> None:
    f, _ = sample(900)
    value = robustness(["a", "b"], f).pooled.criteria[0].values["a"]
    se = f[0].std(ddof=1) / 30
    assert value.high - value.low == pytest.approx(2 * 1.96 * se, rel=0.15)


def test_a_sure_choice_wins_always_and_a_tie_is_shared() -> None:
    f, _ = sample()
    sure = robustness(["low", "high"], np.stack([f[0], f[0] + 1]))
    assert sure.pooled.agreed == "high"
    assert all(c.wins["high"] == 1 for c in sure.pooled.criteria)
    assert sure.pooled.dominance[0].order == "worlds"
    assert sure.pooled.dominance[0].share == 1
    tied = robustness(["a", "b"], np.stack([f[0], f[0]]))
    assert all(c.chosen == ("a", "b") and c.wins == {"a": 0.5, "b": 0.5} for c in tied.pooled.criteria)
    assert tied.pooled.agreed == ""
    assert tied.pooled.dominance == ()


def test_how_often_a_choice_wins_is_how_sure_its_mean_is() -> None:
    """With a difference of one standard error the better choice wins in 84 of 100 replicates."""
    n = 400
    noise = uniforms(5, "noise", 0, n) - 0.5
    noise = noise - noise.mean()
    shift = noise.std() / n**0.5
    wins = robustness(["a", "b"], np.stack([noise + shift, np.zeros(n)])).pooled.criteria[0].wins
    assert wins["a"] == pytest.approx(0.8413, abs=0.06)


def test_dominance_that_hangs_on_few_worlds_is_unsure() -> None:
    f, _ = sample()
    close = np.stack([f[0], np.sort(f[0])[::-1] - 1e-3])
    (found,) = robustness(["a", "b"], close).pooled.dominance
    assert found.order == "first"
    assert found.share < 0.7


def test_the_seed_decides_the_replicates_and_nothing_else() -> None:
    f, _ = sample(60)
    one, same, other = (robustness(["a", "b"], f, seed=s) for s in (1, 1, 2))
    assert one == same
    assert one != other
    assert [c.chosen for c in one.pooled.criteria] == [c.chosen for c in other.pooled.criteria]


def test_one_world_is_enough_to_compute_with() -> None:
    found = robustness(["a", "b"], np.array([[1.0], [0.0]]))
    assert found.pooled.agreed == "a"

"""Global sensitivity, against the definitions and functions whose indices are known."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import kstest

from detente.insight.drivers import first_order
from detente.insight.factors import Factor, Name
from detente.insight.measure.indices import (
    Bins,
    Xi,
    chance_of,
    first_orders,
    holm,
    independence,
    random_orders,
    sobol,
    xi_errors,
)
from detente.insight.uncertainty.sensitivity import designed
from detente.insight.uncertainty.sensitivity import given as from_given
from detente.worlds import uniforms
from reference import choice as slow_choice
from reference import influence as slow

rows = st.integers(6, 14).flatmap(lambda n: st.lists(st.integers(0, 4), min_size=n, max_size=n))


def numbers(name: str, n: int, seed: int = 7) -> np.ndarray:
    return uniforms(seed, name, 0, n)


# ------------------------------------------------------------------------------------- against slow twins


@given(rows, st.data())
def test_first_order_shares_are_those_of_the_definition(y: list[int], data: st.DataObject) -> None:
    bins = data.draw(st.lists(st.integers(0, 2), min_size=len(y), max_size=len(y)))
    if len(set(bins)) > 1 and len(set(y)) > 1:
        value, _ = first_orders(Bins.of(np.array(bins), grouped=True), np.array([y], float))
        assert value[0] == pytest.approx(slow.first_order(bins, y))


def test_errors_are_those_of_a_jackknife() -> None:
    n = 130
    bins, y = (numbers("b", n) * 3).astype(int).tolist(), numbers("y", n).tolist()

    def estimate(kept: list[int]) -> float:
        return slow.first_order([bins[w] for w in kept], [y[w] for w in kept])

    _, se = first_orders(Bins.of(np.array(bins), grouped=True), np.array([y]))
    assert se[0] == pytest.approx(slow_choice.jackknife(20, n, estimate))


def test_several_answers_at_once_are_each_alone() -> None:
    x, y = numbers("x", 500), np.stack([numbers("x", 500) ** 2, numbers("y", 500), np.full(500, 2.0)])
    value, _ = first_orders(Bins.of(x), y)
    assert value == pytest.approx([first_order(x, row) for row in y])
    assert value[2] == 0


@given(rows, st.data())
def test_xi_is_that_of_the_definition(y: list[int], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(y))))
    found = Xi.of(np.array(y, float)).given(np.array(order))
    if len(set(y)) == 1:
        assert found == 0
    else:
        assert found == pytest.approx(slow.xi(order, y))
        assert found <= 1


def test_errors_of_xi_are_the_scatter_of_its_parts() -> None:
    x, y = numbers("x", 205), numbers("x", 205) + numbers("y", 205)
    parts = Xi.of(np.stack([y[g:200:20] for g in range(20)])[None])
    each = [slow.xi(np.argsort(x[g:200:20]).tolist(), y[g:200:20].tolist()) for g in range(20)]
    assert xi_errors(np.argsort(x), parts)[0] == pytest.approx(np.std(each, ddof=1) / 20**0.5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_adjusted_probabilities_are_those_of_the_definition(p: list[float]) -> None:
    found = holm(np.array(p))
    assert found == pytest.approx(slow.holm(p), rel=1e-9, abs=1e-15)
    assert (found >= np.array(p)).all()


@given(rows, st.data())
def test_sobol_indices_are_those_of_the_definition(y: list[int], data: st.DataObject) -> None:
    n = len(y)
    b, mixed = (data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)) for _ in range(2))
    first, total = sobol(*(np.array(row, float) for row in (y, b)), np.array([mixed], float), replicates=2)
    if len({*y, *b}) > 1:
        told = slow.sobol(y, b, mixed)
        assert (first[0, 0], total[0, 0]) == pytest.approx(told)
    assert total[0, 0] >= 0


# ------------------------------------------------------------------------- functions with known indices


def ishigami(u: np.ndarray) -> np.ndarray:
    a, b, c = pi * (2 * u - 1)
    return np.asarray(np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))


#: Sobol' g-function with the coefficients of Saltelli and Sobol' (1995).
COEFFICIENTS = np.array([0, 1, 4.5, 9, 99, 99])


def g(u: np.ndarray) -> np.ndarray:
    a = COEFFICIENTS[:, None]
    return np.asarray(((np.abs(4 * u - 2) + a) / (1 + a)).prod(axis=0))


def g_indices() -> tuple[np.ndarray, np.ndarray]:
    """Var of each factor is 1 / (3 (1 + a)^2); the whole is the product of 1 + that, less 1."""
    parts = 1 / (3 * (1 + COEFFICIENTS) ** 2)
    whole = (1 + parts).prod() - 1
    return parts / whole, parts * np.array([(1 + np.delete(parts, k)).prod() for k in range(6)]) / whole


KNOWN = {
    # Ishigami and Homma (1990) with a = 7, b = 0.1, as printed by Saltelli et al. (2008), ch. 4.
    "ishigami": (ishigami, [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]),
    "g": (g, *g_indices()),
}


def design(function: object, k: int, n: int, groups: list[list[int]]) -> tuple[np.ndarray, ...]:
    a, b = (np.stack([numbers(f"{m}{j}", n) for j in range(k)]) for m in "ab")
    mixed = []
    for group in groups:
        ab = a.copy()
        ab[group] = b[group]
        mixed.append(function(ab))  # type: ignore[operator]
    return function(a), function(b), np.stack(mixed)  # type: ignore[operator]


@pytest.mark.parametrize("name", list(KNOWN))
def test_published_indices(name: str) -> None:
    function, first, total = KNOWN[name]
    answers = design(function, len(first), 20_000, [[j] for j in range(len(first))])
    (found,) = designed([Name("statement", str(j)) for j in range(len(first))], {("", ""): answers})
    by_name = {int(e.name.id): e for e in found.effects}
    for j in range(len(first)):
        effect = by_name[j]
        assert effect.total is not None
        for told, published in ((effect.first, first[j]), (effect.total, total[j])):
            assert told.value == pytest.approx(published, abs=0.03)
            half = (told.high - told.low) / 2
            assert abs(told.value - published) <= 2 * half + 1e-4, "interval is wide enough"
            assert half < 0.05, "and not wider than it needs to be"
    totals = [e.total.value for e in found.effects if e.total]
    assert totals == sorted(totals, reverse=True)


def test_a_group_explains_what_its_members_explain_together() -> None:
    """Of Ishigami's function the first and third explain all but the second's share."""
    answers = design(ishigami, 3, 20_000, [[0, 2], [1], [0, 1, 2]])
    first, total = sobol(*answers, replicates=5)
    assert first[:, 0] == pytest.approx([1 - 0.4424, 0.4424, 1], abs=0.03)
    assert total[:, 0] == pytest.approx([1 - 0.4424, 0.4424, 1], abs=0.03)


def test_published_first_orders_from_given_worlds() -> None:
    u = np.stack([numbers(f"a{j}", 20_000) for j in range(3)])
    shares = [first_orders(Bins.of(row), ishigami(u)[None])[0][0] for row in u]
    assert shares == pytest.approx([0.3139, 0.4424, 0], abs=0.02)


def test_of_yes_and_no_xi_is_the_first_order_share() -> None:
    """For an indicator the Cramér-von Mises index is Sobol's: here 1/3 of sum-of-two-uniforms above 1."""
    x, y = numbers("x", 20_000), numbers("y", 20_000)
    answer = (x + y > 1).astype(float)  # E[answer | x] = x, so Var = 1/12 of 1/4
    assert Xi.of(answer).given(np.argsort(x)) == pytest.approx(1 / 3, abs=0.02)
    assert first_orders(Bins.of(x), answer[None])[0][0] == pytest.approx(1 / 3, abs=0.02)


def test_xi_sees_what_means_do_not() -> None:
    """A judgement that decides how far the answer scatters, and not where its mean is."""
    x, y = numbers("x", 4_000), numbers("y", 4_000)
    answer = x * (y - 0.5)
    assert abs(first_orders(Bins.of(x), answer[None])[0][0]) < 0.02
    found = from_given([Factor(Name("statement", "x"), x)], {("", ""): answer})[0].ranks[0]
    assert found.xi.low > 0.01
    assert found.adjusted < 1e-3


# ------------------------------------------------------------------------------------------ errors


def independent(n: int, kind: str, count: int) -> tuple[np.ndarray, float, np.ndarray]:
    y = numbers("answer", n)
    y = {"numbers": y, "half": (y < 0.5) + 0.0, "rare": (y < 0.03) + 0.0}[kind]
    ranks = Xi.of(y)
    found = [float(ranks.given(np.argsort(uniforms(s, "x", 0, n)))) for s in range(count)]
    return np.array(found), independence(y), random_orders(Xi.of(y[None]))[0]


@pytest.mark.parametrize("kind", ["numbers", "half", "rare"])
def test_of_independent_judgements_few_are_called_influential(kind: str) -> None:
    """Also of a rare outcome, where the normal limit alone would call far too many so."""
    found, spread, drawn = independent(500, kind, 1_000)
    assert np.std(found) == pytest.approx(spread, rel=0.15)
    p = chance_of(found, spread, drawn)
    assert (p < 0.05).mean() == pytest.approx(0.04, abs=0.03)
    assert (p < 0.001).mean() < 0.006
    if kind == "numbers":
        assert kstest(p, "uniform").pvalue > 0.01
    if kind == "rare":
        assert (ndtr(-found / spread) < 0.001).mean() > 3 * max((p < 0.001).mean(), 0.002)


def test_intervals_of_xi_are_about_right() -> None:
    values, errors = [], []
    for seed in range(60):
        x, y = uniforms(seed, "x", 0, 800), uniforms(seed, "y", 0, 800)
        (found,) = from_given([Factor(Name("statement", "x"), x)], {("", ""): x + y}, seed)
        values.append(found.ranks[0].xi.value)
        errors.append((found.ranks[0].xi.high - found.ranks[0].xi.low) / 2 / 1.96)
    assert 0.6 < np.std(values, ddof=1) / np.mean(errors) < 1.4


def test_intervals_of_sobol_indices_are_about_right() -> None:
    inside = []
    for seed in range(40):
        a, b = (np.stack([uniforms(seed, f"{m}{j}", 0, 300) for j in range(2)]) for m in "ab")
        mixed = np.stack([a[0], b[1]])
        answers = (a[0] + a[1], b[0] + b[1], np.stack([b[0] + a[1], mixed.sum(axis=0)]))
        (found,) = designed([Name("actor", "a"), Name("actor", "b")], {("", ""): answers}, seed)
        inside += [e.first.low <= 0.5 <= e.first.high for e in found.effects]
        inside += [e.total.low <= 0.5 <= e.total.high for e in found.effects if e.total]
    assert np.mean(inside) > 0.88


# -------------------------------------------------------------------------------------- what is listed


def test_answers_that_do_not_vary_and_few_worlds_are_left_out() -> None:
    x = numbers("x", 400)
    factor = Factor(Name("statement", "x"), x)
    found = from_given([factor], {("", ""): x, ("a", "o"): np.ones(400)})
    assert [(s.choice, s.outcome) for s in found] == [("", "")]
    assert from_given([Factor(Name("statement", "x"), x[:30])], {("", ""): x[:30]}) == ()
    assert from_given([], {("", ""): x}) == ()
    flat = np.ones(10)
    assert designed([Name("actor", "a")], {("", ""): (flat, flat, flat[None])}) == ()


def test_the_strongest_come_first_and_at_most_twelve() -> None:
    table = np.stack([numbers(f"x{j}", 600) for j in range(15)])
    factors = [Factor(Name("statement", str(j)), row) for j, row in enumerate(table)]
    (found,) = from_given(factors, {("a", "o"): table[3] + 0.6 * table[8]})
    assert found.tested == 15
    assert len(found.effects) == len(found.ranks) == 12
    assert [e.name.id for e in found.effects[:2]] == [r.name.id for r in found.ranks[:2]] == ["3", "8"]
    assert found.ranks[0].adjusted < 1e-6
    assert found.ranks[0].adjusted >= found.ranks[0].p
    assert found.ranks[-1].adjusted > 0.05


@settings(max_examples=20)
@given(st.floats(0.1, 10), st.floats(-5, 5))
def test_units_do_not_matter(scale: float, shift: float) -> None:
    x, y = numbers("x", 200), numbers("x", 200) + numbers("y", 200)
    one, other = (
        from_given([Factor(Name("statement", "x"), row)], {("", ""): answer})[0]
        for row, answer in ((x, y), (scale * x + shift, scale * y + shift))
    )
    assert one.ranks == other.ranks
    assert one.effects[0].first.value == pytest.approx(other.effects[0].first.value)


def test_equal_values_are_put_in_an_order_of_their_own_for_each_judgement() -> None:
    """Else one chance order would make a whole row of judgements look influential together."""
    halves, y = (np.arange(400) % 2).astype(float), numbers("y", 400)
    factors = [Factor(Name("chance", name), halves, grouped=True) for name in ("one", "two")]
    (found,) = from_given(factors, {("", ""): y})
    one, two = (r.xi.value for r in found.ranks)
    assert one != two
    assert max(abs(one), abs(two)) < 0.15

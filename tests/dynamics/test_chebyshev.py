"""A Chebyshev series against uniformization and matrix exponentials, and where it has to give up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.linalg import expm
from scipy.special import ive

from detente.dynamics.chain import chebyshev
from detente.dynamics.chain.chebyshev import Walk, evolve, weights
from detente.dynamics.chain.uniformization import evolve as uniformized

Floats = NDArray[np.float64]


class Matrices:
    """One chain a world, each as a dense matrix; a stand-in that shares nothing with the kernels."""

    def __init__(self, steps: Floats, rate: Floats) -> None:
        self.steps, self.rate, self.taken = steps, rate, 0

    def forth(self, x: Floats, out: Floats | None = None) -> Floats:
        self.taken += 1
        made = np.einsum("sw,wst->tw", x, self.steps)
        if out is None:
            return made
        out[:] = made
        return out

    def back(self, f: Floats, out: Floats | None = None) -> Floats:
        raise NotImplementedError

    def at(self, x: Floats, time: float) -> Floats:
        """The distribution at a time, by matrix exponentials."""
        eye = np.eye(self.steps.shape[1])
        rows = [
            x[:, w] @ expm((p - eye) * r * time)
            for w, (p, r) in enumerate(zip(self.steps, self.rate, strict=True))
        ]
        return np.stack(rows, axis=1)


def chains(seed: int, states: int, kind: str) -> Matrices:
    """Two worlds of a kind: any chain, one that stays half of the time, one that loses mass, a circle."""
    r = np.random.default_rng(seed)
    p = r.dirichlet(np.full(states, 0.3), (2, states))
    if kind == "lazy":
        p = (p + np.eye(states)) / 2
    elif kind == "killed":
        p = (p + np.eye(states)) / 2 * r.uniform(0.6, 1, (2, states, 1))
    elif kind == "circle":
        p = np.stack([np.roll(np.eye(states), k, axis=1) for k in (1, 1)])
    return Matrices(p, r.uniform(0.2, 30, 2))


@given(
    st.integers(0, 10_000),
    st.integers(1, 7),
    st.sampled_from(["any", "lazy", "killed", "circle"]),
    st.sampled_from([0.0, 0.01, 1.0, 9.0]),
)
def test_it_is_the_matrix_exponential(seed: int, states: int, kind: str, time: float) -> None:
    made = chains(seed, states, kind)
    x = np.random.default_rng(seed).dirichlet(np.ones(states), 2).T.copy()
    each = np.arange(states, dtype=np.int32)
    times = np.array([time, time / 3])
    found = evolve(made, x, times, each, last=True, spent=True)
    np.testing.assert_allclose(found.masses[0], made.at(x, time), atol=1e-9)
    np.testing.assert_allclose(found.masses[1], made.at(x, time / 3), atol=1e-9)
    np.testing.assert_allclose(found.last, found.masses[0], atol=1e-12)
    twin = uniformized(made, x, times, each)
    np.testing.assert_allclose(found.masses, twin.masses, atol=3e-10)
    np.testing.assert_allclose(found.spent, twin.spent[0], atol=1e-9 * max(time, 1))


def test_the_error_asked_for_is_kept_at_every_precision() -> None:
    made = chains(5, 6, "lazy")
    x = np.eye(6)[:, :2].copy()
    for error in (1e-3, 1e-5, 1e-7, 1e-10):
        found = evolve(made, x, np.array([4.0]), np.arange(6, dtype=np.int32), error=error)
        assert np.abs(found.masses[0] - made.at(x, 4.0)).sum(axis=0).max() < error


def test_it_takes_fewer_steps_where_play_is_slow_to_settle() -> None:
    ladder = np.zeros((60, 60))
    for s in range(60):
        ladder[s, max(s - 1, 0)] += 0.25
        ladder[s, min(s + 1, 59)] += 0.25
        ladder[s, s] += 0.5
    x, each, times = np.eye(60)[:, :1].copy(), np.arange(60, dtype=np.int32), np.array([20.0])
    few, many = (Matrices(ladder[None], np.array([20.0])) for _ in range(2))
    evolve(few, x, times, each)
    uniformized(many, x, times, each)
    assert few.taken * 2 < many.taken


def test_where_the_terms_grow_it_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = chains(3, 6, "circle")
    x, each = np.eye(6)[:, :2].copy(), np.arange(6, dtype=np.int32)
    fell: list[Walk] = []
    honest = chebyshev._uniformized
    monkeypatch.setattr(chebyshev, "_uniformized", lambda asked: fell.append(honest(asked)) or fell[-1])
    found = evolve(circle, x, np.array([9.0]), each)
    assert fell
    np.testing.assert_allclose(found.masses[0], circle.at(x, 9.0), atol=1e-9)


@pytest.mark.parametrize("a", [0.0, 1e-13, 1e-9, 0.3, 7.0, 400.0, 6000.0])
def test_weights_are_bessel_functions(a: float) -> None:
    most = int(np.sqrt(140 * a)) + 40
    c, whole = weights(np.array([a]), most)
    k = np.arange(most + 1)
    np.testing.assert_allclose(c[:, 0], ive(k, a) * np.where(k, 2, 1), atol=1e-15, rtol=1e-9)
    for term in (0, 1, 5):
        by, _ = quad(lambda t, term=term: ive(term, t), 0, a, limit=400, epsabs=1e-12)
        assert whole[term, 0] == pytest.approx(by * (2 if term else 1), rel=1e-7, abs=1e-10)

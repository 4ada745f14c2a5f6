"""Exact solutions against the twin, closed forms, a peer and the laws that they obey."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import expm_multiply

from detente.dynamics import (
    Chain,
    Clock,
    chain,
    generator,
    long_run,
    mean_passage,
    most_probable,
    moves_of,
)
from detente.dynamics.chain.sparse import sparse
from detente.dynamics.chain.uniformization import evolve, expect, last_step, poisson
from detente.dynamics.clock import Turn
from detente.errors import DetenteError
from detente.game import unfold
from dynamics.histories import simulate, simulated_at
from reference import TEXTBOOK, Conflict, undeterred
from reference.clockwork import choice, revision, through_time
from small import chance, small
from strategies import Sample, examples, graph_conflicts, option_conflicts
from unfolded import Unfolded, unfolded

Floats = NDArray[np.float64]


def clock_of(rates: Floats, precision: Floats) -> Clock:
    actors = tuple(f"a{i}" for i in range(len(rates)))
    return Clock(actors, rates, precision, {}, (), 1.0, date(2000, 1, 1), date(2015, 1, 1))


def drawn(seed: int, actors: int, worlds: int) -> Clock:
    r = np.random.default_rng(seed)
    return clock_of(r.uniform(0.1, 3, (actors, worlds)), r.uniform(0, 8, (actors, worlds)))


def matrix(c: Chain) -> Floats:
    q = csr_array((c.rates, c.indices, c.indptr), shape=(len(c), len(c))).toarray()
    return np.asarray(q - np.diag(c.out))


def made(rates: dict[tuple[int, int], float], start: int = 0) -> Chain:
    """A chain from the rates of its moves."""
    size = max(max(pair) for pair in rates) + 1
    pairs = sorted(rates)
    counts = np.bincount([s for s, _ in pairs], minlength=size)
    return Chain(
        np.concatenate(([0], np.cumsum(counts))),
        np.array([t for _, t in pairs], np.int32),
        np.array([rates[p] for p in pairs]),
        np.zeros(len(pairs), np.int16),
        ("someone",),
        np.eye(size)[start],
    )


def cardinal(c: Unfolded) -> Conflict:
    """The twin with the game's own utilities: a ranking says nothing of how far apart two ranks are."""
    utilities = [[int(u[c.place[s]]) for s in range(c.conflict.n_states)] for u in c.u]
    return Conflict(c.conflict.n_states, c.conflict.arcs, utilities)


def twin_of(c: Unfolded, clock: Clock, world: int, concept: str) -> Floats:
    """The generator of the twin, its states numbered as in the game."""
    rates = revision(cardinal(c), list(clock.rates[:, world]), list(clock.precision[:, world]), concept)
    q = np.zeros((len(c.game), len(c.game)))
    for s, row in rates.items():
        for t, rate in row.items():
            q[c.place[s], c.place[t]] += rate
    return q - np.diag(q.sum(axis=1))


# ------------------------------------------------------------------------------------------- the twin


@examples(30)
@given(
    st.one_of(option_conflicts(), option_conflicts(common=True), graph_conflicts(largest=9)),
    st.sampled_from(sorted(TEXTBOOK)),
    st.integers(0, 10**6),
)
def test_rates_are_those_of_the_twin(sample: Sample, concept: str, seed: int) -> None:
    c = unfolded(sample)
    clock = drawn(seed, len(c.game.actors), 2)
    for world in range(2):
        found = matrix(chain(c.game, c.u, clock, world, concept))
        assert found == pytest.approx(twin_of(c, clock, world, concept), abs=1e-9)


@examples(25)
@given(
    st.one_of(option_conflicts(), graph_conflicts(largest=7)),
    st.sampled_from(sorted(TEXTBOOK)),
    st.integers(0, 10**6),
    st.floats(0.0, 6.0),
)
def test_occupancy_and_survival_are_those_of_the_twin(
    sample: Sample, concept: str, seed: int, time: float
) -> None:
    c = unfolded(sample)
    clock = drawn(seed, len(c.game.actors), 3)
    u = np.repeat(c.u[:, :, None], 3, axis=2)
    chains = generator(moves_of(c.game, clock), u, clock, concept)
    inside = np.random.default_rng(seed).random(len(c.game)) < 0.7
    x = np.zeros((len(c.game), 3))
    x[c.game.status_quo] = 1.0
    each = np.arange(len(c.game), dtype=np.int32)
    found = evolve(chains, x, np.array([time]), each).masses[0]
    killed = chains.within(inside)
    held = (
        evolve(killed, x[inside], np.array([time]), np.zeros(len(x[inside]), np.int32)).masses[0].sum(axis=0)
    )
    world = seed % 3
    rates = revision(cardinal(c), list(clock.rates[:, world]), list(clock.precision[:, world]), concept)
    start = [float(s == c.start) for s in range(c.conflict.n_states)]
    twin = through_time(rates, start, time)
    assert [found[c.place[s], world] for s in range(len(start))] == pytest.approx(twin, abs=1e-9)
    kept = [s for s in range(len(start)) if inside[c.place[s]]]
    assert held[world] == pytest.approx(sum(through_time(rates, start, time, kept)), abs=1e-9)
    one = chain(c.game, c.u, clock, world, concept)
    assert one.occupancy([time])[0] == pytest.approx(found[:, world], abs=1e-9)
    assert one.survives(inside, [time])[0] == pytest.approx(held[world], abs=1e-9)
    assert one.reaches(~inside, [time])[0] == pytest.approx(1 - held[world], abs=1e-9)


@examples(20)
@given(option_conflicts(), st.sampled_from(sorted(TEXTBOOK)))
def test_a_move_beats_staying_where_it_is_an_undeterred_improvement(sample: Sample, concept: str) -> None:
    c = unfolded(sample)
    actors = c.conflict.actors
    clock = clock_of(np.ones((len(actors), 1)), np.full((len(actors), 1), 8.0))
    found = chain(c.game, c.u, clock, 0, concept)
    for i in actors:
        for s in range(c.conflict.n_states):
            mine = (found.origins == c.place[s]) & (found.mover == found.movers.index(f"a{i}"))
            stay = 1 - found.rates[mine].sum()
            better = set(found.indices[mine][found.rates[mine] > stay * (1 + 1e-9)].tolist())
            assert better == {c.place[t] for t in undeterred(c.conflict, concept, i, s)}
            assert stay == pytest.approx(choice(cardinal(c), concept, i, s, 8.0)[s], abs=1e-9)


# ---------------------------------------------------------------------------------------------- laws


@examples(25)
@given(option_conflicts(common=True), st.integers(0, 10**6), st.sampled_from(["R", "SEQ"]))
def test_mass_stays_and_rates_times_k_is_time_over_k(sample: Sample, seed: int, concept: str) -> None:
    c = unfolded(sample)
    clock = drawn(seed, len(c.game.actors), 1)
    faster = clock_of(clock.rates * 3, clock.precision)
    slow, fast = chain(c.game, c.u, clock, 0, concept), chain(c.game, c.u, faster, 0, concept)
    p = slow.occupancy([0.0, 1.5, 6.0])
    assert p.sum(axis=1) == pytest.approx(1, abs=1e-9)
    assert p[0] == pytest.approx(slow.start)
    assert fast.occupancy([0.0, 0.5, 2.0]) == pytest.approx(p, abs=1e-9)
    inside = np.arange(len(slow)) % 2 == 0
    assert (np.diff(slow.survives(inside, [0.0, 1.0, 2.0, 4.0])) <= 1e-12).all()
    # Chapman and Kolmogorov: two times three years are six.
    halfway = Chain(slow.indptr, slow.indices, slow.rates, slow.mover, slow.movers, slow.occupancy([3.0])[0])
    assert halfway.occupancy([3.0])[0] == pytest.approx(p[2], abs=1e-9)
    # Forward and backward agree: E f(X_t) from the start.
    f = np.random.default_rng(seed).random((len(slow), 1))
    assert expect(slow.steps(), f, np.array([6.0]))[0, c.game.status_quo, 0] == pytest.approx(
        p[2] @ f[:, 0], abs=1e-8
    )


def test_a_world_is_the_same_alone_and_among_others() -> None:
    case = small(
        {"a0.x": "no yes", "a1.y": "no mid yes", "a2.z": "no yes"},
        {
            "a0": {"a0.x == yes and a1.y == no": 2},
            "a1": {"a1.y == mid": 1, "a2.z == yes": 3},
            "a2": {"a0.x == no": 1},
        },
    )
    game = unfold(case)
    clock = drawn(3, 3, 5)
    u = np.random.default_rng(1).integers(0, 9, (3, len(game), 5)).astype(np.int32)
    x = np.full((len(game), 5), 1 / len(game))
    each = np.arange(len(game), dtype=np.int32)
    for concept in ("R", "GMR"):
        whole = evolve(generator(moves_of(game, clock), u, clock, concept), x, np.array([2.0]), each)
        one = clock.take(slice(4, 5))
        alone = evolve(
            generator(moves_of(game, one), u[:, :, 4:], one, concept), x[:, 4:], np.array([2.0]), each
        )
        assert alone.masses[:, :, 0] == pytest.approx(whole.masses[:, :, 4], abs=1e-10)


def test_the_peer_agrees() -> None:
    r = np.random.default_rng(7)
    size = 300
    rates = {
        (s, int(t)): float(x)
        for s in range(size)
        for t, x in zip(
            r.choice(np.delete(np.arange(size), s), 6, replace=False), r.exponential(2, 6), strict=True
        )
    }
    c = made(rates)
    q = (csr_array((c.rates, c.indices, c.indptr)) - diags_array(c.out)).tocsr()
    assert c.occupancy([0.7, 9.0]) == pytest.approx(
        np.array([expm_multiply((q * t).T.tocsr(), c.start) for t in (0.7, 9.0)]), abs=1e-11
    )


def test_poisson_weights_of_large_means() -> None:
    for mean in (1e-9, 0.3, 40.0, 5e3, 2e5):
        top = last_step(mean, 1e-12)
        weights = poisson(np.array([mean]), top)[:, 0]
        k = np.arange(top + 1)
        assert weights.sum() == pytest.approx(1, abs=1e-12)
        assert weights @ k == pytest.approx(mean, rel=1e-9)
        assert weights @ (k - mean) ** 2 == pytest.approx(mean, rel=1e-6)


def test_a_slow_chain_is_not_taken_for_a_steady_one() -> None:
    """Two fast pairs, linked once in a thousand years: a step moves almost nothing, all steps much."""
    e = 1e-3
    c = made({(0, 1): 20.0, (1, 0): 20.0, (1, 2): e, (2, 1): e, (2, 3): 20.0, (3, 2): 20.0})
    far = c.occupancy([1_000.0])[0]
    # Out of a pair at e/2 a year: two states with that rate.
    assert far[2:].sum() == pytest.approx((1 - np.exp(-2 * 1_000 * e / 2)) / 2, abs=1e-4)
    refused = long_run(c, 15.0)
    assert refused.distribution is None
    assert refused.relaxation == pytest.approx(1 / e, rel=1e-3)
    assert "beyond the 15" in refused.refused
    assert long_run(c, 2_000.0).distribution == pytest.approx(0.25, abs=1e-6)


# -------------------------------------------------------------------------------------- closed forms


@pytest.mark.parametrize(("a", "b"), [(0.3, 1.1), (2.0, 0.05)])
def test_two_states(a: float, b: float) -> None:
    c, t = made({(0, 1): a, (1, 0): b}), np.array([0.0, 0.4, 3.0])
    on = a / (a + b) * (1 - np.exp(-(a + b) * t))
    assert c.occupancy(t)[:, 1] == pytest.approx(on, abs=1e-10)
    assert c.survives(np.array([True, False]), t) == pytest.approx(np.exp(-a * t), abs=1e-10)
    assert c.reaches(np.array([False, True]), t) == pytest.approx(1 - np.exp(-a * t), abs=1e-10)
    assert c.ends(np.array([True, False]), 1.0, 3.0) == pytest.approx(np.exp(-a) - np.exp(-3 * a), abs=1e-10)
    spent = a / (a + b) * (3 - (1 - np.exp(-(a + b) * 3)) / (a + b))
    found = c.episodes(np.array([False, True]), 3.0)
    assert found.years == pytest.approx(spent, abs=1e-9)
    assert found.entries == pytest.approx(a * (3 - spent), abs=1e-9)
    assert found.mean == pytest.approx(found.years / found.entries)
    assert c.episodes(np.array([True, False]), 3.0).spells == pytest.approx(1 + b * spent, abs=1e-9)
    assert mean_passage(c, np.array([False, True])) == pytest.approx([1 / a, 0])
    settled = long_run(c, 100.0)
    assert settled.relaxation == pytest.approx(1 / (a + b))
    assert settled.distribution == pytest.approx([b / (a + b), a / (a + b)], abs=1e-9)


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2, 2)])
def test_gibbs_law_of_a_game_with_one_interest(sizes: tuple[int, ...]) -> None:
    """Actors who all want the same: in the long run a state has the weight exp(precision * utility)."""
    words = ["low", "mid", "high"]
    case = small({f"a{i}.x": " ".join(words[:n]) for i, n in enumerate(sizes)})
    game = unfold(case)
    shared = np.random.default_rng(5).integers(0, 100, len(game)).astype(np.int32)
    u = np.repeat(shared[None], len(sizes), axis=0)
    precision = 3.0
    clock = clock_of(np.linspace(0.5, 2, len(sizes))[:, None], np.full((len(sizes), 1), precision))
    made_up = generator(moves_of(game, clock), u[:, :, None], clock)
    start = np.full(len(game), 1 / len(game))
    found = long_run(sparse(made_up, start), 100.0).distribution
    law = np.exp(precision * (shared - shared.min()) / np.ptp(shared))
    assert found == pytest.approx(law / law.sum(), abs=1e-9)


def test_where_play_never_leaves() -> None:
    c = made({(0, 1): 1.0, (0, 2): 3.0, (1, 3): 1.0, (3, 1): 2.0}, 0)
    found = long_run(c, 15.0)
    assert found.distribution is None
    assert sorted(map(list, found.classes)) == [[1, 3], [2]]
    # The set {1, 3} may be missed from 0, so its mean time is not finite there.
    assert mean_passage(c, np.array([False, True, False, False])).tolist() == [np.inf, 0, np.inf, 0.5]


def test_two_movers_between_the_same_states_are_one_way() -> None:
    """The same move by two movers: rates add up, in the long run as in paths."""
    ways = [(0, 1, 1.0), (0, 1, 0.5), (1, 0, 0.2), (1, 0, 0.3), (1, 2, 0.1), (2, 0, 1.0), (2, 0, 1.0)]
    counts = np.bincount([s for s, _, _ in ways], minlength=3)
    c = Chain(
        np.concatenate(([0], np.cumsum(counts))),
        np.array([t for _, t, _ in ways], np.int32),
        np.array([rate for _, _, rate in ways]),
        np.arange(len(ways), dtype=np.int16) % 2,
        ("p", "q"),
        np.array([1.0, 0.0, 0.0]),
    )
    single = made({(0, 1): 1.5, (1, 0): 0.5, (1, 2): 0.1, (2, 0): 2.0})
    assert long_run(c, 50.0).distribution == pytest.approx(long_run(single, 50.0).distribution)
    goal = np.array([False, False, True])
    assert mean_passage(c, goal) == pytest.approx(mean_passage(single, goal))
    best = most_probable(c, goal, 2)
    assert [b.probability for b in best] == pytest.approx([1 / 6, 5 / 36])
    assert [b.movers for b in best] == [("p", "p"), ("p", "q", "p", "p")]


def test_mean_passage_of_many_states() -> None:
    """A walk on a line of 600 states with equal rates: from k to the end takes k(2n - k + 1)/2 turns."""
    n = 600
    rates = {(k, k + 1): 1.0 for k in range(n)} | {(k, k - 1): 1.0 for k in range(1, n + 1)}
    found = mean_passage(made(rates), np.arange(n + 1) == 0)
    k = np.arange(n + 1)
    assert found == pytest.approx(k * (2 * n - k + 1) / 2, rel=1e-6)


# ------------------------------------------------------------------------------- paths and simulation


@examples(30)
@given(graph_conflicts(largest=6), st.integers(0, 10**6))
def test_most_probable_sequences_by_brute_force(sample: Sample, seed: int) -> None:
    c = unfolded(sample)
    found = chain(c.game, c.u, drawn(seed, len(c.game.actors), 1))
    goal = np.random.default_rng(seed).random(len(found)) < 0.3
    goal[c.game.status_quo] = False
    jump = np.divide(
        matrix(found), found.out[:, None], where=found.out[:, None] > 0, out=np.zeros((len(found),) * 2)
    )
    np.fill_diagonal(jump, 0)
    ways: list[tuple[float, tuple[int, ...]]] = []
    edge = [(1.0, (c.game.status_quo,))]
    for _ in range(7):
        fresh = [(p * jump[w[-1], t], (*w, t)) for p, w in edge for t in np.flatnonzero(jump[w[-1]]).tolist()]
        ways += [x for x in fresh if goal[x[1][-1]]]
        edge = sorted([x for x in fresh if not goal[x[1][-1]]], reverse=True)[:400]
    best = sorted(ways, reverse=True)[:3]
    got = most_probable(found, goal, 3)
    # A longer sequence may be among the best; all that brute force finds must not beat what was found.
    for k, (p, _) in enumerate(best):
        assert got[k].probability >= p * (1 - 1e-9)
    for one in got:
        steps = [jump[a, b] for a, b in zip(one.states, one.states[1:], strict=False)]
        assert one.probability == pytest.approx(np.prod(steps))
        assert goal[one.states[-1]]
        assert not goal[list(one.states[:-1])].any()
        assert len(one.movers) == len(steps)


def worst_deviation(c: Chain, exact: Floats, times: Floats, runs: int, seed: int) -> float:
    """Largest difference from the exact probability, in standard errors."""
    states = simulated_at(c, times, runs, seed)
    worst = 0.0
    for row, p in zip(states.T, exact, strict=True):
        seen = np.bincount(row, minlength=len(c)) / runs
        error = np.sqrt(np.maximum(p * (1 - p), 1 / runs) / runs)
        worst = max(worst, float((np.abs(seen - p) / error).max()))
    return worst


def test_exact_and_simulated_agree_and_an_error_of_two_percent_would_show() -> None:
    times, runs = np.array([0.5, 2.0, 8.0]), 400_000
    for seed in range(3):
        r = np.random.default_rng(seed)
        size = 5
        rates = {(s, t): float(r.exponential(0.6)) for s in range(size) for t in range(size) if s != t}
        c = made(rates)
        exact = c.occupancy(times)
        assert worst_deviation(c, exact, times, runs, seed) < 4.5
        largest = int(exact[1].argmax())
        wrong = exact.copy()
        wrong[1, largest] *= 1.02
        assert worst_deviation(c, wrong, times, runs, seed) > 4.5


def test_a_history_is_one_of_the_chain() -> None:
    c = made({(0, 1): 2.0, (1, 2): 1.0, (2, 0): 0.5, (1, 0): 0.3})
    runs = [simulate(c, 10.0, seed=4, run=k) for k in range(300)]
    again = simulate(c, 10.0, seed=4, run=7)
    assert again.states == runs[7].states
    assert again.times.tolist() == runs[7].times.tolist()
    for run in runs:
        assert len(run.states) == len(run.times) + 1 == len(run.movers) + 1
        assert all((matrix(c)[a, b] > 0) for a, b in zip(run.states, run.states[1:], strict=False))
        assert (np.diff(run.times) > 0).all()
    last = np.bincount([run.states[-1] for run in runs], minlength=3) / 300
    assert last == pytest.approx(c.occupancy([10.0])[0], abs=4 * 0.5 / np.sqrt(300))


# -------------------------------------------------------------------------------------------- refusals


def test_refusals() -> None:
    case = small({"a.x": "no yes"}, {"a": {"a.x == yes": 1}})
    clock = Clock(("a",), np.ones((1, 1)), np.ones((1, 1)), {}, (), 1.0, date(2000, 1, 1), date(2001, 1, 1))
    with pytest.raises(DetenteError, match="no status quo"):
        chain(unfold(case), np.array([[0, 1]], np.int32), clock)
    steep = Clock(
        ("a",), np.ones((1, 1)), np.full((1, 1), 1e3), {}, (), 1.0, date(2000, 1, 1), date(2001, 1, 1)
    )
    with pytest.raises(DetenteError, match="at most 300"):
        generator(moves_of(unfold(case), steep), np.array([[[0], [1]]], np.int32), steep)
    with pytest.raises(ValueError, match="below 0"):
        made({(0, 1): 1.0}).occupancy([-1.0])


def test_where_nothing_moves_nothing_happens() -> None:
    case = small({"a0.x": "no yes"}, {"a0": {"a0.x == yes": 1}}, status_quo={"a0.x": "no"})
    clock = clock_of(np.zeros((1, 1)), np.ones((1, 1)))
    found = chain(unfold(case), np.array([[0, 1]], np.int32), clock)
    assert found.occupancy([100.0])[0] == pytest.approx([1.0, 0.0], abs=1e-12)


def test_chance_that_the_game_does_not_have_is_renormed() -> None:
    """A level that no state of a class has cannot fall there: the others share its probability."""
    case = small(
        {"a0.x": "no yes"},
        {"a0": {"a0.x == yes": 1}},
        {"c": "forbid a0.x == yes and chance.z == high"},
        chance={"chance.z": chance({"low": 0.2, "mid": 0.3, "high": 0.5})},
        status_quo={"a0.x": "yes", "chance.z": "low"},
    )
    game = unfold(case)
    shares = np.array([[0.2], [0.3], [0.5]])
    clock = Clock(
        ("a0",),
        np.zeros((1, 1)),
        np.ones((1, 1)),
        {"chance.z": Turn(np.full(1, 2.0), (), shares)},
        (),
        1.0,
        date(2000, 1, 1),
        date(2001, 1, 1),
    )
    found = chain(game, np.zeros((1, len(game)), np.int32), clock).occupancy([50.0])[0]
    by_level = [
        sum(found[s] for s in range(len(game)) if game.describe(s)["chance.z"] == z)
        for z in ("low", "mid", "high")
    ]
    assert by_level == pytest.approx([0.4, 0.6, 0.0])

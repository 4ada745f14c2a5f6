"""Learning from a history: the density against its twin, the sampler, and parameters found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaincinv

from detente.case import Case
from detente.dynamics.learning.calibrate import calibrate, posterior_of
from detente.dynamics.learning.likelihood import likelihood, observe
from detente.dynamics.learning.posterior import effective, sample, split_rhat
from detente.dynamics.learning.prior import VAGUE, prior_of
from detente.dynamics.learning.renew import credence, updated
from detente.errors import DetenteError, UnknownName
from detente.game import unfold
from detente.history.past.path import Change, Path
from detente.worlds.streams import normal_quantile, uniforms
from small import JUDGEMENT, chance, graph, small
from small_play import OPTIONS, START, WANTS, YES, history, play_case, play_of, prior, window
from strategies import examples

GAME = unfold(play_case())
PRIOR = prior()
COUNT = len(PRIOR)


def scores(name: str) -> np.ndarray:
    return normal_quantile(uniforms(1, name, 0, COUNT))


def drawn(name: str, years: float = 30, seed: int = 0) -> tuple[np.ndarray, Path]:
    z = scores(name)
    return z, history(play_of(PRIOR, PRIOR.values(z)), years, seed)


def walk_of(path: Path) -> list[tuple[float, tuple[int, ...]]]:
    levels, found = dict(path.initial), []
    for at, group in groupby(path.changes, key=lambda c: c.at):
        levels |= {c.option: c.level for c in group}
        found.append((at, tuple(YES.index(levels[o]) for o in OPTIONS)))
    return found


# ------------------------------------------------------------------------------------------ the likelihood


@given(st.integers(0, 10**6), st.floats(0.5, 20))
@examples(25)
def test_the_density_of_a_history_is_that_of_the_walk(seed: int, years: float) -> None:
    z, path = drawn(f"density {seed}", years, seed)
    posterior = posterior_of(play_case(), GAME, path)
    expected = play_of(PRIOR, PRIOR.values(z)).density(START, path.years, walk_of(path))
    assert posterior(z)[0] + 0.5 * float(z @ z) == pytest.approx(expected, rel=1e-9)
    assert sum(posterior.observed.moves.values()) == len(walk_of(path))
    assert (posterior.observed.outside, posterior.observed.changes) == (0, ())


@given(st.integers(0, 10**6))
@examples(25)
def test_gradients_by_differences(seed: int) -> None:
    z, path = drawn(f"gradient {seed}", 8, seed)
    posterior = posterior_of(play_case(), GAME, path)
    _, gradient = posterior(z)
    for k, step in enumerate(np.eye(COUNT) * 1e-6):
        rise = (posterior(z + step)[0] - posterior(z - step)[0]) / 2e-6
        assert gradient[k] == pytest.approx(rise, abs=1e-4, rel=1e-5)


def test_gradients_of_every_kind_of_prior() -> None:
    kinds = ["0..2", "loguniform(1, 3)", "triangular(0, 1, 4)", "normal(1, 0.2)", "q(5%: 0, 50%: 1, 95%: 3)"]
    rate = {"count": 3, "from": "1990-01-01", "to": "1999-01-01", "evidence": JUDGEMENT}
    wants = {f"a.o{k} == yes": weight for k, weight in enumerate(kinds)}
    case = small(
        {f"a.o{k}": "no yes" for k in range(len(kinds))},
        {"a": wants},
        clock={"horizon": "2010-01-01", "rates": {"a": rate}, "precision": {"a": "normal(6, 1)"},
               "evidence": JUDGEMENT},
    )  # fmt: skip
    found = prior_of(case, ["a"], window(1))
    z = np.linspace(-1.4, 1.3, len(found))
    values, slopes = found.at(z)
    assert values == pytest.approx(found.values(z))
    for k, step in enumerate(np.eye(len(found)) * 1e-4):
        rise = (found.values(z + step) - found.values(z - step))[k] / 2e-4
        assert slopes[k] == pytest.approx(rise, rel=1e-4)


def told(*changes: tuple[float, str, str], initial: str = "a.x a.y b.z", years: float = 10) -> Path:
    made = tuple(Change(at, o, level, f"e{k}") for k, (at, o, level) in enumerate(changes))
    return Path(*window(years), dict.fromkeys(initial.split(), "no"), made)


def test_changes_of_one_actor_on_one_day_are_one_move() -> None:
    seen = observe(GAME, told((1, "a.x", "yes"), (1, "a.y", "yes"), (2, "b.z", "yes"), (2, "a.x", "no")))
    assert seen.moves == {"a": 2, "b": 1}


def test_an_option_without_a_history_stays_where_the_case_has_it() -> None:
    seen = observe(GAME, told((1, "a.x", "yes"), (2, "a.y", "yes"), initial="a.x"))
    assert seen.held == {"a.y": "no", "b.z": "no"}
    assert seen.moves == {"a": 1}
    assert np.diff(seen.actors[0].start).tolist() == [2, 2]  # it chooses about a.x alone


def test_the_order_of_a_day_is_one_that_the_game_allows() -> None:
    case = small(
        {"a.x": "no yes", "b.y": "no yes"},
        constraints={"asked": "forbid a.x == yes and b.y == no"},
        status_quo={"a.x": "no", "b.y": "no"},
    )
    path = Path(*window(5), {"a.x": "no", "b.y": "no"}, (
        Change(1, "a.x", "yes", "e"), Change(1, "b.y", "yes", "e"),
        Change(3, "b.y", "no", "e"), Change(4, "a.x", "no", "e"),
    ))  # fmt: skip
    seen = observe(unfold(case), path)
    assert seen.moves == {"a": 1, "b": 1}
    assert seen.outside == pytest.approx(1)  # from year 3 to year 4 the game rules the state out
    assert [c.at for c in seen.changes] == [3, 4]
    assert seen.actors[0].held.sum() == pytest.approx(path.years - 1)


def test_chance_and_shocks_are_nobodys_move() -> None:
    case = small(
        {"a.x": "no yes"}, {"a": {"a.x == yes": 1}},
        chance={"chance.c": chance({"l": 0.5, "r": 0.5})}, status_quo={"a.x": "no", "chance.c": "l"},
    )  # fmt: skip
    game = unfold(case)
    path = Path(*window(5), {"a.x": "no", "chance.c": "l"}, (
        Change(1, "chance.c", "r", "e"), Change(2, "a.x", "yes", "e"), Change(3, "a.x", "no", "e"),
    ))  # fmt: skip
    strike = {"a.x": "yes"}, game.states[:, game.options.index("chance.c")] == 1
    assert observe(game, path).moves == {"a": 2}
    seen = observe(game, path, [strike])
    assert seen.moves == {"a": 1}
    assert [c.option for c in seen.changes] == ["chance.c", "a.x"]


def test_a_common_factor_of_weights_says_nothing() -> None:
    _, path = drawn("factor")
    seen = observe(GAME, path).actors[0]
    weights = np.array([1.0, 2.0, 0.5])
    one, slope = likelihood(seen, weights, 2, 5)
    assert likelihood(seen, 7 * weights, 2, 5)[0] == pytest.approx(one)
    assert slope[:3] @ weights == pytest.approx(0, abs=1e-9)


def test_an_actor_with_a_ranking() -> None:
    game = unfold(graph("x y", {"p": "x>y y>x"}, {"p": ["x", "y"]}, "x"))
    with pytest.raises(DetenteError, match="no option"):
        observe(game, Path(*window(1), {}, ()))


# ---------------------------------------------------------------------------------------------- the sampler


def test_draws_from_a_normal_density() -> None:
    wide = np.array([[1.0, 0.9], [0.9, 2.0]])
    inverse, centre = np.linalg.inv(wide), np.array([1.0, -2.0])

    def density(z: np.ndarray) -> tuple[float, np.ndarray]:
        pull = inverse @ (z - centre)
        return -0.5 * float((z - centre) @ pull), -pull

    found = sample(density, np.zeros(2), np.eye(2), 4000, 4, seed=3)
    error = np.sqrt(np.diag(wide) / found.ess)
    assert np.all(np.abs(found.draws.mean(axis=0) - centre) < 4 * error)
    assert np.cov(found.draws.T) == pytest.approx(wide, abs=0.25)
    assert found.trusted
    again = sample(density, np.zeros(2), np.eye(2), 4000, 4, seed=3)
    assert np.array_equal(found.draws, again.draws)


def test_chains_that_disagree_are_told() -> None:
    apart = np.stack([uniforms(1, f"c{k}", 0, 200)[:, None] + 3 * k for k in range(2)])
    assert split_rhat(apart)[0] > 1.5
    together = np.stack([uniforms(1, f"c{k}", 0, 200)[:, None] for k in range(2)])
    assert split_rhat(together)[0] < 1.03


@given(st.floats(0, 0.95))
@examples(10)
def test_effective_draws_of_a_chain_with_memory(memory: float) -> None:
    noise = normal_quantile(uniforms(1, "memory", 0, 40_000)).reshape(4, 10_000)
    rows = noise.copy()
    for k in range(1, rows.shape[1]):
        rows[:, k] = memory * rows[:, k - 1] + np.sqrt(1 - memory**2) * noise[:, k]
    expected = rows.size * (1 - memory) / (1 + memory)
    assert effective(rows[:, :, None])[0] == pytest.approx(expected, rel=0.25)


# ------------------------------------------------------------------------------------------------ recovery


def test_parameters_are_found_again() -> None:
    """Nine tenths of the 90% intervals hold the truth; bench/calibration.py shows it for more histories."""
    held = []
    for k in range(80):
        z, path = drawn(f"recovery {k}", 30, k)
        found = calibrate(play_case(), path, game=GAME, starts=1, draws=200, chains=2, warmup=50)
        low, _, high = found.interval().T
        truth = PRIOR.values(z)
        held.append((low <= truth) & (truth <= high))
    assert 0.85 <= np.mean(held) <= 0.95


def test_a_longer_history_teaches_more_and_none_teaches_nothing() -> None:
    z = scores("longer")
    play = play_of(PRIOR, PRIOR.values(z))
    short, long = (calibrate(play_case(), history(play, years, 5), draws=0) for years in (3, 200))
    rate = PRIOR.rates["a"]
    assert long.spread[rate] < short.spread[rate] < 1
    assert short.learned < long.learned < COUNT
    assert long.directions()[0].strength > short.directions()[0].strength
    still = [("a.x", "fixed"), ("b.z", "fixed")]
    stuck = small({o: ("no yes", kind) for o, kind in still}, {"a": {"a.x == yes": "0..2"}},
                  status_quo={"a.x": "no", "b.z": "no"}, clock=play_case().clock)  # fmt: skip
    nothing = calibrate(stuck, told(initial="a.x b.z"), draws=0)
    assert nothing.spread == pytest.approx(1, abs=1e-6)
    assert nothing.directions() == ()
    assert nothing.interval() == pytest.approx(nothing.before(), rel=1e-6)


def test_what_was_counted_in_the_window_is_not_counted_twice() -> None:
    clock = {"horizon": "2040-01-01", "precision": {"all": 5}, "evidence": JUDGEMENT}
    rate = {"count": 12, "from": "1990-01-01", "to": "2010-01-01", "evidence": JUDGEMENT}
    case = small({"a.x": "no yes"}, {"a": {"a.x == yes": 1}}, clock=clock | {"rates": {"a": rate}})

    def gamma(first: date, last: date) -> tuple[float, float]:
        return prior_of(case, ["a"], (first, last)).parameters[0].gamma

    shape, years = gamma(date(2010, 1, 1), date(2020, 1, 1))
    assert (shape, round(years, 2)) == (12.5, 20.0)
    shape, years = gamma(date(2000, 1, 1), date(2020, 1, 1))
    assert shape == pytest.approx(6.5, abs=0.01)
    assert years == pytest.approx(10, abs=0.01)
    assert gamma(date(1990, 1, 1), date(2020, 1, 1)) == VAGUE


def test_same_seed_same_answer() -> None:
    _, path = drawn("seed", 10)
    one, two = (calibrate(play_case(), path, draws=80, chains=2, seed=9) for _ in range(2))
    assert one.sample is not None
    assert two.sample is not None
    assert np.array_equal(one.sample.draws, two.sample.draws)
    other = calibrate(play_case(), path, draws=80, chains=2, seed=10)
    assert other.sample is not None
    assert not np.array_equal(one.sample.draws, other.sample.draws)
    assert other.mode == pytest.approx(one.mode, abs=0.02)


# -------------------------------------------------------------------------------------- worlds drawn again


def read_case() -> Case:
    reading = {"name": "a reading", "share": 1, "evidence": JUDGEMENT}
    weights = {"bold": {"a-0": "2..3"}, "shy": {"a-0": "1..2"}}
    return small(
        dict.fromkeys(OPTIONS, "no yes"), WANTS, status_quo=dict.fromkeys(OPTIONS, "no"),
        clock=play_case().clock,
        readings={r: reading | {"weights": w} for r, w in weights.items()},
    )  # fmt: skip


def test_worlds_after_a_history() -> None:
    case = read_case()
    _, path = drawn("worlds")
    found = {r: calibrate(case, path, reading=r, draws=400, chains=2) for r in ("", "bold", "shy")}
    share = credence(case, found)
    assert sum(share.values()) == pytest.approx(1)
    odds = share["bold"] / share["shy"]
    assert odds == pytest.approx(np.exp(found["bold"].evidence - found["shy"].evidence))
    worlds, clock = updated(case, found, 2000, seed=4)
    assert len(worlds) == len(clock) == 2000
    bold = worlds.reading == 0
    assert bold[1:].mean() == pytest.approx(share["bold"], abs=0.04)
    place = PRIOR.rates["a"]
    own = found["bold"]
    assert own.sample is not None
    expected = own.posterior.prior.values(own.sample.draws.T)
    assert clock.rates[0, bold].mean() == pytest.approx(expected[place].mean(), rel=0.05)
    weight = worlds.weights[0][0, bold]
    assert weight.mean() == pytest.approx(expected[0].mean(), rel=0.05)
    assert weight.min() >= 2
    assert 1 <= worlds.weights[0][0, ~bold][1:].min() <= worlds.weights[0][0, ~bold][1:].max() <= 2
    centre = found[""].posterior.prior.values(found[""].mode)
    share_of_range = centre[0] / 3  # world 0 is the mean of the readings, there as before
    assert worlds.weights[0][0, 0] == pytest.approx(1.5 + share_of_range, abs=1e-4)
    assert clock.precision[0, 0] == pytest.approx(centre[-1])


# ---------------------------------------------------------------------------------------------- refusals


def test_refusals() -> None:
    _, path = drawn("refusals", 3)
    with pytest.raises(UnknownName, match="no reading named 'bald'"):
        calibrate(read_case(), path, reading="bald")
    with pytest.raises(DetenteError, match="no rate of a"):
        calibrate(small(dict.fromkeys(OPTIONS, "no yes")), replace(path))
    with pytest.raises(DetenteError, match=r"neither the history nor a status quo.*b\.z"):
        observe(unfold(small(dict.fromkeys(OPTIONS, "no yes"))), told(initial="a.x a.y"))
    fixed = {"rates": {"a": {"per_year": 1, "evidence": JUDGEMENT}}, "precision": {"all": 3}}
    case = small({"a.x": "no yes"}, clock=fixed | {"horizon": "2010-01-01", "evidence": JUDGEMENT},
                 status_quo={"a.x": "no"})  # fmt: skip
    with pytest.raises(DetenteError, match="nothing is uncertain"):
        calibrate(case, told(initial="a.x"))
    found = {"": calibrate(play_case(), path, draws=0)}
    with pytest.raises(DetenteError, match="draws"):
        updated(play_case(), found)
    with pytest.raises(DetenteError, match="not calibrated: bold, shy"):
        credence(read_case(), {})
    with pytest.raises(ValueError, match="four draws"):
        calibrate(play_case(), path, draws=4, chains=2)


def test_vague_is_what_it_says() -> None:
    low, high = gammaincinv(VAGUE[0], [0.05, 0.95]) / VAGUE[1]
    assert (round(low, 3), round(high, 1)) == (0.004, 3.8)

"""Counts that come in campaigns: distributions, fits, forecasts and the choice between models."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import nbinom, poisson

from detente.dynamics.counts import MODELS, TOP, compare, fit, forecast_counts
from detente.errors import DetenteError

Counts = NDArray[np.int64]

#: A made-up series of campaigns: 60 months with the mean (0.88) and variance (about 1.9) of 2012-16.
CAMPAIGNS = np.array([int(x) for x in "000200000001000230000000013204411000021021000001013521222400"])


def regimes(months: int, seed: int) -> Counts:
    """Quiet (0.1 a month) and busy (5 a month) months, ten in a row on average."""
    r = np.random.default_rng(seed)
    busy = np.cumsum(r.random(months) < 0.1) % 2
    return r.poisson(np.where(busy, 5.0, 0.1))


@pytest.mark.parametrize("model", list(MODELS))
@pytest.mark.parametrize("months", [1, 6])
def test_a_forecast_is_a_distribution(model: str, months: int) -> None:
    found = forecast_counts(CAMPAIGNS, months, model)
    assert found.distribution.shape == (TOP + 1,)
    assert found.distribution.min() >= 0
    assert found.distribution.sum() == pytest.approx(1, abs=1e-9)
    assert found.at_least(0) == pytest.approx(1)
    for n in (1, 4, 11):
        assert found.at_least(n) + found.at_most(n - 1) == pytest.approx(1)
    assert found.window == 60
    assert found.held == 24


def test_one_rate_is_negative_binomial() -> None:
    """Gamma(n + 1/2, N) mixed over m months: nbinom with n + 1/2 and N / (N + m)."""
    found = fit("poisson", CAMPAIGNS).total(CAMPAIGNS, 7)
    n, months = CAMPAIGNS.sum(), len(CAMPAIGNS)
    assert found[:40] == pytest.approx(nbinom.pmf(np.arange(40), n + 0.5, months / (months + 7)), abs=1e-12)


def test_the_dispersion_is_found() -> None:
    r = np.random.default_rng(1)
    drawn = nbinom.rvs(0.8, 0.8 / (0.8 + 2.0), size=6000, random_state=r)
    found = fit("negative", drawn).parameters
    assert found["mean"] == pytest.approx(2.0, rel=0.06)
    assert found["shape"] == pytest.approx(0.8, rel=0.08)
    # It is the likeliest shape: neighbours are worse.
    for other in (found["shape"] * 0.9, found["shape"] * 1.1):
        p = [shape / (shape + found["mean"]) for shape in (found["shape"], other)]
        best, worse = (
            nbinom.logpmf(drawn, s, q).sum() for s, q in zip((found["shape"], other), p, strict=True)
        )
        assert best > worse


def test_regimes_are_found() -> None:
    found = fit("regimes", regimes(900, 4)).parameters
    assert found["quiet"] == pytest.approx(0.1, abs=0.06)
    assert found["busy"] == pytest.approx(5.0, abs=0.4)
    assert found["quiet to busy"] == pytest.approx(0.1, abs=0.05)
    assert found["busy to quiet"] == pytest.approx(0.1, abs=0.05)


def test_the_total_of_regimes_is_that_of_drawn_histories() -> None:
    seen = regimes(200, 2)
    fitted = fit("regimes", seen)
    exact = fitted.total(seen, 4)
    p, r = fitted.parameters, np.random.default_rng(9)
    rates = np.array([p["quiet"], p["busy"]])
    leave = np.array([p["quiet to busy"], p["busy to quiet"]])
    # The state of the last month, from all counts, as in the forward recursion.
    now = np.array([0.5, 0.5])
    for count in seen:
        now = np.array(
            [now[0] * (1 - leave[0]) + now[1] * leave[1], now[0] * leave[0] + now[1] * (1 - leave[1])]
        )
        now = now * poisson.pmf(count, rates)
        now /= now.sum()
    state = (r.random(200_000) < now[1]).astype(int)
    total = np.zeros(200_000, int)
    for _ in range(4):
        state = np.where(r.random(200_000) < leave[state], 1 - state, state)
        total += r.poisson(rates[state])
    drawn = np.bincount(total, minlength=TOP + 1)[: TOP + 1] / 200_000
    assert drawn[:60] == pytest.approx(exact[:60], abs=0.005)


def test_excitation_is_found() -> None:
    r = np.random.default_rng(11)
    mean, counts = 2.0, []
    for _ in range(3000):
        counts.append(int(r.poisson(mean)))
        mean = 0.3 + 0.5 * counts[-1] + 0.3 * mean
    found = fit("exciting", np.array(counts)).parameters
    assert found["base"] == pytest.approx(0.3, abs=0.1)
    assert found["count"] == pytest.approx(0.5, abs=0.07)
    assert found["mean"] == pytest.approx(0.3, abs=0.1)
    # The mean of the next months, in closed form for a linear model.
    fitted = fit("exciting", np.array(counts))
    one = fitted.total(np.array(counts), 1) @ np.arange(TOP + 1)
    three = fitted.total(np.array(counts), 3) @ np.arange(TOP + 1)
    growth = found["count"] + found["mean"]
    means = [one, found["base"] + growth * one, found["base"] * (1 + growth) + growth**2 * one]
    assert three == pytest.approx(sum(means), rel=0.02)


def test_campaigns_are_too_wide_for_one_rate() -> None:
    """Over six months one rate gives extremes too little probability, on either side."""
    flat, wide = (forecast_counts(CAMPAIGNS, 6, m) for m in ("poisson", "negative"))
    assert wide.mean == pytest.approx(flat.mean, rel=0.02)
    assert wide.at_least(12) > 1.5 * flat.at_least(12)
    assert wide.at_most(0) > 1.5 * flat.at_most(0)


def test_the_model_that_made_the_counts_is_chosen() -> None:
    seen = regimes(240, 8)
    scores = compare(seen, 60)
    assert max(scores, key=lambda k: scores[k]) == "regimes"
    assert scores["regimes"] > scores["negative"] + 0.1 > scores["poisson"]
    found = forecast_counts(seen, 3, held=60)
    assert found.model == "regimes"
    assert found.scores == scores


def test_scores_are_of_months_that_were_not_seen() -> None:
    """The score of the last months does not know them: changing the very last changes no earlier forecast."""
    seen = CAMPAIGNS.copy()
    changed = seen.copy()
    changed[-1] = 9
    rows = [compare(x, 12)["poisson"] * 12 for x in (seen, changed)]
    last = fit("poisson", seen[:54]).total(seen[:59], 1)
    assert rows[0] - np.log(last[seen[-1]]) == pytest.approx(rows[1] - np.log(last[9]))


def test_refusals() -> None:
    with pytest.raises(DetenteError, match="at least 12 months; 11 were given"):
        forecast_counts(np.zeros(11, np.int64), 3)
    with pytest.raises(DetenteError, match="none below 0"):
        forecast_counts(np.full(20, -1), 3)
    with pytest.raises(DetenteError, match="no model of counts named 'arima'; there are poisson"):
        forecast_counts(CAMPAIGNS, 3, "arima")
    none = forecast_counts(np.zeros(40, np.int64), 12)
    assert none.at_least(1) < 0.3

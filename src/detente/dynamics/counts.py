"""How many events there will be: distributions of counts that come in campaigns.

Counts of incidents a month vary more than a Poisson distribution allows, because they come in campaigns and
because regimes change. Four models of a monthly series are fitted to a window that is shown, and compared
by the probability that each gave, one month at a time, to months it had not seen.

poisson
    One rate; Gamma(1/2, 0) prior, so the forecast is negative binomial (Jeffreys).
negative
    Each month is negative binomial with the same mean and dispersion (maximum likelihood).
regimes
    A hidden Markov chain of a quiet and a busy state, Poisson in each: a Markov-modulated Poisson process
    seen by the month (Fischer and Meier-Hellstern 1993; fitted by EM, Baum and others 1970).
exciting
    The mean follows the last count and the last mean: Poisson INGARCH(1, 1) (Fokianos, Rahbek and
    Tjostheim 2009), the discrete counterpart of Hawkes' process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import convolved, dot, exp, log, log_gamma, log_one, log_times
from detente.compiled import njit
from detente.dynamics.elementary import exp_one
from detente.errors import DetenteError
from detente.readonly import ReadOnly

__all__ = ["MODELS", "Forecast", "compare", "fit", "forecast_counts"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Largest count a month, or in all, whose probability is kept; the rest is put together.
TOP = 400


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A model of monthly counts, fitted.

    Parameters
    ----------
    name
        A key of `MODELS`.
    parameters
        Name -> value.
    total
        (counts so far, months) -> (TOP + 1,) probabilities of the total over the months that follow.
    """

    name: str
    parameters: dict[str, float]
    total: Callable[[Counts, int], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Forecast(ReadOnly):
    """The distribution of a total count.

    Parameters
    ----------
    model
        Which model.
    parameters
        What was fitted.
    window, months
        Number of months it was fitted to, and that it looks ahead.
    distribution
        (TOP + 1,) probability of each total; the last stands for all larger ones.
    scores
        Model -> mean log score of one month ahead over ``held`` months it had not seen.
    held
        Number of these months.
    """

    model: str
    parameters: dict[str, float]
    window: int
    months: int
    distribution: Floats
    scores: dict[str, float]
    held: int

    def at_least(self, n: int) -> float:
        """Return the probability of n or more."""
        return float(np.clip(self.distribution[max(n, 0) :].sum(), 0, 1))

    def at_most(self, n: int) -> float:
        """Return the probability of n or fewer."""
        return float(np.clip(self.distribution[: n + 1].sum(), 0, 1)) if n >= 0 else 0.0

    @property
    def mean(self) -> float:
        """The expected total."""
        return float(dot(self.distribution, np.arange(float(len(self.distribution)))))


def forecast_counts(counts: Counts, months: int, model: str = "", held: int = 24) -> Forecast:
    """Forecast the total of the next months from a window of monthly counts.

    Parameters
    ----------
    counts
        (N,) counts of the window, the latest last; none below 0.
    months
        How many months to look ahead.
    model
        A key of `MODELS`; if empty, that with the best mean log score on months it had not seen.
    held
        Number of months, at the end of the window, to score on; each is forecast from all before it.

    Raises
    ------
    DetenteError
        If there are fewer than 12 months, or a count is below 0.
    """
    counts = _checked(counts)
    held = min(held, len(counts) // 2)
    scores = compare(counts, held)
    chosen = model or max(scores, key=lambda k: scores[k])
    fitted = fit(chosen, counts)
    return Forecast(
        chosen, fitted.parameters, len(counts), months, fitted.total(counts, months), scores, held
    )


def fit(model: str, counts: Counts) -> Fitted:
    """Fit one model to monthly counts.

    Parameters
    ----------
    model
        A name in `MODELS`.
    counts
        Events a month.
    """
    if model not in MODELS:
        raise DetenteError(f"no model of counts named {model!r}; there are {', '.join(MODELS)}")
    return MODELS[model](_checked(counts))


def compare(counts: Counts, held: int) -> dict[str, float]:
    """Return each model's mean log score on the last months, refitted before every sixth of them.

    Parameters
    ----------
    counts
        Events a month.
    held
        Number of last months that are forecast.
    """
    counts = _checked(counts)
    first, scores = len(counts) - held, {}
    for name in MODELS:
        logs = []
        for k in range(first, len(counts)):
            if (k - first) % 6 == 0:
                fitted = fit(name, counts[:k])
            chance = fitted.total(counts[:k], 1)[min(int(counts[k]), TOP)]
            logs.append(log_one(max(float(chance), 1e-12)))
        scores[name] = float(np.mean(logs)) if logs else 0.0
    return scores


def _checked(counts: Counts) -> Counts:
    counts = np.asarray(counts)
    if len(counts) < 12:
        raise DetenteError(f"a model of counts needs at least 12 months; {len(counts)} were given")
    if counts.min() < 0 or not np.array_equal(counts, np.rint(counts)):
        raise DetenteError("counts must be whole numbers, none below 0")
    return counts.astype(np.int64)


# --------------------------------------------------------------------------------------- distributions


def _negative_binomial(shape: float, mean: float) -> Floats:
    """(TOP + 1,) with variance mean + mean^2 / shape; the last entry holds the tail."""
    k = np.arange(TOP, dtype=np.float64)
    p = shape / (shape + mean)
    ways = log_gamma(k + shape) - log_gamma(shape) - log_gamma(k + 1)
    return _tailed(exp(ways + shape * log(p) + log_times(k, 1 - p)))


def _poisson(mean: float) -> Floats:
    k = np.arange(TOP, dtype=np.float64)
    return _tailed(exp(log_times(k, mean) - mean - log_gamma(k + 1)))


def _tailed(head: Floats) -> Floats:
    return np.append(head, max(0.0, 1.0 - float(head.sum())))


def _added(a: Floats, b: Floats) -> Floats:
    """(TOP + 1,) distribution of a sum."""
    return _tailed(np.clip(convolved(a[:-1], b[:-1])[:TOP], 0, None))


# --------------------------------------------------------------------------------------------- models


def _fit_poisson(counts: Counts) -> Fitted:
    def total(seen: Counts, months: int) -> Floats:
        # Gamma(n + 1/2, N): its mixture of Poissons over m months is negative binomial.
        shape = float(counts.sum()) + 0.5
        return _negative_binomial(shape, shape / len(counts) * months)

    return Fitted("poisson", {"rate": (float(counts.sum()) + 0.5) / len(counts)}, total)


def _fit_negative(counts: Counts) -> Fitted:
    from scipy.optimize import minimize_scalar

    mean = max(float(counts.mean()), 1e-6)
    highest = int(counts.max())
    seen_often = np.bincount(np.minimum(counts, TOP), minlength=TOP + 1)

    def loss(log_shape: float) -> float:
        chance = _negative_binomial(exp_one(float(log_shape)), mean)[: highest + 1]
        return -float(dot(seen_often[: highest + 1].astype(np.float64), log(np.maximum(chance, 1e-300))))

    shape = exp_one(float(minimize_scalar(loss, bounds=(-5, 8), method="bounded").x))

    def total(seen: Counts, months: int) -> Floats:
        return _negative_binomial(shape * months, mean * months)

    return Fitted("negative", {"mean": mean, "shape": shape}, total)


def _fit_regimes(counts: Counts) -> Fitted:
    rates, move, start = _expectation_maximization(counts)

    def total(seen: Counts, months: int) -> Floats:
        belief = _filtered(seen, rates, move, start)
        monthly = np.array([_poisson(r) for r in rates])
        ahead = np.zeros((2, TOP + 1))
        ahead[:, 0] = belief
        for _ in range(months):
            moved = _mixed(move.T, ahead)
            ahead = np.array([_part(moved[k], monthly[k]) for k in range(2)])
        whole: Floats = ahead.sum(axis=0)
        return whole

    parameters = {
        "quiet": float(rates[0]),
        "busy": float(rates[1]),
        "quiet to busy": float(move[0, 1]),
        "busy to quiet": float(move[1, 0]),
    }
    return Fitted("regimes", parameters, total)


def _part(a: Floats, b: Floats) -> Floats:
    """Add an independent count to a part of a distribution that need not sum to 1."""
    head = np.clip(convolved(a[:-1], b[:-1])[:TOP], 0, None)
    return np.append(head, max(0.0, float(a.sum()) - float(head.sum())))


def _expectation_maximization(counts: Counts) -> tuple[Floats, Floats, Floats]:
    """Return (2,) rates, (2, 2) monthly moves and (2,) start, quiet first; a count is added to each move."""
    low, high = np.quantile(counts, [0.3, 0.85])
    rates = np.array([low + 0.1, max(high, low + 1.0) + 0.1])
    move, start = np.array([[0.9, 0.1], [0.1, 0.9]]), np.array([0.5, 0.5])
    before = -np.inf
    for _ in range(500):
        emit = exp(log_times(counts[:, None], rates) - rates - log_gamma(counts + 1)[:, None]) + 1e-300
        ahead, back, scale = _forward_backward(emit, move, start)
        state = ahead * back
        state /= state.sum(axis=1, keepdims=True)
        pairs = ahead[:-1, :, None] * move * (emit[1:] * back[1:])[:, None, :]
        pairs /= pairs.sum(axis=(1, 2), keepdims=True)
        joint = pairs.sum(axis=0) + 1.0
        move, start = joint / joint.sum(axis=1, keepdims=True), state[0]
        rates = np.maximum((state * counts[:, None]).sum(axis=0) + 0.1, 1e-3) / (state.sum(axis=0) + 0.1)
        likelihood = float(log(scale).sum())
        if likelihood - before < 1e-8 * abs(likelihood):
            break
        before = likelihood
    order = np.argsort(rates, kind="stable")
    return rates[order], move[np.ix_(order, order)], start[order]


def _forward_backward(emit: Floats, move: Floats, start: Floats) -> tuple[Floats, Floats, Floats]:
    length = len(emit)
    ahead, back, scale = np.empty((length, 2)), np.ones((length, 2)), np.empty(length)
    now = start * emit[0]
    for k in range(length):
        if k:
            now = _mixed(move.T, ahead[k - 1]) * emit[k]
        scale[k] = now.sum()
        ahead[k] = now / scale[k]
    for k in range(length - 2, -1, -1):
        back[k] = _mixed(move, emit[k + 1] * back[k + 1])
        back[k] /= back[k].sum()
    return ahead, back, scale


def _mixed(move: Floats, x: Floats) -> Floats:
    """A (2, 2) matrix times (2,) or (2, N)."""
    return np.array([move[k, 0] * x[0] + move[k, 1] * x[1] for k in range(2)])


def _filtered(seen: Counts, rates: Floats, move: Floats, start: Floats) -> Floats:
    """Return (2,) probability of each state in the last month seen."""
    now = start
    for k, count in enumerate(seen):
        now = _mixed(move.T, now) if k else now
        logs = count * log(rates) - rates
        now = now * exp(logs - logs.max())
        now = now / now.sum()
    return now


def _fit_exciting(counts: Counts) -> Fitted:
    from scipy.optimize import minimize

    mean = max(float(counts.mean()), 0.05)

    def unpack(x: Floats) -> tuple[float, float, float]:
        # Base level above 0, and weights of the last count and mean that together stay below 1.
        whole, part = (0.98 / (1 + exp(-x[1])), 1 / (1 + exp(-x[2])))
        return float(exp(np.clip(x[0], -7, 7))), float(whole * part), float(whole * (1 - part))

    def loss(x: Floats) -> float:
        means = _means(counts, *unpack(x), mean)
        return float((means - counts * log(means)).sum())

    found = minimize(loss, np.array([log_one(mean / 2), 0.0, 0.0]), method="Nelder-Mead")
    base, count, last = unpack(found.x)

    def total(seen: Counts, months: int) -> Floats:
        return _excited(
            float(_means(np.append(seen, 0), base, count, last, mean)[-1]), base, count, last, months
        )

    return Fitted("exciting", {"base": base, "count": count, "mean": last}, total)


@njit(cache=True, nogil=True)
def _means(counts: Counts, base: float, count: float, last: float, first: float) -> Floats:
    """Return (N,) means of an INGARCH(1, 1) whose first mean is ``first``."""
    out = np.empty(len(counts))
    now = first
    for k in range(len(counts)):
        out[k] = now
        now = base + count * counts[k] + last * now
    return out


def _excited(mean: float, base: float, count: float, last: float, months: int) -> Floats:
    """Total over months: exact for one, else by 20,000 histories drawn from a stream of their own."""
    if months == 1:
        return _poisson(mean)
    from detente.worlds.streams import uniforms

    size = 20_000
    means, totals = np.full(size, mean), np.zeros(size, np.int64)
    for k in range(months):
        drawn = _poisson_draws(uniforms(0, f"exciting:{k}", 0, size), means)
        totals += drawn
        means = base + count * drawn + last * means
    whole = np.bincount(np.minimum(totals, TOP), minlength=TOP + 1) / size
    return whole


@njit(cache=True, nogil=True)
def _poisson_draws(share: Floats, means: Floats) -> Counts:
    """Return (N,) the least counts whose distribution functions, of means (N,), reach the shares (N,)."""
    out = np.zeros(len(share), np.int64)
    for n in range(len(share)):
        chance = exp_one(-means[n])
        below, k = chance, 0
        while below < share[n] and k < 100_000:
            k += 1
            chance *= means[n] / k
            below += chance
        out[n] = k
    return out


#: Model -> what fits it.
MODELS: dict[str, Callable[[Counts], Fitted]] = {
    "poisson": _fit_poisson,
    "negative": _fit_negative,
    "regimes": _fit_regimes,
    "exciting": _fit_exciting,
}

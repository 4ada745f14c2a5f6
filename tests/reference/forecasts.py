"""Scores, isotonic regression and chains of digests from their definitions: slow, one number at a time."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence


def brier_of(p: float, y: float) -> float:
    """Expected squared error when the answer is yes with weight y."""
    return y * (p - 1) ** 2 + (1 - y) * p**2


def log_of(p: float, y: float, floor: float) -> float:
    kept = min(max(p, floor), 1 - floor)
    return -(y * math.log(kept) + (1 - y) * math.log(1 - kept))


def ranked_of(probabilities: Sequence[float], outcome: int) -> float:
    """Mean Brier score of "not above k" over all categories but the last."""
    total, below = 0.0, 0.0
    for k, p in enumerate(probabilities[:-1]):
        below += p
        total += (below - (1 if outcome <= k else 0)) ** 2
    return total / (len(probabilities) - 1)


def crps_of(cumulative: Sequence[float], outcome: int) -> float:
    """Sum over all counts of the Brier score of "not above k"; the table has to reach far enough."""
    return sum((f - (1 if outcome <= k else 0)) ** 2 for k, f in enumerate(cumulative))


def poisson_cumulative(rate: float, last: int) -> list[float]:
    found, term, total = [], math.exp(-rate), 0.0
    for k in range(last + 1):
        total += term
        found.append(total)
        term *= rate / (k + 1)
    return found


def negative_binomial_cumulative(size: float, mean: float, last: int) -> list[float]:
    p = size / (size + mean)
    found, term, total = [], p**size, 0.0
    for k in range(last + 1):
        total += term
        found.append(total)
        term *= (k + size) / (k + 1) * (1 - p)
    return found


def normal_crps_of(mean: float, deviation: float, outcome: float, steps: int = 2000) -> float:
    """Integrate the squared distance between the distribution and the step, below the outcome and above."""
    low, high = min(mean - 9 * deviation, outcome), max(mean + 9 * deviation, outcome)

    def area(a: float, b: float, reached: int) -> float:
        width = (b - a) / steps
        points = (a + (k + 0.5) * width for k in range(steps))
        return width * sum(
            (0.5 * math.erfc((mean - x) / deviation / math.sqrt(2)) - reached) ** 2 for x in points
        )

    return area(low, outcome, 0) + area(outcome, high, 1)


def ensemble_crps_of(members: Sequence[float], outcome: float) -> float:
    n = len(members)
    error = sum(abs(x - outcome) for x in members) / n
    return error - sum(abs(a - b) for a in members for b in members) / (2 * n * n)


def isotonic_of(forecast: Sequence[float], outcome: Sequence[float]) -> list[float]:
    """Least squares fit that never falls, by the min-max formula (Barlow et al. 1972), not by pooling."""
    values = sorted(set(forecast))
    groups = {v: [y for x, y in zip(forecast, outcome, strict=True) if x == v] for v in values}

    def mean(first: int, last: int) -> float:
        inside = [y for v in values[first : last + 1] for y in groups[v]]
        return sum(inside) / len(inside)

    size = len(values)
    fit = {
        v: max(min(mean(a, b) for b in range(k, size)) for a in range(k + 1)) for k, v in enumerate(values)
    }
    return [fit[x] for x in forecast]


def daily_brier(days: Sequence[int], probability: Sequence[float], outcome: float, end: int) -> float | None:
    """Score the forecast that stands on each day, and average; days without one do not count."""
    scores = []
    for day in range(end):
        standing = [p for d, p in zip(days, probability, strict=True) if d <= day]
        if standing:
            scores.append(brier_of(standing[-1], outcome))
    return sum(scores) / len(scores) if scores else None


def peers_by_day(
    said: Sequence[Sequence[tuple[int, float]]], outcome: float, end: int, floor: float
) -> list[float | None]:
    """For each forecaster, (day, probability) in order: 100 times the mean gap to the others, day by day."""
    totals: list[list[float]] = [[] for _ in said]
    met = [False] * len(said)
    for day in range(end):
        standing = [[p for d, p in own if d <= day][-1:] for own in said]
        logs = [log_of(p[0], outcome, floor) if p else None for p in standing]
        for k, own in enumerate(logs):
            others = [x for j, x in enumerate(logs) if j != k and x is not None]
            if own is not None and others:
                met[k] = True
                totals[k].append(100 * (sum(others) / len(others) - own))
    return [sum(t) / end if m else None for t, m in zip(totals, met, strict=True)]


def sealed(entries: Sequence[tuple[str, str]]) -> list[str]:
    """Digests of a chain of (kind, body)."""
    found, previous = [], "0" * 32
    for seq, (kind, body) in enumerate(entries, 1):
        text = "\n".join([str(seq), kind, previous, body])
        previous = hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()
        found.append(previous)
    return found


def none_ahead(number: int, exposure: float, horizon: float, steps: int = 60_000) -> float:
    """Chance of no event, the Gamma(number + 1/2, exposure) density of the rate integrated by hand."""
    shape = number + 0.5
    top = (shape + 12 * math.sqrt(shape) + 30) / exposure
    width = math.sqrt(top) / steps  # in the square root of the rate, where the density is smooth at 0
    total = 0.0
    for k in range(steps):
        root = (k + 0.5) * width
        rate = root * root
        logs = (
            shape * math.log(exposure) + (shape - 1) * math.log(rate) - exposure * rate - math.lgamma(shape)
        )
        total += math.exp(logs - rate * horizon) * 2 * root * width
    return total

"""Pools of three-quantile answers and the score of seed questions, by summing over a fine grid."""

from __future__ import annotations

import math

__all__ = ["calibration", "density", "grid", "information", "pool", "quantile"]

MASSES = (0.05, 0.45, 0.45, 0.05)


def density(answer: tuple[float, float, float], low: float, high: float, x: float) -> float:
    """Height at x of probability that is spread evenly between the quantiles."""
    cuts = [low, *answer, high]
    for mass, a, b in zip(MASSES, cuts, cuts[1:], strict=False):
        if a <= x < b:
            return mass / (b - a)
    return 0.0


def grid(low: float, high: float, n: int = 20_000) -> list[float]:
    """Middles of n cells."""
    step = (high - low) / n
    return [low + (k + 0.5) * step for k in range(n)]


def pool(
    answers: list[tuple[float, float, float]], weights: list[float], low: float, high: float, log: bool
) -> tuple[list[float], list[float]]:
    """Cells and their probabilities under the linear or the logarithmic pool."""
    points = grid(low, high)
    heights = []
    for x in points:
        found = [density(a, low, high, x) for a in answers]
        if log:
            heights.append(math.exp(sum(w * math.log(f) for f, w in zip(found, weights, strict=True))))
        else:
            heights.append(sum(w * f for f, w in zip(found, weights, strict=True)))
    total = sum(heights)
    return points, [h / total for h in heights]


def quantile(points: list[float], masses: list[float], level: float) -> float:
    """First cell at which the sum of probabilities reaches a level."""
    total = 0.0
    for x, mass in zip(points, masses, strict=True):
        total += mass
        if total >= level:
            return x
    return points[-1]


def calibration(answers: list[tuple[float, float, float]], values: list[float], effective: int = 0) -> float:
    """Upper tail of chi-square with 3 degrees of freedom, in closed form, at twice N times the distance."""
    n = len(answers)
    counts = [0, 0, 0, 0]
    for answer, value in zip(answers, values, strict=True):
        counts[sum(1 for q in answer if value > q)] += 1
    distance = sum(c / n * math.log(c / n / p) for c, p in zip(counts, MASSES, strict=True) if c)
    x = 2 * (effective or n) * distance
    return math.erfc(math.sqrt(x / 2)) + math.sqrt(2 * x / math.pi) * math.exp(-x / 2)


def information(answer: tuple[float, float, float], low: float, high: float) -> float:
    """Kullback-Leibler divergence from the even density."""
    cuts = [low, *answer, high]
    return sum(
        p * math.log(p / ((b - a) / (high - low))) for p, a, b in zip(MASSES, cuts, cuts[1:], strict=False)
    )

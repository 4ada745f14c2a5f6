"""Influence of a judgement on an answer, from the definitions: lists, one number for each world."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Row = Sequence[float]


def variance(y: Row) -> float:
    middle = sum(y) / len(y)
    return sum((x - middle) ** 2 for x in y)


def first_order(bins: Sequence[int], y: Row) -> float:
    """Adjusted share of the variance that lies between bins."""
    kinds = set(bins)
    n, k, total = len(y), len(kinds), variance(y)
    within = sum(variance([v for b, v in zip(bins, y, strict=True) if b == kind]) for kind in kinds)
    return 1 - within / total * (n - 1) / (n - k)


def sobol(a: Row, b: Row, mixed: Row) -> tuple[float, float]:
    """First order by Saltelli et al. (2010), total order by Jansen (1999)."""
    middle = (sum(a) + sum(b)) / (2 * len(a))
    a, b, mixed = ([x - middle for x in row] for row in (a, b, mixed))
    total = (sum(x * x for x in a) + sum(x * x for x in b)) / 2
    first = sum(y * (m - x) for x, y, m in zip(a, b, mixed, strict=True))
    left = sum((x - m) ** 2 for x, m in zip(a, mixed, strict=True)) / 2
    return first / total, left / total


def xi(order: Sequence[int], y: Row) -> float:
    """Chatterjee (2021), with ties in the answer."""
    n = len(y)
    r = [sum(other <= y[w] for other in y) for w in order]
    above = [sum(other >= y[w] for other in y) for w in order]
    steps = sum(abs(one - next_) for one, next_ in pairwise(r))
    return 1 - n * steps / (2 * sum(x * (n - x) for x in above))


def holm(p: Row) -> list[float]:
    """The smallest level at which the step-down procedure rejects each."""

    def rejected(level: float) -> set[int]:
        out: set[int] = set()
        for place, k in enumerate(sorted(range(len(p)), key=lambda k: p[k])):
            if p[k] * (len(p) - place) > level * (1 + 1e-12):
                break
            out.add(k)
        return out

    levels = sorted({min(x * m, 1.0) for x in p for m in range(1, len(p) + 1)} | {1.0})
    return [min(level for level in levels if k in rejected(level) or level == 1.0) for k in range(len(p))]

"""What a fact tells of hypotheses, from the table of both: mutual information as its definition reads."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2


def entropy(shares: Sequence[float]) -> float:
    """Bits of not knowing which."""
    return sum(-p * log2(p) for p in shares if p > 0)


def information(weights: Sequence[float], probabilities: Sequence[float]) -> float:
    """Sum of p(h, x) log2 of p(h, x) over p(h) p(x), for x seen and not seen (Shannon 1948)."""
    total = 0.0
    for seen in (True, False):
        joint = [w * (p if seen else 1 - p) for w, p in zip(weights, probabilities, strict=True)]
        for w, both in zip(weights, joint, strict=True):
            if both > 0:
                total += both * log2(both / (w * sum(joint)))
    return total

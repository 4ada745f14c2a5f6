"""Stability under probabilistic preference, with three parameters (Rego & dos Santos 2015)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reference.conflict import Conflict
from reference.fuzzy import Degrees
from reference.unknown import related


def stable(
    conflict: Conflict,
    p: Degrees,
    parameters: Sequence[tuple[Fraction, Fraction, Fraction]],
    concept: str,
    i: int,
    s: int,
) -> bool:
    """`p[j][s, t]` is the probability that j prefers s to t."""
    alpha, beta, gamma = parameters[i]
    return related(
        conflict,
        concept,
        i,
        s,
        leaves=lambda j, a, b: p[j][b, a] > 1 - alpha,
        harms=lambda j, a, b: p[j][b, a] <= 1 - beta,
        escapes=lambda j, a, b: p[j][b, a] > 1 - alpha,
        steps=lambda j, a, b: p[j][b, a] > 1 - gamma,
    )

"""Stability where preference is a matter of degree, after Bashar, Kilgour & Hipel (2012)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reference.conflict import Conflict
from reference.unknown import related

#: degrees[i][s, t]: how surely i prefers s to t.
Degrees = Sequence[Mapping[tuple[int, int], Fraction]]


def stable(
    conflict: Conflict, degrees: Degrees, thresholds: Sequence[Fraction], concept: str, i: int, s: int
) -> bool:
    def better(j: int, a: int, b: int) -> bool:
        return degrees[j][b, a] - degrees[j][a, b] >= thresholds[j]

    return related(conflict, concept, i, s, better, lambda *x: not better(*x), better, better)

"""The same with intervals of degrees: all of an interval has to be certain enough."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reference.conflict import Conflict
from reference.fuzzy import Degrees
from reference.unknown import related


def stable(
    conflict: Conflict,
    low: Degrees,
    high: Degrees,
    thresholds: Sequence[Fraction],
    concept: str,
    i: int,
    s: int,
) -> bool:
    def better(j: int, a: int, b: int) -> bool:
        return low[j][b, a] - high[j][a, b] >= thresholds[j]

    return related(conflict, concept, i, s, better, lambda *x: not better(*x), better, better)

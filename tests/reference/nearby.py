"""The nearest point of a polyhedron by trying every set of walls that it might touch, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

Row = Sequence[Fraction]


def nearest_point(walls: Sequence[Row], least: Sequence[Fraction]) -> list[Fraction] | None:
    """The shortest z with w . z >= l for every wall w, l; ``None`` if there is none."""
    size = len(walls[0])
    best: list[Fraction] | None = None
    for count in range(size + 1):
        for chosen in combinations(range(len(walls)), count):
            z = _on([walls[k] for k in chosen], [least[k] for k in chosen], size)
            if z is None or any(_dot(w, z) < b for w, b in zip(walls, least, strict=True)):
                continue
            if best is None or _dot(z, z) < _dot(best, best):
                best = z
    return best


def _dot(a: Row, b: Row) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def _on(rows: Sequence[Row], values: Sequence[Fraction], size: int) -> list[Fraction] | None:
    """The shortest z with r . z = v for independent rows: z = R' y with R R' y = v."""
    y = _solved([[_dot(a, b) for b in rows] for a in rows], list(values))
    if y is None:
        return None
    return [sum((c * r[k] for c, r in zip(y, rows, strict=True)), Fraction(0)) for k in range(size)]


def _solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Gauss and Jordan; ``None`` if the rows depend on one another."""
    n = len(matrix)
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for k in range(n):
        pivot = next((r for r in range(k, n) if rows[r][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(n):
            if r != k:
                rows[r] = [a - rows[r][k] * b for a, b in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]

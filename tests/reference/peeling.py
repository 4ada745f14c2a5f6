"""Peeling by the definition (Friedman & Fisher 1999; Kwakkel & Jaxa-Rozen 2016)."""

from __future__ import annotations

from collections.abc import Sequence

Limits = dict[int, tuple[float, float]]
Left = dict[int, frozenset[int]]


def peel(
    rows: Sequence[Sequence[float]],
    wanted: Sequence[bool],
    categories: dict[int, int],
    part: float = 0.05,
    mass: float = 0.05,
) -> list[set[int]]:
    """The worlds in each box of the trajectory, from all of them on."""
    inside = set(range(len(rows)))
    least = max(-int(-mass * len(rows) // 1), 1)
    trail = [set(inside)]
    while True:
        best: tuple[float, set[int]] = (0.0, set())
        for gone in _slices(rows, inside, categories, part):
            gain = _gain(wanted, inside, gone)
            if gain > best[0] + 1e-15:
                best = gain, gone
        if not best[1] or len(inside - best[1]) < least:
            return trail
        inside = inside - best[1]
        trail.append(set(inside))


def _slices(
    rows: Sequence[Sequence[float]], inside: set[int], categories: dict[int, int], part: float
) -> list[set[int]]:
    """What a peel may take away: low ends, then high ends, then categories."""
    found: list[set[int]] = []
    k = max(int(part * len(inside)), 1)
    columns = [j for j in range(len(rows[0])) if j not in categories]
    for high in (False, True):
        for j in columns:
            values = sorted((rows[i][j] for i in inside), reverse=high)
            edge = values[k - 1]
            found.append({i for i in inside if (rows[i][j] >= edge if high else rows[i][j] <= edge)})
    for j, count in categories.items():
        found += [{i for i in inside if rows[i][j] == c} for c in range(count)]
    return [gone for gone in found if gone and gone != inside]


def _gain(wanted: Sequence[bool], inside: set[int], gone: set[int]) -> float:
    before = sum(wanted[i] for i in inside) / len(inside)
    rest = inside - gone
    return (sum(wanted[i] for i in rest) / len(rest) - before) / len(gone)


def best_fall(
    rows: Sequence[Sequence[float]], wanted: Sequence[bool], categories: dict[int, int], least: int
) -> float:
    """The largest fall of Gini's impurity, in worlds, that one question brings about."""
    best = 0.0
    for j in range(len(rows[0])):
        for yes in _questions(rows, j, categories):
            no = set(range(len(rows))) - yes
            if min(len(yes), len(no)) >= least:
                best = max(
                    best, _gini(wanted, set(range(len(rows)))) - _gini(wanted, yes) - _gini(wanted, no)
                )
    return best


def _questions(rows: Sequence[Sequence[float]], j: int, categories: dict[int, int]) -> list[set[int]]:
    if j not in categories:
        return [{i for i, r in enumerate(rows) if r[j] <= x} for x in {r[j] for r in rows}]
    subsets = range(1, 2 ** categories[j] - 1)
    return [{i for i, r in enumerate(rows) if s >> int(r[j]) & 1} for s in subsets]


def _gini(wanted: Sequence[bool], part: set[int]) -> float:
    share = sum(wanted[i] for i in part) / len(part)
    return len(part) * share * (1 - share)

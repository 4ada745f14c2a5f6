"""Relational stability from the definitions of Inohara, Hipel & Walker (2007)."""

from __future__ import annotations

from collections.abc import Sequence

from reference.conflict import Conflict
from reference.unknown import related

#: signs[i][j]: attitude of i towards j, 1, 0 or -1.
Signs = Sequence[Sequence[int]]


def accepts(conflict: Conflict, signs: Signs, i: int, s: int, t: int, towards: Sequence[int]) -> bool:
    """Whether t is acceptable from s for i, towards these actors."""
    return all(
        signs[i][j] * conflict.utilities[j][t] >= signs[i][j] * conflict.utilities[j][s] for j in towards
    )


def stable(conflict: Conflict, signs: Signs, concept: str, kind: str, i: int, s: int) -> bool:
    every = list(conflict.actors)
    ways = [every] if kind == "total" else [[j] for j in every if signs[i][j]]

    def by(towards: list[int]) -> bool:
        def mine(k: int, a: int, b: int) -> bool:
            return accepts(conflict, signs, k, a, b, towards)

        def theirs(k: int, a: int, b: int) -> bool:
            return accepts(conflict, signs, k, a, b, every)

        return related(conflict, concept, i, s, mine, lambda *x: not mine(*x), mine, theirs)

    return all(by(towards) for towards in ways)

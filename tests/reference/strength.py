"""Strong and weak stability by degrees, from the definitions of Hamouda, Kilgour & Hipel (2004, 2006).

`degree(i, s, t)` says how much actor i prefers s to t: 0 not at all, 1 mildly, 2 greatly, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reference.concepts import TEXTBOOK, answers
from reference.conflict import Conflict

Degree = Callable[[int, int, int], int]


def marked(
    utilities: Sequence[Sequence[int]], marks: Sequence[Sequence[set[int]]], i: int, s: int, t: int
) -> int:
    """The degree by marks in an order: the greatest among the steps that lie between two states.

    `marks[i][d]` are states right below which a step of degree d + 2 begins.
    """
    u = utilities[i]
    if u[s] <= u[t]:
        return 0
    between = {x for x in range(len(u)) if u[t] < u[x] <= u[s]}
    return max([1, *(d + 2 for d, below in enumerate(marks[i]) if below & between)])


def strong(conflict: Conflict, degree: Degree, concept: str, least: int, i: int, s: int) -> bool:
    """Whether every improvement meets a sanction that leaves i worse than s by a degree at least."""

    def much(q: int) -> bool:
        return degree(i, s, q) >= least

    symmetric, credible = concept in ("SMR", "SSEQ"), concept in ("SEQ", "SSEQ")
    return all(
        any(
            much(q) and (not symmetric or all(much(v) for v in conflict.moves(i, q)))
            for q in answers(conflict, i, t, credible)
        )
        for t in conflict.improvements(i, s)
    )


def weak(conflict: Conflict, degree: Degree, concept: str, least: int, i: int, s: int) -> bool:
    """Stable, and not strongly."""
    return TEXTBOOK[concept](conflict, i, s) and not strong(conflict, degree, concept, least, i, s)

"""Sequential stability (SEQ): every unilateral improvement can be sanctioned by improvements of others.

Fraser and Hipel (1979), "Solving complex conflicts"; (1984), *Conflict Analysis*.
"""

from __future__ import annotations

from detente.stability.sanction import sanctions

__all__ = ["CONCEPT"]

CONCEPT = sanctions(
    name="SEQ",
    title="sequential stability",
    source="Fraser & Hipel 1979",
    foresight=2,
    means="stable for an actor if each of its improvements meets an answer, made only of moves that improve "
    "the lot of those who make them, after which it is no better off",
    counts="An answer counts only if each who gives it gains by it.",
    credible=True,
    escapes=False,
)

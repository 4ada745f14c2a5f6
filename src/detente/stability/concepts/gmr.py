"""General metarationality (GMR): every unilateral improvement can be sanctioned by some moves of others.

Howard (1971), *Paradoxes of Rationality*; for n actors Fang, Hipel and Kilgour (1993), ch. 4.
"""

from __future__ import annotations

from detente.stability.sanction import sanctions

__all__ = ["CONCEPT"]

CONCEPT = sanctions(
    name="GMR",
    title="general metarationality",
    source="Howard 1971",
    foresight=2,
    means="stable for an actor if the others can answer each of its improvements so that it ends no "
    "better off",
    counts="Any answer counts.",
    credible=False,
    escapes=False,
)

"""Symmetric metarationality (SMR): as GMR, and no single answer of the actor escapes the sanction.

Howard (1971), *Paradoxes of Rationality*; for n actors Fang, Hipel and Kilgour (1993), ch. 4.
"""

from __future__ import annotations

from detente.stability.sanction import sanctions

__all__ = ["CONCEPT"]

CONCEPT = sanctions(
    name="SMR",
    title="symmetric metarationality",
    source="Howard 1971",
    foresight=3,
    means="as GMR, but the answer must also leave the actor no way out by one more move",
    counts="Any answer counts, and only if the one it is aimed at cannot get out of it by one more move.",
    credible=False,
    escapes=True,
)

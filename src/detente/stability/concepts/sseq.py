"""Symmetric sequential stability (SSEQ): as SEQ, and no single answer of the actor escapes the sanction.

Rego and Vieira (2017), "Symmetric sequential stability in the graph model", n actors.
"""

from __future__ import annotations

from detente.stability.sanction import sanctions

__all__ = ["CONCEPT"]

CONCEPT = sanctions(
    name="SSEQ",
    title="symmetric sequential stability",
    source="Rego & Vieira 2017",
    foresight=3,
    means="as SEQ, but the answer must also leave the actor no way out by one more move",
    counts="An answer counts only if each who gives it gains by it, and only if the one it is aimed at "
    "cannot get out of it by one more move.",
    credible=True,
    escapes=True,
)

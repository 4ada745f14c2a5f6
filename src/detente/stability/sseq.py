"""Symmetric sequential stability (SSEQ): as SEQ, and no single answer of the actor escapes the sanction.

Rego and Vieira (2017), "Symmetric sequential stability in the graph model", n actors.
"""

from __future__ import annotations

from detente.stability.concept import Concept

__all__ = ["SSEQ"]

SSEQ = Concept("SSEQ", "symmetric sequential stability", True, True, True, 3, "Rego & Vieira 2017")

"""Symmetric metarationality (SMR): as GMR, and no single answer of the actor escapes the sanction.

Howard (1971), *Paradoxes of Rationality*; for n actors Fang, Hipel and Kilgour (1993), ch. 4.
"""

from __future__ import annotations

from detente.stability.concept import Concept

__all__ = ["SMR"]

SMR = Concept("SMR", "symmetric metarationality", True, False, True, 3, "Howard 1971")

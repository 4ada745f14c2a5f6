"""Sequential stability (SEQ): every unilateral improvement can be sanctioned by improvements of others.

Fraser and Hipel (1979), "Solving complex conflicts"; (1984), *Conflict Analysis*.
"""

from __future__ import annotations

from detente.stability.concept import Concept

__all__ = ["SEQ"]

SEQ = Concept("SEQ", "sequential stability", True, True, False, 2, "Fraser & Hipel 1979")

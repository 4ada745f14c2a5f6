"""General metarationality (GMR): every unilateral improvement can be sanctioned by some moves of others.

Howard (1971), *Paradoxes of Rationality*; for n actors Fang, Hipel and Kilgour (1993), ch. 4.
"""

from __future__ import annotations

from detente.stability.concept import Concept

__all__ = ["GMR"]

GMR = Concept("GMR", "general metarationality", True, False, False, 2, "Howard 1971")

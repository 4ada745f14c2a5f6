"""Nash stability (R): the actor has no unilateral improvement from the state.

Nash (1951); von Neumann and Morgenstern's rationality R in Howard (1971) and in Fang, Hipel and
Kilgour (1993), definition 3.1.
"""

from __future__ import annotations

from detente.stability.concept import Concept

__all__ = ["NASH"]

NASH = Concept("R", "Nash stability", False, False, False, 1, "Nash 1951; Fang, Hipel & Kilgour 1993")

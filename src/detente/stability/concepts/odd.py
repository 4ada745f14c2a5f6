"""The limit of the odd orders: stable if the threats behind it are believed.

Orders as in ``order.py``: Oliveira (2018); Rego and Oliveira (2020); the limit is ours. A state that is
stable here and not at the even limit depends on whom one believes: each threat is credible if another is not.
"""

from __future__ import annotations

from detente.stability.concepts.order import made
from detente.stability.orders import ODD

__all__ = ["CONCEPT"]

CONCEPT = made(
    ODD,
    "SEQ-odd",
    "sequential stability at the odd limit",
    "stable for an actor if each of its improvements meets an answer after which it is no better off, and "
    "those who give that answer can believe that nothing deters them",
    "An answer counts if each who gives it gains by it and is not deterred from it for certain.",
    0,
)

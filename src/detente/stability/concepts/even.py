"""The limit of the even orders: stable whatever is believed of threats.

Orders as in ``order.py``: Oliveira (2018); Rego and Oliveira (2020). Taking the even orders as far as they go
is ours, as is that they may stop short of the odd ones. An answer counts only if nothing that could be
believed to deter its author does.
"""

from __future__ import annotations

from detente.stability.concepts.order import made
from detente.stability.orders import EVEN

__all__ = ["CONCEPT"]

CONCEPT = made(
    EVEN,
    "SEQ-even",
    "sequential stability at the even limit",
    "stable for an actor if each of its improvements meets an answer after which it is no better off, and "
    "nothing can be believed to deter those who give that answer",
    "An answer counts only if each who gives it gains by it and would give it whatever it believes of the "
    "answers of others.",
    0,
)

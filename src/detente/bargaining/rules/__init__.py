"""The rules, one a file."""

from detente.bargaining.model import Rule
from detente.bargaining.rules.conditional import CONDITIONAL
from detente.bargaining.rules.condorcet import CONDORCET
from detente.bargaining.rules.equal import EQUAL
from detente.bargaining.rules.mean import MEAN
from detente.bargaining.rules.median import MEDIAN
from detente.bargaining.rules.mode import MODE
from detente.bargaining.rules.nash import NASH
from detente.bargaining.rules.pool import POOL
from detente.bargaining.rules.veto import VETO

__all__ = ["RULES"]

#: Name -> rule, in the order in which they are shown.
RULES: dict[str, Rule] = {
    "pool": POOL,
    "condorcet": CONDORCET,
    "conditional": CONDITIONAL,
    "mode": MODE,
    "mean": MEAN,
    "nash": NASH,
    "median": MEDIAN,
    "equal-median": EQUAL,
    "veto": VETO,
}

"""What a text will say that several must agree on: rules from positions to a distribution over a scale."""

from detente.bargaining.model import Consent, Positions, Rule, Spread, positions
from detente.bargaining.rules import RULES

__all__ = ["RULES", "Consent", "Positions", "Rule", "Spread", "positions"]

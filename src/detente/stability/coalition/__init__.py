"""Coalitions: which states actors leave together, and who must move together to reach what lasts."""

from detente.stability.coalition.evolution import joint_ways
from detente.stability.coalition.judging import COALITIONAL, GAINS, Coalitions, coalitions
from detente.stability.coalition.jumps import Jump, jumps, together

__all__ = ["COALITIONAL", "GAINS", "Coalitions", "Jump", "coalitions", "joint_ways", "jumps", "together"]

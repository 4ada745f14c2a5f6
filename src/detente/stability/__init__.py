"""Game x utilities -> Stability: which states last, why, and how they are reached."""

from detente.stability.assess import CONCEPTS, Resting, Stability, assess, resting
from detente.stability.concept import Concept

__all__ = ["CONCEPTS", "Concept", "Resting", "Stability", "assess", "resting"]

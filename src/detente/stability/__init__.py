"""Game x utilities -> Stability: which states last, why, and how they are reached."""

from detente.stability.assess import CONCEPTS, Resting, Stability, assess, resting
from detente.stability.concept import Concept
from detente.stability.explain import Sanction, Step, Witness, certify, explain
from detente.stability.paths import Route, improvement_distances, route

__all__ = [
    "CONCEPTS",
    "Concept",
    "Resting",
    "Route",
    "Sanction",
    "Stability",
    "Step",
    "Witness",
    "assess",
    "certify",
    "explain",
    "improvement_distances",
    "resting",
    "route",
]

"""Game x utilities -> Stability: which states last, why, and how they are reached."""

from detente.stability.appraise import Reasoned, appraise, fitting, reasoned
from detente.stability.assess import Resting, Stability, assess, resting
from detente.stability.concept import Concept, Judged
from detente.stability.concepts import CONCEPTS, named
from detente.stability.explain import certify, explain
from detente.stability.local import Memory, Rests, Words, forgotten, limits, search, unknown
from detente.stability.paths import Route, improvement_distances, move_distances, route
from detente.stability.places import Places, Solver
from detente.stability.rest import FAR, Verdicts, calm, far, judge, within
from detente.stability.standpoint import Board, Views, board
from detente.stability.variants import Ground, varied
from detente.stability.witness import Doubt, Sanction, Step, Witness

__all__ = [
    "CONCEPTS",
    "FAR",
    "Board",
    "Concept",
    "Doubt",
    "Ground",
    "Judged",
    "Memory",
    "Places",
    "Reasoned",
    "Resting",
    "Rests",
    "Route",
    "Sanction",
    "Solver",
    "Stability",
    "Step",
    "Verdicts",
    "Views",
    "Witness",
    "Words",
    "appraise",
    "assess",
    "board",
    "calm",
    "certify",
    "explain",
    "far",
    "fitting",
    "forgotten",
    "improvement_distances",
    "judge",
    "limits",
    "move_distances",
    "named",
    "reasoned",
    "resting",
    "route",
    "search",
    "unknown",
    "varied",
    "within",
]

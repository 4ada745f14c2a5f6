"""Case -> Findings: what follows from each choice, how sure, and what decides it. No prose."""

from detente.insight.ask import PARTS, QUICK, Ask
from detente.insight.claims import ClaimFinding
from detente.insight.consequence import (
    ChoiceFindings,
    EquilibriumFinding,
    PathFinding,
    PathStep,
    Stake,
    Way,
    Why,
)
from detente.insight.drivers import Driver
from detente.insight.factors import Name
from detente.insight.finding import Answered, answered, exchange, find, found
from detente.insight.flip.smallest import Change, Flip, Single
from detente.insight.graph import GraphEdge, GraphNode, MoveGraph, move_graph
from detente.insight.held.follows import ConsequenceFinding
from detente.insight.held.matrix import Cell, Matrix, Sway, matrix
from detente.insight.held.ranked import Place, Situation, ranked
from detente.insight.held.unreached import Unreached
from detente.insight.holding import Altered, ClaimHeld, Held, WhatIf, altered, claims_held, whatif
from detente.insight.idle import Idle, idle_parts
from detente.insight.mediation.alliances import Alliances, alliances
from detente.insight.mediation.central import read_condition
from detente.insight.mediation.changes import Bringing, bringing, swaps
from detente.insight.mediation.comparison import Comparison, compare
from detente.insight.mediation.differences import Difference, differences
from detente.insight.mediation.evolution import Evolution, evolution
from detente.insight.mediation.observed import Observed, observed, recorded
from detente.insight.mediation.whynot import WhyNot, not_reached, why_not
from detente.insight.model import Findings, ReadingFinding
from detente.insight.ranges import Range, ranged
from detente.insight.time.choosing import Choosing, Driven, choosing
from detente.insight.time.dated import Dated, DatedChoice, Lasting, Spread, dated
from detente.insight.time.watch import Indicator, Telling, Watch, watch
from detente.insight.uncertainty.alternatives import Alternative
from detente.insight.uncertainty.convergence import Convergence, Running
from detente.insight.uncertainty.discovery import Box, Branch, Leaf, Restriction, Tree
from detente.insight.uncertainty.information import Information, Worth
from detente.insight.uncertainty.record import Uncertainty
from detente.insight.uncertainty.regrets import Regrets
from detente.insight.uncertainty.robust import Criterion, Dominance, Ranking, Robustness
from detente.insight.uncertainty.sensitivity import Effect, Rank, Sensitive, Sensitivity
from detente.paper.estimate import Estimate, Interval, plain

__all__ = [
    "PARTS",
    "QUICK",
    "Alliances",
    "Altered",
    "Alternative",
    "Answered",
    "Ask",
    "Box",
    "Branch",
    "Bringing",
    "Cell",
    "Change",
    "ChoiceFindings",
    "Choosing",
    "ClaimFinding",
    "ClaimHeld",
    "Comparison",
    "ConsequenceFinding",
    "Convergence",
    "Criterion",
    "Dated",
    "DatedChoice",
    "Difference",
    "Dominance",
    "Driven",
    "Driver",
    "Effect",
    "EquilibriumFinding",
    "Estimate",
    "Evolution",
    "Findings",
    "Flip",
    "GraphEdge",
    "GraphNode",
    "Held",
    "Idle",
    "Indicator",
    "Information",
    "Interval",
    "Lasting",
    "Leaf",
    "Matrix",
    "MoveGraph",
    "Name",
    "Observed",
    "PathFinding",
    "PathStep",
    "Place",
    "Range",
    "Rank",
    "Ranking",
    "ReadingFinding",
    "Regrets",
    "Restriction",
    "Robustness",
    "Running",
    "Sensitive",
    "Sensitivity",
    "Single",
    "Situation",
    "Spread",
    "Stake",
    "Sway",
    "Telling",
    "Tree",
    "Uncertainty",
    "Unreached",
    "Watch",
    "Way",
    "WhatIf",
    "Why",
    "WhyNot",
    "Worth",
    "alliances",
    "altered",
    "answered",
    "bringing",
    "choosing",
    "claims_held",
    "compare",
    "dated",
    "differences",
    "evolution",
    "exchange",
    "find",
    "found",
    "idle_parts",
    "matrix",
    "move_graph",
    "not_reached",
    "observed",
    "plain",
    "ranged",
    "ranked",
    "read_condition",
    "recorded",
    "swaps",
    "watch",
    "whatif",
    "why_not",
]

"""Case -> Findings: what follows from each choice, how sure, and what decides it. No prose."""

from detente.insight.alternatives import Alternative
from detente.insight.convergence import Convergence, Running
from detente.insight.dated import Dated, DatedChoice, Lasting, Spread, dated
from detente.insight.discovery import Box, Branch, Leaf, Restriction, Tree
from detente.insight.estimate import Interval
from detente.insight.factors import Name
from detente.insight.finding import exchange, find, found
from detente.insight.flip import Change, Flip, Single
from detente.insight.graph import GraphEdge, GraphNode, MoveGraph, move_graph
from detente.insight.information import Information, Worth
from detente.insight.model import (
    ChoiceFindings,
    ClaimFinding,
    Driver,
    EquilibriumFinding,
    Estimate,
    Findings,
    PathFinding,
    PathStep,
    ReadingFinding,
    Why,
    plain,
)
from detente.insight.regrets import Regrets
from detente.insight.robust import Criterion, Dominance, Ranking, Robustness
from detente.insight.sensitivity import Effect, Rank, Sensitive, Sensitivity
from detente.insight.uncertainty import Uncertainty
from detente.insight.watch import Indicator, Telling, Watch, watch

__all__ = [
    "Alternative",
    "Box",
    "Branch",
    "Change",
    "ChoiceFindings",
    "ClaimFinding",
    "Convergence",
    "Criterion",
    "Dated",
    "DatedChoice",
    "Dominance",
    "Driver",
    "Effect",
    "EquilibriumFinding",
    "Estimate",
    "Findings",
    "Flip",
    "GraphEdge",
    "GraphNode",
    "Indicator",
    "Information",
    "Interval",
    "Lasting",
    "Leaf",
    "MoveGraph",
    "Name",
    "PathFinding",
    "PathStep",
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
    "Spread",
    "Telling",
    "Tree",
    "Uncertainty",
    "Watch",
    "Why",
    "Worth",
    "dated",
    "exchange",
    "find",
    "found",
    "move_graph",
    "plain",
    "watch",
]

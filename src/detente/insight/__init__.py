"""Case -> Findings: what follows from each choice, how sure, and what decides it. No prose."""

from detente.insight.finding import find
from detente.insight.graph import GraphEdge, GraphNode, MoveGraph, move_graph
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

__all__ = [
    "ChoiceFindings",
    "ClaimFinding",
    "Driver",
    "EquilibriumFinding",
    "Estimate",
    "Findings",
    "GraphEdge",
    "GraphNode",
    "MoveGraph",
    "PathFinding",
    "PathStep",
    "ReadingFinding",
    "Why",
    "find",
    "move_graph",
    "plain",
]

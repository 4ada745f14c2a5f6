"""Slow twins of the stability kernels, written from the definitions in the papers.

Plain Python, no arrays, nothing of detente imported: what the fast code computes is compared with these.
"""

from reference.certificate import Reason, proves
from reference.coalition import legal_sequences, reachable_by_coalition, reachable_by_sequences
from reference.concepts import CONCEPTS, TEXTBOOK, equilibria, gmr, nash, seq, smr, sseq, stable, undeterred
from reference.conflict import Conflict
from reference.one_step import equilibria_one_step, stable_one_step
from reference.status_quo import distances, drift, resting_points, shortest_drifts, shortest_paths

__all__ = [
    "CONCEPTS",
    "TEXTBOOK",
    "Conflict",
    "Reason",
    "distances",
    "drift",
    "equilibria",
    "equilibria_one_step",
    "gmr",
    "legal_sequences",
    "nash",
    "proves",
    "reachable_by_coalition",
    "reachable_by_sequences",
    "resting_points",
    "seq",
    "shortest_drifts",
    "shortest_paths",
    "smr",
    "sseq",
    "stable",
    "stable_one_step",
    "undeterred",
]

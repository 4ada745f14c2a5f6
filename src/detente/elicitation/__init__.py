"""Case + sheets of several analysts -> the same case with their judgements pooled."""

from detente.elicitation.model import Answer, Pooled, Pooling, Score, Sheet
from detente.elicitation.performance import calibration, equalised, information, performance, scores
from detente.elicitation.pooling import METHODS, pool
from detente.elicitation.sheets import COLUMNS, QUANTILES, known, opposed, read_sheets

__all__ = [
    "COLUMNS",
    "METHODS",
    "QUANTILES",
    "Answer",
    "Pooled",
    "Pooling",
    "Score",
    "Sheet",
    "calibration",
    "equalised",
    "information",
    "known",
    "opposed",
    "performance",
    "pool",
    "read_sheets",
    "scores",
]

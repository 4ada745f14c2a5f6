"""What came of the forecasts and what the history says, as sections of a brief."""

from __future__ import annotations

from detente.brief.record.ledgers import ledger_parts
from detente.brief.record.scored import scores_parts
from detente.brief.time.calibration import calibration_parts
from detente.case import Case
from detente.dynamics import Learned
from detente.forecast import Ledger, Scores
from detente.paper.model import Section

__all__ = ["foreseen", "learnt", "listed_forecasts"]


def foreseen(case: Case, scores: Scores | None) -> Section | None:
    """Who foresaw what.

    Parameters
    ----------
    case
        The case.
    scores
        The scores.
    """
    if scores is None or not scores.rows:
        return None
    return Section("scores", "What came of the forecasts", tuple(scores_parts(scores, case)))


def listed_forecasts(ledger: Ledger | None, scores: Scores | None = None) -> Section | None:
    """Every question with its forecasts, their scores where there are any, and its verdict.

    Parameters
    ----------
    ledger
        The ledger.
    scores
        The scores.
    """
    if ledger is None or not ledger.questions:
        return None
    return Section("forecasts", "The forecasts one by one", tuple(ledger_parts(ledger, scores)))


def learnt(case: Case, learned: Learned | None) -> Section | None:
    """Prior and posterior side by side.

    Parameters
    ----------
    case
        The case.
    learned
        What its history says of weights, rates and precision.
    """
    if learned is None:
        return None
    return Section(
        "calibration",
        "What the history says of rates, sureness and weights",
        tuple(calibration_parts(case, learned)),
    )

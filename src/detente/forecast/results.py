"""What scoring a ledger gives: scores by forecaster, by question and by forecast, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.forecast.measure.bootstrap import Interval
from detente.forecast.measure.reliability import Diagram
from detente.forecast.standing import Marked, Unused

__all__ = ["Difference", "Left", "Row", "Scored", "Scores"]


@dataclass(frozen=True, slots=True)
class Left:
    """A question that is not scored, and why."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecaster's score on one question.

    Parameters
    ----------
    question, cluster
        Which one, and the observable that it shares with others.
    who, kind
        Who forecast it.
    probability
        The forecast that stood last.
    outcome
        1 for yes, 0 for no, 0.5 for a mixed verdict where these are taken in.
    brier, log
        Scores, averaged over the days that a forecast stood.
    coverage
        Share of the days, from opening to settlement, on which one stood.
    hindsight
        Whether any was written down after the question was settled or had closed.
    forecasts
        How many forecasts it was, one after the other.
    peer
        Peer score over all days from opening to settlement, those without a forecast as 0; ``None`` if
        nobody else forecast the question while this one did.
    """

    question: str
    cluster: str
    who: str
    kind: str
    probability: float
    outcome: float
    brier: float
    log: float
    coverage: float
    hindsight: bool
    forecasts: int = 1
    peer: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What a forecaster achieved.

    Parameters
    ----------
    who, kind
        The forecaster.
    brier, log
        Mean scores with intervals over clusters and questions.
    skill
        Against the base rate on the questions that both forecast; ``None`` where there are none.
    common
        How many these are.
    questions
        The questions, in order.
    hindsight
        Whether any of the forecasts were written down after the question was settled or had closed.
    reference
        Mean Brier score of the base rate on the common questions, which the skill is measured against;
        ``None`` where there are none.
    peer
        Mean peer score, on the questions that somebody else forecast at the same time; ``None`` where there
        are none.
    """

    who: str
    kind: str
    brier: Interval
    log: Interval
    skill: Interval | None
    common: int
    questions: tuple[str, ...]
    hindsight: bool
    reference: float | None = None
    peer: Interval | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean Brier score of one forecaster less that of another, on the same questions."""

    who: str
    other: str
    brier: Interval


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a ledger.

    Parameters
    ----------
    as_of
        Day up to which outcomes are known; nothing that was settled later is scored.
    rows
        One for each forecaster, on everything that it forecast and that can be scored.
    common
        The same on the questions that sources, model and base rate all forecast.
    differences
        Between pairs of them, on those questions.
    mixed
        As ``rows``, with mixed verdicts as half yes.
    readings
        Reading of words -> Brier score of all sources together.
    scored, left_out
        Every score, and every question without one.
    verdicts, first
        Number of questions for each verdict, and for each in the words of the first reading.
    diagrams
        Reliability of each forecaster, of the same forecasts with the same weights as the Brier scores.
    early
        Questions that were settled before their planned end, which lies beyond ``as_of``.
    due
        As ``rows``, without these; nothing where there are none, or nothing but them.
    marks, unused
        The score of each forecast of the ledger, and each forecast that enters none, with the reason.
    """

    as_of: str
    rows: tuple[Row, ...]
    common: tuple[Row, ...]
    differences: tuple[Difference, ...]
    mixed: tuple[Row, ...]
    readings: Mapping[str, Interval]
    scored: tuple[Scored, ...]
    left_out: tuple[Left, ...]
    verdicts: Mapping[str, int]
    first: Mapping[str, int]
    diagrams: Mapping[str, Diagram]
    early: tuple[str, ...] = ()
    due: tuple[Row, ...] = ()
    marks: tuple[Marked, ...] = ()
    unused: tuple[Unused, ...] = ()

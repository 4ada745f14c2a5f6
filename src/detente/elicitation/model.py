"""The types of elicitation: what analysts answered, how well each did on seed questions, what is pooled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.case import Case
from detente.errors import Problem

__all__ = ["Answer", "Pooled", "Pooling", "Score", "Sheet"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Three quantiles that one analyst gave for one quantity.

    Parameters
    ----------
    low, middle, high
        5%, 50% and 95% quantiles, not falling.
    """

    low: float
    middle: float
    high: float

    @property
    def quantiles(self) -> tuple[float, float, float]:
        """The three numbers."""
        return self.low, self.middle, self.high


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one analyst answered.

    Parameters
    ----------
    expert
        The name as given.
    weights
        Statement id -> answer, for the statements answered.
    seeds
        Seed question id -> answer.
    odd
        Warnings about it: a name in several spellings, hidden rows, signs against the case.
    """

    expert: str
    weights: Mapping[str, Answer]
    seeds: Mapping[str, Answer]
    odd: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How an analyst did on seed questions (Cooke 1991, ch. 12).

    Parameters
    ----------
    calibration
        Chance, between 0 and 1, that a calibrated analyst would be as far off as this; above 0.05 is the
        usual mark of no evidence against the analyst.
    information
        Mean information of the answers relative to a uniform background, 0 or more, in nats.
    seeds
        Number of seed questions answered.
    effective
        Number of seed questions that the calibration reckons with: the smallest among the analysts who are
        compared, so that all are tested with the same power.
    """

    calibration: float
    information: float
    seeds: int
    effective: int = 0


@dataclass(frozen=True, slots=True)
class Pooled:
    """One judgement before and after pooling.

    Parameters
    ----------
    statement
        Statement id.
    answers
        Expert -> answer, of those who answered.
    pooled
        5%, 50% and 95% quantiles of the pool.
    between
        Share of the pool's variance that lies between the analysts rather than within them, 0 to 1:
        how far they disagree.
    """

    statement: str
    answers: Mapping[str, Answer]
    pooled: Answer
    between: float


@dataclass(frozen=True, slots=True, eq=False)
class Pooling:
    """A case with the analysts' judgements in place of its own.

    Parameters
    ----------
    case
        Under linear pools each analyst is a reading, taken in the share of worlds of its weight; under
        the logarithmic pool there are no readings and each statement has its pooled weight.
    method
        ``linear``, ``log`` or ``performance``.
    weights
        Expert -> weight in the pool; they add up to 1.
    scores
        Expert -> score on the seed questions, where these were answered.
    statements
        One record for each statement that somebody answered, in the order of the case.
    kept
        Ids of statements that nobody answered and that keep the case's own weight.
    dropped
        Ids of the case's readings, which the pool replaces.
    relaxed
        Whether no analyst was calibrated well enough, so that all were weighted all the same.
    excluded
        Expert -> number of seed questions answered, of those who answered too few to be weighted by them.
    opposed
        Statement and expert, wherever an answer has the opposite sign to the case's own weight.
    """

    case: Case
    method: str
    weights: Mapping[str, float]
    scores: Mapping[str, Score] = field(default_factory=dict)
    statements: tuple[Pooled, ...] = ()
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    relaxed: bool = False
    excluded: Mapping[str, int] = field(default_factory=dict)
    opposed: tuple[tuple[str, str], ...] = ()

"""What was seen on real decisions: derived figures; the decisions themselves are not part of detente.

216 issues of 81 acts of the European Union, 1999 to 2018 (Arregui and Perarnaud 2022, Journal of European
Public Policy 29:12, doi:10.34810/data53). ``bench/bargaining.py`` finds these figures in the file.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ERRORS", "NARROWED", "TESTED", "Tested"]

#: How far off the mean of the averaged election was: the 1st, 3rd, ..., 99th percentile, in points.
ERRORS = (
    0.9, 1.2, 2.1, 2.5, 2.9, 4.2, 5.5, 6.5, 7.1, 7.7, 8.1, 8.9, 9.9, 10.3, 11.3, 11.8, 12.7,
    13.3, 14.0, 14.8, 15.6, 16.1, 16.6, 17.6, 18.1, 19.0, 19.8, 20.8, 22.3, 23.5, 24.3, 25.4, 26.4, 27.2,
    29.4, 31.1, 32.0, 34.2, 36.4, 38.3, 39.8, 43.9, 45.2, 46.7, 50.6, 52.1, 54.4, 56.5, 61.3, 70.7,
)  # fmt: skip

#: By how much the pool narrows them: found in 38 of 50 parts of the acts, 0.65 or 0.75 in others.
NARROWED = 0.7


@dataclass(frozen=True, slots=True)
class Tested:
    """How the rules did; losses in points of the scale, lower is better.

    Parameters
    ----------
    issues, acts
        On how many decisions.
    pool, low, high
        CRPS of the pool, each act scored with the errors of others, and its 95% interval.
    covered
        Share of decisions that its 80% interval held.
    condorcet, positions, uniform
        CRPS of the Condorcet election, of positions by their weights, of a uniform guess.
    mean, median, veto
        Mean absolute error of the weighted mean, of the weighted median and, where there was a reference
        point, of the veto pivot with the Commission as the one who proposes.
    unanimous
        That of the veto pivot on those that any one member could stop.
    """

    issues: int
    acts: int
    pool: float
    low: float
    high: float
    covered: float
    condorcet: float
    positions: float
    uniform: float
    mean: float
    median: float
    veto: float
    unanimous: float


TESTED = Tested(216, 81, 15.4, 13.7, 17.1, 0.85, 16.8, 18.4, 20.2, 23.8, 29.4, 37.9, 51.7)

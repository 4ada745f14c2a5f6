"""Scores of forecasts: all are losses, so lower is better, and proper, so that honesty pays.

Brier scores run from 0 to 1 (the form of Brier 1950, which adds up both categories, is twice this one).
Logarithms are natural.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.arithmetic import log

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FLOOR", "brier", "log_score", "ranked", "skill", "time_weighted"]

Floats = NDArray[np.float64]

#: Least probability that the log score takes at its word; without it a single 0 that happens is infinite.
FLOOR = 0.001


def brier(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Squared distance between a probability and what happened (Brier 1950, halved).

    Parameters
    ----------
    probability
        (N,) probabilities of yes.
    outcome
        (N,) 1 for yes, 0 for no. A share between them, for an answer that was half yes, gives the mean of
        the two scores, weighted by it.

    Returns
    -------
    array, (N,) float64
        Between 0 and 1.

    Examples
    --------
    >>> brier([0.7, 0.5], [1, 0]).round(2).tolist()
    [0.09, 0.25]
    """
    return _expected(lambda p: (1 - p) ** 2, probability, outcome)


def log_score(probability: ArrayLike, outcome: ArrayLike, floor: float = FLOOR) -> Floats:
    """Negative logarithm of the probability given to what happened (Good 1952), natural, with a floor.

    Parameters
    ----------
    probability, outcome
        (N,) as in `brier`.
    floor
        Probabilities are kept between this and one minus this.

    Returns
    -------
    array, (N,) float64
        At most ``-log(floor)``.

    Examples
    --------
    >>> log_score([0.5, 0.0], [1, 1]).round(3).tolist()
    [0.693, 6.908]
    """
    return _expected(lambda p: -log(np.clip(p, floor, 1 - floor)), probability, outcome)


def _expected(loss: Callable[[Floats], Floats], probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Loss given the probability of what happened, averaged over both answers by the outcome."""
    p, y = np.asarray(probability, np.float64), np.asarray(outcome, np.float64)
    wrong = (p < 0) | (p > 1) | np.isnan(p) | (y < 0) | (y > 1) | np.isnan(y)
    if wrong.any():
        raise ValueError("probabilities and outcomes lie between 0 and 1")
    return y * loss(p) + (1 - y) * loss(1 - p)


def ranked(probabilities: ArrayLike, outcome: ArrayLike) -> Floats:
    """Ranked probability score of ordered categories, divided by their number less one (Epstein 1969).

    Parameters
    ----------
    probabilities
        (N, K) probabilities of K ordered categories; rows add up to one.
    outcome
        (N,) the category that came, from 0.

    Returns
    -------
    array, (N,) float64
        Between 0 and 1; the Brier score for K = 2.

    Raises
    ------
    ValueError
        If a row does not add up to one or an outcome is no category.

    Examples
    --------
    >>> ranked([[0.2, 0.5, 0.3]], [2]).round(3).tolist()
    [0.265]
    """
    p, y = np.asarray(probabilities, np.float64), np.asarray(outcome, np.int64)
    if (p < 0).any() or not np.allclose(p.sum(axis=1), 1):
        raise ValueError("the probabilities of the categories add up to one")
    if (y < 0).any() or (y >= p.shape[1]).any():
        raise ValueError("an outcome is the number of a category, from 0")
    reached = np.arange(p.shape[1])[None, :] >= y[:, None]
    gaps = (np.cumsum(p, axis=1) - reached) ** 2
    return np.asarray(gaps[:, :-1].sum(axis=1) / (p.shape[1] - 1), np.float64)


def skill(score: float, reference: float) -> float:
    """Share of a reference's mean score that a forecaster does away with; negative if it adds to it.

    Parameters
    ----------
    score, reference
        Mean scores on the same questions.

    Returns
    -------
    float
        1 for a perfect forecaster, 0 for one no better than the reference; NaN if the reference is perfect.

    Examples
    --------
    >>> round(skill(0.102, 0.195), 2)
    0.48
    """
    return 1 - score / reference if reference > 0 else float("nan")


def time_weighted(days: ArrayLike, probability: ArrayLike, outcome: float, end: float) -> tuple[float, float]:
    """Mean daily Brier score of a forecast that was updated, and the share of the time it stood.

    Each forecast stands from its day until the next one; days before the first are left out of the mean
    and lower the coverage, so that silence is neither punished nor hidden.

    Parameters
    ----------
    days
        (M,) days since the question opened, in ascending order; a forecast made on the same day as another
        takes its place.
    probability
        (M,) probabilities from these days on.
    outcome
        The answer, 0 to 1.
    end
        Days from opening to the close of the question or to the day that settled it, if that was earlier.

    Returns
    -------
    score, coverage
        Brier score, 0 to 1, NaN if no forecast stood for any time; share of the days covered.

    Raises
    ------
    ValueError
        If the days are not in order or the question was never open.

    Examples
    --------
    >>> time_weighted([0, 30], [0.5, 0.9], 1, 40)
    (0.19..., 1.0)
    """
    at, p = np.asarray(days, np.float64), np.asarray(probability, np.float64)
    if end <= 0 or (np.diff(at) < 0).any():
        raise ValueError("forecasts come in the order of their days, and the question is open for some time")
    spans = np.diff(np.append(np.clip(at, 0, end), end))
    covered = float(spans.sum())
    if covered == 0:
        return float("nan"), 0.0
    daily = spans * brier(p, np.full(p.shape, outcome))
    return math.fsum(daily.tolist()) / covered, covered / end

"""Calibration: isotonic recalibration, the parts of the Brier score, and the reliability diagram.

The CORP approach (Dimitriadis, Gneiting & Jordan 2021, PNAS 118:e2016191118): forecasts are recalibrated
by isotonic regression, which needs no bins. What recalibration gains is miscalibration, what the
recalibrated forecast gains over the mean outcome is discrimination.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.forecast.measure.losses import brier
from detente.readonly import ReadOnly
from detente.worlds.streams import uniforms

__all__ = ["SMALL", "Decomposition", "Diagram", "corp", "diagram", "isotonic", "murphy"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Below so many forecasts a reliability diagram says little.
SMALL = 50


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A mean Brier score and its parts: ``score = miscalibration - discrimination + uncertainty``.

    Parameters
    ----------
    score
        Mean Brier score, 0 to 1.
    miscalibration
        What it loses by saying other numbers than the frequencies that follow (Murphy: reliability).
    discrimination
        What it gains by telling cases apart (Murphy: resolution).
    uncertainty
        The score of saying the mean outcome always.
    """

    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


@dataclass(frozen=True, slots=True, eq=False)
class Diagram(ReadOnly):
    """A reliability diagram: a step for each block of forecasts that isotonic regression pools.

    Parameters
    ----------
    low, high
        (B,) lowest and highest forecast of each block.
    observed
        (B,) frequency of yes in it, not decreasing.
    counts
        (B,) number of forecasts in it; where forecasts have weights, the sum of these.
    points, band
        (P,) different forecast values, and (P, 2) where `observed` would lie at them, with probability
        `level`, if the forecasts were calibrated.
    level
        Coverage of the band at each value.
    parts
        The decomposition of the Brier score.
    number
        Number of forecasts; of questions, where each was forecast several times.
    """

    low: Floats
    high: Floats
    observed: Floats
    counts: Floats
    points: Floats
    band: Floats
    level: float
    parts: Decomposition
    number: int

    @property
    def small(self) -> bool:
        """Whether there are too few forecasts to read much into the diagram."""
        return self.number < SMALL


def isotonic(forecast: ArrayLike, outcome: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Recalibrate by isotonic least squares, with pooled adjacent violators (Ayer et al. 1955).

    Parameters
    ----------
    forecast
        (N,) forecasts; equal ones get equal values.
    outcome
        (N,) outcomes.
    weights
        (N,) weight of each, above 0; 1 if left out.

    Returns
    -------
    array, (N,) float64
        The fit, in the order given; it never falls as the forecast rises.

    Examples
    --------
    >>> isotonic([0.1, 0.2, 0.3, 0.4], [0, 1, 0, 1]).tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    x, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    values, place, heavy = _values(x, _weights(x, weights))
    sums = _sums(place, y * _weights(x, weights), len(values))
    return _pooled(sums, heavy)[0][place]


def _weights(x: Floats, weights: ArrayLike | None) -> Floats:
    return np.ones(x.shape) if weights is None else np.asarray(weights, np.float64)


def _values(x: Floats, weights: Floats) -> tuple[Floats, Ints, Floats]:
    """Return the different forecasts (V,), the place of each forecast among them (N,), their weights (V,)."""
    values, place = np.unique(x, return_inverse=True)
    return values, place, _sums(place, weights, len(values))


def _sums(place: Ints, parts: Floats, size: int) -> Floats:
    """Sum of the parts at each value, (V,)."""
    return np.bincount(place, weights=parts, minlength=size).astype(np.float64)


def _pooled(sums: Floats, heavy: Floats) -> tuple[Floats, Ints]:
    """Fit of each value (V,), and the number of its block (V,), from sums of outcomes and of weights.

    Means of blocks are worked out anew from these sums, and neighbours whose means are then equal are one
    block: inside the regression they are weighted means of means, which rounding may tell apart.
    """
    from scipy.optimize import isotonic_regression

    if not len(sums):
        return np.empty(0), np.empty(0, np.int64)
    first = np.asarray(isotonic_regression(sums / heavy, weights=heavy).blocks[:-1], np.int64)
    while True:
        means = np.add.reduceat(sums, first) / np.add.reduceat(heavy, first)
        rising = np.diff(means) > 0
        if rising.all():
            break
        first = first[np.append(True, rising)]
    sizes = np.diff(np.append(first, len(sums)))
    return np.repeat(means, sizes), np.repeat(np.arange(len(first)), sizes)


def corp(forecast: ArrayLike, outcome: ArrayLike, weights: ArrayLike | None = None) -> Decomposition:
    """Decompose the mean Brier score by isotonic recalibration (Dimitriadis, Gneiting & Jordan 2021).

    Parameters
    ----------
    forecast, outcome
        (N,) probabilities and outcomes, N at least 1.
    weights
        (N,) weight of each in all means, above 0; 1 if left out.

    Raises
    ------
    ValueError
        If there is nothing to score.

    Examples
    --------
    >>> corp([0.1, 0.1, 0.9, 0.9], [0, 0, 1, 1])
    Decomposition(score=0.0099..., miscalibration=0.0099..., discrimination=0.25, uncertainty=0.25)
    """
    x, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    return _parts(x, y, isotonic(x, y, weights), _weights(x, weights))


def murphy(forecast: ArrayLike, outcome: ArrayLike) -> Decomposition:
    """Decompose the mean Brier score over the different values that were forecast (Murphy 1973).

    Exact, since no bins are made; with few forecasts of each value it takes chance for resolution, which
    `corp` does less.

    Parameters
    ----------
    forecast, outcome
        (N,) probabilities and outcomes, N at least 1.

    Raises
    ------
    ValueError
        If there is nothing to score.

    Examples
    --------
    >>> parts = murphy([0.2, 0.2, 0.2, 0.2], [0, 0, 0, 1])
    >>> round(parts.miscalibration, 4), parts.discrimination, parts.uncertainty
    (0.0025, 0.0, 0.1875)
    """
    x, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    _, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    return _parts(x, y, (np.bincount(place, weights=y) / counts)[place], np.ones(x.shape))


def _parts(x: Floats, y: Floats, recalibrated: Floats, weights: Floats) -> Decomposition:
    if not len(x):
        raise ValueError("there is nothing to score")
    often = np.full(y.shape, _mean(y, weights))
    score, better, plain = (_mean(brier(p, y), weights) for p in (x, recalibrated, often))
    return Decomposition(score, score - better, plain - better, plain)


def _mean(values: Floats, weights: Floats) -> float:
    """Weighted mean, each sum exactly rounded."""
    return math.fsum((values * weights).tolist()) / math.fsum(weights.tolist())


def diagram(
    forecast: ArrayLike,
    outcome: ArrayLike,
    seed: int = 1,
    level: float = 0.9,
    draws: int = 500,
    weights: ArrayLike | None = None,
    groups: ArrayLike | None = None,
) -> Diagram:
    """Make the CORP reliability diagram, with the band in which a calibrated forecaster would stay.

    Parameters
    ----------
    forecast, outcome
        (N,) probabilities and outcomes.
    seed, draws
        The band comes from so many draws of outcomes by the forecasts themselves, each recalibrated.
    level
        Coverage of the band at each forecast value.
    weights
        (N,) weight of each forecast, above 0; 1 if left out.
    groups
        (N,) numbers from 0 of the questions that forecasts are about, where several forecasts are about
        one: they share its outcome, so that one number is drawn for all of them. Each for itself if left out.

    Raises
    ------
    ValueError
        If there is nothing to score.

    Examples
    --------
    >>> made = diagram([0.1] * 8 + [0.6] * 8, [0] * 8 + [1] * 5 + [0] * 3)
    >>> made.observed.tolist(), made.counts.tolist(), made.small
    ([0.0, 0.625], [8.0, 8.0], True)
    """
    x, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    w = _weights(x, weights)
    of = np.arange(len(x)) if groups is None else np.asarray(groups, np.int64)
    parts = corp(x, y, w)
    values, place, heavy = _values(x, w)
    fit, block = _pooled(_sums(place, y * w, len(values)), heavy)
    first = np.flatnonzero(np.diff(block, prepend=-1))
    last = np.append(first[1:], len(values)) - 1
    band = _band(x, w, of, seed, level, draws)
    sizes = np.add.reduceat(heavy, first)
    number = int(of.max()) + 1
    return Diagram(values[first], values[last], fit[first], sizes, values, band, level, parts, number)


def _band(x: Floats, weights: Floats, groups: Ints, seed: int, level: float, draws: int) -> Floats:
    """(V, 2) quantiles of the fit at each value when outcomes follow the forecasts."""
    values, place, heavy = _values(x, weights)
    fits, number = np.empty((draws, len(values))), int(groups.max()) + 1
    uniform = uniforms(seed, "reliability", 0, draws * number).reshape(draws, number)
    for k in range(draws):
        drawn = (uniform[k][groups] < x) * weights
        fits[k] = _pooled(_sums(place, drawn, len(values)), heavy)[0]
    edges = np.quantile(fits, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.ascontiguousarray(edges.T)

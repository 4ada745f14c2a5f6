"""Calibration: isotonic recalibration, the parts of the Brier score, and the reliability diagram.

The CORP approach (Dimitriadis, Gneiting & Jordan 2021, PNAS 118:e2016191118): forecasts are recalibrated
by isotonic regression, which needs no bins. What recalibration gains is miscalibration, what the
recalibrated forecast gains over the mean outcome is discrimination.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.forecast.scores import brier
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
class Diagram:
    """A reliability diagram: a step for each block of forecasts that isotonic regression pools.

    Parameters
    ----------
    low, high
        (B,) lowest and highest forecast of each block.
    observed
        (B,) frequency of yes in it, not decreasing.
    counts
        (B,) number of forecasts in it.
    points, band
        (P,) different forecast values, and (P, 2) where `observed` would lie at them, with probability
        `level`, if the forecasts were calibrated.
    level
        Coverage of the band at each value.
    parts
        The decomposition of the Brier score.
    number
        Number of forecasts.
    """

    low: Floats
    high: Floats
    observed: Floats
    counts: Ints
    points: Floats
    band: Floats
    level: float
    parts: Decomposition
    number: int

    @property
    def small(self) -> bool:
        """Whether there are too few forecasts to read much into the diagram."""
        return self.number < SMALL


def isotonic(forecast: ArrayLike, outcome: ArrayLike) -> Floats:
    """Recalibrate by isotonic least squares, with pooled adjacent violators (Ayer et al. 1955).

    Parameters
    ----------
    forecast
        (N,) forecasts; equal ones get equal values.
    outcome
        (N,) outcomes.

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
    values, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    return _pooled(_sums(place, y, len(values)), counts)[0][place]


def _sums(place: Ints, y: Floats, size: int) -> Floats:
    """Sum of outcomes at each value, (V,)."""
    return np.bincount(place, weights=y, minlength=size).astype(np.float64)


def _pooled(sums: Floats, counts: Ints) -> tuple[Floats, Ints]:
    """Fit of each value (V,), and the number of its block (V,), from sums and counts in order."""
    blocks: list[list[float]] = []  # sum, count, number of values
    for total, count in zip(sums.tolist(), counts.tolist(), strict=True):
        blocks.append([total, count, 1])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    fit = np.repeat([b[0] / b[1] for b in blocks], [int(b[2]) for b in blocks])
    return fit, np.repeat(np.arange(len(blocks)), [int(b[2]) for b in blocks])


def corp(forecast: ArrayLike, outcome: ArrayLike) -> Decomposition:
    """Decompose the mean Brier score by isotonic recalibration (Dimitriadis, Gneiting & Jordan 2021).

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
    >>> corp([0.1, 0.1, 0.9, 0.9], [0, 0, 1, 1])
    Decomposition(score=0.0099..., miscalibration=0.0099..., discrimination=0.25, uncertainty=0.25)
    """
    x, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    return _parts(x, y, isotonic(x, y))


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
    return _parts(x, y, (np.bincount(place, weights=y) / counts)[place])


def _parts(x: Floats, y: Floats, recalibrated: Floats) -> Decomposition:
    if not len(x):
        raise ValueError("there is nothing to score")
    score, better = float(brier(x, y).mean()), float(brier(recalibrated, y).mean())
    plain = float(brier(np.full(y.shape, y.mean()), y).mean())
    return Decomposition(score, score - better, plain - better, plain)


def diagram(
    forecast: ArrayLike, outcome: ArrayLike, seed: int = 1, level: float = 0.9, draws: int = 500
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

    Raises
    ------
    ValueError
        If there is nothing to score.

    Examples
    --------
    >>> made = diagram([0.1] * 8 + [0.6] * 8, [0] * 8 + [1] * 5 + [0] * 3)
    >>> made.observed.tolist(), made.counts.tolist(), made.small
    ([0.0, 0.625], [8, 8], True)
    """
    x, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    parts = corp(x, y)
    values, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    fit, block = _pooled(_sums(place, y, len(values)), counts)
    first = np.flatnonzero(np.diff(block, prepend=-1))
    last = np.append(first[1:], len(values)) - 1
    band = _band(x, place, counts, seed, level, draws)
    sizes = np.add.reduceat(counts, first)
    return Diagram(values[first], values[last], fit[first], sizes, values, band, level, parts, len(x))


def _band(x: Floats, place: Ints, counts: Ints, seed: int, level: float, draws: int) -> Floats:
    """(V, 2) quantiles of the fit at each value when outcomes follow the forecasts."""
    fits = np.empty((draws, len(counts)))
    uniform = uniforms(seed, "reliability", 0, draws * len(x)).reshape(draws, len(x))
    for k in range(draws):
        drawn = (uniform[k] < x).astype(np.float64)
        fits[k] = _pooled(_sums(place, drawn, len(counts)), counts)[0]
    edges = np.quantile(fits, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.ascontiguousarray(edges.T)

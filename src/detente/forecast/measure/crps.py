"""The continuous ranked probability score: of counts and numbers, in closed form and for an ensemble.

CRPS is the integral over all thresholds of the Brier score of not exceeding them, in the unit of what is
forecast; for a forecast that is a single number it is the absolute error (Gneiting & Raftery 2007).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.arithmetic import exp, normal_share, rounded

__all__ = ["crps_ensemble", "crps_negative_binomial", "crps_normal", "crps_poisson", "crps_table"]

Floats = NDArray[np.float64]

#: What a table of probabilities may leave out beyond its last entry.
TAIL = 1e-12


def crps_normal(mean: ArrayLike, deviation: ArrayLike, outcome: ArrayLike) -> Floats:
    """CRPS of a normal distribution (Gneiting & Raftery 2007, equation 21).

    Parameters
    ----------
    mean, deviation, outcome
        Broadcast against one another; the standard deviation is above 0.

    Examples
    --------
    >>> crps_normal(0, 1, 0).round(6).item()  # (sqrt(2) - 1) / sqrt(pi)
    0.233695
    """
    spread = np.asarray(deviation, np.float64)
    z = (np.asarray(outcome, np.float64) - np.asarray(mean, np.float64)) / spread
    density = exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(spread * (z * (2 * normal_share(z) - 1) + 2 * density - 1 / np.sqrt(np.pi)), np.float64)


def crps_poisson(rate: ArrayLike, outcome: ArrayLike) -> Floats:
    """CRPS of a Poisson distribution (Wei & Held 2014, equation 8).

    Parameters
    ----------
    rate
        Mean count, above 0.
    outcome
        Counts.

    Examples
    --------
    >>> crps_poisson(2.0, 3).round(6).item()
    0.66453
    """
    from scipy.special import ive
    from scipy.stats import poisson

    m, y = np.asarray(rate, np.float64), np.asarray(outcome, np.float64)
    overlap = ive(0, 2 * m) + ive(1, 2 * m)  # scaled Bessel functions keep exp(-2m) inside
    middle = (y - m) * (2 * poisson.cdf(y, m) - 1) + 2 * m * poisson.pmf(np.floor(y), m)
    return _settled(middle - m * overlap)


def crps_negative_binomial(size: ArrayLike, mean: ArrayLike, outcome: ArrayLike) -> Floats:
    """CRPS of a negative binomial distribution (Wei & Held 2014, equation 11).

    Parameters
    ----------
    size
        Dispersion k above 0: the variance is ``mean + mean**2 / k``.
    mean
        Mean count, above 0.
    outcome
        Counts.

    Examples
    --------
    >>> crps_negative_binomial(1.5, 2.0, 3).round(6).item()
    0.889848
    """
    from scipy.special import hyp2f1
    from scipy.stats import nbinom

    k, m, y = (np.asarray(a, np.float64) for a in (size, mean, outcome))
    p = k / (k + m)
    outside = y * (2 * nbinom.cdf(y, k, p) - 1) - m * (2 * nbinom.cdf(y - 1, k + 1, p) - 1)
    spread = k * (1 - p) / p**2 * hyp2f1(k + 1, 0.5, 2, -4 * (1 - p) / p**2)
    return _settled(outside - spread)


def _settled(x: ArrayLike) -> Floats:
    """Numbers to nine digits: the last ones of special functions differ between processors."""
    return np.asarray(np.vectorize(rounded, otypes=[np.float64])(np.asarray(x, np.float64)))


def crps_table(probabilities: ArrayLike, outcome: float) -> float:
    """CRPS of any distribution over counts, from its probabilities.

    Parameters
    ----------
    probabilities
        (K,) probabilities of 0, 1, ..., K - 1, which leave out next to nothing beyond.
    outcome
        The count; may lie beyond the table.

    Raises
    ------
    ValueError
        If the table is cut too early.

    Examples
    --------
    >>> crps_table([0.25, 0.5, 0.25], 1)
    0.125
    """
    below = np.cumsum(np.asarray(probabilities, np.float64))
    if abs(below[-1] - 1) > max(TAIL, 1e-9):
        raise ValueError("the probabilities of the counts add up to one")
    reached = np.arange(len(below)) >= outcome
    return float(((below - reached) ** 2).sum() + max(outcome - len(below), 0))


def crps_ensemble(members: ArrayLike, outcome: ArrayLike, fair: bool = False) -> Floats:
    """CRPS of a sample from the forecast distribution: mean error less half the mean spread.

    Parameters
    ----------
    members
        (..., M) draws.
    outcome
        (...) what came.
    fair
        Correct for the size of the sample, as if more members could be drawn (Ferro 2014); the spread is
        then that of pairs of different members, and two of them are needed.

    Examples
    --------
    >>> crps_ensemble([1.0, 3.0], 2.0).item(), crps_ensemble([1.0, 3.0], 2.0, fair=True).item()
    (0.5, 0.0)
    """
    x = np.sort(np.asarray(members, np.float64), axis=-1)
    y = np.asarray(outcome, np.float64)
    number = x.shape[-1]
    error = np.abs(x - y[..., None]).mean(axis=-1)
    order = 2 * np.arange(number) - number + 1
    pairs = number * (number - 1 if fair else number)
    return np.asarray(error - (x * order).sum(axis=-1) / pairs, np.float64)

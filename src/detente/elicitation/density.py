"""Densities from three quantiles, and their pools.

Between the quantiles the probability is spread evenly, and the outer tails reach a tenth of the range
beyond everything that anybody said (Cooke 1991, ch. 12): all analysts then share one support, so no
answer has probability 0 for another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import exp, log
from detente.elicitation.model import Answer

__all__ = ["LEVELS", "MASSES", "edges", "linear", "logarithmic", "quantiles", "support", "variance"]

Floats = NDArray[np.float64]

#: The quantiles that are asked for, and the probability between and beyond them.
LEVELS = (0.05, 0.5, 0.95)
MASSES = (0.05, 0.45, 0.45, 0.05)

#: How far the support reaches beyond the outermost answers, as a part of their range.
OVERSHOOT = 0.1

#: Answers that are closer than this, as a part of their size, are the same number.
ALIKE = 1e-9

#: Narrowest interval, as a part of the support: equal quantiles are one narrow peak.
NARROWEST = 1e-6


def support(answers: Sequence[Answer], value: float | None = None) -> tuple[float, float]:
    """Return the range that all answers share, and the true value if it is known.

    Parameters
    ----------
    answers
        One for each analyst.
    value
        The true value in the unit of the answers, or ``None`` where it is not known.

    Examples
    --------
    >>> support([Answer(1, 2, 3), Answer(2, 5, 11)])
    (0.0, 12.0)
    """
    known = [x for a in answers for x in a.quantiles] + ([] if value is None else [value])
    low, high = min(known), max(known)
    size = max(abs(low), abs(high))
    spread = high - low if high - low > ALIKE * size else 0.0
    reach = OVERSHOOT * (spread or abs(high) or 1.0)
    return low - reach, high + reach


def edges(answer: Answer, bounds: tuple[float, float]) -> Floats:
    """Return (5,) the edges between which an answer spreads `MASSES`, rising strictly.

    Parameters
    ----------
    answer
        Quantiles of one analyst.
    bounds
        Least and greatest value that all answers share.
    """
    found = np.array([bounds[0], *answer.quantiles, bounds[1]], np.float64)
    least = NARROWEST * (bounds[1] - bounds[0])
    for k in range(1, 5):
        found[k] = max(found[k], found[k - 1] + least)
    return found


def _density(answer: Answer, bounds: tuple[float, float], cuts: Floats) -> Floats:
    """(N - 1,) density of an answer between neighbouring cuts, which include its own edges."""
    own = edges(answer, bounds)
    place = np.clip(np.searchsorted(own, (cuts[1:] + cuts[:-1]) / 2, side="right") - 1, 0, 3)
    found: Floats = (np.array(MASSES) / np.diff(own))[place]
    return found


def _cuts(answers: Sequence[Answer], bounds: tuple[float, float]) -> Floats:
    return np.unique(np.concatenate([edges(a, bounds) for a in answers]))


def linear(answers: Sequence[Answer], weights: Sequence[float]) -> tuple[Floats, Floats]:
    """Mix the densities of several analysts (Stone 1961).

    Parameters
    ----------
    answers
        One for each analyst.
    weights
        Weight of each answer; they sum to one.

    Returns
    -------
    cuts, masses
        (N,) edges and (N - 1,) probabilities between them, spread evenly within each.
    """
    bounds = support(answers)
    cuts = _cuts(answers, bounds)
    parts = [w * _density(a, bounds, cuts) for a, w in zip(answers, weights, strict=True)]
    return cuts, _summed(parts) * np.diff(cuts)


def logarithmic(answers: Sequence[Answer], weights: Sequence[float]) -> tuple[Floats, Floats]:
    """Multiply the densities of several analysts, each to the power of its weight (Genest 1984).

    Parameters
    ----------
    answers
        One for each analyst.
    weights
        Weight of each answer; they sum to one.

    Returns
    -------
    cuts, masses
        As `linear`.
    """
    bounds = support(answers)
    cuts = _cuts(answers, bounds)
    logs = [w * log(_density(a, bounds, cuts)) for a, w in zip(answers, weights, strict=True)]
    total = _summed(logs)
    masses = exp(total - total.max()) * np.diff(cuts)
    return cuts, masses / math.fsum(masses.tolist())


def _summed(parts: Sequence[Floats]) -> Floats:
    """Sum arrays of one shape exactly rounded, so that neither order nor machine shows in the digits."""
    return np.array([math.fsum(column) for column in zip(*(p.tolist() for p in parts), strict=True)])


def quantiles(cuts: Floats, masses: Floats, levels: Sequence[float] = LEVELS) -> Floats:
    """Return the quantiles of probability spread evenly between cuts.

    Parameters
    ----------
    cuts
        Values, rising, (N + 1,).
    masses
        Probability between two cuts, (N,), summing to one.
    levels
        Between 0 and 1.
    """
    total = np.concatenate([[0.0], np.cumsum(masses)])
    found: Floats = np.interp(np.asarray(levels) * total[-1], total, cuts)
    return found


def variance(cuts: Floats, masses: Floats) -> tuple[float, float]:
    """Return the mean and the variance of probability spread evenly between cuts.

    Parameters
    ----------
    cuts
        Values, rising, (N + 1,).
    masses
        Probability between two cuts, (N,), summing to one.
    """
    middle, width = (cuts[1:] + cuts[:-1]) / 2, np.diff(cuts)
    mean = math.fsum((masses * middle).tolist())
    spread = (middle - mean) ** 2 + width**2 / 12
    return mean, math.fsum((masses * spread).tolist())

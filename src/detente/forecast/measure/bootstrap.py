"""Intervals for mean scores, where questions hang together.

Whole clusters of questions are drawn with replacement, and then questions inside each drawn cluster, so
that eight questions about one vote do not count as eight independent hits (a two-stage bootstrap, as in
Davison & Hinkley 1997, section 3.8).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.worlds.streams import uniforms

__all__ = ["LEVEL", "Interval", "mean_interval", "skill_interval", "weights"]

Floats = NDArray[np.float64]

#: Coverage of intervals where nothing else is said.
LEVEL = 0.9

#: Draws where nothing else is said.
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its bootstrap interval.

    Parameters
    ----------
    value
        The estimate from all questions.
    low, high
        The interval; NaN where there are fewer than two clusters.
    level
        Its coverage.
    number, clusters
        Questions and clusters behind it.
    """

    value: float
    low: float
    high: float
    level: float
    number: int
    clusters: int


def weights(clusters: Sequence[str], seed: int, draws: int = DRAWS, nested: bool = True) -> Floats:
    """How often each question is in each bootstrap sample.

    Parameters
    ----------
    clusters
        (N,) the cluster of each question; an empty text stands for a cluster of its own.
    seed, draws
        Each cluster and each question has a stream of its own, so the answer depends on nothing else.
    nested
        Draw questions inside the drawn clusters, too; not for blocks of time, whose order matters.

    Returns
    -------
    array, (draws, N) float64
        Not to be written to.
    """
    return _weights(tuple(clusters), seed, draws, nested)


@lru_cache(maxsize=2)  # the scores of one forecaster are drawn alike, one after the other
def _weights(clusters: tuple[str, ...], seed: int, draws: int, nested: bool) -> Floats:
    names = [c or f"\0{k}" for k, c in enumerate(clusters)]
    groups = {c: [k for k, n in enumerate(names) if n == c] for c in dict.fromkeys(names)}
    count = len(groups)
    drawn = uniforms(seed, "bootstrap/clusters", 0, draws * count).reshape(draws, count) * count
    times = np.stack([np.bincount(row, minlength=count) for row in drawn.astype(np.int64)])
    out = np.zeros((draws, len(names)))
    for place, members in enumerate(groups.values()):
        out[:, members] = times[:, [place]]
        if nested and len(members) > 1:
            _inside(out, members, times[:, place], seed, place)
    out.setflags(write=False)
    return out


def _inside(out: Floats, members: list[int], times: NDArray[np.int64], seed: int, place: int) -> None:
    """Draw questions of one cluster as often as it was drawn, times their number."""
    size, most = len(members), int(times.max(initial=0))
    numbers = uniforms(seed, f"bootstrap/within/{place}", 0, len(times) * most * size)
    picks = (numbers.reshape(len(times), most * size) * size).astype(np.int64)
    used = np.arange(most * size)[None, :] < (times * size)[:, None]
    for k, member in enumerate(members):
        out[:, member] = ((picks == k) & used).sum(axis=1)


def mean_interval(
    scores: ArrayLike,
    clusters: Sequence[str],
    seed: int = 1,
    level: float = LEVEL,
    draws: int = DRAWS,
    nested: bool = True,
) -> Interval:
    """Mean score with a percentile interval.

    Parameters
    ----------
    scores
        (N,) scores, or differences of two forecasters' scores on the same questions.
    clusters, seed, draws, nested
        As in `weights`.
    level
        Coverage.

    Raises
    ------
    ValueError
        If there is nothing to average.

    Examples
    --------
    >>> mean_interval([0.0, 0.2, 0.4], ["a", "a", "b"]).clusters
    2
    """
    x = np.asarray(scores, np.float64)
    drawn = weights(clusters, seed, draws, nested)
    mean = math.fsum(x.tolist()) / len(x) if len(x) else float("nan")
    return _interval(mean, _totals(drawn, x), drawn, clusters, level)


def skill_interval(
    scores: ArrayLike,
    reference: ArrayLike,
    clusters: Sequence[str],
    seed: int = 1,
    level: float = LEVEL,
    draws: int = DRAWS,
    nested: bool = True,
) -> Interval:
    """Skill against a reference on the same questions, with a percentile interval.

    Parameters
    ----------
    scores, reference
        (N,) scores of the forecaster and of the reference.
    clusters, seed, level, draws, nested
        As in `mean_interval`.

    Raises
    ------
    ValueError
        If there is nothing to average.
    """
    x, y = np.asarray(scores, np.float64), np.asarray(reference, np.float64)
    above, whole = math.fsum(x.tolist()), math.fsum(y.tolist())
    value = 1 - above / whole if whole > 0 else float("nan")
    drawn = weights(clusters, seed, draws, nested)
    below = _totals(drawn, y)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(below > 0, 1 - _totals(drawn, x) / below, np.nan)
    return _interval(float(value), ratios * drawn.sum(axis=1), drawn, clusters, level)


def _totals(drawn: Floats, x: Floats) -> Floats:
    """(draws,) sum of scores in each sample; not a matrix product, whose order differs by processor."""
    found: Floats = (drawn * x).sum(axis=1)
    return found


def _interval(value: float, totals: Floats, drawn: Floats, clusters: Sequence[str], level: float) -> Interval:
    number = drawn.shape[1]
    if not number:
        raise ValueError("there is nothing to average")
    several = len({c or f"\0{k}" for k, c in enumerate(clusters)})
    means = totals / drawn.sum(axis=1)
    means = means[np.isfinite(means)]
    if several < 2 or not len(means):
        return Interval(value, float("nan"), float("nan"), level, number, several)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(value, float(low), float(high), level, number, several)

"""Convergence: whether there are enough worlds to tell the choices apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.paper.estimate import NORMAL

__all__ = ["BATCHES", "TOLERANCE", "Convergence", "Running", "batch_ratio", "convergence", "half_width"]

Floats = NDArray[np.float64]

#: Batches of batch means.
BATCHES = 20

#: Half the width of a 95% interval up to which a share is known well enough: a twentieth either way.
TOLERANCE = 0.05

#: Entries of a running share.
_STEPS = 12


@dataclass(frozen=True, slots=True)
class Running:
    """How one share settled down as worlds were added.

    Parameters
    ----------
    choice
        Choice id.
    outcome
        Outcome id, or an empty string for the share of worlds in which the choice is the better one.
    worlds
        Numbers of worlds, rising; the last is all of them.
    values
        The share over the first so many worlds.
    halves
        Half the width of its 95% interval.
    batch
        Standard error by batch means over that of independent worlds; near 1 if they agree.
    """

    choice: str
    outcome: str
    worlds: tuple[int, ...]
    values: tuple[float, ...]
    halves: tuple[float, ...]
    batch: float


@dataclass(frozen=True, slots=True)
class Convergence:
    """Whether there are enough worlds.

    Parameters
    ----------
    worlds
        Number of random worlds.
    verdict
        ``enough`` or ``not enough``: to tell the best choice from the next, and to know every share to
        within ``tolerance``.
    apart
        Whether the 95% interval of the difference between the two best choices leaves out 0, or they do not
        differ in any world and need not be told apart.
    best, next
        The two choices with the highest expected level; empty where there are not two to compare, and
        ``gap`` is then `nan`.
    gap, half
        Difference of their expected levels and half the width of its 95% interval.
    widest
        Half the width of the widest 95% interval of a share.
    tolerance
        What that may be at most.
    separating
        Number of worlds that would tell the two apart if their difference is as estimated; 0 if
        no number would, because the estimate is 0.
    precise
        Number of worlds that would bring every share within the tolerance.
    halving
        Number of worlds that would halve every error.
    batches
        Number of batches for batch means.
    shares
        The running shares.
    """

    worlds: int
    verdict: str
    apart: bool
    best: str
    next: str
    gap: float
    half: float
    widest: float
    tolerance: float
    separating: int
    precise: int
    halving: int
    batches: int
    shares: tuple[Running, ...] = ()


def convergence(
    names: Sequence[str],
    payoff: Floats,
    shares: Mapping[tuple[str, str], Floats],
    tolerance: float = TOLERANCE,
) -> Convergence:
    """Judge whether there are enough worlds.

    Parameters
    ----------
    names
        C choice ids; with fewer than two only the shares are judged.
    payoff
        (C, W) level of the focal actor in each world, in the order in which worlds were drawn; W >= 1.
    shares
        (choice, outcome) -> (W,) part of each world, 0 to 1; outcome is empty for the share of worlds in
        which the choice is the better one.
    tolerance
        Half the width that the 95% interval of a share may have.

    Notes
    -----
    Errors of means of independent worlds fall with the square root of their number; from that follow the
    numbers of worlds that would be needed.
    """
    n = payoff.shape[1]
    order = np.argsort(-payoff.mean(axis=1), kind="stable")
    gap, half, apart, first, second = math.nan, math.nan, True, "", ""
    if len(names) > 1:
        difference = payoff[order[0]] - payoff[order[1]]
        gap, half = float(difference.mean()), NORMAL * _se(difference)
        apart = gap > half or bool((difference == 0).all())
        first, second = names[order[0]], names[order[1]]
    running = tuple(_running(choice, outcome, row) for (choice, outcome), row in shares.items())
    widest = max((r.halves[-1] for r in running), default=0.0)
    return Convergence(
        worlds=n,
        verdict="enough" if apart and widest <= tolerance else "not enough",
        apart=apart,
        best=first,
        next=second,
        gap=gap,
        half=half,
        widest=widest,
        tolerance=tolerance,
        separating=math.ceil(n * (half / gap) ** 2) if gap > 0 else 0,
        precise=math.ceil(n * (widest / tolerance) ** 2),
        halving=4 * n,
        batches=BATCHES,
        shares=running,
    )


def _se(values: Floats) -> float:
    return float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else math.inf


def half_width(total: float, squares: float, n: int) -> float:
    """Half the width of the 95% interval of a share.

    Parameters
    ----------
    total, squares
        Sum of the n worlds' parts, each 0 to 1, and of their squares.
    n
        Number of worlds.

    Notes
    -----
    Where all worlds say 0, or all say 1, the errors of worlds cannot be seen; then the half width is
    3 / n, after the rule of three (Hanley and Lippman-Hand 1983), at most 1.

    Examples
    --------
    >>> half_width(0, 0, 100)
    0.03
    """
    variance = max(squares - total * total / n, 0.0) / (n - 1) if n > 1 else 0.0
    if variance < 1e-15:
        return min(3 / n, 1.0)
    return NORMAL * math.sqrt(variance / n)


def _running(choice: str, outcome: str, row: Floats) -> Running:
    n = len(row)
    sums, squares = np.cumsum(row), np.cumsum(row * row)
    worlds = sorted({*np.geomspace(min(20, n), n, _STEPS).round().astype(int).tolist(), n})
    return Running(
        choice=choice,
        outcome=outcome,
        worlds=tuple(worlds),
        values=tuple(float(sums[k - 1]) / k for k in worlds),
        halves=tuple(half_width(float(sums[k - 1]), float(squares[k - 1]), k) for k in worlds),
        batch=batch_ratio(row),
    )


def batch_ratio(row: Floats) -> float:
    """Return the standard error by batch means over that of independent worlds.

    Parameters
    ----------
    row
        (W,) values in the order in which worlds were drawn.

    Returns
    -------
    float
        About 1, between 0.68 and 1.32 in 95 of 100 cases, if worlds are independent draws; `nan` where
        there are fewer than two worlds for each of the 20 batches, or nothing varies.

    Notes
    -----
    Batch means (Conway 1963): the scatter of the means of consecutive worlds needs no assumption on how
    the worlds of a batch hang together.
    """
    size = len(row) // BATCHES
    used = row[: size * BATCHES]
    if size < 2 or np.ptp(used) == 0:
        return math.nan
    means = used.reshape(BATCHES, size).mean(axis=1)
    return float(means.std(ddof=1)) / math.sqrt(BATCHES) / _se(used)

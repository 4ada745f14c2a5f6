"""Means and quantiles over the worlds of a design, each world with its weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.ensemble import Runs
from detente.paper.estimate import Estimate

__all__ = ["mean", "quantile"]

Floats = NDArray[np.float64]


def mean(runs: Runs, values: Floats, index: NDArray[np.intp]) -> Estimate:
    """Average a value over worlds.

    Parameters
    ----------
    runs
        The worlds, their weights, and which of them share a draw.
    values
        (W,) one number for each world.
    index
        The worlds that count.

    Notes
    -----
    Worlds of one point are no independent draws, so they are added up first. The standard error is that of
    independent points. A Latin hypercube or a scrambled Sobol' sequence errs less where answers are smooth
    (Owen 1997), so for them it is on the safe side.
    """
    if runs.plain:
        return Estimate.of(values[index])
    return Estimate.ratio(runs.fold(values, index), runs.fold(np.ones_like(values), index))


def quantile(runs: Runs, values: Floats, index: NDArray[np.intp], at: float) -> float:
    """Return a weighted quantile of a value over worlds.

    Parameters
    ----------
    runs
        The worlds and their weights.
    values
        (W,) one number for each world.
    index
        The worlds that count.
    at
        Which quantile, from 0 to 1.
    """
    if runs.plain:
        return float(np.quantile(values[index], at))
    order = index[np.argsort(values[index], kind="stable")]
    passed = np.cumsum(runs.weight[order])
    return float(values[order[np.searchsorted(passed, at * passed[-1] * (1 - 1e-12))]])

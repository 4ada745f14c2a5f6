"""How much there is to lose by each choice, over all worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.insight.measure.criteria import regrets

__all__ = ["Regrets", "spread"]

Floats = NDArray[np.float64]

#: Steps between the quantiles that are kept.
STEPS = 20


@dataclass(frozen=True, slots=True)
class Regrets:
    """The distribution of each choice's regret over worlds.

    Parameters
    ----------
    levels
        Parts of the worlds, from 0 to 1.
    values
        Choice -> the regret that so many worlds do not exceed, as a share of the focal actor's range.
    """

    levels: tuple[float, ...]
    values: Mapping[str, tuple[float, ...]]


def spread(names: Sequence[str], payoff: Floats) -> Regrets:
    """Return the distribution of regret.

    Parameters
    ----------
    names
        C choice ids.
    payoff
        (C, N) level of the focal actor, larger is better.

    Examples
    --------
    >>> spread(["a", "b"], np.array([[1.0, 0.0], [0.0, 3.0]])).values["a"][::10]
    (0.0, 0.0, 3.0)
    """
    parts = np.arange(STEPS + 1) / STEPS
    found = np.quantile(regrets(payoff), parts, axis=1, method="inverted_cdf")
    values = {c: tuple(row.tolist()) for c, row in zip(names, found.T, strict=True)}
    return Regrets(tuple(parts.tolist()), values)

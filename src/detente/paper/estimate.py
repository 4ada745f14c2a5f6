"""Estimates over worlds, each with its error and the number of worlds behind it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Estimate", "Interval", "plain", "plain_json"]

#: Half the width of a 95% interval in standard errors.
NORMAL = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over worlds.

    Parameters
    ----------
    value
        The mean; for a share between 0 and 1.
    se
        Its standard error; 0 where nothing is uncertain.
    worlds
        Number of worlds behind it.
    """

    value: float
    se: float
    worlds: int

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Estimate:
        """Average a value over worlds; `nan` where there is no world.

        Parameters
        ----------
        values
            (N,): one value for each world.

        Returns
        -------
        Estimate
            Mean and standard error; the error is 0 where there is one world.

        Examples
        --------
        >>> Estimate.of(np.array([0.0, 1.0, 1.0, 0.0])).value
        0.5
        """
        n = len(values)
        if n == 0:
            return cls(math.nan, math.nan, 0)
        se = float(values.std(ddof=1)) / math.sqrt(n) if n > 1 else 0.0
        return cls(float(values.mean()), se, n)

    @classmethod
    def ratio(cls, part: NDArray[np.float64], whole: NDArray[np.float64]) -> Estimate:
        """Average ``part`` over what there is of ``whole``; `nan` where there is nothing of it.

        Parameters
        ----------
        part, whole
            (W,) what each world adds above and below; ``worlds`` counts those that add below.

        Notes
        -----
        A ratio of two means over the same worlds; its standard error is that of the delta method (Cochran
        1977, ch. 6).

        Examples
        --------
        >>> Estimate.ratio(np.array([1.0, 0.0, 0.5, 0.0]), np.array([1.0, 0.0, 0.5, 0.5])).value
        0.75
        """
        n, total = len(whole), float(whole.sum())
        if total <= 0:
            return cls(math.nan, math.nan, 0)
        value = float(part.sum()) / total
        residual = part - value * whole
        se = float(np.sqrt(n / (n - 1) * (residual**2).sum())) / total if n > 1 else 0.0
        return cls(value, se, int((whole > 0).sum()))


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with a 95% interval that need not lie evenly around it.

    Parameters
    ----------
    value
        The estimate.
    low, high
        The ends of the interval.
    worlds
        Number of worlds behind it.
    """

    value: float
    low: float
    high: float
    worlds: int

    @classmethod
    def around(cls, value: float, se: float, worlds: int, least: float = -math.inf) -> Interval:
        """Return the interval of a normal estimate, cut off at the least possible value.

        Parameters
        ----------
        value, se
            Estimate and standard error, in the unit of the value.
        worlds
            How many stand behind it.
        least
            The least that the value can be.

        Returns
        -------
        Interval
            Of 95 %.

        Examples
        --------
        >>> Interval.around(1.0, 0.1, 50).high.__round__(3)
        1.196
        """
        return cls(value, max(value - NORMAL * se, least), value + NORMAL * se, worlds)

    @classmethod
    def across(cls, value: float, replicates: NDArray[np.float64], worlds: int) -> Interval:
        """Return the percentile interval of bootstrap replicates (Efron 1979).

        Parameters
        ----------
        value
            The estimate from all worlds.
        replicates
            (B,) the same estimate from worlds drawn again with replacement.
        worlds
            Number of worlds.
        """
        low, high = np.quantile(replicates, (0.025, 0.975))
        return cls(value, float(low), float(high), worlds)


def plain(value: Any) -> Any:
    """Turn findings into plain types; numbers that are not finite become ``None``.

    Parameters
    ----------
    value
        Records, mappings, sequences, dates and numbers, nested in any way.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def plain_json(value: Any) -> str:
    """Return findings as JSON, as `plain` turns them into plain types.

    Parameters
    ----------
    value
        As in `plain`.
    """
    return json.dumps(plain(value), ensure_ascii=False, indent=2)

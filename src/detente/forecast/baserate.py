"""Base rates: how likely something is if the future is like a stated window of the past.

Nothing is known of the question but how often such a thing had happened. The window is a choice, and is
always shown; where regimes shift, a base rate is only as good as its window.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.arithmetic import exp, exp_one, log_one, rounded
from detente.forecast.reading import Reference

__all__ = ["JEFFREYS", "Rate", "arrivals", "periods", "rate"]

#: Jeffreys prior: half an event before anything is seen, or half a success and half a failure.
JEFFREYS = 0.5

#: Days in a year.
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Rate:
    """A base rate with its interval.

    Parameters
    ----------
    probability
        Of yes, averaged over what the rate may be.
    low, high
        The same at the 5% and 95% quantiles of the rate.
    """

    probability: float
    low: float
    high: float


def arrivals(number: int, exposure: float, horizon: float) -> Rate:
    """Chance of at least one event, after so many in so many years, with Jeffreys prior.

    The rate is Gamma distributed with shape ``number + 1/2`` and the years as its inverse scale, so the
    chance of none in the horizon is ``(1 + horizon / exposure) ** -(number + 1/2)``.

    Parameters
    ----------
    number
        Events seen, 0 or more.
    exposure, horizon
        Years that were looked at, above 0, and years ahead, 0 or more.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> round(1 - arrivals(0, 73.3, 15).probability, 2)  # no war on the peninsula since 1953
    0.91
    """
    from detente.dynamics.elementary import gamma_quantiles  # kernels load slowly

    if number < 0 or exposure <= 0 or horizon < 0:
        raise ValueError("counts and horizons are not negative, and something was looked at for some time")
    shape = number + JEFFREYS
    quantiles = gamma_quantiles(np.array([shape]), np.array([[0.05, 0.95]]))[0] / exposure
    low, high = (1 - exp(-quantiles * horizon)).tolist()
    return Rate(1 - exp_one(-shape * log_one(1 + horizon / exposure)), low, high)


def periods(number: int, of: int) -> Rate:
    """Chance that it is so in the next period, after so many of so many, with Jeffreys prior.

    Parameters
    ----------
    number, of
        Periods in which it was so, and periods that were looked at, at least 1.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> periods(1, 3).probability
    0.375
    """
    from scipy.stats import beta

    if not 0 <= number <= of or of < 1:
        raise ValueError("periods in which it was so are some of those looked at")
    a, b = number + JEFFREYS, of - number + JEFFREYS
    return Rate(a / (a + b), *(rounded(float(beta.ppf(q, a, b))) for q in (0.05, 0.95)))


def rate(reference: Reference, opens: date, closes: date) -> Rate:
    """Return the base rate of a question with a reference class.

    Parameters
    ----------
    opens, closes
        First and last day of the question's window.
    """
    if reference.start is None or reference.end is None:
        found = periods(reference.number, reference.periods)
    else:
        seen, ahead = ((b - a).days / _YEAR for a, b in ((reference.start, reference.end), (opens, closes)))
        found = arrivals(reference.number, seen, ahead)
    return found if reference.of else Rate(1 - found.probability, 1 - found.high, 1 - found.low)

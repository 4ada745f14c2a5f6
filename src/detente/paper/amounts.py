"""Amounts in their own units, such as thousands of workers, to the digits that their error supports."""

from __future__ import annotations

import math

from detente.paper.estimate import Estimate
from detente.paper.model import Figure
from detente.paper.numbers import NOISE, plus_minus

__all__ = ["quantity"]


def quantity(estimate: Estimate, certain: bool = False, sign: bool = False, percent: bool = False) -> Figure:
    """Show a mean in its own unit with its standard error, to the first digit of that.

    Parameters
    ----------
    estimate
        A mean.
    certain
        Whether nothing is uncertain, so that it has no error.
    sign
        Whether a plus stands before it: it is a difference.
    percent
        Whether its unit is a share, shown in percent.

    Examples
    --------
    >>> quantity(Estimate(12.3456, 0.078, 1000)).text, quantity(Estimate(3.0, 0.0, 1), sign=True).text
    ('12.35 ± 0.08', '+3')
    >>> quantity(Estimate(1234.5, 20.0, 9)).text, quantity(Estimate(0.071, 0.004, 9), percent=True).text
    ('1,230 ± 20', '7.1 ± 0.4%')
    """
    value, error = estimate.value, 0.0 if certain or estimate.se <= NOISE else estimate.se
    if not estimate.worlds or not math.isfinite(value):
        return Figure("not known", None, None, estimate.worlds, share=False)
    text = plus_minus(value, error) if percent else _plain(value, error)
    plus = "+" if sign and value > 0 else ""
    return Figure(plus + text, value, estimate.se, estimate.worlds, share=False)


def _plain(value: float, error: float) -> str:
    if error <= 0:
        return f"{value:,.4g}".replace("-", "−")
    places = -math.floor(math.log10(float(f"{error:.0e}")))
    shown, off, digits = round(value, places) + 0.0, round(error, places), max(places, 0)
    return f"{shown:,.{digits}f} ± {off:,.{digits}f}".replace("-", "−")

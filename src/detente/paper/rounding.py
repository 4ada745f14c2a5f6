"""Numbers with no more digits than their errors leave."""

from __future__ import annotations

import math

__all__ = ["digits_of", "exact_of", "places_of", "with_error"]


def with_error(value: float, error: float, sign: bool = False) -> str:
    """Return a share in percent with its standard error.

    Parameters
    ----------
    value
        The share.
    error
        Its standard error; 0 where there is none.
    sign
        Whether a plus stands before what is above 0.
    """
    mark = "+" if sign and value > 0 else ""
    if error <= 0:
        return f"{mark}{exact_of(100 * value)}%"
    places = places_of(100 * error)
    shown = max(round(100 * error, places), 10.0**-places)
    return f"{mark}{digits_of(100 * value, places)} ± {shown:.{places}f}%"


def places_of(error: float) -> int:
    """Return the decimals that an error in percent leaves: its first digit is the last one shown.

    Parameters
    ----------
    error
        The standard error, in percent, above 0.
    """
    first = float(f"{error:.0e}")
    return min(max(-math.floor(math.log10(first)), 0), 2)


def digits_of(number: float, places: int) -> str:
    """Return a number with so many decimals, a minus sign, and no minus before nothing.

    Parameters
    ----------
    number
        The number.
    places
        Decimals.
    """
    text = f"{number:.{places}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def exact_of(number: float) -> str:
    """Return a number that has no error: whole, or with one decimal below 1.

    Parameters
    ----------
    number
        The number, in percent.
    """
    return digits_of(number, 1 if 0 < abs(number) < 1 else 0)

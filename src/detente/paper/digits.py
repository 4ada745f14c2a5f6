"""Results as plain types for JSON, with the digits that every machine agrees on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

__all__ = ["DIGITS", "in_digits"]

#: Significant digits of a number that was worked out. The last four or so of a float depend on the order of
#: sums and on the processor's logarithm.
DIGITS = 12


def in_digits(value: Any) -> Any:
    """Round every float inside a value, and write what is not known as null, which JSON has, instead of NaN.

    Parameters
    ----------
    value
        Anything made of mappings, sequences, texts and numbers.

    Examples
    --------
    >>> in_digits({"a": (0.1 + 0.2, float("nan")), "b": 7})
    {'a': [0.3, None], 'b': 7}
    """
    match value:
        case Mapping():
            return {k: in_digits(v) for k, v in value.items()}
        case list() | tuple():
            return [in_digits(v) for v in value]
        case float():
            return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
        case _:
            return value

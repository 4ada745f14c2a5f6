"""Uncertain numbers: a point, an interval, a named distribution, or a word of a declared scale.

Written as ``3``, ``2..4``, ``triangular(1, 2, 4)``, ``normal(3, 0.5)``, ``loguniform(0.1, 10)``, by
quantiles as ``q(5%: 1, 50%: 2, 95%: 4)``, or as a word such as ``strong`` that the case's ``scales``
give a meaning.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

__all__ = [
    "DISTRIBUTIONS",
    "OVERSHOOT",
    "UNWEIGHTED",
    "Quantity",
    "QuantitySyntax",
    "meant",
    "parse_quantity",
]

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_POINT = re.compile(rf"^({_NUMBER})(%?)$")
_INTERVAL = re.compile(rf"^({_NUMBER})\s*\.\.\s*({_NUMBER})(%?)$")
_QUANTILES = re.compile(r"^q\s*\((.*)\)$")
_QUANTILE = re.compile(rf"^({_NUMBER})(%?)\s*:\s*({_NUMBER})$")
_NAMED = re.compile(r"^([a-z]+)\s*\(([^()]*)\)$")
_WORD = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*$")

_Number = TypeVar("_Number", float, Fraction)
#: Signs that stand for a hyphen: dashes, and the minus of typesetters.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")

#: Named distributions and their parameters.
DISTRIBUTIONS: dict[str, tuple[str, ...]] = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "loguniform": ("low", "high"),
}

#: How far the range of a quantity given by quantiles goes beyond the outer ones, as a share of the distance
#: between them (Cooke 1991, *Experts in Uncertainty*, ch. 12).
OVERSHOOT = 0.1

#: Largest absolute weight; keeps sums of weights exact (see ``detente.case.grain``).
LIMIT = 1_000.0

#: Most decimals that are read as a fraction.
DECIMALS = 40


#: Most letters of a quantity; patterns are matched in the square of them.
LONGEST = 500


class QuantitySyntax(ValueError):
    """A number, interval or distribution that is not well formed."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One uncertain number.

    Parameters
    ----------
    kind
        ``point``, ``word``, ``quantiles`` or a key of `DISTRIBUTIONS`.
    values
        The parameters in the order of `DISTRIBUTIONS`; one value for a point, none for a word; for
        quantiles the first probability, its value, the second probability, and so on.
    text
        As written.
    """

    kind: str
    values: tuple[float, ...]
    text: str

    @property
    def uncertain(self) -> bool:
        """Whether more than one value is possible."""
        return self.kind != "point"

    @property
    def central(self) -> float:
        """The mean; for ``loguniform`` the median."""
        if self.kind == "quantiles":
            return math.fsum((q - p) * (a + b) / 2 for (p, a), (q, b) in pairwise(self.knots))
        if self.kind == "loguniform":
            return math.sqrt(self.values[0] * self.values[1])
        if self.kind == "normal":
            return self.values[0]
        return math.fsum(self.values) / len(self.values)

    @property
    def exact(self) -> Fraction | None:
        """The mean as a fraction of whole numbers, from the decimals as written.

        ``None`` where there is none: a word, a ``loguniform`` whose median is no fraction, a number with
        more than `DECIMALS` decimals.

        Examples
        --------
        >>> parse_quantity("0.1..0.6").exact
        Fraction(7, 20)
        """
        return _mean(self)

    @property
    def span(self) -> tuple[float, float]:
        """Lowest and highest value; for ``normal`` the mean plus or minus four deviations."""
        if self.kind == "normal":
            mean, sd = self.values
            return mean - 4 * sd, mean + 4 * sd
        if self.kind == "quantiles":
            return self.knots[0][1], self.knots[-1][1]
        return min(self.values), max(self.values)

    @property
    def knots(self) -> tuple[tuple[float, float], ...]:
        """The corners (probability, value) of the quantile function, from 0 to 1; none for other kinds.

        Between the quantiles that are given all values are equally likely. The range goes beyond the
        outer ones by a tenth of the distance between them, unless they are those of 0 and 1 (Cooke 1991).
        """
        if self.kind != "quantiles":
            return ()
        return tuple(_corners(list(zip(self.values[::2], self.values[1::2], strict=True)), OVERSHOOT))

    def __str__(self) -> str:
        return self.text


#: What a statement has that nobody has weighed yet.
UNWEIGHTED = Quantity("none", (), "")


def _corners(given: list[tuple[_Number, _Number]], overshoot: _Number) -> list[tuple[_Number, _Number]]:
    """The corners of a quantile function, see `Quantity.knots`, in floating point or in fractions."""
    zero = overshoot * 0
    beyond = overshoot * (given[-1][1] - given[0][1])
    below = [] if given[0][0] == 0 else [(zero, given[0][1] - beyond)]
    above = [] if given[-1][0] == 1 else [(zero + 1, given[-1][1] + beyond)]
    return below + given + above


@lru_cache(maxsize=4096)
def _mean(quantity: Quantity) -> Fraction | None:
    """See `Quantity.exact`."""
    as_written = quantity.kind == "point" and _POINT.match(quantity.text)
    values = [_fraction(x) for x in ([quantity.text] if as_written else map(repr, quantity.values))]
    known = [x for x in values if x is not None]
    if quantity.kind == "word" or len(known) < len(values):
        return None
    if quantity.kind == "quantiles":
        corners = _corners(list(zip(known[::2], known[1::2], strict=True)), Fraction(1, 10))
        return sum(((q - p) * (a + b) / 2 for (p, a), (q, b) in pairwise(corners)), Fraction(0))
    if quantity.kind == "loguniform":
        return _root(known[0] * known[1])
    return known[0] if quantity.kind == "normal" else sum(known, Fraction(0)) / len(known)


def _fraction(text: str) -> Fraction | None:
    """A number as written, of at most so many decimals; 1e-999999999 would fill the memory."""
    number = Decimal(text.rstrip("%"))
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -DECIMALS:
        return None
    return Fraction(number) / (100 if text.endswith("%") else 1)


def _root(square: Fraction) -> Fraction | None:
    """The square root, if it is a fraction."""
    root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
    return root if root * root == square else None


def parse_quantity(text: str) -> Quantity:
    """Read an uncertain number.

    Parameters
    ----------
    text
        The text as it is written.

    Raises
    ------
    QuantitySyntax
        With one sentence that says what is wrong.

    Examples
    --------
    >>> parse_quantity("2..4").central
    3.0
    >>> parse_quantity("30%").values
    (0.3,)
    >>> parse_quantity("triangular(1, 2, 6)").central
    3.0
    >>> parse_quantity("q(10%: 0, 90%: 10)").knots
    ((0.0, -1.0), (0.1, 0.0), (0.9, 10.0), (1.0, 11.0))
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise QuantitySyntax(f"'{text[:40]}...' is too long for a number, a distribution or a word")
    if found := _POINT.match(text):
        value = float(found[1]) / (100 if found[2] else 1)
        return _bounded(Quantity("point", (value,), text))
    if found := _INTERVAL.match(text):
        scale = 100 if found[3] else 1
        return _checked("uniform", (float(found[1]) / scale, float(found[2]) / scale), text)
    if found := _QUANTILES.match(text):
        return _quantiles(found[1], text)
    if found := _NAMED.match(text):
        return _named(found[1], found[2], text)
    if _WORD.match(text):
        return Quantity("word", (), text)
    raise QuantitySyntax(f"{text!r} is not a number, an interval a..b, a distribution or a word")


def meant(text: str, scales: Mapping[str, Quantity | None] | None = None) -> str:
    """Return what a text that is no quantity was surely meant for, or an empty text.

    Parameters
    ----------
    text
        As written.
    scales
        The words of the case, with their meaning.

    Examples
    --------
    >>> meant("2-4"), meant("2 – 4"), meant("-4--2"), meant("1,5"), meant("30 %"), meant("about two")
    ('2..4', '2..4', '-4..-2', '1.5', '30%', '')
    >>> meant("-strong", {"strong": parse_quantity("3..5")})
    '-5..-3'
    """
    plain = " ".join(text.translate(_DASHES).split())
    word = (scales or {}).get(plain[1:].strip()) if plain[:1] == "-" else None
    if word and word.kind in ("point", "uniform"):
        return "..".join(f"{-value:g}" for value in reversed(word.values))
    number = _NUMBER.removeprefix("[+-]?")
    found = re.fullmatch(rf"({_NUMBER})(%?)\s*(?:-|\.{{1,4}}|to|bis|and)\s*(-?{number})\s*(%?)", plain)
    if found:
        written = f"{found[1]}..{found[3]}{found[4] or found[2]}"
    else:
        written = re.sub(r"(?<=\d),(?=\d)", ".", plain, count=1).replace(" %", "%")
    try:
        return written if written != text and parse_quantity(written).kind != "word" else ""
    except QuantitySyntax:
        return ""


def _named(name: str, inside: str, text: str) -> Quantity:
    if name not in DISTRIBUTIONS:
        raise QuantitySyntax(f"no distribution named {name!r}; known: {', '.join(DISTRIBUTIONS)}")
    parts = [p.strip() for p in inside.split(",")]
    wanted = DISTRIBUTIONS[name]
    if len(parts) != len(wanted) or not all(re.fullmatch(_NUMBER, p) for p in parts):
        raise QuantitySyntax(f"{name} takes {len(wanted)} numbers: {', '.join(wanted)}")
    return _checked(name, tuple(float(p) for p in parts), text)


def _quantiles(inside: str, text: str) -> Quantity:
    pairs = [_QUANTILE.match(part.strip()) for part in inside.split(",")]
    values: list[float] = []
    for pair in pairs:
        if pair is None or len(pairs) < 2:
            raise QuantitySyntax("quantiles are given as q(5%: a, 50%: b, 95%: c), two or more of them")
        values += (float(pair[1]) / (100 if pair[2] else 1), float(pair[3]))
    shares, given = values[::2], values[1::2]
    if not (shares[0] >= 0 and shares[-1] <= 1 and all(a < b for a, b in pairwise(shares))):
        raise QuantitySyntax(f"the probabilities of {text!r} must rise, between 0% and 100%")
    if not all(a <= b for a, b in pairwise(given)) or given[0] == given[-1]:
        raise QuantitySyntax(f"the values of {text!r} must rise from low to high")
    return _bounded(Quantity("quantiles", tuple(values), text))


def _checked(name: str, values: tuple[float, ...], text: str) -> Quantity:
    if name == "normal":
        if values[1] <= 0:
            raise QuantitySyntax("the standard deviation must be above 0")
    elif not all(a <= b for a, b in pairwise(values)) or values[0] == values[-1]:
        raise QuantitySyntax(f"the values of {text!r} must rise from low to high")
    if name == "loguniform" and values[0] <= 0:
        raise QuantitySyntax("loguniform needs values above 0")
    return _bounded(Quantity(name, values, text))


def _bounded(quantity: Quantity) -> Quantity:
    low, high = quantity.span
    if not -LIMIT <= low <= high <= LIMIT:
        raise QuantitySyntax(f"{quantity.text!r} lies outside -{LIMIT:.0f}..{LIMIT:.0f}")
    return quantity

"""The unit in which an actor's weights are whole numbers, so that sums of them, and ties, are exact.

Decimals are fractions: 0.7 ties with 0.6 + 0.1. Each actor has a unit of its own, one over a common multiple
of the denominators of all its weights, so that each is a whole number of units and sums are sums of whole
numbers. Draws are rounded to a power of two that the unit is a multiple of, so that they lie on the same
grid. Comparisons do not change with the unit, and actors are never compared with one another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from detente.case.checks.checker import Check
from detente.case.file.origin import Path
from detente.case.model import Case
from detente.case.quantity import Quantity
from detente.errors import DetenteError

__all__ = ["MOST", "Grain", "check_grain", "grain", "shares"]

#: The largest sum of an actor's weights, in its units. Floating point holds whole numbers up to 2^53; what is
#: left lets a weight be divided by the unit and come back as the same whole number.
MOST = 2**50

#: Draws are multiples of 2^-16, which no range of at least `NARROW` needs finer. A narrower one is cut into
#: 2^16 parts; into fewer where that would not fit.
BITS, NARROW, PARTS = 16, 2.0**-4, (16, 12, 8)

#: Largest sum of the parts that the readings have in their mean; parts are rounded where they need more.
PARTED, ROUNDED = 2**20, (2**20, 2**10)


@dataclass(frozen=True, slots=True)
class Grain:
    """How the weights of one actor are held.

    Parameters
    ----------
    unit
        Weights are whole multiples of 1/unit.
    draws
        Draws are rounded to multiples of 1/draws, a power of two that divides ``unit``.
    parts
        Reading by reading its part in the mean of all, whole numbers; their sum divides ``unit`` so that the
        mean of whole numbers is one. Empty where readings do not change this actor's weights.
    means
        Whether the means of ranges are held exactly; otherwise they are rounded like draws.
    exact
        Whether everything is held as written: means of ranges, and of readings, too.
    most
        No sum of weights is larger than so many units.
    """

    unit: int
    draws: int
    parts: tuple[int, ...]
    means: bool
    exact: bool
    most: int

    def whole(self, quantity: Quantity) -> int:
        """Return the central value of a quantity, a word replaced by its meaning, in units.

        Parameters
        ----------
        quantity
            Not a word, see `Case.resolve`.

        Returns
        -------
        int
            Exact where the grain holds means exactly, else rounded as draws are.
        """
        mean = quantity.exact
        if mean is not None and (self.means or not quantity.uncertain):
            return int(mean * self.unit)
        return self.rounded(quantity.central)

    def rounded(self, value: float) -> int:
        """Return a number in units, rounded as draws are.

        Parameters
        ----------
        value
            A number as the case has it.

        Returns
        -------
        int
            A multiple of ``unit // draws``.
        """
        return round(value * self.draws) * (self.unit // self.draws)


def grain(case: Case, actor: str) -> Grain:
    """Return how the weights of an actor are held.

    Parameters
    ----------
    case
        The case.
    actor
        Id of the actor.

    Raises
    ------
    DetenteError
        If they cannot be held exactly together; `check_grain` says so with the place when a file is read.
    """
    found = _fitting(case, actor)
    if found is None:
        raise DetenteError(_refusal(case, actor)[1])
    return found


def shares(case: Case) -> tuple[Fraction, ...] | None:
    """Return the parts of the readings in their mean, as fractions; ``None`` where one is no fraction.

    Parameters
    ----------
    case
        The case.
    """
    given = [case.resolve(r.share).exact for r in case.readings.values()]
    known = [max(x, Fraction(0)) for x in given if x is not None]
    if len(known) < len(given):
        return None
    total = sum(known, Fraction(0))
    return tuple(x / total if total else Fraction(1, len(known)) for x in known)


def check_grain(check: Check, case: Case) -> None:
    """Take down actors whose weights cannot be held exactly together.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    case
        The case.
    """
    for actor in case.actors:
        if _fitting(case, actor) is None:
            path, cause = _refusal(case, actor)
            check.add("DT460", path, cause)


def _fitting(case: Case, actor: str) -> Grain | None:
    """The first way to hold an actor's weights that fits, those first that hold most as written."""
    preference = case.preferences.get(actor)
    if preference is not None and preference.priority:
        largest = 2 ** len(preference.priority)
        return Grain(1, 1, (), True, True, largest) if largest <= MOST else None
    given = [q for _, _, q in _given(case, actor)]
    if any(q.exact is None for q in given if not q.uncertain):
        return None
    most = _most(case, actor)
    tried = product((True, False), _parted(case, actor), PARTS)
    ways = (_held(given, means, *parts, bits, most) for means, parts, bits in tried)
    return next((g for g in ways if g.most <= MOST), None)


def _held(
    given: list[Quantity], means: bool, parts: tuple[int, ...], as_written: bool, bits: int, most: Fraction
) -> Grain:
    known = [q.exact for q in given if means or not q.uncertain]
    decimals = math.lcm(*(x.denominator for x in known if x is not None))
    draws = max((_steps(q, bits) for q in given if q.uncertain), default=1)
    unit = math.lcm(decimals, draws) * max(sum(parts), 1)
    return Grain(
        unit, draws, parts, means, means and as_written and None not in known, max(math.ceil(unit * most), 1)
    )


def _steps(quantity: Quantity, bits: int) -> int:
    """How fine draws of a quantity are: the number of steps in 1, a power of two."""
    narrowest = _narrowest(quantity)
    return 1 << (BITS if narrowest >= NARROW else max(BITS, bits + 1 - math.frexp(narrowest)[1]))


def _narrowest(quantity: Quantity) -> float:
    """The least distance that draws of a quantity have to tell apart well, above 0."""
    values = quantity.values
    match quantity.kind:
        case "loguniform":
            return min(values[0], values[1] - values[0])
        case "quantiles":
            known = [b - a for a, b in zip(values[1::2], values[3::2], strict=False)]
            return min(x for x in known if x > 0)
        case _:
            low, high = quantity.span
            return high - low


def _parted(case: Case, actor: str) -> list[tuple[tuple[int, ...], bool]]:
    """Ways to mix the readings, the exact one first, and whether it is that."""
    statements = {s.id for s in case.statements(actor)}
    if not any(statements & r.weights.keys() for r in case.readings.values()):
        return [((), True)]
    known = shares(case)
    found: list[tuple[tuple[int, ...], bool]] = []
    if known is not None and (whole := math.lcm(*(x.denominator for x in known))) <= PARTED:
        found.append((tuple(int(x * whole) for x in known), True))
    return found + [(_apportioned(case, known, size), False) for size in ROUNDED]


def _apportioned(case: Case, known: tuple[Fraction, ...] | None, size: int) -> tuple[int, ...]:
    """Parts that add up to a size: each rounded down, and what is left to the largest remainders."""
    central = [max(case.resolve(r.share).central, 0.0) for r in case.readings.values()]
    given = known or tuple(Fraction(x) / Fraction(math.fsum(central)) for x in central)
    parts = [int(x * size) for x in given]
    order = sorted(range(len(given)), key=lambda k: (parts[k] - given[k] * size, k))
    for k in order[: size - sum(parts)]:
        parts[k] += 1
    return tuple(parts)


def _most(case: Case, actor: str) -> Fraction:
    """The largest sum of an actor's weights, whatever is drawn or believed."""
    largest: dict[str, float] = {}
    for statement, _, q in _given(case, actor):
        largest[statement] = max(largest.get(statement, 0.0), *(abs(x) for x in q.span))
    return sum((Fraction(x) for x in largest.values()), Fraction(0))


def _given(case: Case, actor: str) -> Iterator[tuple[str, Path, Quantity]]:
    """Every quantity that may be the weight of a statement of an actor: its statement, place and meaning."""

    def meant(statement: str, path: Path, given: Quantity) -> tuple[str, Path, Quantity]:
        return statement, ("scales", given.text) if given.kind == "word" else path, case.resolve(given)

    own = case.statements(actor)
    for k, s in enumerate(own):
        yield meant(s.id, ("preferences", actor, "statements", k, "weight"), s.weight)
    overlays: list[tuple[Path, Mapping[str, Quantity]]] = [
        (("readings", name, "weights"), r.weights) for name, r in case.readings.items()
    ]
    overlays += [
        (("perceptions", name, "weights"), p.weights) for name, p in case.perceptions.items() if p.of == actor
    ]
    for path, weights in overlays:
        yield from (meant(s.id, (*path, s.id), weights[s.id]) for s in own if s.id in weights)


def _refusal(case: Case, actor: str) -> tuple[Path, str]:
    """The place to change, and what is wrong: the finest of an actor's weights, beside their largest sum."""
    given = [(path, q) for _, path, q in _given(case, actor)]
    if not given:
        return ("preferences", actor, "priority"), f"{actor} has too many priorities; at most 50 can be held"
    path, finest = max(given, key=lambda pair: _fineness(pair[1]))
    total = float(_most(case, actor))
    return path, (
        f"{finest.text} cannot be held exactly beside the other weights of {actor}, which add up to "
        f"{total:g}: the smallest step and the largest sum lie more than 15 digits apart"
    )


def _fineness(quantity: Quantity) -> float:
    """The steps that 1 has to be cut into for a quantity; infinite where it has too many decimals."""
    exact = quantity.exact
    if quantity.uncertain:
        return float(_steps(quantity, PARTS[-1]))
    return math.inf if exact is None else float(min(exact.denominator, 10**300))

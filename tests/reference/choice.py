"""Choice under deep uncertainty, from the definitions: lists of payoffs, one for each world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

Row = Sequence[float]


def mean(row: Row) -> float:
    return sum(row) / len(row)


def quantile(row: Row, at: float) -> float:
    """Straight lines between order statistics."""
    rising = sorted(row)
    place = at * (len(rising) - 1)
    below = int(place)
    above = min(below + 1, len(rising) - 1)
    return rising[below] * (1 - (place - below)) + rising[above] * (place - below)


def regret(payoff: Sequence[Row]) -> list[list[float]]:
    best = [max(choice[w] for choice in payoff) for w in range(len(payoff[0]))]
    return [[b - x for b, x in zip(best, choice, strict=True)] for choice in payoff]


def criteria(payoff: Sequence[Row], enough: Sequence[Row], alpha: float) -> dict[str, list[float]]:
    lost = regret(payoff)
    return {
        "expected": [mean(x) for x in payoff],
        "maximin": [min(x) for x in payoff],
        "hurwicz": [alpha * max(x) + (1 - alpha) * min(x) for x in payoff],
        "regret": [max(x) for x in lost],
        "regret-90": [quantile(x, 0.9) for x in lost],
        "satisficing": [mean(x) for x in enough],
    }


def worst_reading(payoff: Sequence[Row], reading: Sequence[int]) -> list[float]:
    return [
        min(mean([x for x, r in zip(row, reading, strict=True) if r == kind]) for kind in set(reading))
        for row in payoff
    ]


def first_order_dominates(one: Row, other: Row) -> bool:
    """The distribution function is nowhere above and somewhere below."""
    at = sorted({*one, *other})
    gaps = [sum(x <= t for x in other) - sum(x <= t for x in one) for t in at]
    return min(gaps) >= 0 and max(gaps) > 0


def second_order_dominates(one: Row, other: Row) -> bool:
    """Expected shortfall below every target is nowhere larger and somewhere smaller."""

    def shortfall(row: Row, target: float) -> Fraction:
        return sum((max(Fraction(target) - Fraction(x), Fraction(0)) for x in row), Fraction(0))

    gaps = [shortfall(other, t) - shortfall(one, t) for t in sorted({*one, *other})]
    return min(gaps) >= 0 and max(gaps) > 0


def dominance(one: Row, other: Row) -> str:
    pairs = list(zip(one, other, strict=True))
    if all(a >= b for a, b in pairs) and any(a > b for a, b in pairs):
        return "worlds"
    if first_order_dominates(one, other):
        return "first"
    return "second" if second_order_dominates(one, other) else ""


def perfect_information(payoff: Sequence[Row]) -> float:
    worlds = range(len(payoff[0]))
    return mean([max(row[w] for row in payoff) for w in worlds]) - max(mean(row) for row in payoff)


def gain(payoff: Sequence[Row], expected: Sequence[Row]) -> float:
    """What choosing by the expectations brings over the choice that is best on average."""
    made = []
    for w in range(len(payoff[0])):
        best = max(range(len(payoff)), key=lambda c, w=w: (expected[c][w], -c))  # type: ignore[misc]
        made.append(payoff[best][w])
    return mean(made) - max(mean(row) for row in payoff)


def jackknife(parts: int, n: int, estimate: Callable[[list[int]], float]) -> float:
    """Standard error, every parts-th world left out in turn."""
    left = [estimate([w for w in range(n) if w % parts != g]) for g in range(parts)]
    middle = mean(left)
    return ((parts - 1) / parts * sum((x - middle) ** 2 for x in left)) ** 0.5

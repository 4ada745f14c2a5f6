"""Slow twins of the bargaining rules: one bargain at a time, plain Python, from the definitions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["RULES", "Bargain", "crps", "shortest"]

SCALE = 100.0


@dataclass(frozen=True)
class Bargain:
    """Position, salience, capability of each actor, and who proposes what against what stands."""

    at: Sequence[float]
    salience: Sequence[float]
    capability: Sequence[float]
    reference: float = 0.0
    needed: Sequence[bool] = ()
    quota: float = 0.0

    @property
    def weight(self) -> list[float]:
        return shares([c * s for c, s in zip(self.capability, self.salience, strict=True)])


#: Value -> probability.
Chances = dict[float, float]


def shares(weights: Sequence[float]) -> list[float]:
    whole = math.fsum(weights)
    return [w / whole for w in weights] if whole > 0 else [1 / len(weights)] * len(weights)


def mean(b: Bargain) -> Chances:
    return {math.fsum(w * x for w, x in zip(b.weight, b.at, strict=True)): 1.0}


def _median(at: Sequence[float], weight: Sequence[float]) -> Chances:
    """The middle of all places that have at most half the weight on either side."""
    fair = [
        x
        for x in at
        if math.fsum(w for y, w in zip(at, weight, strict=True) if y < x) <= 0.5 + 1e-12
        and math.fsum(w for y, w in zip(at, weight, strict=True) if y > x) <= 0.5 + 1e-12
    ]
    return {(min(fair) + max(fair)) / 2: 1.0}


def median(b: Bargain) -> Chances:
    return _median(b.at, b.weight)


def equal(b: Bargain) -> Chances:
    return _median(b.at, [1 / len(b.at)] * len(b.at))


def nash(b: Bargain) -> Chances:
    """The best of a grid, refined seven times."""
    low, high = 0.0, SCALE
    for _ in range(7):
        grid = [low + (high - low) * k / 40 for k in range(41)]
        best = max(grid, key=lambda o: _product(b, o))
        step = (high - low) / 40
        low, high = max(0.0, best - step), min(SCALE, best + step)
    return {(low + high) / 2: 1.0}


def _product(b: Bargain, text: float) -> float:
    total = 0.0
    for x, w in zip(b.at, b.weight, strict=True):
        use = 1 - abs(x - text) / SCALE
        if w > 0:
            total += w * (math.log(use) if use > 0 else -math.inf)
    return total


def _beats(b: Bargain, weight: Sequence[float], root: bool) -> tuple[list[float], list[list[float]]]:
    """Options, and how probably each beats each other."""
    options = sorted(set(b.at))

    def votes(i: float, j: float) -> float:
        pulls = (w * (abs(x - j) - abs(x - i)) / SCALE for x, w in zip(b.at, weight, strict=True))
        found = 1e-8 + math.fsum(max(p, 0.0) for p in pulls)
        return math.sqrt(found) if root else found

    return options, [[votes(i, j) / (votes(i, j) + votes(j, i)) for j in options] for i in options]


def condorcet(b: Bargain, weight: Sequence[float] | None = None, root: bool = False) -> Chances:
    """Going round until the shares change no more."""
    options, beats = _beats(b, b.weight if weight is None else weight, root)
    m = len(options)
    p = [1 / m] * m
    for _ in range(20_000):
        new = [(p[i] + sum(beats[i][j] * (p[i] + p[j]) for j in range(m)) / m) / 2 for i in range(m)]
        if max(abs(x - y) for x, y in zip(new, p, strict=True)) < 1e-14:
            break
        p = new
    return dict(zip(options, p, strict=True))


def conditional(b: Bargain) -> Chances:
    options, beats = _beats(b, b.weight, False)
    return dict(zip(options, shares([math.prod(row) for row in beats]), strict=True))


def mode(b: Bargain) -> Chances:
    found = conditional(b)
    return {min(x for x, p in found.items() if p >= max(found.values()) - 1e-9): 1.0}


def averaged(b: Bargain) -> Chances:
    found: Chances = {}
    for c in (1.0, 0.5):
        for s in (1, 2):
            weight = shares([x**c * y**s for x, y in zip(b.capability, b.salience, strict=True)])
            for root in (False, True):
                for x, p in condorcet(b, weight, root).items():
                    found[x] = found.get(x, 0.0) + p / 8
    return found


def veto(b: Bargain) -> Chances:
    """All texts in steps of a quarter point, each proposer taking the best that carries."""
    grid = sorted({k / 4 for k in range(401)} | {b.reference})
    carries = []
    for text in grid:
        yes = [abs(text - x) <= abs(b.reference - x) for x in b.at]
        enough = (
            sum(c for c, y in zip(b.capability, yes, strict=True) if y) >= b.quota * sum(b.capability) - 1e-9
        )
        if enough and all(y for y, must in zip(yes, b.needed, strict=True) if must):
            carries.append(text)
    found: Chances = {}
    for x in b.at:
        best = min(carries, key=lambda t: (abs(t - x), abs(t - b.reference)))
        found[best] = found.get(best, 0.0) + 1 / len(b.at)
    return found


RULES = {
    "condorcet": condorcet,
    "conditional": conditional,
    "equal-median": equal,
    "mean": mean,
    "median": median,
    "mode": mode,
    "nash": nash,
    "veto": veto,
}


def crps(chances: Sequence[tuple[float, float]], outcome: float) -> float:
    """Half the mean distance between two draws, off the mean distance to the outcome."""
    near = math.fsum(p * abs(x - outcome) for x, p in chances)
    return near - math.fsum(p * q * abs(x - y) for x, p in chances for y, q in chances) / 2


def shortest(chances: Sequence[tuple[float, float]], level: float) -> float:
    """Width of the shortest interval between two of the values that has so much probability."""
    values = [x for x, _ in chances]
    return min(
        b - a
        for a in values
        for b in values
        if a <= b and math.fsum(p for x, p in chances if a <= x <= b) >= level - 1e-9
    )

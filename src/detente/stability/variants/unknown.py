"""Unknown preference: stability of types a to d, by who is bold in doubt and who is cautious.

Li, Hipel, Kilgour and Fang (2004). A preference between two states is unknown where the case says so, and
where the ranges and readings of the case leave open which state is worth more. Answers count as credible if
they improve the lot of who makes them, or may: in all four types.

| type | leaves for | deterred by | escapes to |
|---|---|---|---|
| a | better or unknown | surely not better | better or unknown |
| b | better | surely not better | better or unknown |
| c | better or unknown | not better, or unknown | better |
| d | better | not better, or unknown | better |
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.case.quantity import Quantity
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.variants.asking.grounds import reasoning
from detente.stability.variants.asking.model import Frame, Variant
from detente.stability.variants.asking.relation import Relations, judging

__all__ = ["VARIANT"]

Floats = NDArray[np.float64]

#: A difference of sums of weights below this is none: they are decimals.
_NOTHING = 1e-9


def _tests(frame: Frame, actor: int, asked: Variation) -> list[tuple[int, Relations]]:
    sides = [_sides(frame, actor, j) for j in range(len(frame.game.actors))]
    better, unknown = sides[actor]
    bold = better | unknown
    told = Relations(
        leaves=bold if asked.ending in "ac" else better,
        harms=~bold if asked.ending in "ab" else ~better,
        escapes=bold if asked.ending in "ab" else better,
        steps=[b | u for b, u in sides],
    )
    return [(-1, told)]


def _sides(frame: Frame, viewer: int, actor: int) -> tuple[Bools, Bools]:
    """(S, S) [s, t]: whether t is surely better than s for an actor, and whether it is unknown which is."""
    believed = frame.views.get(viewer, {}).get(actor)
    key = ("sides", actor, viewer if believed is not None else -1)

    def make() -> tuple[Bools, Bools]:
        u = frame.utilities[actor] if believed is None else believed
        better, doubt = u[None, :] > u[:, None], np.zeros((len(u), len(u)), np.bool_)
        if believed is None and _open(frame.case, frame.game.actors[actor]):
            better, doubt = _possible(frame, actor)
        for one, other in _pairs(frame, actor):
            doubt |= one[:, None] & other[None, :] | other[:, None] & one[None, :]
        np.fill_diagonal(doubt, val=False)
        return better & ~doubt, doubt

    return frame.once(key, make)


def _pairs(frame: Frame, actor: int) -> Iterator[tuple[Bools, Bools]]:
    preference = frame.case.preferences.get(frame.game.actors[actor])
    for one, other in preference.unknown if preference else ():
        yield frame.where(one), frame.where(other)


def _open(case: Case, actor: str) -> bool:
    """Whether weights of an actor are ranges, or differ from reading to reading."""
    own = case.statements(actor)
    overlaid = any(s.id in r.weights for r in case.readings.values() for s in own)
    return overlaid or any(case.resolve(s.weight).uncertain for s in own)


def _possible(frame: Frame, actor: int) -> tuple[Bools, Bools]:
    """The same by ranges and readings: t is surely better if no admissible weights say otherwise."""
    case, held = frame.case, frame.game.patterns[actor].astype(np.float64)
    low = np.full((len(held), len(held)), np.inf)
    high = -low
    for weights in _readings(case, frame.game.actors[actor]):
        spans = np.array([case.resolve(q).span for q in weights]).reshape(-1, 2)
        low = np.minimum(low, _least(held, spans[:, 0], spans[:, 1]))
        high = np.maximum(high, -_least(held, -spans[:, 1], -spans[:, 0]))
    same = (abs(low) < _NOTHING) & (abs(high) < _NOTHING)
    better = low > _NOTHING
    doubt = ~(better | better.T | same)
    at = np.ix_(frame.game.pattern[actor], frame.game.pattern[actor])
    return better[at], doubt[at]


def _readings(case: Case, actor: str) -> Iterator[list[Quantity]]:
    """Yield the weights of an actor's statements, reading by reading."""
    for weights in [r.weights for r in case.readings.values()] or [{}]:
        yield [weights.get(s.id, s.weight) for s in case.statements(actor)]


def _least(held: Floats, low: Floats, high: Floats) -> Floats:
    """(U, U) [a, b]: the least by which pattern b may be worth more than pattern a."""
    gained = (held * low) @ (1 - held).T  # what holds in the first index only
    lost = ((1 - held) * high) @ held.T
    return np.asarray((gained - lost).T, np.float64)


def _asked(case: Case) -> bool:
    return any(p.unknown for p in case.preferences.values())


VARIANT = Variant(
    title="unknown preference",
    source="Li, Hipel, Kilgour & Fang 2004",
    means="Where it is not known what an actor prefers, a and c leave for it, c and d are deterred by it.",
    judge=judging(_tests),
    reason=reasoning(_tests),
    asked=_asked,
)

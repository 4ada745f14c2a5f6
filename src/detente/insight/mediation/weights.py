"""The nearest value of one weight at which an answer turns, found exactly.

With one weight of an actor left open, the order of its states changes only where two states that differ in
that statement tie, and there are finitely many such values. Each of them, and a value between it and the
next, is solved in the order of their distance from the weight as it is; weights are whole numbers of the
actor's unit, so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.grain import grain
from detente.insight.mediation.central import Central
from detente.steps import Step
from detente.worlds import draw

__all__ = ["WeightChange", "weight_changes"]

#: Says for utilities, (A, S, W), in which of W worlds a goal is met.
Met = Callable[[NDArray[Any]], NDArray[np.bool_]]

#: Values that are solved at once.
AT_ONCE = 64

#: Values of one weight that are tried in each direction.
MOST = 400

#: States times values that are solved in all.
EFFORT = 40_000_000


@dataclass(frozen=True, slots=True)
class WeightChange:
    """The nearest value of a weight, in one direction, at which the answer turns.

    Parameters
    ----------
    actor, statement
        Whose weight.
    before
        Its value in the central world.
    at
        The value at which two states tie; the answer turns there, or beyond it.
    beyond
        Whether it turns only beyond that value.
    rises
        Whether the weight grows.
    inside
        Whether the new value lies within the range that the case gives.
    """

    actor: str
    statement: str
    before: float
    at: float
    beyond: bool
    rises: bool
    inside: bool


def weight_changes(on: Central, met: Met) -> Iterator[WeightChange]:
    """Yield for each weight and direction the nearest value at which a goal is met.

    Parameters
    ----------
    on
        The conflict; the goal is not met in it.
    met
        Says of utilities, (A, S, W), in which worlds it is.
    """
    case, game = on.case, on.game
    weights = draw(case, 1).weights
    listed = [(i, a, k, s) for i, a in enumerate(game.actors) for k, s in enumerate(case.statements(a))]
    most = min(MOST, EFFORT // max(len(game) * max(len(listed), 1), 1))
    with Step("weights", len(listed)) as step:
        for i, actor, k, statement in listed:
            step.on()
            unit = grain(case, actor).unit
            before, span = float(weights[i][k, 0]), case.resolve(statement.weight).span
            truth, patterns = game.patterns[i][:, k], game.pattern[i]
            base = np.zeros(len(truth), np.int64)
            base[patterns] = on.utilities[i]
            used = np.unique(patterns)
            for sign in (1, -1):
                values = _values(base[used], truth[used], sign, most)
                if (value := _first(on, met, i, truth[patterns], values)) is not None:
                    far = value // 2 if value % 2 == 0 else (value - sign) // 2
                    at = before + far / unit
                    inside = span[0] <= at <= span[1] and (value % 2 == 0 or span[0] < at < span[1])
                    yield WeightChange(actor, statement.id, before, at, bool(value % 2), sign > 0, inside)


def _first(on: Central, met: Met, actor: int, truth: NDArray[np.bool_], values: Sequence[int]) -> int | None:
    """Return the first change of a weight, twice as large as it is, at which the goal is met."""
    for k in range(0, len(values), AT_ONCE):
        some = np.array(values[k : k + AT_ONCE], np.int64)
        u = np.repeat(on.utilities.astype(np.int64)[:, :, None] * 2, len(some), axis=2)
        u[actor] += truth[:, None] * some
        found = np.flatnonzero(met(u))
        if len(found):
            return int(some[found[0]])
    return None


def _values(base: NDArray[np.int64], truth: NDArray[np.bool_], sign: int, most: int) -> list[int]:
    """Return twice the changes of a weight that are worth trying, the smallest first."""
    gaps = np.unique(np.subtract.outer(base[~truth], base[truth]).ravel()) * sign
    gaps = np.sort(gaps[gaps >= 0])[:most]
    values = {int(v) for g in gaps for v in (2 * g, 2 * g + 1) if v > 0}
    return [sign * v for v in sorted(values)]

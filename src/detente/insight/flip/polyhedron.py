"""The nearest point of a polyhedron, in standard units: a smallest joint change of weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import dot
from detente.insight.flip.leastsquares import nonnegative

__all__ = ["HalfSpace", "Room", "nearest"]

Floats = NDArray[np.float64]

#: Slack, in the unit of a weight, that is put down to rounding.
SLACK = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Where weights are and where they may go.

    Parameters
    ----------
    centre
        (N,) weights of the central world.
    unit
        (N,) standard deviation of each over the worlds; 0 for a weight that is fixed.
    low, high
        (N,) the range in which the case lets each lie.
    step
        (N,) the grid that draws of it lie on; 0 where there is none.
    """

    centre: Floats
    unit: Floats
    low: Floats
    high: Floats
    step: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def free(self) -> NDArray[np.bool_]:
        """(N,) whether a weight may move at all."""
        return (self.unit > 0) & (self.high > self.low)

    def distance(self, weights: Floats) -> Floats:
        """Return how far weights, (..., N), are from the centre: the root of the sum of squared units.

        Parameters
        ----------
        weights
            (..., N): points; weights that are held do not count.

        Returns
        -------
        (...) float
            In standard deviations, at least 0.

        Examples
        --------
        >>> room = Room(np.zeros(2), np.array([1.0, 2.0]), np.full(2, -9.0), np.full(2, 9.0))
        >>> float(room.distance(np.array([3.0, 8.0])))
        5.0
        """
        moved = np.where(self.free, weights - self.centre, 0.0) / np.where(self.free, self.unit, 1.0)
        length: Floats = np.sqrt((moved**2).sum(axis=-1))
        return length


@dataclass(frozen=True, slots=True, eq=False)
class HalfSpace:
    """Weights w with ``normal @ w >= least``; ``normal`` is (N,)."""

    normal: Floats
    least: float


def nearest(room: Room, walls: Sequence[HalfSpace]) -> Floats | None:
    """Return the weights nearest to the centre that lie in every half-space and in their ranges.

    Parameters
    ----------
    room
        Centre, units and ranges of N weights.
    walls
        Half-spaces.

    Returns
    -------
    array or None
        (N,) weights; ``None`` where no weights within the ranges satisfy all.

    Notes
    -----
    Least distance programming, solved by non-negative least squares (Lawson and Hanson 1974, ch. 23): exact
    up to rounding, with the half-spaces that hold with equality as by-product. Weights that stand in no
    half-space stay where they are, so the problem has as many unknowns as the half-spaces name.

    Examples
    --------
    >>> room = Room(np.zeros(2), np.ones(2), np.full(2, -1.0), np.full(2, 1.0))
    >>> nearest(room, [HalfSpace(np.array([1.0, 1.0]), 1.0)]).round(6).tolist()
    [0.5, 0.5]
    >>> nearest(room, [HalfSpace(np.array([1.0, 1.0]), 3.0)]) is None
    True
    """
    found: Floats = room.centre.copy()
    short = np.array([w.least - float(dot(w.normal, room.centre)) for w in walls])
    if not len(walls) or (short <= SLACK).all():
        return found
    normals = np.array([w.normal for w in walls])
    moving = np.flatnonzero(room.free & (normals != 0).any(axis=0))
    unit = room.unit[moving]
    eye = np.eye(len(moving))
    rows = np.vstack([normals[:, moving] * unit, eye, -eye])
    down, up = (room.low - room.centre)[moving] / unit, (room.high - room.centre)[moving] / unit
    moved = _least_distance(rows, np.concatenate([short, down, -up]))
    if moved is None:
        return None
    found[moving] = np.clip(room.centre[moving] + unit * moved, room.low[moving], room.high[moving])
    return found if (dot(normals, found) >= short + dot(normals, room.centre) - 1e-7).all() else None


def _least_distance(rows: Floats, least: Floats) -> Floats | None:
    """Return the shortest z with rows @ z >= least, or ``None``."""
    # Scaling a row does not change what it asks for, and keeps the least squares well conditioned.
    length = np.sqrt((rows**2).sum(axis=1))
    if (least[length == 0] > SLACK).any():
        return None
    rows, least = rows[length > 0] / length[length > 0, None], least[length > 0] / length[length > 0]
    stacked = np.vstack([rows.T, least])
    goal = np.zeros(len(stacked))
    goal[-1] = 1.0
    dual = nonnegative(np.ascontiguousarray(stacked), goal)
    left = dot(stacked, dual) - goal
    if -left[-1] < 1e-10:
        return None
    shortest: Floats = -left[:-1] / left[-1]
    return shortest

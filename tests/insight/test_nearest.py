"""The nearest point of a polyhedron, against every set of walls tried in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.insight.flip.polyhedron import HalfSpace, Room, nearest
from reference.nearby import nearest_point

WHOLE = st.integers(-3, 3)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Room, list[HalfSpace]]:
    n = draw(st.integers(1, 3))
    centre = np.array([draw(WHOLE) for _ in range(n)], float)
    unit = np.array([draw(st.sampled_from([0.0, 0.5, 1.0, 2.0])) for _ in range(n)])
    low = centre - [draw(st.integers(0, 3)) for _ in range(n)]
    high = centre + [draw(st.integers(0, 3)) for _ in range(n)]
    walls = [
        HalfSpace(np.array([draw(st.integers(-2, 2)) for _ in range(n)], float), float(draw(WHOLE)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return Room(centre, unit, low, high), walls


def by_hand(room: Room, walls: list[HalfSpace]) -> list[Fraction] | None:
    """Weights that cannot move leave the problem; the rest is in standard units, its ranges are walls too."""
    free = np.flatnonzero(room.free).tolist()
    rows, least = [], []
    for wall in walls:
        rows.append([Fraction(wall.normal[k] * room.unit[k]) for k in free])
        least.append(
            Fraction(wall.least) - sum(Fraction(a * c) for a, c in zip(wall.normal, room.centre, strict=True))
        )
    if not free:
        return [] if all(b <= 0 for b in least) else None
    for place, k in enumerate(free):
        for sign, end in ((1, room.low[k]), (-1, room.high[k])):
            rows.append([Fraction(sign * (j == place)) for j in range(len(free))])
            least.append(sign * Fraction(end - room.centre[k]) / Fraction(room.unit[k]))
    return nearest_point(rows, least)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_nearest_point_is_the_nearest(problem: tuple[Room, list[HalfSpace]]) -> None:
    room, walls = problem
    ours, theirs = nearest(room, walls), by_hand(room, walls)
    assert (ours is None) == (theirs is None)
    if ours is None or theirs is None:
        return
    assert room.distance(ours) == pytest.approx(float(sum(z * z for z in theirs)) ** 0.5, abs=1e-7)
    assert (ours[~room.free] == room.centre[~room.free]).all()
    assert (ours >= room.low).all()
    assert (ours <= room.high).all()
    for wall in walls:
        assert wall.normal @ ours >= wall.least - 1e-6


def test_one_wall_is_the_formula() -> None:
    """Distance of a plane: (least - normal @ centre) / |normal x unit|."""
    room = Room(np.array([1.0, 2.0]), np.array([0.5, 2.0]), np.full(2, -99.0), np.full(2, 99.0))
    point = nearest(room, [HalfSpace(np.array([3.0, -1.0]), 6.0)])
    assert point is not None
    assert room.distance(point) == pytest.approx(5 / (1.5**2 + 2**2) ** 0.5)


def test_a_fixed_weight_never_moves() -> None:
    room = Room(np.zeros(2), np.array([0.0, 1.0]), np.full(2, -9.0), np.full(2, 9.0))
    assert nearest(room, [HalfSpace(np.array([1.0, 0.0]), 1.0)]) is None
    point = nearest(room, [HalfSpace(np.array([1.0, 1.0]), 1.0)])
    assert point is not None
    assert point.tolist() == pytest.approx([0.0, 1.0])

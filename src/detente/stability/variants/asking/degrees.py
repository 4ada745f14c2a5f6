"""Degrees of preference between states: as a case gives them, or as its worlds come out.

A degree r(s, t) from 0 to 1 says how surely s is preferred to t, with r(t, s) = 1 - r(s, t). Pairs that the
case is silent on have it from the actor's order, 1, one half or 0; or, where weights are ranges or differ
between readings, from the share of worlds that prefer s, ties counted half. Shares of single pairs lose
that weights are drawn together: an equilibrium's share of worlds keeps it, and is the better figure.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case import Quantity
from detente.game.model import Ints
from detente.stability.variants.asking.model import Frame
from detente.worlds import draw

__all__ = ["NOTHING", "Floats", "spans", "ties"]

Floats = NDArray[np.float64]

#: Degrees are decimals: what lies this near a threshold meets it.
NOTHING = 1e-9

#: Worlds that are drawn where degrees come from them.
_WORLDS = 1000


def spans(frame: Frame, viewer: int, actor: int) -> tuple[Floats, Floats]:
    """Return (S, S) [s, t]: the least and the most to which an actor prefers s to t, as a viewer sees it.

    Parameters
    ----------
    frame
        The case, its game and its central world.
    viewer, actor
        Places of the one who looks and of the one looked at, from 0 to A - 1.
    """
    believed = frame.views.get(viewer, {}).get(actor)
    if believed is not None:
        return frame.once(("believed", viewer, actor), lambda: (_order(believed), _order(believed)))
    return frame.once(("degrees", actor), lambda: _told(frame, actor))


def ties(frame: Frame, actor: int) -> Floats:
    """Return (S, S): how probable it is that an actor is indifferent; 0 where a case gives degrees.

    Parameters
    ----------
    frame
        The case, its game and its central world.
    actor
        Place of the actor, from 0 to A - 1.
    """
    equal = frame.once(("equal", actor), lambda: _shares(frame, actor)[1])
    found = equal.copy()
    names = frame.game.names
    for one, row in _given(frame, actor).items():
        for other in row:
            s, t = names.index(one), names.index(other)
            found[s, t] = found[t, s] = 0.0
    return found


def _told(frame: Frame, actor: int) -> tuple[Floats, Floats]:
    """The degrees of the order or of the worlds, with those that the case gives in their place."""
    better, equal = _shares(frame, actor)
    low = better + equal / 2
    high = low.copy()
    names, given = frame.game.names, _given(frame, actor)
    for one, row in given.items():
        for other, degree in row.items():
            s, t = names.index(one), names.index(other)
            low[s, t], high[s, t] = frame.case.resolve(degree).span
            if one not in given.get(other, {}):
                low[t, s], high[t, s] = 1 - high[s, t], 1 - low[s, t]
    return low, high


def _given(frame: Frame, actor: int) -> Mapping[str, Mapping[str, Quantity]]:
    """State -> other state -> the degree that the case gives for preferring the first."""
    preference = frame.case.preferences.get(frame.game.actors[actor])
    return preference.degrees if preference else {}


def _order(u: Ints) -> Floats:
    return np.asarray((u[:, None] > u[None, :]) + (u[:, None] == u[None, :]) / 2, np.float64)


def _shares(frame: Frame, actor: int) -> tuple[Floats, Floats]:
    """(S, S) the shares of worlds in which s is preferred to t, and in which the two are equal."""

    def make() -> tuple[Floats, Floats]:
        u = frame.utilities[actor]
        if not _open(frame, actor):
            above, same = u[:, None] > u[None, :], u[:, None] == u[None, :]
            return above.astype(np.float64), same.astype(np.float64)
        drawn = draw(frame.case, _WORLDS, 1).utilities(frame.game)[actor]
        better = np.zeros((len(u), len(u)))
        equal = better.copy()
        for world in drawn.T:
            better += world[:, None] > world[None, :]
            equal += world[:, None] == world[None, :]
        return better / _WORLDS, equal / _WORLDS

    return frame.once(("shares", actor), make)


def _open(frame: Frame, actor: int) -> bool:
    weights = frame.case.statements(frame.game.actors[actor])
    overlaid = any(s.id in r.weights for r in frame.case.readings.values() for s in weights)
    return overlaid or any(frame.case.resolve(s.weight).uncertain for s in weights)

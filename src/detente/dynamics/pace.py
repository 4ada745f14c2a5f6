"""When and where things move at other rates: windows of the calendar, and turns on top in some states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case.condition import Tree

__all__ = ["Hurry", "Window"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """When some rates are multiplied.

    Parameters
    ----------
    id
        Its id in the case.
    spans
        Years from the start of the clock at which it begins and ends, rising; the first may be open before.
    factor, more
        (W,) what the rates are multiplied with, and how many turns a year actors have on top.
    actors, shocks
        Whose rates.
    """

    id: str
    spans: tuple[tuple[float, float], ...]
    factor: Floats
    more: Floats
    actors: tuple[str, ...]
    shocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Hurry:
    """Turns that an actor has on top of its own, in some states.

    Parameters
    ----------
    id, actor
        Its name among the movers, and whose turns.
    window
        Id of the window in which it has them.
    rate
        (W,) times a year.
    when
        Where, definitions written out.
    """

    id: str
    actor: str
    window: str
    rate: Floats
    when: Tree

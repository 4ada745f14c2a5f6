"""How the conflict may go on from the status quo: by moves, improvements, concepts, with coalitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.case import Case
from detente.errors import DetenteError
from detente.game import LIMIT
from detente.game.model import Ints
from detente.insight.mediation.central import Place, central
from detente.stability import improvement_distances, move_distances, resting
from detente.stability.coalition import joint_ways

__all__ = ["Arrival", "Evolution", "evolution"]

#: States above which coalitions are left out.
MOST_STATES = 16_384

#: Equilibria that are told, those that are reached soonest first.
TOLD = 60


@dataclass(frozen=True, slots=True)
class Arrival:
    """An equilibrium, and how soon it can be reached from the status quo.

    Parameters
    ----------
    state
        The state.
    lasting
        Concepts under which it is an equilibrium.
    moves, improvements
        Fewest unilateral moves, and improvements, none of them by the same actor twice in a row; ``None`` if
        none lead there.
    undeterred
        Concept -> fewest undeterred improvements; concepts under which none lead there are left out.
    joint
        Fewest improvements of single actors or coalitions; ``None`` if none lead there or nobody looked.
    way
        Such a way: who moves together, and to which state.
    """

    state: Place
    lasting: tuple[str, ...]
    moves: int | None
    improvements: int | None
    undeterred: Mapping[str, int]
    joint: int | None
    way: tuple[tuple[tuple[str, ...], Place], ...]


@dataclass(frozen=True, slots=True)
class Evolution:
    """Where the conflict can come to from the status quo, in the central world.

    Parameters
    ----------
    case, choice
        What was asked.
    concepts
        The concepts that were asked.
    gain
        What moves a coalition: ``strict`` or ``pareto``; empty where coalitions were left out.
    reached
        Number of moves -> how many states are reached with so few, by moves, by improvements and with
        coalitions.
    rests
        Concept -> number of states where play comes to rest; 0 if it does not.
    arrivals
        The equilibria, those that are reached soonest first.
    listed
        How many there are in all.
    """

    case: str
    choice: str
    concepts: tuple[str, ...]
    gain: str
    reached: Mapping[str, tuple[int, ...]]
    rests: Mapping[str, int]
    arrivals: tuple[Arrival, ...]
    listed: int


def evolution(
    case: Case, choice: str = "", concepts: tuple[str, ...] = (), gain: str = "strict", limit: int = LIMIT
) -> Evolution:
    """Follow a conflict from the status quo (Li, Kilgour and Hipel 2005), with coalitions too.

    Parameters
    ----------
    case
        The case.
    choice
        Id of a choice that is made; none by default.
    concepts
        Stability concepts; those that the case is held against by default.
    gain
        What moves a coalition: ``strict`` or ``pareto``.
    limit
        Most states held at once.

    Raises
    ------
    DetenteError
        If the case has no status quo.

    Examples
    --------
    >>> from detente.catalog import load
    >>> found = evolution(load("elmira"))
    >>> eight = next(a for a in found.arrivals if a.state.name == "8")
    >>> eight.improvements, eight.joint, [(who, at.name) for who, at in eight.way]
    (None, 2, [(('local',), '5'), (('moe', 'uniroyal'), '8')])
    """
    on = central(case, choice, "", limit)
    start = on.game.status_quo
    if start < 0:
        raise DetenteError("the case has no status quo to start from")
    asked = concepts or case.declared
    found = {c: resting(on.game, on.utilities, c, start, on.views) for c in asked}
    judged = on.assess(asked).equilibria
    moves = move_distances(on.game, start)
    improving = improvement_distances(on.game, on.utilities, start)
    alone = np.full(len(on.game), -1, np.int32)
    small = len(on.game) <= MOST_STATES
    joint, ways = joint_ways(on.game, on.utilities, start, gain) if small else (alone, {})
    soon = [np.where(d < 0, len(on.game), d) for d in (improving, joint, moves)]
    spots = sorted(np.flatnonzero(judged.any(axis=0)).tolist(), key=lambda s: (*(d[s] for d in soon), s))
    arrivals = (
        Arrival(
            on.place(s),
            tuple(c for c, row in zip(asked, judged, strict=True) if row[s]),
            _steps(moves, s),
            _steps(improving, s),
            {c: int(r.distance[s]) for c, r in found.items() if r.distance[s] >= 0},
            _steps(joint, s),
            tuple((tuple(map(on.actor, who)), on.place(t)) for who, t in ways.get(s, ())),
        )
        for s in spots[:TOLD]
    )
    levels = {"moves": moves, "improvements": improving, **({"joint": joint} if small else {})}
    return Evolution(
        case.case,
        choice,
        asked,
        gain if small else "",
        {name: tuple(np.bincount(d[d >= 0]).tolist()) for name, d in levels.items()},
        {c: len(r.states) for c, r in found.items()},
        tuple(arrivals),
        len(spots),
    )


def _steps(distance: Ints, s: int) -> int | None:
    return int(distance[s]) if distance[s] >= 0 else None

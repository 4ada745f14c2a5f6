"""Who must move together: coalitions that leave what lasts, and jumps from one equilibrium to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import Case
from detente.errors import TooLarge
from detente.game import LIMIT
from detente.insight.mediation.central import Central, Place, central
from detente.stability import Step, resting
from detente.stability.coalition import COALITIONAL, Coalitions, Jump, coalitions, jumps, together

__all__ = ["Alliances", "Lasting", "Leap", "alliances", "leap"]

#: States above which no coalition concept is worked out; jumps between equilibria are.
MOST_STATES = 16_384

#: Jumps for which the moves are worked out, those from where play rests first.
TOLD = 200


@dataclass(frozen=True, slots=True)
class Leap:
    """A coalition's joint improvement from one lasting state to another.

    Parameters
    ----------
    origin, target
        The two states.
    members
        Ids of those who have to move together, no one of whom can be left out.
    steps
        Their moves: actor, and where each leads.
    rests
        Whether play rests at the origin when it starts from the status quo.
    """

    origin: Place
    target: Place
    members: tuple[str, ...]
    steps: tuple[tuple[str, Place], ...]
    rests: bool


@dataclass(frozen=True, slots=True)
class Lasting:
    """An equilibrium, and which coalitions leave it all the same.

    Parameters
    ----------
    state
        The state.
    rests
        Whether play that starts from the status quo rests there.
    leaving
        Coalition concept -> the smallest coalitions of two and more that leave it; empty for what is not
        solved.
    universal
        Coalition concepts under which no coalition whatever leaves it.
    """

    state: Place
    rests: bool
    leaving: Mapping[str, tuple[tuple[str, ...], ...]]
    universal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alliances:
    """What coalitions do in the central world.

    Parameters
    ----------
    case, choice, concept, gain
        Ids of the case and the choice, the concept that says which states last for single actors, and what a
        coalition gains by: ``strict`` or ``pareto``.
    states, coalitions
        Number of states, and of coalitions judged; 0 where the states are too many.
    universal
        Coalition concept -> number of states that no coalition leaves.
    lasting
        The equilibria.
    leaps
        Jumps between them, those from where play rests first.
    """

    case: str
    choice: str
    concept: str
    gain: str
    states: int
    coalitions: int
    universal: Mapping[str, int]
    lasting: tuple[Lasting, ...]
    leaps: tuple[Leap, ...]


def alliances(
    case: Case, choice: str = "", concept: str = "", gain: str = "strict", limit: int = LIMIT
) -> Alliances:
    """Say who would leave what lasts together, and for what, in the central world.

    Parameters
    ----------
    case
        The case.
    choice, concept
        Id of a choice that is made, and a stability concept; none, and the case's own, by default.
    gain
        ``strict``: every member of a coalition gains; ``pareto``: one does and none loses.
    limit
        Most states held at once.

    Examples
    --------
    >>> from detente.catalog import load
    >>> found = alliances(load("elmira"))
    >>> [(e.origin.name, e.target.name, e.members) for e in found.leaps]
    [('5', '8', ('moe', 'uniroyal'))]
    """
    on = central(case, choice, concept, limit)
    spots = on.assess((on.concept,)).states(on.concept)
    ends = _ends(on)
    judged = _judged(on, gain)
    found = sorted(jumps(on.game, on.utilities, spots, gain), key=lambda j: j.origin not in ends)
    return Alliances(
        case.case,
        choice,
        on.concept,
        gain,
        len(on.game),
        len(judged.members) if judged else 0,
        dict(zip(COALITIONAL, judged.universal.sum(axis=1).tolist(), strict=True)) if judged else {},
        tuple(_lasting(on, s, s in ends, judged) for s in spots),
        tuple(leap(on, j, j.origin in ends, k < TOLD) for k, j in enumerate(found)),
    )


def leap(on: Central, jump: Jump, rests: bool, told: bool = True) -> Leap:
    """Put a jump into names.

    Parameters
    ----------
    on
        The conflict.
    jump
        The jump.
    rests
        Whether play rests at its origin.
    told
        Whether its moves are worked out.
    """
    steps: Sequence[Step] = (together(on.game, jump.origin, jump.target, jump.members) or ()) if told else ()
    names = tuple(on.actor(i) for i in jump.members)
    moves = tuple((on.actor(s.actor), on.place(s.target)) for s in steps)
    return Leap(on.place(jump.origin), on.place(jump.target), names, moves, rests)


def _ends(on: Central) -> set[int]:
    """Return where play that starts from the status quo rests."""
    if on.game.status_quo < 0:
        return set()
    return set(resting(on.game, on.utilities, on.concept, on.game.status_quo, on.views).states)


def _judged(on: Central, gain: str) -> Coalitions | None:
    if len(on.game) > MOST_STATES:
        return None
    try:
        return coalitions(on.game, on.utilities, gain)
    except TooLarge:
        return None


def _lasting(on: Central, s: int, rests: bool, judged: Coalitions | None) -> Lasting:
    if judged is None:
        return Lasting(on.place(s), rests, {}, ())
    leaving = {c: _several(on, judged.leaving(s, c)) for c in COALITIONAL}
    free = np.flatnonzero(judged.stable[:, :, s].all(axis=0))
    return Lasting(on.place(s), rests, leaving, tuple(COALITIONAL[int(c)] for c in free))


def _several(on: Central, found: tuple[tuple[int, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(on.actor(i) for i in h) for h in found if len(h) > 1)

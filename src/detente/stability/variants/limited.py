"""Limited-move stability L-k: two actors take turns for at most k moves, and each sees it coming.

Zagare (1984); Kilgour (1985); Fang, Hipel and Kilgour (1993). An actor moves if what follows is better for
it than the state it is in, and stays on a tie; L-1 is Nash stability. Where preferences are not strict,
several states may be anticipated. Of the rules in use the one taken is the cautious one: an actor reckons
with the worst for itself of all ends that the other may be indifferent between. Then two numbers say all of
a set of ends, the least in it for each. For more than two actors the field has rival definitions, none of
which is taken.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from detente.errors import DetenteError
from detente.game.model import Bools, Ints
from detente.registry import Variation
from detente.stability.kernels import limited as kernels
from detente.stability.moves import plain
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.witness import Sanction, Step, Witness

__all__ = ["VARIANT", "Anticipated", "begun", "foreseen", "onward", "seen_stable", "stable", "two"]

#: For each mover (2, S): the least that actor 0, and actor 1, may end with if it is to move.
Anticipated = tuple[Ints, Ints]


def two(frame: Frame, what: str) -> None:
    """Refuse a game of more or fewer than two actors.

    Parameters
    ----------
    frame
        The game.
    what
        The name of what is asked.

    Raises
    ------
    DetenteError
        With the number of actors that the case has.
    """
    if (n := len(frame.game.actors)) != 2:
        raise DetenteError(f"{what} is defined for two actors; this case has {n}")


def begun(frame: Frame, viewer: int) -> Anticipated:
    """Return what is anticipated where nobody moves any more.

    Parameters
    ----------
    frame
        The game.
    viewer
        The actor who looks ahead, by its beliefs of the other.
    """
    u = np.ascontiguousarray(frame.seen(viewer))
    return u, u.copy()


def onward(frame: Frame, viewer: int, last: Anticipated) -> Anticipated:
    """Return what is anticipated with one move more.

    Parameters
    ----------
    frame
        The game.
    viewer
        The actor who looks ahead.
    last
        What is anticipated without it.
    """
    u = frame.seen(viewer)
    found = []
    for i in (0, 1):
        j, ahead, low = 1 - i, last[1 - i], np.empty_like(last[i])
        moves = frame.once(("moves", i), partial(plain, frame.game, i))
        kernels.further(moves.start, moves.target, u[i], u[j], ahead[i], ahead[j], low[i], low[j])
        found.append(low)
    return found[0], found[1]


def stable(frame: Frame, actor: int, horizon: int) -> Bools:
    """Return (S,) whether an actor that looks ahead so many moves stays.

    Parameters
    ----------
    frame
        The game, of two actors.
    actor
        Place of the actor.
    horizon
        Number of moves, 1 or more.
    """
    ahead = begun(frame, actor)
    for _ in range(horizon):
        ahead = onward(frame, actor, ahead)
    return seen_stable(frame, actor, ahead)


def seen_stable(frame: Frame, actor: int, ahead: Anticipated) -> Bools:
    """Return (S,) whether an actor anticipates nothing better than to stay.

    Parameters
    ----------
    frame
        The game.
    actor
        Place of the actor.
    ahead
        What is anticipated.
    """
    return np.asarray(ahead[actor][actor] <= frame.utilities[actor], np.bool_)


def foreseen(frame: Frame, actor: int, state: int, horizon: int, name: str) -> Witness:
    """Return the line of play that an actor foresees if it moves; if it stays, after each improvement.

    Parameters
    ----------
    frame
        The game, of two actors.
    actor, state
        Places of the actor and of the state.
    horizon
        Number of moves, 1 or more.
    name
        What the verdict is under.
    """
    ahead = [begun(frame, actor)]
    for _ in range(horizon):
        ahead.append(onward(frame, actor, ahead[-1]))
    own = frame.utilities[actor]
    left = list(ahead[-2][1 - actor][actor])
    moves = list(frame.game.moves(actor, state))
    best = max((left[t] for t in moves), default=own[state])
    lines = {t: _line(frame, actor, 1 - actor, t, ahead[:-1]) for t in moves}
    if best > own[state]:
        step = Step(actor, state, next(t for t in moves if left[t] == best))
        return Witness(name, actor, state, False, (Sanction(step, lines[step.target], None),), step)
    better = [Step(actor, state, t) for t in moves if own[t] > own[state]]
    return Witness(name, actor, state, True, tuple(Sanction(s, lines[s.target], None) for s in better), None)


def _line(frame: Frame, viewer: int, mover: int, at: int, ahead: list[Anticipated]) -> tuple[Step, ...]:
    """The moves that follow, the worse for the viewer of those that their author is indifferent between."""
    found = []
    u = frame.seen(viewer)
    while len(ahead) > 1:
        told = ahead[-2][1 - mover]
        moves = [t for t in frame.game.moves(mover, at) if told[mover][t] > u[mover][at]]
        if not moves:
            break
        step = Step(mover, at, min(moves, key=lambda t: (-told[mover][t], told[viewer][t])))
        found.append(step)
        ahead, mover, at = ahead[:-1], 1 - mover, step.target
    return tuple(found)


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    two(frame, asked.name)
    return (Ground("ahead", foreseen(frame, actor, state, asked.order, asked.name)),)


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    two(frame, asked.name)
    return stable(frame, actor, asked.order)


VARIANT = Variant(
    title="limited-move stability",
    source="Zagare 1984; Kilgour 1985; Fang, Hipel & Kilgour 1993",
    means="Two actors move in turn, k times at most, and an actor moves if what it sees coming is better.",
    judge=_judge,
    reason=_reason,
)

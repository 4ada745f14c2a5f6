"""Generalized metarationalities MR-k and CMR-k: an actor and its opponents move in turn, k turns in all.

Zeng, Fang, Hipel and Kilgour (2006, 2007). An actor leaves a state if it can make sure to end better,
whatever the opponents do in their turns: anything at all (MR), or only what improves the lot of who moves
(CMR). Anybody may stop in any turn, and then play ends. MR-1 to MR-3 are R, GMR and SMR; CMR-2 and CMR-3 are
SEQ and SSEQ. The papers take two actors, or trees of single moves; here, as in the textbook concepts for
more actors, a turn of the others is a legal sequence of theirs.
"""

from __future__ import annotations

import numpy as np

from detente.game.model import Bools, Ints
from detente.registry import Variation
from detente.stability.standpoint import Standpoint
from detente.stability.sweep import best_reply, lowest
from detente.stability.variants.asking.grounds import others, sequences
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.variants.strength import held
from detente.stability.witness import Sanction, Step, Witness

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    last, _ = _turns(frame, actor, asked)[-1]
    return held(frame, actor, frame.utilities[actor], last)


def _turns(frame: Frame, actor: int, asked: Variation) -> list[tuple[Ints, Ints]]:
    """What each state is worth with 0, 1, ... turns left, if the others are to move and if the actor is."""
    own = frame.utilities[actor]
    found = [(own, own)]
    for _ in range(1, asked.order):
        theirs, mine = found[-1]
        found.append((_opposed(frame, actor, asked, mine), _answered(frame, actor, theirs)))
    return found


def _opposed(frame: Frame, actor: int, asked: Variation, floor: Ints) -> Ints:
    """(S,) the least that the others' turn leaves of what each state is then worth."""
    seen = tuple(np.ascontiguousarray(u[:, None]) for u in frame.seen(actor))
    stand = Standpoint(frame.game, seen)
    low = lowest(stand, actor, floor[:, None].copy(), credible=asked.base == "CMR")[:, 0]
    return np.minimum(frame.utilities[actor], low)


def _answered(frame: Frame, actor: int, worth: Ints) -> Ints:
    """(S,) the best that the actor's own turn makes of each state."""
    stand = Standpoint(frame.game, tuple(np.ascontiguousarray(worth[:, None]) for _ in frame.utilities))
    return np.maximum(frame.utilities[actor], best_reply(stand, actor)[:, 0])


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    turns, own = _turns(frame, actor, asked), frame.utilities[actor]
    level = own[state]
    better = [Step(actor, state, t) for t in frame.game.moves(actor, state) if own[t] > level]
    free = [m for m in better if turns[-1][0][m.target] > level]
    if free:
        return (Ground("answers", Witness(asked.name, actor, state, False, (), free[0])),)
    found = (Sanction(m, _way(frame, actor, asked, turns, m.target), None) for m in better)
    return (Ground("answers", Witness(asked.name, actor, state, True, tuple(found), None)),)


def _way(
    frame: Frame, actor: int, asked: Variation, turns: list[tuple[Ints, Ints]], at: int
) -> tuple[Step, ...]:
    """The turns that follow a move: what the others do best against the actor, and its best replies."""
    game, seen, own = frame.game, frame.seen(actor), frame.utilities[actor]

    def counts(j: int, t: int, q: int) -> bool:
        return asked.base == "MR" or bool(seen[j][q] > seen[j][t])

    found: list[Step] = []
    for left in range(len(turns) - 1, 0, -2):
        worst, mine = turns[left][0][at], turns[left - 1][1]
        if worst == own[at]:  # they stop
            break
        ways = sequences(game, others(game, actor), at, counts)
        at, way = next((end, way) for end, way in ways if mine[end] <= worst)
        found += way
        if left < 2 or mine[at] == own[at]:
            break
        theirs = turns[left - 2][0]
        reply = max(game.moves(actor, at), key=lambda t: (theirs[t], -t))
        found.append(Step(actor, at, reply))
        at = reply
    return tuple(found)


VARIANT = Variant(
    title="generalized metarationality",
    source="Zeng, Fang, Hipel & Kilgour 2006, 2007",
    means="An actor leaves if it can make sure to end better in k turns, whatever the others do in theirs.",
    judge=_judge,
    reason=_reason,
)

"""Non-myopic stability, in the two versions of the literature.

NM: limited-move stable for every horizon from some horizon on; Kilgour (1984), Fang, Hipel and Kilgour
(1993). What is anticipated at a horizon follows from what is anticipated at the one before, so that it
recurs; a state is stable if it is so at every horizon that recurs.

NM-BW: the rule of Brams and Wittman (1981). Play ends where whoever is to move has the best state of all, for
then it stays. A state is stable if every line of play from it ends so, none going round, and if looking back
from these ends the actor stays. In 37 of the 78 strict ordinal games of two actors with two options each some
state is stable for both, as they count.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from detente.errors import DetenteError
from detente.game.model import Bools, Ints
from detente.registry import Variation
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.variants.limited import begun, foreseen, onward, seen_stable, two
from detente.stability.witness import Sanction, Step, Witness

__all__ = ["VARIANT"]

#: Most horizons that are looked at before what is anticipated has to recur.
_MOST = 100_000

#: Mover, state -> where it goes, or the state itself; and the least that each ends with.
_Ends = dict[tuple[int, int], tuple[int, tuple[int, int]]]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    two(frame, asked.name)
    if asked.base == "NM":
        first, verdicts = frame.once(("recurring", actor), partial(_recurring, frame, actor))
        return np.asarray(np.logical_and.reduce(verdicts[first:]), np.bool_)
    ends = frame.once(("ends", actor), partial(_ended, frame, actor))
    return np.array([ends.get((actor, s), (-1,))[0] == s for s in range(len(frame.game))], np.bool_)


def _recurring(frame: Frame, actor: int) -> tuple[int, list[Bools]]:
    """From which horizon on what is anticipated recurs, and the verdicts up to where it does."""
    ahead = begun(frame, actor)
    seen: dict[bytes, int] = {}
    verdicts: list[Bools] = []
    for horizon in range(_MOST):
        key = ahead[0].tobytes() + ahead[1].tobytes()
        if key in seen:
            return seen[key], verdicts
        seen[key] = horizon
        verdicts.append(seen_stable(frame, actor, ahead))
        ahead = onward(frame, actor, ahead)
    raise DetenteError(f"what is anticipated does not recur within {_MOST:,} moves")


def _ended(frame: Frame, viewer: int) -> _Ends:
    """What becomes of each state, whoever is to move; left out if a line from there never ends."""
    u = frame.seen(viewer)
    found: _Ends = {}
    for i in (0, 1):
        for s in range(len(frame.game)):
            if u[i][s] == u[i].max() or not any(True for _ in frame.game.moves(i, s)):
                found[i, s] = (s, (int(u[0][s]), int(u[1][s])))
    open_ = [(i, s) for i in (0, 1) for s in range(len(frame.game)) if (i, s) not in found]
    while open_:
        ready = [(i, s) for i, s in open_ if all((1 - i, t) in found for t in frame.game.moves(i, s))]
        if not ready:
            break
        found |= {(i, s): _back(frame, u, found, i, s) for i, s in ready}
        open_ = [node for node in open_ if node not in found]
    return found


def _back(frame: Frame, u: tuple[Ints, ...], found: _Ends, i: int, s: int) -> tuple[int, tuple[int, int]]:
    """Where a mover goes: to the best end for it, if that is better than the state."""
    ends = {int(t): found[1 - i, t][1] for t in frame.game.moves(i, s)}
    best = max(end[i] for end in ends.values())
    if best <= u[i][s]:
        return s, (int(u[0][s]), int(u[1][s]))
    tied = {t: end for t, end in ends.items() if end[i] == best}
    to = min(tied, key=lambda t: tied[t][1 - i])
    low = (best, tied[to][1 - i])
    return to, low if i == 0 else low[::-1]


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    two(frame, asked.name)
    if asked.base != "NM":
        return (Ground("ahead", _lines(frame, actor, state, asked.name)),)
    first, verdicts = frame.once(("recurring", actor), partial(_recurring, frame, actor))
    leaves = [h for h in range(max(first, 1), len(verdicts)) if not verdicts[h][state]]
    horizon = leaves[0] if leaves else max(len(verdicts) - 1, 1)
    return (Ground("ahead", foreseen(frame, actor, state, horizon, asked.name)),)


def _lines(frame: Frame, actor: int, state: int, name: str) -> Witness:
    """The line of play that follows each improvement; where one never ends, the move that begins it."""
    ends = frame.once(("ends", actor), partial(_ended, frame, actor))
    moves = [Step(actor, state, int(t)) for t in frame.game.moves(actor, state)]
    if (actor, state) not in ends:
        step = next(m for m in moves if (1 - actor, m.target) not in ends)
        return Witness(name, actor, state, False, (), step)
    to = ends[actor, state][0]
    if to != state:
        step = Step(actor, state, to)
        return Witness(name, actor, state, False, (Sanction(step, _line(ends, step), None),), step)
    own = frame.utilities[actor]
    better = [m for m in moves if own[m.target] > own[state]]
    return Witness(name, actor, state, True, tuple(Sanction(m, _line(ends, m), None) for m in better), None)


def _line(ends: _Ends, step: Step) -> tuple[Step, ...]:
    found, mover, at = [], 1 - step.actor, step.target
    while (mover, at) in ends and (to := ends[mover, at][0]) != at:
        found.append(Step(mover, at, to))
        mover, at = 1 - mover, to
    return tuple(found)


VARIANT = Variant(
    title="non-myopic stability",
    source="Brams & Wittman 1981; Kilgour 1984",
    means="Two actors: stable however far they look, from some number of moves on; BW: to where play ends.",
    judge=_judge,
    reason=_reason,
)

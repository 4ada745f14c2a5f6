"""Attitudes: what an actor does depends on whom it wishes well or ill.

Inohara, Hipel and Walker (2007). Towards each actor an attitude is positive (what is no worse for it is
acceptable), negative (what is no better for it is) or neutral (anything is). A move is a total relational
reply if it is acceptable towards all actors at once; these replies take the place of improvements, and a
sanction leads to what is not acceptable. Acceptance is weak: a move to what is just as good counts, so that
with ties even the attitudes of the textbooks, positive to itself and neutral to others, give less
stability.

With ``-total`` this is the definition of 2007. With ``-relational`` each attitude is asked by itself, by
the relational replies of the same paper: a state is stable if it is so towards each actor that one is not
neutral to. Putting these together so is ours.
"""

from __future__ import annotations

import numpy as np

from detente.case.model import Case
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.variants.asking.grounds import reasoning
from detente.stability.variants.asking.model import Frame, Variant
from detente.stability.variants.asking.relation import Relations, judging

__all__ = ["VARIANT"]


def _tests(frame: Frame, actor: int, asked: Variation) -> list[tuple[int, Relations]]:
    steps = [_accepted(frame, actor, j) for j in range(len(frame.game.actors))]
    if asked.ending == "total":
        return [(-1, _relations(steps[actor], steps))]
    signs = enumerate(_signs(frame, actor))
    return [(j, _relations(_towards(frame, actor, j, sign), steps)) for j, sign in signs if sign]


def _relations(accepted: Bools, steps: list[Bools]) -> Relations:
    return Relations(accepted, ~accepted, accepted, steps)


def _accepted(frame: Frame, viewer: int, actor: int) -> Bools:
    """(S, S) [s, t]: whether t is acceptable from s for an actor towards all actors at once."""
    found = np.ones((len(frame.game), len(frame.game)), np.bool_)
    for towards, sign in enumerate(_signs(frame, actor)):
        found &= _towards(frame, viewer, towards, sign)
    return found


def _towards(frame: Frame, viewer: int, other: int, sign: int) -> Bools:
    """(S, S) [s, t]: whether t is acceptable from s towards one actor, as a viewer sees that actor."""
    u = frame.seen(viewer)[other] * sign
    return np.asarray(u[None, :] >= u[:, None], np.bool_)


def _signs(frame: Frame, actor: int) -> list[int]:
    """An actor's attitude towards each: 1, 0 or -1."""
    actors = frame.game.actors
    preference = frame.case.preferences.get(actors[actor])
    told = {actors[actor]: "+"} | (preference.attitudes if preference else {})
    return [{"+": 1, "-": -1}.get(told.get(a, "0"), 0) for a in actors]


def _asked(case: Case) -> bool:
    return any(p.attitudes for p in case.preferences.values())


VARIANT = Variant(
    title="attitudes",
    source="Inohara, Hipel & Walker 2007",
    means="An actor moves to what is acceptable towards those it wishes well and those it wishes ill.",
    judge=judging(_tests),
    reason=reasoning(_tests),
    asked=_asked,
)

"""Hypergames: what each actor expects to last, and what would surprise it.

Bennett (1977); Wang, Hipel and Fraser (1988, 1989). An actor's game has everybody's preferences as that
actor sees them, by the perceptions of the case. At the first level nobody knows that games differ: what
lasts is stable for each actor in its own game, which is what the concept itself says of a case with
perceptions, and an actor expects the equilibria of its own game. At the second level an actor ascribes a
game to each, by the perceptions that it holds of others' perceptions (``by``), and expects what is stable
for each in the game ascribed to it. What lasts at the first level and was not expected is a surprise.
"""

from __future__ import annotations

import numpy as np

from detente.case.model import Case
from detente.game.model import Bools, Ints
from detente.registry import Variation
from detente.stability.assess import assess
from detente.stability.variants.model import Frame, Variant
from detente.worlds import draw

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    expected = _expected(frame, actor, asked.base, max(asked.order, 1))
    if asked.ending == "expects":
        return expected
    lasting = frame.once(("lasting", asked.base), lambda: _lasting(frame, asked.base))
    return np.asarray(lasting & ~expected, np.bool_)


def _lasting(frame: Frame, base: str) -> Bools:
    """(S,) the equilibria of the first level."""
    told = assess(frame.game, np.array(frame.utilities), (base,), frame.views)
    return np.asarray(told.equilibria[0], np.bool_)


def _expected(frame: Frame, actor: int, base: str, level: int) -> Bools:
    """(S,) what an actor expects to last; beyond the second level nothing more is ascribed to anybody."""
    seen = frame.seen(actor)
    held = _ascribed(frame, actor) if level > 1 else {}
    found = np.ones(len(frame.game), np.bool_)
    for j in range(len(frame.game.actors)):
        ascribed = np.array([held.get(j, {}).get(k, u) for k, u in enumerate(seen)])
        found &= assess(frame.game, ascribed, (base,)).stable[0, j]
    return found


def _ascribed(frame: Frame, actor: int) -> dict[int, dict[int, Ints]]:
    """Other -> third -> (S,) the utilities that the actor thinks the other to believe of the third."""
    me = frame.game.actors[actor]
    mine = {n: p.model_copy(update={"by": ""}) for n, p in frame.case.perceptions.items() if p.by == me}
    views = draw(frame.case.model_copy(update={"perceptions": mine}), 1).views(frame.game)
    return {
        j: {k: u[:, 0].astype(np.int64) for k, u in row.items()} for j, row in views.items() if j != actor
    }


def _asked(case: Case) -> bool:
    return bool(case.perceptions)


VARIANT = Variant(
    title="hypergame",
    source="Bennett 1977; Wang, Hipel & Fraser 1988",
    means="What an actor expects to last in the game as it sees it, and what lasts unexpectedly.",
    judge=_judge,
    asked=_asked,
)

"""Non-myopic stability NM: limited-move stable for every horizon from some horizon on.

Brams and Wittman (1981); Kilgour (1984), whose definition this is; Fang, Hipel and Kilgour (1993). (Brams and
Wittman stop where an actor has its best state and allow no return, which is another concept.) What is
anticipated at a horizon follows from what is anticipated at the one before, so that it recurs; a state is
stable if it is so at every horizon that recurs.
"""

from __future__ import annotations

import numpy as np

from detente.errors import DetenteError
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.variants.limited import begun, onward, seen_stable, two
from detente.stability.variants.model import Frame, Variant

__all__ = ["VARIANT"]

#: Most horizons that are looked at before what is anticipated has to recur.
_MOST = 100_000


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    two(frame, asked.name)
    ahead = begun(frame, actor)
    seen: dict[bytes, int] = {}
    verdicts: list[Bools] = []
    for horizon in range(_MOST):
        key = ahead[0].tobytes() + ahead[1].tobytes()
        if key in seen:
            return np.asarray(np.logical_and.reduce(verdicts[seen[key] :]), np.bool_)
        seen[key] = horizon
        verdicts.append(seen_stable(frame, actor, ahead))
        ahead = onward(frame, actor, ahead)
    raise DetenteError(f"what is anticipated does not recur within {_MOST:,} moves")


VARIANT = Variant(
    title="non-myopic stability",
    source="Brams & Wittman 1981; Kilgour 1984",
    means="Two actors: stable however far ahead they look, from some number of moves on.",
    judge=_judge,
)

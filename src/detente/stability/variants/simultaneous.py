"""Simultaneous stability SIM: what all would leave is kept if leaving at once would do nobody any good.

Fraser and Hipel (1979, 1984). It is asked only where every actor would leave under SEQ: then a state is
stable for an actor if each of its improvements, made together with improvements of some others, leads to a
feasible state that is no better for it. (Some programs ask it actor by actor, which keeps more.) Elsewhere
SIM is SEQ, so that an equilibrium of SIM is one of SEQ or one kept by simultaneity. Which others move is
free: one or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from detente.errors import DetenteError
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.assess import assess
from detente.stability.variants.model import Frame, Variant

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    if not frame.game.options:
        raise DetenteError(f"{asked.name} puts changes of options together; this case has no options")
    calm = frame.once(
        "SEQ", lambda: assess(frame.game, np.array(frame.utilities), ("SEQ",), frame.views).stable[0]
    )
    found: Bools = calm[actor].copy()
    for s in np.flatnonzero(~np.logical_or.reduce(calm, axis=0)):
        found[s] = _kept(frame, actor, int(s))
    return found


def _kept(frame: Frame, actor: int, s: int) -> bool:
    """Whether each improvement may come, together with others', to what is no better."""
    u = frame.utilities[actor]
    seen = frame.seen(actor)
    others = [
        [s, *(t for t in frame.game.moves(j, s) if seen[j][t] > seen[j][s])]
        for j in range(len(frame.game.actors))
        if j != actor
    ]
    mine = [t for t in frame.game.moves(actor, s) if u[t] > u[s]]
    return all(any(u[w] <= u[s] for w in _together(frame, s, t, others)) for t in mine)


def _together(frame: Frame, s: int, t: int, others: list[list[int]]) -> Iterator[int]:
    """Yield the feasible states that an improvement and some of the others' lead to at once."""
    rows = frame.game.states.astype(np.int64)
    place = frame.once("places", lambda: {row.tobytes(): k for k, row in enumerate(rows)})
    for ends in product(*others):
        if any(q != s for q in ends):
            w = place.get((rows[t] + sum(rows[q] - rows[s] for q in ends)).tobytes())
            if w is not None:
                yield w


VARIANT = Variant(
    title="simultaneous stability",
    source="Fraser & Hipel 1979, 1984",
    means="Where all would leave, what leaving at once would come to counts as an answer.",
    judge=_judge,
)

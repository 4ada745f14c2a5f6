"""Simultaneous stability SIM: what all would leave is kept if leaving at once would do nobody any good.

Fraser and Hipel (1979, 1984). It is asked only where every actor would leave under SEQ: then a state is
stable for an actor if each of its improvements, made together with improvements of some others, leads to a
feasible state that is no better for it. Elsewhere SIM is SEQ, so that an equilibrium of SIM is one of SEQ or
one kept by simultaneity. Which others move is free: one or more.

SIM-each asks it actor by actor, wherever the actor itself would leave under SEQ; some programs do, and keep
more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from detente.errors import DetenteError
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.assess import assess
from detente.stability.explain import explain
from detente.stability.variants.asking.grounds import others
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.witness import Sanction, Step, Witness

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    _options(frame, asked)
    calm = frame.once(
        "SEQ", lambda: assess(frame.game, np.array(frame.utilities), ("SEQ",), frame.views).stable[0]
    )
    found: Bools = calm[actor].copy()
    leaving = ~calm[actor] if asked.base == "SIM-each" else ~np.logical_or.reduce(calm, axis=0)
    for s in np.flatnonzero(leaving):
        found[s] = _kept(frame, actor, int(s))
    return found


def _options(frame: Frame, asked: Variation) -> None:
    if not frame.game.options:
        raise DetenteError(f"{asked.name} puts changes of options together; this case has no options")


def _kept(frame: Frame, actor: int, s: int) -> bool:
    """Whether each improvement may come, together with others', to what is no better."""
    u = frame.utilities[actor]
    mine = [t for t in frame.game.moves(actor, s) if u[t] > u[s]]
    return all(any(u[w] <= u[s] for w, _ in _together(frame, actor, s, t)) for t in mine)


def _together(frame: Frame, actor: int, s: int, t: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the feasible states that an improvement and some of the others' lead to at once, and these."""
    rows, seen = frame.game.states.astype(np.int64), frame.seen(actor)
    place = frame.once("places", lambda: {row.tobytes(): k for k, row in enumerate(rows)})
    better = [
        [s, *(q for q in frame.game.moves(j, s) if seen[j][q] > seen[j][s])]
        for j in others(frame.game, actor)
    ]
    for ends in product(*better):
        if any(q != s for q in ends):
            w = place.get((rows[t] + sum(rows[q] - rows[s] for q in ends)).tobytes())
            if w is not None:
                yield w, ends


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    """SEQ's grounds; where moves at once are asked about, what each improvement comes to with others'."""
    _options(frame, asked)
    plain = explain(frame.game, np.array(frame.utilities), "SEQ", actor, state, frame.views.get(actor))
    if plain.stable or not _asks(frame, state, asked):
        return (Ground("answers", plain),)
    u, told = frame.utilities[actor], []
    for t in frame.game.moves(actor, state):
        if u[t] > u[state]:
            step = Step(actor, state, int(t))
            met = next(((w, e) for w, e in _together(frame, actor, state, t) if u[w] <= u[state]), None)
            if met is None:
                return (Ground("at once", Witness(asked.name, actor, state, False, (), step)),)
            moved = zip(others(frame.game, actor), met[1], strict=True)
            answer = tuple(Step(j, state, int(q)) for j, q in moved if q != state)
            told.append(Sanction(step, answer, None, (Step(actor, state, met[0]),)))
    return (Ground("at once", Witness(asked.name, actor, state, True, tuple(told), None)),)


def _asks(frame: Frame, state: int, asked: Variation) -> bool:
    """Whether moves at once are asked about: in SIM only where every actor would leave under SEQ."""
    if asked.base == "SIM-each":
        return True
    told, views = np.array(frame.utilities), frame.views
    every = range(len(frame.game.actors))
    return not any(explain(frame.game, told, "SEQ", j, state, views.get(j)).stable for j in every)


VARIANT = Variant(
    title="simultaneous stability",
    source="Fraser & Hipel 1979, 1984",
    means="Where all would leave, what leaving at once would come to counts as an answer.",
    judge=_judge,
    reason=_reason,
)

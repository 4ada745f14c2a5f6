"""Coalitions as columns of a table: a state is stable for an actor if no coalition with it leaves.

Kilgour, Hipel, Fang and Peng (2001); Inohara and Hipel (2008); `detente.stability.coalition` has the
definitions. What is stable for all lasts against every coalition. Where the case lists `coalitions`, only
these are asked about: with one for each actor, its structure, as programs take coalitions for players. What
actors believe of one another is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from detente.errors import TooLarge
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.coalition import COALITIONAL, Coalitions, coalitions
from detente.stability.variants.asking.grounds import others, sequences
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.witness import Sanction, Step, Witness

__all__ = ["VARIANT"]

#: Most states for which coalitions are followed sequence by sequence, to give reasons.
_FOLLOWED = 2_000


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    name, gain = _told(asked)
    judged = frame.once(("coalitions", gain), lambda: _judged(frame, gain))
    rows = [h for h, members in enumerate(judged.members) if actor in members]
    return np.asarray(judged.stable[rows, COALITIONAL.index(name)].all(axis=0), np.bool_)


def _told(asked: Variation) -> tuple[str, str]:
    """The concept, and what a coalition gains by."""
    pareto = asked.base.endswith("-pareto")
    return asked.base.removesuffix("-pareto"), "pareto" if pareto else "strict"


def _judged(frame: Frame, gain: str) -> Coalitions:
    return coalitions(frame.game, np.array(frame.utilities), gain, _listed(frame))


def _listed(frame: Frame) -> list[tuple[int, ...]]:
    place = {a: i for i, a in enumerate(frame.game.actors)}
    return [tuple(sorted(place[a] for a in members)) for members in frame.case.coalitions]


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    if len(frame.game) > _FOLLOWED:
        raise TooLarge(len(frame.game), _FOLLOWED)
    every = range(len(frame.game.actors))
    wanted = _listed(frame) or [h for n in every for h in combinations(every, n + 1)]
    found = [_followed(frame, h, state, asked) for h in wanted if actor in h]
    leaving = [g for g in found if not g.witness.stable]
    return tuple(leaving[:1] or [g for g in found if g.witness.sanctions])


def _followed(frame: Frame, members: tuple[int, ...], state: int, asked: Variation) -> Ground:
    """What answers each joint improvement of a coalition, or one that nothing answers."""
    told = []
    for t in sorted({t for t, _ in sequences(frame.game, members, state)}):
        if _gains(frame, members, state, t, asked):
            step = Step(members[0], state, t)
            way = _answer(frame, members, state, t, asked)
            if way is None:
                return Ground("joint", Witness(asked.name, members[0], state, False, (), step), -1, members)
            told.append(Sanction(step, way, None))
    return Ground("joint", Witness(asked.name, members[0], state, True, tuple(told), None), -1, members)


def _gains(frame: Frame, members: tuple[int, ...], s: int, t: int, asked: Variation) -> bool:
    """Whether a coalition gains: every member, or one and no member less."""
    more = [int(frame.utilities[i][t]) - int(frame.utilities[i][s]) for i in members]
    if _told(asked)[1] == "pareto":
        return min(more) >= 0 < max(more)
    return min(more) > 0


def _answer(
    frame: Frame, members: tuple[int, ...], s: int, t: int, asked: Variation
) -> tuple[Step, ...] | None:
    """The others' answer after which the coalition no longer gains."""
    name = _told(asked)[0]
    for q, way in _answers(frame, others(frame.game, *members), t, asked) if name != "CR" else ():
        spoiled = not _gains(frame, members, s, q, asked)
        out = name == "CSMR" and any(
            _gains(frame, members, s, v, asked) for v, _ in sequences(frame.game, members, q)
        )
        if spoiled and not out:
            return way
    return None


def _answers(
    frame: Frame, movers: tuple[int, ...], t: int, asked: Variation
) -> Iterator[tuple[int, tuple[Step, ...]]]:
    name, u = _told(asked)[0], frame.utilities
    if name in ("CGMR", "CSMR"):
        return sequences(frame.game, movers, t)
    if name == "CSEQ-individual":
        return sequences(frame.game, movers, t, lambda j, s, q: bool(u[j][q] > u[j][s]))
    return _by_groups(frame, movers, t, asked)


def _by_groups(
    frame: Frame, movers: tuple[int, ...], t: int, asked: Variation
) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """Yield what groups of the others reach by joint improvements, no group twice in a row."""
    groups = [k for n in range(len(movers)) for k in combinations(movers, n + 1)]
    ways: dict[tuple[int, tuple[int, ...]], tuple[Step, ...]] = {(t, ()): ()}
    queue, told = list(ways), set[int]()
    for state, last in queue:
        for group in groups:
            for q in {q for q, _ in sequences(frame.game, group, state)} if group != last else ():
                if (q, group) not in ways and _gains(frame, group, state, q, asked):
                    ways[q, group] = (*ways[state, last], Step(group[0], state, q))
                    queue.append((q, group))
                    if q not in told:
                        told.add(q)
                        yield q, ways[q, group]


VARIANT = Variant(
    title="coalitional stability",
    source="Kilgour, Hipel, Fang & Peng 2001; Inohara & Hipel 2008",
    means="Stable for an actor if no coalition with it leaves: for nothing, for any or for credible answers.",
    judge=_judge,
    reason=_reason,
)

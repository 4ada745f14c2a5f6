"""Strength of preference: a sanction counts if it leaves the mover much worse off than it was.

Hamouda, Kilgour and Hipel (2004, 2006) for three degrees: equal, more and much more; Xu, Hipel and Kilgour
(2009) for any number. Strong symmetric metarationality is Hamouda's: every escape from the sanction must be
much worse too. (Hybrids with unknown preference, and some programs, ask less of escapes.) The field writes
SSEQ both for strong SEQ and for symmetric SEQ; here the first is SEQ-strong. Of two versions for more
degrees, stable at exactly a degree and stable at it at least, the second is computed.

A degree is a step in height: heights order the states as utilities do, and lie so far apart that a state is
preferred at a degree if it is higher by the threshold of that degree. So the fixpoint of the concept serves
every degree, with another threshold.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import cast

import numpy as np

from detente.case.model import Case
from detente.errors import DetenteError
from detente.game.model import Bools, Ints
from detente.registry import Variation
from detente.stability.concept import Judged
from detente.stability.rest import Verdicts, stable
from detente.stability.standpoint import Standpoint
from detente.stability.sweep import best_reply, lowest
from detente.stability.variants.asking.grounds import by_relations
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.variants.asking.relation import Relations, small
from detente.stability.witness import Witness

__all__ = ["VARIANT", "heights", "held"]

_LARGEST = 2**62


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    height, thresholds = frame.once(("heights", actor), lambda: heights(frame, actor))
    worst = frame.once(("worst", actor, asked.base), lambda: _worst(frame, actor, height, asked.base))
    strong = held(frame, actor, height, worst, _least(thresholds, asked.order or 2))
    return strong if asked.ending == "strong" else held(frame, actor, height, worst) & ~strong


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    """Weak: the grounds of plain stability, and a move that no answer deters by the degree."""
    small(frame.game)
    height, thresholds = frame.once(("heights", actor), lambda: heights(frame, actor))
    strong = _by_degree(frame, actor, state, asked, height, _least(thresholds, asked.order or 2))
    if asked.ending == "strong":
        return (Ground("much", strong),)
    plain = _by_degree(frame, actor, state, asked, height, 0)
    if not plain.stable:
        return (Ground("answers", plain),)
    return (Ground("answers", plain), Ground("much", replace(strong, stable=not strong.stable)))


def _by_degree(frame: Frame, actor: int, state: int, asked: Variation, height: Ints, least: int) -> Witness:
    low = np.asarray(height[None, :] <= height[:, None] - least, np.bool_)
    own = frame.utilities[actor]
    better = np.asarray(own[None, :] > own[:, None], np.bool_)
    steps = [np.asarray(u[None, :] > u[:, None], np.bool_) for u in frame.seen(actor)]
    return by_relations(frame.game, asked.name, asked.base, Relations(better, low, ~low, steps), actor, state)


def _least(thresholds: tuple[int, ...], degree: int) -> int:
    """The least difference in height at a degree; beyond the last there is none so great."""
    steps = (1, *thresholds)
    return steps[degree - 1] if degree <= len(steps) else _LARGEST


def _worst(frame: Frame, actor: int, height: Ints, base: str) -> Ints:
    """(S,) the least height that the others can bring each state to, after the actor's answer if it may."""
    seen = [np.ascontiguousarray(u[:, None]) for u in frame.seen(actor)]
    seen[actor] = np.ascontiguousarray(height[:, None])
    stand = Standpoint(frame.game, tuple(seen))
    floor = best_reply(stand, actor) if base in ("SMR", "SSEQ") else seen[actor].copy()
    return lowest(stand, actor, floor, credible=base in ("SEQ", "SSEQ"))[:, 0]


def held(frame: Frame, actor: int, height: Ints, worst: Ints, least: int = 0) -> Bools:
    """Return (S,) whether every improvement may come to a state lower than staying by a threshold at least.

    Parameters
    ----------
    frame
        The game.
    actor
        Place of the actor.
    height
        (S,) what each state is worth to it.
    worst
        (S,) the least that others can bring each state to.
    least
        The threshold.
    """
    own, low = (np.ascontiguousarray(x[:, None]) for x in (height, worst))
    judged = Judged(own, own, low, own, np.ascontiguousarray(own - least))
    return stable(Verdicts(frame.game, {actor: judged}), actor)[:, 0]


def heights(frame: Frame, actor: int) -> tuple[Ints, tuple[int, ...]]:
    """Return (S,) heights of states, and from which difference on each degree from the second begins.

    Parameters
    ----------
    frame
        The case, its game and its central world.
    actor
        Place of the actor, from 0 to A - 1.
    """
    preference = frame.case.preferences.get(frame.game.actors[actor])
    own = frame.utilities[actor]
    if preference is None or not preference.strength:
        return own, ()
    if preference.ranking:
        return _raised(own, [_below(frame, actor, names) for names in preference.strength])
    first = [marks[0] for marks in preference.strength]
    if preference.priority:
        last = len(preference.priority)
        return _raised(own, [_apart(own, 2 ** (last - int(n))) for n in first])
    unit = frame.worlds.units[actor]
    return own, tuple(ceil(Fraction(n) * unit) for n in first)


def _below(frame: Frame, actor: int, names: tuple[str, ...]) -> Bools:
    """(V - 1,) whether a state named stands right above each step between neighbouring values."""
    values, at = np.unique(frame.utilities[actor], return_inverse=True)
    marked = np.zeros(len(values), bool)
    for name in names:
        marked[at[frame.game.names.index(name)]] = True
    return marked[1:]


def _apart(own: Ints, size: int) -> Bools:
    """(V - 1,) whether neighbouring values differ in conditions that count at least ``size`` each."""
    values = np.unique(own) // size
    return np.asarray(values[1:] != values[:-1], np.bool_)


def _raised(own: Ints, marks: list[Bools]) -> tuple[Ints, tuple[int, ...]]:
    """Heights in which a marked step outweighs all steps of lower degrees together."""
    values, at = np.unique(own, return_inverse=True)
    base = len(values) + 1
    if base ** (len(marks) + 1) >= _LARGEST:
        raise DetenteError(f"{len(marks) + 1} degrees of preference over {len(values):,} values are too many")
    step = np.ones(len(values) - 1, np.int64)
    for degree, marked in enumerate(marks, 1):
        step = np.where(marked, base**degree, step)
    height = cast("Ints", np.concatenate([[0], np.cumsum(step)]).astype(np.int64))
    return height[at], tuple(base**degree for degree in range(1, len(marks) + 1))


def _asked(case: Case) -> bool:
    return any(p.strength for p in case.preferences.values())


VARIANT = Variant(
    title="strength of preference",
    source="Hamouda, Kilgour & Hipel 2004; Xu, Hipel & Kilgour 2009",
    means="A sanction counts only if it leaves the mover worse off by a degree; weak: stable, but not so.",
    judge=_judge,
    reason=_reason,
    asked=_asked,
)

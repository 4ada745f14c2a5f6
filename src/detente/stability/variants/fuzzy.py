"""Fuzzy preference: a move improves if it is preferred surely enough for who makes it.

Bashar, Kilgour and Hipel (2012). The certainty of preferring t to s is a(t, s) = r(t, s) - r(s, t), from -1
to 1; each actor has a threshold, and each who answers improves by its own.
"""

from __future__ import annotations

import numpy as np

from detente.case.model import Case
from detente.registry import Variation
from detente.stability.variants.asking.degrees import NOTHING, Floats, spans
from detente.stability.variants.asking.grounds import reasoning
from detente.stability.variants.asking.model import Frame, Variant
from detente.stability.variants.asking.relation import Relations, judging

__all__ = ["VARIANT", "by_certainty", "threshold"]


def by_certainty(frame: Frame, actor: int, certain: list[Floats]) -> list[tuple[int, Relations]]:
    """Return what has to hold of the moves of an actor where certainties decide.

    Parameters
    ----------
    frame
        The case, its game and its central world.
    actor
        Place of the actor, from 0 to A - 1.
    certain
        Per actor (S, S) [s, t] the certainty of preferring t to s.
    """
    better = [a >= threshold(frame, j) - NOTHING for j, a in enumerate(certain)]
    return [(-1, Relations(better[actor], ~better[actor], better[actor], better))]


def threshold(frame: Frame, actor: int) -> float:
    """Return the threshold of an actor; 1 if the case gives none.

    Parameters
    ----------
    frame
        The case, its game and its central world.
    actor
        Place of the actor, from 0 to A - 1.
    """
    preference = frame.case.preferences.get(frame.game.actors[actor])
    return preference.threshold if preference else 1.0


def _tests(frame: Frame, actor: int, asked: Variation) -> list[tuple[int, Relations]]:
    del asked
    low = [spans(frame, actor, j)[0] for j in range(len(frame.game.actors))]
    high = [spans(frame, actor, j)[1] for j in range(len(frame.game.actors))]
    middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    return by_certainty(frame, actor, [np.asarray(r.T - r, np.float64) for r in middle])


def _asked(case: Case) -> bool:
    degrees = [q for p in case.preferences.values() for row in p.degrees.values() for q in row.values()]
    return bool(degrees) and not any(q.uncertain for q in degrees)


VARIANT = Variant(
    title="fuzzy preference",
    source="Bashar, Kilgour & Hipel 2012",
    means="A move improves, and a sanction fails to deter, if preference is as certain as the actor asks.",
    judge=judging(_tests),
    reason=reasoning(_tests),
    asked=_asked,
)

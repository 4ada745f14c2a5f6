"""Probabilistic preference: an actor leaves for what it probably prefers, fears what it probably does not.

Rego and dos Santos (2015). With the probability p(t, s) that an actor prefers t to s it leaves s for t if
p(t, s) > 1 - alpha; q deters it if p(q, s) <= 1 - beta; and an answer from t to q counts for it as credible
if p_j(q, t) > 1 - gamma. An escape has to be as probable as an improvement. (Some programs count answers
that are at least as good as half probable.)
"""

from __future__ import annotations

import numpy as np

from detente.case.model import Case
from detente.registry import Variation
from detente.stability.variants.asking.degrees import NOTHING, Floats, spans, ties
from detente.stability.variants.asking.grounds import reasoning
from detente.stability.variants.asking.model import Frame, Variant
from detente.stability.variants.asking.relation import Relations, judging

__all__ = ["VARIANT"]


def _tests(frame: Frame, actor: int, asked: Variation) -> list[tuple[int, Relations]]:
    del asked
    probable = [_probable(frame, actor, j) for j in range(len(frame.game.actors))]
    preference = frame.case.preferences.get(frame.game.actors[actor])
    alpha, beta, gamma = (preference.alpha, preference.beta, preference.gamma) if preference else (0.5,) * 3
    leaves = probable[actor] > 1 - alpha + NOTHING
    harms = probable[actor] <= 1 - beta + NOTHING
    steps = [p > 1 - gamma + NOTHING for p in probable]
    return [(-1, Relations(leaves, harms, leaves, steps))]


def _probable(frame: Frame, viewer: int, actor: int) -> Floats:
    """(S, S) [s, t]: the probability that an actor prefers t to s."""
    low, high = spans(frame, viewer, actor)
    if actor in frame.views.get(viewer, {}):
        return np.asarray(low.T > 1 - NOTHING, np.float64)
    return np.asarray(((low + high) / 2 - ties(frame, actor) / 2).T, np.float64)


def _asked(case: Case) -> bool:
    return any(p.degrees or (p.alpha, p.beta, p.gamma) != (0.5,) * 3 for p in case.preferences.values())


VARIANT = Variant(
    title="probabilistic preference",
    source="Rego & dos Santos 2015",
    means="An actor leaves for, is deterred by and believes what is probable enough.",
    judge=judging(_tests),
    reason=reasoning(_tests),
    asked=_asked,
)

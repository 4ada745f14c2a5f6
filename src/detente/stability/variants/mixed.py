"""Mixed stability MIX: each actor by a concept of its own, since people do not look equally far.

Fang, Hipel and Kilgour (1993, chapter 3) note that actors of one conflict may differ in foresight and in what
they make of sanctions. The case says under `preferences` which concept an actor goes by; others go by the
concept of the case.
"""

from __future__ import annotations

import numpy as np

from detente.case.model import Case
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.assess import assess
from detente.stability.explain import explain
from detente.stability.variants.asking.model import Frame, Ground, Variant

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    del asked
    told = assess(frame.game, np.array(frame.utilities), (_concept(frame, actor),), frame.views)
    return np.asarray(told.stable[0, actor], np.bool_)


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    del asked
    believed = frame.views.get(actor)
    found = explain(frame.game, np.array(frame.utilities), _concept(frame, actor), actor, state, believed)
    return (Ground("own", found),)


def _concept(frame: Frame, actor: int) -> str:
    preference = frame.case.preferences.get(frame.game.actors[actor])
    return (preference.concept if preference else "") or frame.case.concept


def _asked(case: Case) -> bool:
    return any(p.concept for p in case.preferences.values())


VARIANT = Variant(
    title="mixed stability",
    source="Fang, Hipel & Kilgour 1993",
    means="Each actor is judged by the concept that it goes by itself.",
    judge=_judge,
    reason=_reason,
    asked=_asked,
)

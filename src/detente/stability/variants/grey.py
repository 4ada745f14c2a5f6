"""Grey preference: degrees are intervals, and a move improves if it does at the least of its interval.

After Kuang, Bashar, Hipel and Kilgour (2015). Two ways to compare an interval with a threshold are in use: by
its middle (its kernel), which is what fuzzy preference does here with ranges, and by what all of it says. The
second is computed: an improvement is one if the whole interval of its certainty reaches the threshold.
"""

from __future__ import annotations

from detente.case.model import Case
from detente.registry import Variation
from detente.stability.variants.asking.degrees import spans
from detente.stability.variants.asking.grounds import reasoning
from detente.stability.variants.asking.model import Frame, Variant
from detente.stability.variants.asking.relation import Relations, judging
from detente.stability.variants.fuzzy import by_certainty

__all__ = ["VARIANT"]


def _tests(frame: Frame, actor: int, asked: Variation) -> list[tuple[int, Relations]]:
    del asked
    told = [spans(frame, actor, j) for j in range(len(frame.game.actors))]
    return by_certainty(frame, actor, [low.T - high for low, high in told])


def _asked(case: Case) -> bool:
    degrees = [q for p in case.preferences.values() for row in p.degrees.values() for q in row.values()]
    return any(q.uncertain for q in degrees)


VARIANT = Variant(
    title="grey preference",
    source="Kuang, Bashar, Hipel & Kilgour 2015",
    means="As fuzzy preference, with degrees that are ranges, all of which have to be certain enough.",
    judge=judging(_tests),
    reason=reasoning(_tests),
    asked=_asked,
)

"""Where play comes to rest beside what is so by a year: whether the choice pulls both the same way.

The two are different numbers. Points of rest are where play ends if it goes on and answers are weighed; dated
probabilities are what moves taken at counted rates, one look ahead, come to by a day. A reader who sees both
must be told where the choice raises the one and lowers the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from detente.insight import Findings
from detente.paper.estimate import Estimate

__all__ = ["CLEAR", "LEAST", "Bridge", "bridges"]

#: Differences count if they are larger than this many standard errors, and than this.
CLEAR, LEAST = 2.0, 0.02

#: The concept under which actors look one move ahead, as they do in dated probabilities.
_AHEAD = "R"


@dataclass(frozen=True, slots=True)
class Bridge:
    """What a choice does to one outcome, at rest and by a day; each the first choice less the second.

    Parameters
    ----------
    outcome
        Id of the outcome class.
    day
        The day.
    at_rest, by_day
        Differences of shares, -1 to 1.
    one_ahead
        The difference at rest if actors looked one move ahead only; ``nan`` where that was not solved.
    """

    outcome: str
    day: date
    at_rest: Estimate
    by_day: Estimate
    one_ahead: float

    @property
    def apart(self) -> bool:
        """Whether both differences are clear, and of different sign."""
        return _clear(self.at_rest) and _clear(self.by_day) and self.at_rest.value * self.by_day.value < 0

    @property
    def foresight(self) -> bool:
        """Whether looking one move ahead turns the difference at rest to the side of the dated one."""
        return math.isfinite(self.one_ahead) and self.one_ahead * self.by_day.value > 0


def bridges(findings: Findings) -> tuple[Bridge, ...]:
    """Set the effect of the choice at rest beside its effect on the last day, outcome by outcome.

    Parameters
    ----------
    findings
        What was found; nothing is said without dates, or with other than two choices.
    """
    d = findings.dated
    if d is None or not d.apart or len(findings.choices) != 2:
        return ()
    first, second = findings.choices
    never = Estimate(0.0, 0.0, max(findings.worlds, 1))

    def between(concept: str, outcome: str) -> float:
        shares = [c.outcomes_by_concept.get(concept) for c in (first, second)]
        if any(s is None for s in shares):
            return math.nan
        one, other = ((s or {}).get(outcome, never).value for s in shares)
        return one - other

    found = []
    for outcome, by_day in d.apart.items():
        one, other = (c.outcomes.get(outcome, never) for c in (first, second))
        at_rest = Estimate(one.value - other.value, math.hypot(one.se, other.se), one.worlds)
        found.append(Bridge(outcome, d.dates[-1], at_rest, by_day, between(_AHEAD, outcome)))
    return tuple(found)


def _clear(e: Estimate) -> bool:
    return abs(e.value) > max(CLEAR * e.se, LEAST)

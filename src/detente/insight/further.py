"""What is found beside the comparison of the choices, where a case gives occasion to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from detente.case import Case
from detente.ensemble import Prepared, Runs
from detente.insight.ask import Ask
from detente.insight.held.follows import consequences
from detente.insight.held.matrix import matrix
from detente.insight.mediation.whynot import not_reached
from detente.insight.model import Findings
from detente.insight.time.choosing import choosing, driven

__all__ = ["CROSSED", "beside", "further"]

#: Random worlds, at most, in which policies of the other actors are held one by one.
CROSSED = 200


def beside(case: Case, runs: Runs, ask: Ask) -> dict[str, Any]:
    """Return what the runs of a case say beside the comparison of the choices.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    ask
        Which parts are wanted.
    """
    told = consequences(case, runs) if ask.wants("consequences") else ()
    return {"consequences": told, "driven": driven(case, runs) if ask.wants("choosing") else None}


def further(ready: Prepared, first: Findings, ask: Ask) -> Findings:
    """Add what needs runs of its own: policies of the others, and the chain with the choice left open.

    Parameters
    ----------
    ready
        The case, made ready.
    first
        What was found so far.
    ask
        What is asked.
    """
    if ask.wants("policies") and ready.case.policies:
        few = replace(ask, worlds=min(first.worlds, CROSSED), folder=None, design="random", alternatives=())
        first = replace(first, matrix=matrix(ready, few))
    if ask.wants("beyond") and first.choices:
        first = replace(first, beyond=not_reached(ready.case, _missed(first), _solved(first), ask.limit))
    if ask.wants("choosing") and ask.dated and ready.case.clock is not None:
        first = replace(first, choosing=choosing(ready, ask, first.driven))
    return first


def _missed(found: Findings) -> list[str]:
    """Return the outcome classes that no choice leads to in any world."""
    ids = {o: None for c in found.choices for o in c.outcomes if o not in ("other", "unsettled")}
    return [o for o in ids if not any(c.outcomes[o].value for c in found.choices if o in c.outcomes)]


def _solved(found: Findings) -> list[str]:
    return [c.choice for c in found.choices]

"""What is found beside the comparison of the choices, where a case gives occasion to it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

from detente.case import Case
from detente.ensemble import Runs
from detente.game import LIMIT
from detente.insight.consequences import consequences
from detente.insight.matrix import matrix
from detente.insight.model import Findings
from detente.insight.time.choosing import choosing, driven

__all__ = ["CROSSED", "beside", "further"]

#: Random worlds, at most, in which policies of the other actors are held one by one.
CROSSED = 200


def beside(case: Case, runs: Runs) -> dict[str, Any]:
    """Return what the runs of a case say beside the comparison of the choices."""
    return {"consequences": consequences(case, runs), "driven": driven(case, runs)}


def further(
    case: Case,
    first: Findings,
    dated: int,
    deep: bool,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    limit: int = LIMIT,
    executor: Executor | None = None,
) -> Findings:
    """Add what needs runs of its own: policies of the others, and the chain with the choice left open.

    Parameters
    ----------
    first
        What was found so far.
    dated
        Random worlds that are followed through time; 0 for none.
    deep
        Whether what takes long is computed too.
    workers, progress, limit, executor
        As in `detente.insight.find`.
    """
    if deep and case.policies:
        few = min(first.worlds, CROSSED)
        held = matrix(case, few, first.seed, workers, progress, limit, executor=executor)
        first = replace(first, matrix=held)
    if dated and case.clock is not None:
        found = choosing(case, dated, first.seed, workers, None, limit, first.driven)
        first = replace(first, choosing=found)
    return first

"""What follows from each choice beside the game: levels and quantities of consequences, world by world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Runs, mask_names
from detente.game.unfolding import today
from detente.history import holds
from detente.insight.pooled import mean
from detente.paper.estimate import Estimate
from detente.worlds.draw import values

__all__ = ["ConsequenceFinding", "consequences", "quantity"]

Floats = NDArray[np.float64]
Points = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ConsequenceFinding:
    """A consequence under each choice.

    Parameters
    ----------
    consequence
        Its id.
    today
        The level of the status quo; empty if that cannot be told.
    levels
        Choice -> level -> share of worlds, parts of their resting points.
    means
        Choice -> mean of its value over worlds, each with values of its own; empty where it has none.
    differences
        Every choice but the first -> its mean less that of the first, on the same worlds.
    by_concept
        Choice -> concept -> mean of its value.
    """

    consequence: str
    today: str
    levels: Mapping[str, Mapping[str, Estimate]]
    means: Mapping[str, Estimate]
    differences: Mapping[str, Estimate]
    by_concept: Mapping[str, Mapping[str, Estimate]]


def consequences(case: Case, runs: Runs) -> tuple[ConsequenceFinding, ...]:
    """Evaluate every consequence of a case where play comes to rest.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    """
    return tuple(_found(case, runs, name) for name in case.consequences)


def quantity(
    case: Case, name: str, parts: Mapping[str, Floats], worlds: int, seed: int, point: Points | None = None
) -> Floats | None:
    """Return the value of a consequence in each world; nothing where it has no values.

    Parameters
    ----------
    case
        The case.
    name
        Id of the consequence.
    parts
        Level -> (..., W) how much of each world has it.
    worlds, seed
        How many worlds are drawn, and from what.
    point
        (W,) the draw of each world; each its own if left out.
    """
    total: Floats | None = None
    for level, said in case.consequences[name].levels.items():
        if said.value is None:
            return None
        drawn = values(case, said.value, f"consequence:{name}:{level}", worlds, seed)
        more = parts[level] * (drawn if point is None else drawn[point])
        total = more if total is None else total + more
    return total


def _found(case: Case, runs: Runs, name: str) -> ConsequenceFinding:
    ref, order = case.declared.index(case.concept), mask_names(case)
    rows = {x: order.index(("definition", f"{name}.{x}")) for x in case.consequences[name].levels}
    first, *others = runs.answers

    def parts(choice: str, concept: int) -> dict[str, Floats]:
        return {level: runs.answers[choice].part(concept, row) for level, row in rows.items()}

    def valued(choice: str, concept: int) -> Floats | None:
        drawn = int(runs.point.max()) + 1
        return quantity(case, name, parts(choice, concept), drawn, runs.plan.seed, runs.point)

    def told(row: Floats) -> Estimate:
        return mean(runs, row, runs.index)

    known = {c: row for c in runs.answers if (row := valued(c, ref)) is not None}
    return ConsequenceFinding(
        consequence=name,
        today=_today(case, name),
        levels={c: {x: told(part) for x, part in parts(c, ref).items()} for c in runs.answers},
        means={c: told(row) for c, row in known.items()},
        differences={c: told(known[c] - known[first]) for c in others if c in known},
        by_concept={
            c: {x: told(row) for k, x in enumerate(case.declared) if (row := valued(c, k)) is not None}
            for c in known
        },
    )


def _today(case: Case, name: str) -> str:
    state = today(case)
    if not state:
        return ""
    return next(
        (
            x
            for x in case.consequences[name].levels
            if holds(case, case.definitions[f"{name}.{x}"].when, state)
        ),
        "",
    )

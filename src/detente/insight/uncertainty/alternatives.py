"""Structural alternatives: what follows if the game itself is another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Answers, Runs, Variant
from detente.insight.measure.criteria import share_of_best
from detente.insight.parts import outcome_parts, own_levels
from detente.insight.pooled import mean
from detente.paper.estimate import Estimate

__all__ = ["Alternative", "compared"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The answers under one structural alternative, on the same worlds.

    Parameters
    ----------
    alternative
        Its id in the case.
    chosen
        The choice with the highest expected level; empty without several choices and a focal actor.
    turned
        Whether that is another than in the case as it stands; False where the case has nothing to choose.
    best
        Choice -> share of worlds in which it is the better one.
    levels
        Choice -> the focal actor's level.
    advantage
        Level of the choice that is best in the case as it stands less that of the best other.
    outcomes
        Choice -> outcome id -> share of worlds.
    changes
        Choice -> outcome id -> change of that share against the case as it stands.
    """

    alternative: str
    chosen: str
    turned: bool
    best: Mapping[str, Estimate]
    levels: Mapping[str, Estimate]
    advantage: Estimate | None
    outcomes: Mapping[str, Mapping[str, Estimate]]
    changes: Mapping[str, Mapping[str, Estimate]]


def compared(case: Case, runs: Runs) -> tuple[Alternative, ...]:
    """Compare what follows under each structural alternative that was solved with the case as it stands.

    Parameters
    ----------
    case
        The case as it stands.
    runs
        Its runs, and those of its alternatives on the same worlds.
    """
    ref = case.declared.index(case.concept)
    return tuple(_compared(case, runs, name, variant, ref) for name, variant in runs.alternatives.items())


def _compared(case: Case, runs: Runs, name: str, variant: Variant, ref: int) -> Alternative:
    names, several = list(runs.answers), len(runs.answers) > 1 and bool(case.focal)
    before, after = (
        np.stack([own_levels(case, answers[c])[ref] for c in names])
        for answers in (runs.answers, variant.answers)
    )
    usual, chosen = (int(np.argmax([_value(runs, row) for row in rows])) for rows in (before, after))
    parts = {c: outcome_parts(variant.case, a, ref) for c, a in variant.answers.items()}
    others = np.delete(after, usual, axis=0)
    return Alternative(
        alternative=name,
        chosen=names[chosen] if several else "",
        turned=several and chosen != usual,
        best={c: mean(runs, row, runs.index) for c, row in zip(names, share_of_best(after), strict=True)}
        if several
        else {},
        levels={c: mean(runs, row, runs.index) for c, row in zip(names, after, strict=True)}
        if several
        else {},
        advantage=mean(runs, after[usual] - others.max(axis=0), runs.index) if several else None,
        outcomes={c: {o: mean(runs, row, runs.index) for o, row in p.items()} for c, p in parts.items()},
        changes={c: _changes(case, runs, runs.answers[c], p, ref) for c, p in parts.items()},
    )


def _value(runs: Runs, row: Floats) -> float:
    return mean(runs, row, runs.index).value


def _changes(
    case: Case, runs: Runs, answers: Answers, after: Mapping[str, Floats], ref: int
) -> dict[str, Estimate]:
    before = outcome_parts(case, answers, ref)
    return {o: mean(runs, row - before[o], runs.index) for o, row in after.items() if o in before}

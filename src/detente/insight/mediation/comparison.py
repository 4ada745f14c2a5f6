"""Two cases, or two versions of one, side by side: what they say and what they answer, on the same draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Runs, prepared
from detente.insight.ask import Ask, Asked, asked
from detente.insight.measure.criteria import share_of_best
from detente.insight.mediation.differences import Difference, differences
from detente.insight.parts import outcome_parts, own_levels
from detente.paper.estimate import Estimate

__all__ = ["Beside", "Comparison", "compare"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Beside:
    """One share in both cases, and its change on the same draws.

    Parameters
    ----------
    before, after
        The share of worlds in the first and the second case.
    change
        The second less the first, with the error of the difference: both are answered in the same worlds, so
        this is smaller than the errors of the two would suggest.
    """

    before: Estimate
    after: Estimate
    change: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two cases say and answer.

    Parameters
    ----------
    cases, digests, concepts
        Ids, digests and driving concepts of the two.
    seed, worlds
        The draws.
    said
        What the files say differently.
    outcomes
        Choice -> outcome -> its share; for choices and outcomes that both have.
    best
        Choice -> share of worlds in which it is the better one for the focal actor; empty without several
        choices.
    """

    cases: tuple[str, str]
    digests: tuple[str, str]
    concepts: tuple[str, str]
    seed: int
    worlds: int
    said: tuple[Difference, ...]
    outcomes: Mapping[str, Mapping[str, Beside]]
    best: Mapping[str, Beside]


def compare(a: Case, b: Case, ask: Ask | None = None, **fields: Unpack[Asked]) -> Comparison:
    """Compare two cases, or two versions of one.

    Every judgement is drawn from a stream of its own, named after it, so what both cases say alike is the
    same in both in every world, and differences are not blurred by different draws.

    Parameters
    ----------
    a, b
        The first and the second case.
    ask
        Which worlds, and who solves them.
    fields
        Fields of `Ask` by name, in place of those of ``ask``.

    Examples
    --------
    >>> from detente.catalog import load
    >>> found = compare(load("elmira"), load("elmira-gmcrplus"), worlds=10)
    >>> found.outcomes["hold"]["delay"].change.value
    0.0
    """
    ask = asked(ask, fields)
    first, second = prepared(a, ask.limit), prepared(b, ask.limit)
    runs = ask.run(first), ask.run(second)
    shared = [c for c in runs[0].answers if c in runs[1].answers]
    parts = [_parts(case, r, shared) for case, r in zip((a, b), runs, strict=True)]
    best = [_best(case, r, shared) for case, r in zip((a, b), runs, strict=True)]
    return Comparison(
        (a.case, b.case),
        (runs[0].digest, runs[1].digest),
        (a.concept, b.concept),
        runs[0].plan.seed,
        max(len(r.worlds) - 1 for r in runs),
        differences(a, b),
        {
            c: {o: _beside(parts[0][c][o], parts[1][c][o]) for o in parts[0][c] if o in parts[1][c]}
            for c in shared
        },
        {c: _beside(best[0][c], best[1][c]) for c in shared if all(best)},
    )


def _parts(case: Case, runs: Runs, choices: list[str]) -> dict[str, dict[str, Floats]]:
    ref = case.declared.index(case.concept)
    return {
        c: {o: v[runs.index] for o, v in outcome_parts(case, runs.answers[c], ref).items()} for c in choices
    }


def _best(case: Case, runs: Runs, choices: list[str]) -> dict[str, Floats]:
    """Return for each choice (W,) its part in being the best for the focal actor; empty without several."""
    if len(choices) < 2 or not case.focal:
        return {}
    ref = case.declared.index(case.concept)
    levels = np.stack([own_levels(case, runs.answers[c])[ref, runs.index] for c in choices])
    return dict(zip(choices, share_of_best(levels), strict=True))


def _beside(before: Floats, after: Floats) -> Beside:
    """Set a share of both side by side; a case with nothing uncertain has one world, which stands for all."""
    size = max(len(before), len(after))
    wide = [np.repeat(v, size) if len(v) == 1 else v for v in (before, after)]
    return Beside(*(Estimate.of(v) for v in (*wide, wide[1] - wide[0])))

"""How the sources' claims come out: under a choice, given a condition, or not at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim
from detente.ensemble import Answers, Runs, mask_names
from detente.insight.pooled import mean
from detente.paper.estimate import Estimate
from detente.registry import spanned

__all__ = ["FEWEST", "NOT_IN_THE_GAME", "ClaimFinding", "claimed"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: With fewer worlds than this in which it is so, nothing is said of what follows given something.
FEWEST = 30

#: The verdict on a claim that the game has no condition for.
NOT_IN_THE_GAME = "not in the game"


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """How a conditional claim of a source came out.

    Parameters
    ----------
    claim
        Claim id.
    choice
        The choice under which it is claimed; an empty string if under any.
    holds
        Share of worlds in which the claimed condition holds where things come to rest. If it is claimed
        given something, share of the resting points at which that is so; over all choices if it is claimed
        under any.
    by_reading
        Reading -> the same.
    otherwise
        Other choice -> the share of worlds in which the same condition holds under that choice.
    verdict
        ``holds`` or ``fails`` if it does under the case's concept and under R and SEQ; ``depends on
        foresight`` if these differ, else ``cannot be said``. ``not in the game`` if the game has no
        condition for it.
    by_concept
        Concept -> share of worlds in which the condition holds.
    verdicts
        Concept -> ``holds`` if the 95% interval of the share lies above 2/3, ``fails`` if it lies below
        1/3, else ``cannot be said``; that also where fewer than 30 worlds have what it is claimed of.
    given
        For a claim made given something: choice -> share of worlds in which that is so at rest.
    by_choice
        The same: choice -> ``holds`` under that choice alone.
    without
        The same: share of the other resting points at which the claimed condition holds.
    """

    claim: str
    choice: str
    holds: Estimate
    by_reading: Mapping[str, Estimate]
    otherwise: Mapping[str, Estimate]
    verdict: str
    by_concept: Mapping[str, Estimate] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Estimate] = field(default_factory=dict)
    by_choice: Mapping[str, Estimate] = field(default_factory=dict)
    without: Estimate | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Parts of each world's resting points, (C, W) each.

    Parameters
    ----------
    given, both
        Where the condition holds that the claim is made of; where the claimed one holds as well.
    rest, other
        Where the first does not hold; where the claimed one holds all the same.
    """

    given: Floats
    both: Floats
    rest: Floats
    other: Floats

    def __add__(self, more: _Parts) -> _Parts:
        pairs = ((getattr(self, n), getattr(more, n)) for n in ("given", "both", "rest", "other"))
        return _Parts(*(a + b for a, b in pairs))


def claimed(case: Case, name: str, runs: Runs, readings: Mapping[str, Places]) -> ClaimFinding:
    """Evaluate a claim where things come to rest.

    Parameters
    ----------
    name
        Claim id.
    runs
        The worlds and what they answer for each choice.
    readings
        Reading -> the worlds that took it.
    """
    claim = case.claims[name]
    if claim.then is None:
        nothing = Estimate(math.nan, math.nan, 0)
        return ClaimFinding(name, claim.choice, nothing, {}, {}, NOT_IN_THE_GAME)
    if claim.given is None:
        return _under(case, name, claim, runs, readings)
    return _given(case, name, claim, runs, readings)


def _under(case: Case, name: str, claim: Claim, runs: Runs, readings: Mapping[str, Places]) -> ClaimFinding:
    """Shares of worlds, under the choice that the claim is made of."""
    row, ref, index = mask_names(case).index(("claim", name)), case.declared.index(case.concept), runs.index
    values = {c: a.parts(row) for c, a in runs.answers.items()}
    ours = values[claim.choice]
    by_concept = {c: mean(runs, v, index) for c, v in zip(case.declared, ours, strict=True)}
    verdicts = {c: _verdict(share) for c, share in by_concept.items()}
    return ClaimFinding(
        claim=name,
        choice=claim.choice,
        holds=by_concept[case.concept],
        by_reading={r: mean(runs, ours[ref], places) for r, places in readings.items()},
        otherwise={c: mean(runs, v[ref], index) for c, v in values.items() if c != claim.choice},
        verdict=_overall(case, verdicts),
        by_concept=by_concept,
        verdicts=verdicts,
    )


def _given(case: Case, name: str, claim: Claim, runs: Runs, readings: Mapping[str, Places]) -> ClaimFinding:
    """Shares of the resting points at which the condition holds that the claim is made of."""
    parts = {c: _parts(case, name, a) for c, a in runs.answers.items()}
    ours = [parts[claim.choice]] if claim.choice else list(parts.values())
    total, ref, index = sum(ours[1:], start=ours[0]), case.declared.index(case.concept), runs.index
    by_concept = {c: _ratio(runs, total, k, index) for k, c in enumerate(case.declared)}
    verdicts = {c: _verdict(e) if e.worlds >= FEWEST else "cannot be said" for c, e in by_concept.items()}
    by_choice = {c: _ratio(runs, p, ref, index) for c, p in parts.items()}
    return ClaimFinding(
        claim=name,
        choice=claim.choice,
        holds=by_concept[case.concept],
        by_reading={r: _ratio(runs, total, ref, places) for r, places in readings.items()},
        otherwise={c: e for c, e in by_choice.items() if claim.choice and c != claim.choice},
        verdict=_overall(case, verdicts),
        by_concept=by_concept,
        verdicts=verdicts,
        given={c: mean(runs, p.given[ref], index) for c, p in parts.items()},
        by_choice=by_choice,
        without=Estimate.ratio(*(runs.fold(x[ref], index) for x in (total.other, total.rest))),
    )


def _parts(case: Case, name: str, answers: Answers) -> _Parts:
    """Read the three rows of a claim; worlds that do not come to rest have no resting points."""
    place = {n: k for k, n in enumerate(mask_names(case))}
    settled = answers.settled
    then, given, both = (answers.parts(place[kind, name]) * settled for kind in ("claim", "given", "both"))
    return _Parts(given, both, _clear(settled - given), _clear(then - both))


def _clear(parts: Floats) -> Floats:
    """Thirds do not add up to one exactly; what is left of a rounding is nothing."""
    return np.where(parts > 1e-9, parts, 0.0)


def _ratio(runs: Runs, parts: _Parts, concept: int, index: Places) -> Estimate:
    return Estimate.ratio(*(runs.fold(x[concept], index) for x in (parts.both, parts.given)))


def _overall(case: Case, verdicts: Mapping[str, str]) -> str:
    """One word for the concepts that the case declares, outer bounds left out."""
    kinds = {verdicts[c] for c in spanned(verdicts, case.concept)}
    if len(kinds) == 1:
        return kinds.pop()
    return "depends on foresight" if kinds >= {"holds", "fails"} else "cannot be said"


def _verdict(share: Estimate) -> str:
    if share.value - 1.96 * share.se > 2 / 3:
        return "holds"
    if share.value + 1.96 * share.se < 1 / 3:
        return "fails"
    return "cannot be said"

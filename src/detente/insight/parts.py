"""What a choice leads to in each world: parts of the world, before anything is averaged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Answers

__all__ = ["outcome_parts", "own_levels"]

Floats = NDArray[np.float64]


def outcome_parts(case: Case, answers: Answers, concept: int) -> dict[str, Floats]:
    """Return outcome id -> (W,) part of each world's resting points in the class.

    ``other`` stands for resting points of no class, ``unsettled`` is 1 where play does not come to rest.

    Parameters
    ----------
    case
        The case whose outcome classes they are.
    answers
        What W worlds answer for one choice.
    concept
        Number of the concept among those solved.
    """
    settled = answers.settled[concept].astype(float)
    parts = {o: answers.part(concept, k) * settled for k, o in enumerate(case.outcomes)}
    if parts:
        # Thirds of worlds do not add up to one exactly; what is left of a rounding is no outcome.
        left = settled - sum(parts.values())
        parts["other"] = np.where(left > 1e-9, left, 0.0)
    parts["unsettled"] = 1 - settled
    return parts


def own_levels(case: Case, answers: Answers) -> Floats:
    """Return (C, W) level of the focal actor under each concept; 0 without a focal actor.

    It is 0 too in a world in which the focal actor is indifferent to everything, which has no scale;
    all choices tie there.

    Parameters
    ----------
    case
        The case.
    answers
        What W worlds answer for one choice, under C concepts.
    """
    if not case.focal:
        return np.zeros(answers.points.shape)
    return np.nan_to_num(answers.level[:, list(case.actors).index(case.focal)])

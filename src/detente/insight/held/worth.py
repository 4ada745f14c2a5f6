"""Cases with options held: whether they can be solved, and what they are worth to whom."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Answers, Prepared, Runs, Variant
from detente.errors import DetenteError
from detente.insight.measure.criteria import share_of_best
from detente.insight.parts import own_levels

__all__ = ["best_of", "refusal", "scale", "worth"]

Floats = NDArray[np.float64]


def refusal(ready: Prepared, levels: Mapping[str, str]) -> str:
    """Why a case cannot be solved with options held; empty if it can.

    Parameters
    ----------
    ready
        The case, made ready.
    levels
        Option -> level.
    """
    try:
        ready.held(levels)
    except DetenteError as error:
        return str(error)
    return ""


def best_of(case: Case, answers: Mapping[str, Answers], ref: int) -> dict[str, Floats]:
    """Choice -> (W,) 1 where it is the better one; empty where there is nothing to choose.

    Parameters
    ----------
    case
        The case.
    answers
        Choice -> what W worlds answer.
    ref
        Number of the concept among those solved.
    """
    if len(answers) < 2 or not case.focal:
        return {}
    rows = share_of_best(np.stack([own_levels(case, a)[ref] for a in answers.values()]))
    return dict(zip(answers, rows, strict=True))


def worth(case: Case, solved: Runs | Variant, answers: Answers, ref: int) -> Floats:
    """(A, W) utility where play comes to rest; an actor without a range gets the one value there is.

    Parameters
    ----------
    case
        The case.
    solved
        Its worlds and games.
    answers
        What the worlds answer for one choice.
    ref
        Number of the concept among those solved.
    """
    low, width = scale(case, solved)
    worth: Floats = low + np.nan_to_num(answers.level[ref]) * np.nan_to_num(width)
    return worth


def scale(case: Case, solved: Runs | Variant) -> tuple[Floats, Floats]:
    """(A, W) lowest utility and range of each actor over the whole game; `nan` without a range.

    Parameters
    ----------
    case
        The case.
    solved
        Its worlds and games.
    """
    low, high = np.zeros((2, len(case.actors), len(solved.worlds)))
    for scenario in solved.scenarios:
        low[:, scenario.index], high[:, scenario.index] = solved.worlds.span(scenario.base, scenario.index)
    return low, np.where(high > low, high - low, np.nan)

"""Weights from performance on seed questions: Cooke's classical model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from detente.arithmetic import dot, exp, log, log_times, normal_share
from detente.elicitation.density import MASSES, edges, support
from detente.elicitation.model import Answer, Score, Sheet

__all__ = ["CUTOFF", "calibration", "information", "performance", "scores"]

#: Calibration below which an analyst has no weight.
CUTOFF = 0.05


def calibration(answers: Sequence[Answer], values: Sequence[float]) -> float:
    """Return the calibration of answers whose true values are known.

    Parameters
    ----------
    answers, values
        One of each for every seed question.

    Returns
    -------
    float
        Upper tail of the chi-square distribution with three degrees of freedom at 2 N I(s, p), where s
        are the shares of true values that fell between the quantiles and p = 5, 45, 45 and 5 percent.

    References
    ----------
    Cooke (1991), *Experts in Uncertainty*, sections 9.3 and 12.2.

    Examples
    --------
    >>> round(calibration([Answer(0, 1, 2)] * 4, [0.5, 0.6, 1.5, 1.2]), 3)
    0.839
    """
    inside = [int(np.searchsorted(a.quantiles, v, side="left")) for a, v in zip(answers, values, strict=True)]
    seen = np.bincount(inside, minlength=4) / len(inside)
    distance = float(log_times(seen, seen / np.asarray(MASSES)).sum())
    # The tail of chi-square with three degrees of freedom in closed form (Abramowitz and Stegun 1964, 26.4).
    half = max(len(inside) * distance, 0.0)
    root = math.sqrt(half)
    tail = 2 * float(normal_share(-math.sqrt(2.0) * root))
    return tail + 2 / math.sqrt(math.pi) * root * float(exp(-half))


def information(answers: Sequence[Answer], bounds: Sequence[tuple[float, float]]) -> float:
    """Return the mean information of answers relative to even backgrounds (Cooke 1991, section 12.3)."""
    shares = np.asarray(MASSES)
    found = []
    for answer, (low, high) in zip(answers, bounds, strict=True):
        widths = np.diff(edges(answer, (low, high))) / (high - low)
        found.append(float(dot(shares, log(shares / widths))))
    return float(np.mean(found))


def scores(sheets: Sequence[Sheet], truth: Mapping[str, float]) -> dict[str, Score]:
    """Score every analyst who answered seed questions.

    Parameters
    ----------
    truth
        Seed question -> known value.
    """
    bounds = {
        s: support([sheet.seeds[s] for sheet in sheets if s in sheet.seeds], value)
        for s, value in truth.items()
        if any(s in sheet.seeds for sheet in sheets)
    }
    found = {}
    for sheet in sheets:
        if not sheet.seeds:
            continue
        answers = list(sheet.seeds.values())
        found[sheet.expert] = Score(
            calibration=calibration(answers, [truth[s] for s in sheet.seeds]),
            information=information(answers, [bounds[s] for s in sheet.seeds]),
            seeds=len(answers),
        )
    return found


def performance(found: Mapping[str, Score], cutoff: float = CUTOFF) -> tuple[dict[str, float], bool]:
    """Return each analyst's weight: calibration times information, 0 below the cutoff.

    Returns
    -------
    weights, relaxed
        Weights add up to 1. If nobody reaches the cutoff it is dropped and ``relaxed`` is true: the
        differences between analysts then rest on very small probabilities.
    """
    raw = {e: s.calibration * s.information for e, s in found.items()}
    kept = {e: w if found[e].calibration >= cutoff else 0.0 for e, w in raw.items()}
    relaxed = math.fsum(kept.values()) <= 0
    used = raw if relaxed else kept
    total = math.fsum(used.values())
    if total <= 0:
        return {e: 1 / len(used) for e in used}, True
    return {e: w / total for e, w in used.items()}, relaxed

"""Weights from performance on seed questions: Cooke's classical model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from detente.arithmetic import exp_one, log_one, normal_share
from detente.elicitation.density import MASSES, edges, support
from detente.elicitation.model import Answer, Score, Sheet

__all__ = ["CUTOFF", "LEAST_SHARE", "calibration", "equalised", "information", "performance", "scores"]

#: Calibration below which an analyst has no weight.
CUTOFF = 0.05

#: Share of the seed questions that an analyst has to answer to be weighted by them.
LEAST_SHARE = 0.5


def calibration(answers: Sequence[Answer], values: Sequence[float], effective: int | None = None) -> float:
    """Return the calibration of answers whose true values are known.

    Parameters
    ----------
    answers, values
        One of each for every seed question, at least one.
    effective
        Number of seed questions that the test reckons with, at least 1: the smallest number that any of the
        analysts who are compared has answered, so that all are tested with the same power. As many as were
        answered, if left out.

    Returns
    -------
    float
        Upper tail of the chi-square distribution with three degrees of freedom at 2 N I(s, p), where s
        are the shares of true values that fell between the quantiles, p = 5, 45, 45 and 5 percent, and N is
        the effective number of questions; 0 to 1.

    References
    ----------
    Cooke (1991), *Experts in Uncertainty*, sections 9.3 and 12.2; on the power of the test, chapter 12.

    Examples
    --------
    >>> round(calibration([Answer(0, 1, 2)] * 4, [0.5, 0.6, 1.5, 1.2]), 3)
    0.839
    >>> round(calibration([Answer(0, 1, 2)] * 4, [0.5, 0.6, 1.5, 1.2], effective=2), 3)
    0.936
    """
    inside = [int(np.searchsorted(a.quantiles, v, side="left")) for a, v in zip(answers, values, strict=True)]
    seen = [inside.count(k) / len(inside) for k in range(4)]
    distance = math.fsum(s * log_one(s / p) for s, p in zip(seen, MASSES, strict=True) if s)
    return _upper_tail((effective or len(inside)) * max(distance, 0.0))


def _upper_tail(x: float) -> float:
    """Chance that chi-square with three degrees of freedom is above 2x (Abramowitz & Stegun 1964, 26.4.4)."""
    beyond = 2 * float(normal_share(-math.sqrt(2 * x)))
    return beyond + 2 * math.sqrt(x / math.pi) * exp_one(-x)


def information(answers: Sequence[Answer], bounds: Sequence[tuple[float, float]]) -> float:
    """Return the mean information of answers relative to even backgrounds (Cooke 1991, section 12.3).

    Parameters
    ----------
    answers
        At least one.
    bounds
        The range of each, over which the background is even.

    Returns
    -------
    float
        In nats, 0 or more.
    """
    found = []
    for answer, (low, high) in zip(answers, bounds, strict=True):
        widths = (float(w) / (high - low) for w in np.diff(edges(answer, (low, high))))
        found.append(math.fsum(p * log_one(p / w) for p, w in zip(MASSES, widths, strict=True)))
    return math.fsum(found) / len(found)


def scores(sheets: Sequence[Sheet], truth: Mapping[str, float]) -> dict[str, Score]:
    """Score every analyst who answered seed questions, each with the power of the questions answered.

    Parameters
    ----------
    sheets
        One for each analyst.
    truth
        Seed question -> known value.

    Returns
    -------
    dict
        Expert -> score, for those who answered any.
    """
    bounds = _bounds(sheets, truth)
    found = {}
    for sheet in sheets:
        if own := _known(sheet, truth):
            answers = list(own.values())
            found[sheet.expert] = Score(
                calibration=calibration(answers, [truth[s] for s in own]),
                information=information(answers, [bounds[s] for s in own]),
                seeds=len(answers),
                effective=len(answers),
            )
    return found


def _known(sheet: Sheet, truth: Mapping[str, float]) -> dict[str, Answer]:
    """What an analyst answered of the questions whose true value is known."""
    return {s: answer for s, answer in sheet.seeds.items() if s in truth}


def _bounds(sheets: Sequence[Sheet], truth: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Range of each question that was answered, over all analysts."""
    return {
        s: support([sheet.seeds[s] for sheet in sheets if s in sheet.seeds], value)
        for s, value in truth.items()
        if any(s in sheet.seeds for sheet in sheets)
    }


def equalised(sheets: Sequence[Sheet], truth: Mapping[str, float]) -> tuple[dict[str, Score], dict[str, int]]:
    """Score analysts so that they can be compared though they answered different numbers of questions.

    With few questions hardly anybody is found to be badly calibrated, so whoever answers little would gain by
    it. Who answered fewer than half of the questions is left out, and the others are all tested with the
    power of the one among them who answered fewest (Cooke 1991, chapter 12).

    Parameters
    ----------
    sheets
        One for each analyst.
    truth
        Seed question -> known value.

    Returns
    -------
    scores, excluded
        Expert -> score, of those who can be compared; expert -> seed questions answered, of those left out.
    """
    answered = {s.expert: _known(s, truth) for s in sheets}
    enough = {e: own for e, own in answered.items() if own and len(own) >= LEAST_SHARE * len(truth)}
    excluded = {e: len(own) for e, own in answered.items() if e not in enough}
    fewest = min(map(len, enough.values()), default=0)
    found = scores([s for s in sheets if s.expert in enough], truth)
    for e, own in enough.items():
        power = calibration(list(own.values()), [truth[name] for name in own], fewest)
        found[e] = replace(found[e], calibration=power, effective=fewest)
    return found, excluded


def performance(found: Mapping[str, Score], cutoff: float = CUTOFF) -> tuple[dict[str, float], bool]:
    """Return each analyst's weight: calibration times information, 0 below the cutoff.

    Parameters
    ----------
    found
        Expert -> score, all of the same power; see `equalised`.
    cutoff
        Calibration, 0 to 1.

    Returns
    -------
    weights, relaxed
        Weights add up to 1. If nobody reaches the cutoff it is dropped and ``relaxed`` is true: the
        differences between analysts then rest on very small probabilities.
    """
    raw = {e: s.calibration * s.information for e, s in found.items()}
    kept = {e: w if found[e].calibration >= cutoff else 0.0 for e, w in raw.items()}
    relaxed = not any(w > 0 for w in kept.values())
    used = raw if relaxed else kept
    total = math.fsum(used.values())
    if total <= 0:
        return {e: 1 / len(used) for e in used}, True
    return {e: w / total for e, w in used.items()}, relaxed

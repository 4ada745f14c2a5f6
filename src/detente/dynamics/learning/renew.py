"""Worlds and a clock drawn from what is known after a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import exp, normal_share
from detente.case import Case
from detente.dynamics.clock import Clock, draw_clock
from detente.dynamics.learning.calibrate import Calibration
from detente.errors import DetenteError
from detente.worlds import POOLED, Held, Worlds, draw, normal_quantile, reading_shares, uniforms

__all__ = ["credence", "updated"]

Floats = NDArray[np.float64]


def credence(case: Case, calibrations: Mapping[str, Calibration]) -> dict[str, float]:
    """Return how probable each reading is after the history: its share, times how well it foretold it.

    Parameters
    ----------
    calibrations
        Reading id -> its calibration on one and the same history; all readings of the case.

    Raises
    ------
    DetenteError
        If a reading is missing.
    """
    missing = [r for r in case.readings if r not in calibrations]
    if missing:
        raise DetenteError(f"these readings were not calibrated: {', '.join(missing)}")
    names = list(case.readings)
    if not names:
        return {}
    shares = reading_shares(case, 1, 1)[:, 0]
    logs = np.array([calibrations[r].evidence for r in names])
    found = shares * exp(logs - logs.max())
    return dict(zip(names, (found / found.sum()).tolist(), strict=True))


def updated(
    case: Case, calibrations: Mapping[str, Calibration], n: int = 1000, seed: int = 1
) -> tuple[Worlds, Clock]:
    """Draw worlds and their clock from the posterior; what the history says nothing of is drawn as before.

    World 0 has the most probable values, the mean of all readings as before. Readings are drawn by
    `credence`, and the weights of a world from the calibration of its reading, so that weights, rates and
    precision of a world belong together.

    Parameters
    ----------
    case
        The case.
    calibrations
        Reading id -> calibration with draws; ``""`` for the case's own weights. Where not all readings are
        given, every world has the mean of all.

    Raises
    ------
    DetenteError
        If a calibration has no draws, or ``""`` is missing.
    """
    if "" not in calibrations or any(c.sample is None for c in calibrations.values()):
        raise DetenteError("the case's own calibration is needed, and draws of all that are given")
    reading, scores = _picked(case, calibrations, n, seed)

    def source(given: int, name: str, start: int, stop: int) -> Floats:
        fresh = uniforms(given, name, start, stop)
        known = scores.get(name)
        fresh = fresh if known is None else known[start - 1 : stop - 1].copy()
        if start == 1 and known is None:
            fresh[0] = np.nan  # the central value
        return fresh

    held = Held(reading=reading) if case.readings else None
    worlds = draw(case, n, seed, start=1, source=source, held=held)
    return worlds, _clock(case, calibrations, scores, n, seed)


def _picked(
    case: Case, calibrations: Mapping[str, Calibration], n: int, seed: int
) -> tuple[NDArray[np.int16], dict[str, Floats]]:
    """Return (n,) the reading of each world, and by parameter (n,) where in its prior each world lies."""
    names = list(case.readings)
    reading = np.full(n, POOLED, np.int16)
    if names and all(r in calibrations for r in names):
        edges = np.cumsum(list(credence(case, calibrations).values()))[:-1]
        reading[1:] = np.searchsorted(edges, uniforms(seed, "posterior:reading", 1, n))
    rows = uniforms(seed, "posterior:draw", 0, n)
    own = calibrations[""]
    scores = {p.id: np.empty(n) for p in own.parameters}
    for k, name in enumerate([*names, ""]):
        here = np.flatnonzero(reading == (k if name else POOLED))
        if not here.size:
            continue
        found = calibrations[name]
        assert found.sample is not None
        picked = found.sample.draws[(rows[here] * len(found.sample.draws)).astype(int)]
        for p, parameter in enumerate(found.parameters):
            scores.setdefault(parameter.id, np.full(n, 0.5))[here] = normal_share(picked[:, p])
    for p, parameter in enumerate(own.parameters):
        scores[parameter.id][0] = normal_share(own.mode[p])
    return reading, scores


def _clock(
    case: Case, calibrations: Mapping[str, Calibration], scores: Mapping[str, Floats], n: int, seed: int
) -> Clock:
    clock, own = draw_clock(case, n, seed), calibrations[""]
    rates, precision = clock.rates.copy(), clock.precision.copy()
    prior = own.posterior.prior
    z = np.array([normal_quantile(np.clip(scores[p.id], 1e-15, 1 - 1e-15)) for p in own.parameters])
    values = prior.values(z)
    for k, actor in enumerate(case.actors):
        place = prior.rates.get(actor)
        if isinstance(place, int):
            rates[k] = values[place]
        place = prior.precisions.get(actor)
        if isinstance(place, int):
            precision[k] = values[place]
    return replace(clock, rates=rates, precision=precision)

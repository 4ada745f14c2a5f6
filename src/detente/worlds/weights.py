"""Weights in whole units: those of each actor, and those that others believe it to have."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case.grain import Grain
from detente.case.quantity import Quantity
from detente.worlds.quantities import POOLED, Draw, Wholes, shares_of

__all__ = ["actor_weights", "perceptions_of"]


def actor_weights(now: Draw, actor: str, held: Grain, reading: NDArray[np.int16]) -> Wholes:
    """(K, W) weights of an actor in its units.

    Parameters
    ----------
    now
        The draw: its case, worlds, seed and source.
    actor
        Id of the actor.
    held
        The unit of the actor's weights.
    reading
        The reading of each world, (W,), `POOLED` for none.
    """
    case = now.case
    preference = case.preferences.get(actor)
    if preference is not None and preference.priority:
        powers = 2 ** np.arange(len(preference.priority), dtype=np.int64)[::-1]
        return np.repeat(powers[:, None], now.stop - now.start, axis=1)
    rows = []
    for s in case.statements(actor):
        overlays = {k: r.weights[s.id] for k, r in enumerate(case.readings.values()) if s.id in r.weights}
        rows.append(_weight(now, s.weight, overlays, f"weight:{s.id}", held, reading))
    return np.array(rows, np.int64).reshape(len(rows), now.stop - now.start)


def _weight(
    now: Draw,
    base: Quantity,
    overlays: Mapping[int, Quantity],
    name: str,
    held: Grain,
    reading: NDArray[np.int16],
) -> Wholes:
    """(W,) one weight, which readings may change; one stream serves every reading."""
    first = now.wholes(base, name, held)
    if not overlays:
        return first
    drawn = {k: now.wholes(quantity, name, held) for k, quantity in overlays.items()}
    found = first.copy()
    for k, row in drawn.items():
        found = np.where(reading == k, row, found)
    pooled = np.flatnonzero(reading == POOLED)
    if len(pooled):
        rows = np.stack([drawn.get(k, first) for k in range(len(now.case.readings))])
        found[pooled] = _pooled(now, rows[:, pooled], held, pooled)
    return found


def _pooled(now: Draw, rows: Wholes, held: Grain, at: NDArray[np.intp]) -> Wholes:
    """(N,) means over readings of (R, N) whole numbers, exact where the shares have their central values."""
    parts = np.array(held.parts, np.int64)
    exact: Wholes = (rows // parts.sum() * parts[:, None]).sum(axis=0)
    drawn = np.rint((rows * shares_of(now)[:, at]).sum(axis=0)).astype(np.int64)
    uncertain = [f"reading:{k}" for k, r in now.case.readings.items() if now.case.resolve(r.share).uncertain]
    central = [now.central(now.uniforms(name))[at] for name in uncertain]
    return np.where(np.logical_and.reduce(central, axis=0) if central else True, exact, drawn)


def perceptions_of(
    now: Draw, grains: tuple[Grain, ...], wholes: list[Wholes]
) -> dict[tuple[int, int], Wholes]:
    """Return (viewer, other) -> (K, W) weights that the viewer believes the other to have, in its units.

    Parameters
    ----------
    now
        The draw: its case, worlds, seed and source.
    grains
        The unit of each actor's weights.
    wholes
        The weights of each actor in its units, (K, W).
    """
    actors = list(now.case.actors)
    found: dict[tuple[int, int], Wholes] = {}
    for name, perception in now.case.perceptions.items():
        if (
            perception.by or not perception.weights
        ):  # what somebody thinks that another believes changes nobody's own play
            continue
        other = actors.index(perception.of)
        pair = (actors.index(perception.viewer), other)
        believed = found.get(pair, wholes[other]).copy()
        for k, statement in enumerate(now.case.statements(perception.of)):
            if statement.id in perception.weights:
                stream = f"perception:{name}:{statement.id}"
                drawn = now.wholes(perception.weights[statement.id], stream, grains[other])
                believed[k] = np.where(now.held.dropped.get(name, False), believed[k], drawn)
        found[pair] = believed
    return found

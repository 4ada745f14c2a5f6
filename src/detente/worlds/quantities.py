"""One uncertain quantity at a time: its numbers in each world, and what readings make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.case.grain import Grain
from detente.case.model import Case
from detente.case.quantity import Quantity
from detente.readonly import ReadOnly
from detente.worlds.streams import Floats, transform

__all__ = ["POOLED", "Draw", "Held", "Source", "Wholes", "overlaid", "pick", "readings_of", "shares_of"]

#: (seed, name of a quantity, first world, last + 1) -> as many numbers strictly between 0 and 1; `nan` asks
#: for the central value of a quantity.
Source = Callable[[int, str, int, int], Floats]

#: Whole numbers of units, before they are divided by the unit.
Wholes = NDArray[np.int64]

#: Index of the reading of world 0, which is the mean of all readings.
POOLED = -1


@dataclass(frozen=True, slots=True, eq=False)
class Held(ReadOnly):
    """What a design holds instead of leaving it to the draws; empty where it holds nothing.

    Parameters
    ----------
    reading
        (W,) index of a reading in each world, `POOLED` for the mean of all; None to draw it.
    chance
        Chance option -> (W,) index of its level in each world.
    dropped
        Perception id -> (W,) bool: the worlds in which it does not hold, so that the truth is seen.
    """

    reading: NDArray[np.int16] | None = None
    chance: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    dropped: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """Everything that a draw of worlds ``start`` to ``stop`` needs to know."""

    case: Case
    seed: int
    start: int
    stop: int
    source: Source
    held: Held

    def values(self, quantity: Quantity, name: str) -> Floats:
        """(W,) values of a quantity; world 0 has its central value.

        Parameters
        ----------
        quantity
            A number, a range or a word of the case's scales.
        name
            Name of the stream: the same name gives the same draws, whatever else is drawn.

        Returns
        -------
        (W,) float
            In the unit of the quantity.
        """
        meaning = self.case.resolve(quantity)
        if not meaning.uncertain:
            return np.full(self.stop - self.start, meaning.central)
        drawn, central = self._drawn(meaning, name)
        return np.where(central, meaning.central, drawn)

    def wholes(self, quantity: Quantity, name: str, held: Grain) -> Wholes:
        """(W,) values of a weight in the units of its actor; world 0 has its central value, exactly.

        Parameters
        ----------
        quantity
            A number, a range or a word of the case's scales.
        name
            Name of the stream.
        held
            How many units make 1 for the actor, and how finely draws are rounded.

        Returns
        -------
        (W,) int64
            In units.
        """
        meaning = self.case.resolve(quantity)
        centre = held.whole(meaning)
        if not meaning.uncertain:
            return np.full(self.stop - self.start, centre, np.int64)
        drawn, central = self._drawn(meaning, name)
        rounded = np.rint(drawn * held.draws).astype(np.int64) * (held.unit // held.draws)
        return np.where(central, centre, rounded)

    def central(self, uniform: Floats) -> NDArray[np.bool_]:
        """(W,) where a stream asks for the central value: always in world 0.

        Parameters
        ----------
        uniform
            (W,): numbers of a stream; `nan` asks for the central value.

        Returns
        -------
        (W,) bool
            A new array.
        """
        central = np.isnan(uniform)
        central[:1] |= self.start == 0
        return central

    def _drawn(self, meaning: Quantity, name: str) -> tuple[Floats, NDArray[np.bool_]]:
        """(W,) draws of a quantity, and where its central value is asked for instead."""
        uniform = self.uniforms(name)
        central = self.central(uniform)
        return transform(meaning, np.where(central, 0.5, uniform)), central

    def uniforms(self, name: str) -> Floats:
        """(W,) numbers of a stream; `nan` asks for the central value.

        Parameters
        ----------
        name
            Name of the stream.

        Returns
        -------
        (W,) float
            In (0, 1), or `nan`.
        """
        return self.source(self.seed, name, self.start, self.stop)


def shares_of(now: Draw) -> Floats:
    """(R, W) how probable each reading is; equally so where all have no share.

    Parameters
    ----------
    now
        The draw: its case, worlds, seed and source.
    """
    rows = [now.values(r.share, f"reading:{k}") for k, r in now.case.readings.items()]
    shares = np.clip(np.asarray(rows), 0, None)
    total: Floats = shares.sum(axis=0)
    return np.divide(shares, total, out=np.full_like(shares, 1 / len(shares)), where=total > 0)


def pick(shares: Floats, uniform: Floats) -> NDArray[np.int64]:
    """(W,) which of the rows of probabilities (N, W) a number between 0 and 1 falls into.

    Parameters
    ----------
    shares
        Probabilities, (N, W); each column sums to one.
    uniform
        Numbers from 0 to 1, (W,).
    """
    picked: NDArray[np.int64] = (uniform[None, :] > np.cumsum(shares, axis=0)[:-1]).sum(axis=0)
    return picked


def readings_of(now: Draw) -> NDArray[np.int16]:
    """(W,) the reading of each world: what is held, else drawn by the shares; `POOLED` in world 0.

    Parameters
    ----------
    now
        The draw: its case, worlds, seed and source.
    """
    if not now.case.readings:
        return np.full(now.stop - now.start, POOLED, np.int16)
    if now.held.reading is not None:
        picked = now.held.reading.copy()
    else:
        picked = pick(shares_of(now), now.uniforms("reading")).astype(np.int16)
    if now.start == 0:
        picked[0] = POOLED
    return picked


def overlaid(
    now: Draw, base: Quantity, overlays: Mapping[int, Quantity], name: str, reading: NDArray[np.int16]
) -> Floats:
    """Draw a quantity that readings may change; one stream serves every reading.

    Parameters
    ----------
    now
        The draw: its case, worlds, seed and source.
    base
        The quantity without a reading.
    overlays
        Place of a reading -> the quantity under it.
    name
        Name of the stream.
    reading
        The reading of each world, (W,), `POOLED` for none.
    """
    first = values = now.values(base, name)
    pooled = np.flatnonzero(reading == POOLED) if overlays else ()
    drawn = {k: now.values(quantity, name) for k, quantity in overlays.items()}
    for k, row in drawn.items():
        values = np.where(reading == k, row, values)
    if len(pooled):
        shares = shares_of(now)
        rows = np.stack([drawn.get(k, first) for k in range(len(shares))])
        values[pooled] = (shares * rows).sum(axis=0)[pooled]
    return values

"""Case -> Worlds: draws of everything that the analyst left uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.case.quantity import Quantity
from detente.errors import DetenteError
from detente.game.model import Game, Ints
from detente.worlds.streams import Floats, transform, uniforms

__all__ = ["POOLED", "UNIT", "Worlds", "central", "draw"]

#: Weights are rounded to whole multiples of 1/UNIT. Utilities are then sums of integers: exact, equal
#: on every machine, and tied exactly where the analyst's weights tie.
UNIT = 2**16

#: Index of the reading of world 0, which is the mean of all readings.
POOLED = -1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Worlds:
    """Draws of everything uncertain; world 0 is the central one.

    Parameters
    ----------
    actors, statements
        Actor ids, and per actor the ids of its K statements (empty for rankings and priorities).
    readings
        Ids of the readings; empty if the case has none.
    reading
        (W,) int16: the reading that holds in each world, `POOLED` in world 0.
    weights
        Per actor (K, W) float64: weights, whole multiples of 1/`UNIT`. For a priority order the
        powers of two of Hipel, Fang and Peng.
    perceived
        (viewer, other) -> (K, W) weights that the viewer believes the other to have.
    chance
        Chance option -> (W,) uint8 level in each world.
    seed
        The seed.
    """

    actors: tuple[str, ...]
    statements: tuple[tuple[str, ...], ...]
    readings: tuple[str, ...]
    reading: NDArray[np.int16]
    weights: tuple[Floats, ...]
    perceived: Mapping[tuple[int, int], Floats]
    chance: Mapping[str, NDArray[np.uint8]]
    seed: int

    def __len__(self) -> int:
        return len(self.reading)

    def __repr__(self) -> str:
        drawn = sum(int((w.min(axis=1) < w.max(axis=1)).sum()) for w in self.weights if w.size)
        return f"Worlds({len(self):,} worlds, {drawn} uncertain weights, seed {self.seed})"

    def utilities(self, game: Game, index: NDArray[np.intp] | slice | None = None) -> Ints:
        """Return (A, S, W) int32 utilities in units of 1/`UNIT`; ranks for an explicit ranking."""
        index = slice(None) if index is None else index
        width = len(self.reading[index])
        out = np.empty((len(game.actors), len(game), width), np.int32)
        for k, actor in enumerate(game.actors):
            if actor in game.ranks:
                out[k] = game.ranks[actor][:, None]
            else:
                np.take(
                    _sums(game.patterns[k], self.weights[k][:, index]), game.pattern[k], axis=0, out=out[k]
                )
        return out

    def span(self, game: Game, index: NDArray[np.intp] | slice | None = None) -> tuple[Ints, Ints]:
        """Return (A, W) lowest and highest utility over the game's states."""
        index = slice(None) if index is None else index
        low, high = [], []
        for k, actor in enumerate(game.actors):
            if actor in game.ranks:
                values = np.repeat(game.ranks[actor][:, None], len(self.reading[index]), axis=1)
            else:
                values = _sums(game.patterns[k], self.weights[k][:, index])
            low.append(values.min(axis=0))
            high.append(values.max(axis=0))
        return np.array(low, np.int32), np.array(high, np.int32)

    def at(self, game: Game, state: int, index: NDArray[np.intp] | slice | None = None) -> Ints:
        """Return (A, W) utilities of one state."""
        index = slice(None) if index is None else index
        rows = []
        for k, actor in enumerate(game.actors):
            if actor in game.ranks:
                rows.append(np.full(len(self.reading[index]), game.ranks[actor][state]))
            else:
                row = game.pattern[k][state]
                rows.append(_sums(game.patterns[k][row : row + 1], self.weights[k][:, index])[0])
        return np.array(rows, np.int32)

    def views(self, game: Game, index: NDArray[np.intp] | slice | None = None) -> dict[int, dict[int, Ints]]:
        """Return viewer -> other -> (S, W) int32 utilities that the viewer believes the other to have."""
        index = slice(None) if index is None else index
        found: dict[int, dict[int, Ints]] = {}
        for (viewer, other), weights in self.perceived.items():
            found.setdefault(viewer, {})[other] = _sums(game.patterns[other], weights[:, index])[
                game.pattern[other]
            ]
        return found


def draw(case: Case, n: int = 1000, seed: int = 1, start: int = 0) -> Worlds:
    """Draw worlds ``start`` to ``start + n``.

    Parameters
    ----------
    case
        The case.
    n
        Number of worlds W, at least 1.
    seed
        Any whole number; the same seed gives the same worlds.
    start
        First world; worlds do not depend on how many are drawn or from where.

    Examples
    --------
    >>> from detente.catalog import load
    >>> len(draw(load("prisoners-dilemma"), n=5))
    5
    """
    if n < 1:
        raise ValueError("at least one world must be drawn")
    stop = start + n
    reading = _readings(case, seed, start, stop)
    weights = tuple(_actor_weights(case, a, reading, seed, start, stop) for a in case.actors)
    return Worlds(
        actors=tuple(case.actors),
        statements=tuple(tuple(s.id for s in case.statements(a)) for a in case.actors),
        readings=tuple(case.readings),
        reading=reading,
        weights=weights,
        perceived=_perceptions(case, weights, seed, start, stop),
        chance={c: _chance(case, c, reading, seed, start, stop) for c in case.chance},
        seed=seed,
    )


def central(case: Case, game: Game) -> Ints:
    """Return the (A, S) utilities of the central world."""
    return draw(case, 1).utilities(game)[:, :, 0]


def _sums(patterns: NDArray[np.bool_], weights: Floats) -> Ints:
    # Whole numbers below 2^53 are exact in float64. Not by BLAS: its threads would fight with ours.
    sums: Floats = np.einsum("uk,kw->uw", patterns.astype(np.float64), np.rint(weights * UNIT))
    if sums.size and np.abs(sums).max() > np.iinfo(np.int32).max:
        raise DetenteError(
            "an actor's weights add up to more than utilities can hold: at most 32,767, or 31 priorities"
        )
    whole: Ints = sums.astype(np.int32)
    return whole


def _values(case: Case, quantity: Quantity, name: str, seed: int, start: int, stop: int) -> Floats:
    meaning = case.resolve(quantity)
    values = transform(meaning, uniforms(seed, name, start, stop))
    if start == 0:
        values[0] = meaning.central
    return values


def _shares(case: Case, seed: int, start: int, stop: int) -> Floats:
    rows = [_values(case, r.share, f"reading:{k}", seed, start, stop) for k, r in case.readings.items()]
    shares = np.clip(np.asarray(rows), 0, None)
    total: Floats = shares.sum(axis=0)
    return np.divide(shares, total, out=np.full_like(shares, 1 / len(shares)), where=total > 0)


def _pick(shares: Floats, uniform: Floats) -> NDArray[np.int64]:
    picked: NDArray[np.int64] = (uniform[None, :] > np.cumsum(shares, axis=0)[:-1]).sum(axis=0)
    return picked


def _readings(case: Case, seed: int, start: int, stop: int) -> NDArray[np.int16]:
    if not case.readings:
        return np.full(stop - start, POOLED, np.int16)
    picked = _pick(_shares(case, seed, start, stop), uniforms(seed, "reading", start, stop)).astype(np.int16)
    if start == 0:
        picked[0] = POOLED
    return picked


def _overlaid(
    case: Case,
    base: Quantity,
    overlays: Mapping[int, Quantity],
    name: str,
    reading: NDArray[np.int16],
    seed: int,
    start: int,
    stop: int,
) -> Floats:
    """Draw a quantity that readings may change; one stream serves every reading."""
    values = _values(case, base, name, seed, start, stop)
    for k, quantity in overlays.items():
        values = np.where(reading == k, _values(case, quantity, name, seed, start, stop), values)
    if start == 0 and overlays:
        means = [case.resolve(overlays.get(k, base)).central for k in range(len(case.readings))]
        values[0] = float(_shares(case, seed, 0, 1)[:, 0] @ np.asarray(means))
    return values


def _actor_weights(
    case: Case, actor: str, reading: NDArray[np.int16], seed: int, start: int, stop: int
) -> Floats:
    preference = case.preferences.get(actor)
    if preference is not None and preference.priority:
        powers = 2.0 ** np.arange(len(preference.priority))[::-1] / UNIT
        return np.repeat(powers[:, None], stop - start, axis=1)
    rows = []
    for s in case.statements(actor):
        overlays = {k: r.weights[s.id] for k, r in enumerate(case.readings.values()) if s.id in r.weights}
        rows.append(_overlaid(case, s.weight, overlays, f"weight:{s.id}", reading, seed, start, stop))
    if not rows:
        return np.zeros((0, stop - start))
    return np.rint(np.asarray(rows) * UNIT) / UNIT


def _perceptions(
    case: Case, weights: tuple[Floats, ...], seed: int, start: int, stop: int
) -> dict[tuple[int, int], Floats]:
    actors = list(case.actors)
    found: dict[tuple[int, int], Floats] = {}
    for name, perception in case.perceptions.items():
        other = actors.index(perception.of)
        pair = (actors.index(perception.viewer), other)
        believed = found.get(pair, weights[other]).copy()
        for k, statement in enumerate(case.statements(perception.of)):
            if statement.id in perception.weights:
                stream = f"perception:{name}:{statement.id}"
                drawn = _values(case, perception.weights[statement.id], stream, seed, start, stop)
                believed[k] = np.rint(drawn * UNIT) / UNIT
        found[pair] = believed
    return found


def _chance(
    case: Case, option: str, reading: NDArray[np.int16], seed: int, start: int, stop: int
) -> NDArray[np.uint8]:
    """Draw the level of a chance option in each world; world 0 has the most probable one."""
    chance = case.chance[option]
    rows = []
    for level in chance.levels:
        overlays = {
            k: r.chance[option][level]
            for k, r in enumerate(case.readings.values())
            if level in r.chance.get(option, {})
        }
        base = chance.probabilities[level]
        rows.append(_overlaid(case, base, overlays, f"chance:{option}:{level}", reading, seed, start, stop))
    shares = np.clip(np.asarray(rows), 0, None)
    shares = shares / shares.sum(axis=0)
    picked = _pick(shares, uniforms(seed, f"chance:{option}", start, stop)).astype(np.uint8)
    if start == 0:
        picked[0] = int(np.argmax(shares[:, 0]))
    return picked

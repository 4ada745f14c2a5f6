"""Case -> Worlds: draws of everything that the analyst left uncertain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.grain import grain
from detente.case.model import Case
from detente.case.play.issues import set_by
from detente.case.quantity import Quantity
from detente.game.model import Game, Ints
from detente.readonly import ReadOnly
from detente.worlds.issues import parts
from detente.worlds.quantities import (
    POOLED,
    Draw,
    Held,
    Source,
    overlaid,
    pick,
    readings_of,
    shares_of,
)
from detente.worlds.streams import Floats, uniforms
from detente.worlds.weights import actor_weights, perceptions_of

__all__ = [
    "POOLED",
    "Held",
    "Source",
    "Worlds",
    "central",
    "chance_shares",
    "draw",
    "pattern_sums",
    "reading_shares",
    "redrawn",
    "values",
]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Worlds(ReadOnly):
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
        Per actor (K, W) float64: weights, each the number nearest to a whole multiple of 1/unit. For a
        priority order the powers of two of Hipel, Fang and Peng.
    units
        Per actor how many units make 1; see `detente.case.grain`.
    wide
        Whether sums of some actor's units need more than 32 bits.
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
    units: tuple[int, ...]
    wide: bool
    perceived: Mapping[tuple[int, int], Floats]
    chance: Mapping[str, NDArray[np.uint8]]
    seed: int

    def __len__(self) -> int:
        return len(self.reading)

    def __repr__(self) -> str:
        drawn = sum(int((w.min(axis=1) < w.max(axis=1)).sum()) for w in self.weights if w.size)
        return f"Worlds({len(self):,} worlds, {drawn} uncertain weights, seed {self.seed})"

    def utilities(self, game: Game, index: NDArray[np.intp] | slice | None = None) -> Ints:
        """Return (A, S, W) utilities, each actor's in its own units; ranks for an explicit ranking.

        They are exact: int32, or int64 where an actor's sums need it. Compare those of one actor only.

        Parameters
        ----------
        game
            Of the case that the worlds were drawn from.
        index
            (W,) int or slice: numbers of worlds; all by default.
        """
        index = slice(None) if index is None else index
        width = len(self.reading[index])
        out = np.empty((len(game.actors), len(game), width), self.kind)
        for k, actor in enumerate(game.actors):
            if actor in game.ranks:
                out[k] = game.ranks[actor][:, None]
            else:
                out[k] = self._sums(game.patterns[k], k, index)[game.pattern[k]]
        return out

    def span(self, game: Game, index: NDArray[np.intp] | slice | None = None) -> tuple[Ints, Ints]:
        """Return (A, W) lowest and highest utility over the game's states.

        Parameters
        ----------
        game
            Of the case that the worlds were drawn from.
        index
            (W,) int or slice: numbers of worlds; all by default.
        """
        index = slice(None) if index is None else index
        low, high = [], []
        for k, actor in enumerate(game.actors):
            if actor in game.ranks:
                values = np.repeat(game.ranks[actor][:, None], len(self.reading[index]), axis=1)
            else:
                values = self._sums(game.patterns[k], k, index)
            low.append(values.min(axis=0))
            high.append(values.max(axis=0))
        return np.array(low, self.kind), np.array(high, self.kind)

    def at(self, game: Game, state: int, index: NDArray[np.intp] | slice | None = None) -> Ints:
        """Return (A, W) utilities of one state.

        Parameters
        ----------
        game
            Of the case that the worlds were drawn from.
        state
            Index of the state.
        index
            (W,) int or slice: numbers of worlds; all by default.
        """
        index = slice(None) if index is None else index
        rows = []
        for k, actor in enumerate(game.actors):
            if actor in game.ranks:
                rows.append(np.full(len(self.reading[index]), game.ranks[actor][state]))
            else:
                row = game.pattern[k][state]
                rows.append(self._sums(game.patterns[k][row : row + 1], k, index)[0])
        return np.array(rows, self.kind)

    def views(self, game: Game, index: NDArray[np.intp] | slice | None = None) -> dict[int, dict[int, Ints]]:
        """Return viewer -> other -> (S, W) utilities that the viewer believes the other to have.

        Parameters
        ----------
        game
            Of the case that the worlds were drawn from.
        index
            (W,) int or slice: numbers of worlds; all by default.
        """
        index = slice(None) if index is None else index
        found: dict[int, dict[int, Ints]] = {}
        for (viewer, other), weights in self.perceived.items():
            sums = pattern_sums(game.patterns[other], weights[:, index], self.units[other])
            found.setdefault(viewer, {})[other] = sums.astype(self.kind)[game.pattern[other]]
        return found

    @property
    def kind(self) -> type[Any]:
        """The type of utilities: the narrower of two that holds every sum of an actor's weights."""
        return np.int64 if self.wide else np.int32

    def _sums(self, patterns: NDArray[np.bool_], actor: int, index: NDArray[np.intp] | slice) -> Ints:
        sums = pattern_sums(patterns, self.weights[actor][:, index], self.units[actor])
        return sums.astype(self.kind)


def draw(
    case: Case,
    n: int = 1000,
    seed: int = 1,
    start: int = 0,
    source: Source = uniforms,
    held: Held | None = None,
) -> Worlds:
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
    source
        Where the numbers come from; independent streams by default. A design brings its own.
    held
        What is held instead of drawn; nothing by default. World 0 has the mean of all readings and central
        values all the same.

    Examples
    --------
    >>> from detente.catalog import load
    >>> len(draw(load("prisoners-dilemma"), n=5))
    5
    """
    if n < 1:
        raise ValueError("at least one world must be drawn")
    now = Draw(case, seed, start, start + n, source, held or Held())
    reading = readings_of(now)
    grains = tuple(grain(case, a) for a in case.actors)
    wholes = [actor_weights(now, a, g, reading) for a, g in zip(case.actors, grains, strict=True)]
    perceived = perceptions_of(now, grains, wholes)
    return Worlds(
        actors=tuple(case.actors),
        statements=tuple(tuple(s.id for s in case.statements(a)) for a in case.actors),
        readings=tuple(case.readings),
        reading=reading,
        weights=tuple(w / g.unit for w, g in zip(wholes, grains, strict=True)),
        units=tuple(g.unit for g in grains),
        wide=any(g.most > np.iinfo(np.int32).max // 2 for g in grains),
        perceived={pair: w / grains[pair[1]].unit for pair, w in perceived.items()},
        chance={c: _chance(now, c, reading) for c in case.chance},
        seed=seed,
    )


def redrawn(worlds: Worlds, case: Case, actors: Collection[str]) -> Worlds:
    """Draw some actors' weights anew for a changed case, everything else staying as it was drawn.

    Parameters
    ----------
    worlds
        Worlds of the case before the change, from the first on, drawn by `draw` alone.
    case
        The case after it, which differs in the weights of these actors' statements only.
    actors
        Ids.

    Returns
    -------
    Worlds
        The same as if all had been drawn anew; arrays of other actors are those of ``worlds``.
    """
    now = Draw(case, worlds.seed, 0, len(worlds), uniforms, Held())
    grains = tuple(grain(case, a) for a in case.actors)
    own = [a in actors for a in case.actors]
    wholes = [
        actor_weights(now, a, g, worlds.reading) if new else np.rint(w * g.unit).astype(np.int64)
        for a, g, w, new in zip(case.actors, grains, worlds.weights, own, strict=True)
    ]
    weights = tuple(
        w / g.unit if new else old for w, g, old, new in zip(wholes, grains, worlds.weights, own, strict=True)
    )
    perceived = perceptions_of(now, grains, wholes)
    return replace(
        worlds,
        weights=weights,
        units=tuple(g.unit for g in grains),
        wide=any(g.most > np.iinfo(np.int32).max // 2 for g in grains),
        perceived={pair: w / grains[pair[1]].unit for pair, w in perceived.items()},
    )


def reading_shares(case: Case, n: int, seed: int, start: int = 0, source: Source = uniforms) -> Floats:
    """Return (R, n): how probable each reading is in worlds ``start`` to ``start + n``.

    Parameters
    ----------
    case
        The case.
    n
        How many worlds, at least 1.
    seed
        Seed of all streams, a whole number from 0.
    start
        First world.
    source
        Where uniform numbers come from.
    """
    return shares_of(Draw(case, seed, start, start + n, source, Held()))


def central(case: Case, game: Game) -> Ints:
    """Return the (A, S) utilities of the central world.

    Parameters
    ----------
    case
        The case.
    game
        The game; it has S states, O options and A actors.
    """
    return draw(case, 1).utilities(game)[:, :, 0]


def chance_shares(
    case: Case,
    option: str,
    n: int,
    seed: int,
    start: int = 0,
    instead: Mapping[str, Quantity] | None = None,
    source: Source = uniforms,
    held: Held | None = None,
) -> Floats:
    """Return (L, n) probabilities of a chance option's levels in worlds ``start`` to ``start + n``.

    Parameters
    ----------
    instead
        Level -> probability, in place of the case's own and of what its readings say.
    source, held
        As in `draw`.
    """
    now = Draw(case, seed, start, start + n, source, held or Held())
    return _level_shares(now, option, readings_of(now), instead or {})


def values(case: Case, quantity: Quantity, name: str, n: int, seed: int, start: int = 0) -> Floats:
    """Return (n,) draws of a quantity in worlds ``start`` to ``start + n``, from the stream of that name.

    World 0 has the quantity's central value.

    Parameters
    ----------
    case
        The case.
    quantity
        What is drawn.
    name
        Name of its stream.
    n
        How many worlds, at least 1.
    seed
        Seed of all streams, a whole number from 0.
    start
        First world.
    """
    return Draw(case, seed, start, start + n, uniforms, Held()).values(quantity, name)


def pattern_sums(patterns: NDArray[np.bool_], weights: Floats, unit: int) -> NDArray[np.int64]:
    """Return (U, W) sums of the weights that each of U patterns has, as whole numbers of 1/unit.

    Parameters
    ----------
    patterns
        Which statements hold in each pattern, (U, K).
    weights
        Weights in each world, (K, W).
    unit
        All weights are multiples of 1/unit; at least 1.
    """
    # Whole numbers below 2^53 are exact in float64. Not by BLAS: its threads would fight with ours.
    sums: Floats = np.einsum("uk,kw->uw", patterns.astype(np.float64), np.rint(weights * unit))
    return sums.astype(np.int64)


def _chance(now: Draw, option: str, reading: NDArray[np.int16]) -> NDArray[np.uint8]:
    """Draw the level of a chance option in each world; world 0 has the most probable one."""
    if option in now.held.chance:
        return now.held.chance[option]
    shares = _level_shares(now, option, reading)
    picked = pick(shares, now.uniforms(f"chance:{option}")).astype(np.uint8)
    if now.start == 0:
        picked[0] = int(np.argmax(shares[:, 0]))
    return picked


def _level_shares(
    now: Draw, option: str, reading: NDArray[np.int16], instead: Mapping[str, Quantity] | None = None
) -> Floats:
    """(L, W) probabilities of the levels of a chance option."""
    chance, rows = now.case.chance[option], []
    if (issue := set_by(now.case.issues, option)) and not instead:
        return parts(now, issue)
    for level in chance.levels:
        overlays = {
            k: r.chance[option][level]
            for k, r in enumerate(now.case.readings.values())
            if level in r.chance.get(option, {}) and level not in (instead or {})
        }
        base = (instead or {}).get(level, chance.probabilities[level])
        rows.append(overlaid(now, base, overlays, f"chance:{option}:{level}", reading))
    shares = np.clip(np.asarray(rows), 0, None)
    return np.asarray(shares / shares.sum(axis=0), np.float64)

"""The nearest weights at which an answer is another one, where play may change on the way.

The answer is constant on cells whose walls are comparisons of two situations by one actor, or the line on
which two choices are worth the same: all of them hyperplanes through the weights. From weights with the new
answer the search takes the walls of their cell one after another, as they stand in the way to the centre,
and asks for the nearest point behind all of them: a cutting plane method (Kelley 1960) with an exact inner
problem. What it returns has been solved again, so it is an upper bound; it is the nearest point of its cell,
and no promise is made for other cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.case.grain import BITS
from detente.insight.flip.play import Play, Rest
from detente.insight.flip.polyhedron import HalfSpace, Room, nearest
from detente.worlds.draw import pattern_sums

__all__ = ["Asked", "Found", "alone", "margin", "proved", "search"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Cells that are searched to the end, and walls that one of them may have.
CELLS, WALLS = 8, 12

#: Places at which the way to a start is looked at first, and that of a weight to each end of its range.
LOOKS, ENDS = 4, 2

#: Points so close together are the two sides of a wall if few comparisons turn between them, or anyway.
NEAR, CLOSE = (1e-3, 1e-4, 1e-5), 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """One point: whether the answer is the new one there, and where play rests under each choice."""

    at: Floats
    new: bool
    rests: Mapping[str, Rest]

    def same(self, other: _Seen, choice: str) -> bool:
        return bool((self.rests[choice].held == other.rests[choice].held).all())


@dataclass(slots=True)
class Asked:
    """A question to the central world with other weights, and how many worlds it has cost.

    Parameters
    ----------
    kind
        ``choice``, ``lost`` or ``outcome``; see `detente.insight.flip.smallest.Flip`.
    choice
        The choice that is recommended, or made.
    what
        State of ``lost``, number of the class of ``outcome``.
    most
        Worlds that a search may solve; single weights are left out, starts and cells cut down to fit.
    """

    play: Play
    kind: str
    choice: str
    what: int = -1
    most: int = 10_000
    solved: int = 0
    seen: dict[bytes, _Seen] = field(default_factory=dict, repr=False)

    @property
    def left(self) -> int:
        """Worlds that may still be solved."""
        return max(self.most - self.solved, 0)

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices that have to be solved, that which is asked about first."""
        others = tuple(c for c in self.play.games if c != self.choice)
        return (self.choice, *others) if self.kind == "choice" else (self.choice,)

    def holds(self, weights: Floats) -> Bools:
        """Return (W,) whether the answer is the new one with (N, W) weights."""
        self.solved += weights.shape[1]
        return self._new(weights, {c: self._rest(c, weights) for c in self.choices})

    def see(self, weights: Floats, known: Mapping[str, Rest] | None = None) -> _Seen:
        """Solve (N,) weights; ``known`` is taken for granted of the choices it names.

        Parameters
        ----------
        weights
            (N,): one point in the room of weights.
        known
            Choice -> where play rests there, if that is known already.
        """
        key = weights.tobytes()
        if known or key not in self.seen:
            self.solved += 1
            one = weights[:, None]
            rests = {c: (known or {}).get(c) or self._rest(c, one) for c in self.choices}
            found = _Seen(weights, bool(self._new(one, rests)[0]), rests)
            if known:
                return found
            self.seen[key] = found
        return self.seen[key]

    def _rest(self, choice: str, weights: Floats) -> Rest:
        return self.play.rest(choice, weights, self.what if self.kind == "lost" else -1)

    def _new(self, weights: Floats, rests: Mapping[str, Rest]) -> Bools:
        if self.kind == "lost":
            return np.asarray(~rests[self.choice].calm[self.what])
        if self.kind == "outcome":
            named = self.play.games[self.choice].outcome == self.what
            return np.asarray(rests[self.choice].rests[named].any(axis=0))
        here, *others = rests.items()
        return np.asarray(np.logical_or.reduce([self.play.better(weights, o, here) for o in others]))

    def target(self, weights: Floats) -> str:
        """Return the best of the other choices at (N,) weights."""
        one, seen = weights[:, None], self.see(weights)
        return max(
            self.choices[1:], key=lambda c: float(self.play.worth(c, one, seen.rests[c])[0]), default=""
        )

    def line(self, rests: Mapping[str, Rest], other: str) -> HalfSpace:
        """Return where another choice is better if play stays as it is.

        Parameters
        ----------
        rests
            Choice -> where play rests under it, in one world.
        other
            Id of the other choice.
        """
        normal = np.zeros(len(self.play.room.centre))
        here, there = (self.play.places(c, rests[c])[:, 0] for c in (self.choice, other))
        normal[self.play.parts[self.play.focal]] = there - here
        return HalfSpace(normal, margin(normal, self.play.room))

    def held(self) -> Floats | None:
        """Return the nearest weights at which another choice is better with play as in the centre.

        One half-space for each other choice, so that this is exact.
        """
        if self.play.ranked:
            return None
        room, rests = self.play.room, self.see(self.play.room.centre).rests
        found = [nearest(room, [self.line(rests, other)]) for other in self.choices[1:]]
        return _closest(self.play, [x for x in found if x is not None])


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Weights with the new answer; parts of the way there where it is still the old and already the new."""

    weights: Floats
    inside: float
    beyond: float


def margin(normal: Floats, room: Room) -> float:
    """How far behind a wall weights have to be so that rounding them to the grid leaves them there.

    Parameters
    ----------
    normal
        (N,) normal of the wall.
    room
        The ranges of the weights and their grids.
    """
    # Above 0 in any case: where nothing stands in a comparison, no weights turn it.
    return float((np.abs(normal) * room.step).sum() + room.step[normal != 0].max(initial=2.0**-BITS))


def _closest(play: Play, points: list[Floats]) -> Floats | None:
    return min(points, key=lambda x: float(play.room.distance(x)), default=None)


def alone(asked: Asked) -> dict[tuple[int, int], Floats]:
    """Return (weight, -1 or 1) -> (N,) weights: the first flip when one weight alone falls or rises.

    Parameters
    ----------
    asked
        The play, the choice that is the answer now, and where one looks from.

    Notes
    -----
    The range is looked at in `LOOKS` places to each side for the focal actor's own weights, in `ENDS` for
    the others, then halved ten times; where the answer turns and turns back between these places, that is
    missed.
    """
    play = asked.play
    found: dict[tuple[int, int], Floats] = {}
    own = play.parts[play.focal]
    if 2 * LOOKS * len(play.room.centre) > asked.left:
        return {}
    for looks, mine in ((LOOKS, True), (ENDS, False)):
        ends = {
            (n, side): _moved(play.room.centre, n, end)
            for n in np.flatnonzero(play.room.free).tolist()
            for side, end in ((-1, play.room.low[n]), (1, play.room.high[n]))
            if end != play.room.centre[n] and (own.start <= n < own.stop) == mine
        }
        points = _first(asked, np.array(list(ends.values())).reshape(-1, len(play.room.centre)), looks)
        found |= {key: x for key, x in zip(ends, points, strict=True) if x is not None}
    return found


def _moved(centre: Floats, place: int, value: float) -> Floats:
    moved = centre.copy()
    moved[place] = value
    return moved


def _first(asked: Asked, ends: Floats, looks: int = LOOKS, rounds: int = 10) -> list[Floats | None]:
    """Return the first flip on the way from the centre to each of (n, N) ends, or ``None``."""
    if not len(ends):
        return []
    centre = asked.play.room.centre
    ways = ends - centre
    parts = np.arange(1, looks + 1) / looks
    looked = (centre + parts[:, None, None] * ways).reshape(-1, len(centre))
    there = asked.holds(looked.T).reshape(looks, -1)
    high = np.where(there.any(axis=0), parts[there.argmax(axis=0)], np.nan)
    live, low = np.flatnonzero(np.isfinite(high)), high - 1 / looks
    for _ in range(rounds if live.size else 0):
        middle = (low[live] + high[live]) / 2
        flipped = asked.holds((centre + middle[:, None] * ways[live]).T)
        high[live] = np.where(flipped, middle, high[live])
        low[live] = np.where(flipped, low[live], middle)
    return [centre + h * way if np.isfinite(h) else None for h, way in zip(high, ways, strict=True)]


def search(asked: Asked, starts: Floats, cells: int = CELLS) -> Found | None:
    """Return the nearest weights with the new answer that a search from (n, N) starts comes to.

    Parameters
    ----------
    cells
        Cells that are searched to the end, those that begin nearest to the centre first.
    """
    room = asked.play.room
    starts = starts[: max(asked.left // 16, 1)]
    entered = [x for x in _first(asked, starts, looks=1, rounds=5) if x is not None]
    entered.sort(key=lambda x: float(room.distance(x)))
    entered = _leaner(asked, entered[: 2 * cells])
    entered.sort(key=lambda x: float(room.distance(x)))
    ends = sorted((_descend(asked, x) for x in entered[:cells]), key=lambda x: float(room.distance(x)))
    return next((found for x in ends if (found := proved(asked, x)) is not None), None)


def _leaner(asked: Asked, points: list[Floats]) -> list[Floats]:
    """Put the weights of whole actors back to the centre where the answer stays new, the farthest first."""
    room, live = asked.play.room, list(range(len(points)))
    for _ in asked.play.parts[1:]:
        tried = [(k, x) for k in live for x in _put_back(asked.play, points[k])]
        if not tried or len(tried) > asked.left:
            break
        there = asked.holds(np.stack([x for _, x in tried], axis=1))
        nearer: dict[int, Floats] = {}
        for (k, x), new in zip(tried, there, strict=True):
            if new and (k not in nearer or room.distance(x) < room.distance(nearer[k])):
                nearer[k] = x
        for k, x in nearer.items():
            points[k] = x
        live = list(nearer)
    return points


def _put_back(play: Play, point: Floats) -> list[Floats]:
    found = []
    for part in play.parts:
        if (point[part] != play.room.centre[part]).any():
            back = point.copy()
            back[part] = play.room.centre[part]
            found.append(back)
    return found


def _descend(asked: Asked, start: Floats) -> Floats:
    """Go to the nearest point of the cell that ``start`` is in; the best that is known if walls run out."""
    room, best = asked.play.room, start
    walls: list[HalfSpace] = []
    old, new = asked.see(room.centre), asked.see(start)
    for _ in range(WALLS):
        more, entry = _wall(asked, old, new)
        best = min(best, entry, key=lambda x: float(room.distance(x)))
        walls += more
        point = nearest(room, walls) if more else None
        if point is None or not asked.left or room.distance(point) >= room.distance(best):
            return best
        old = asked.see(point)
        if old.new:
            return _without(asked, walls, point)
    return best


def _without(asked: Asked, walls: list[HalfSpace], best: Floats) -> Floats:
    """Leave out each wall in turn and keep what is nearer and has the new answer: cells may hang together."""
    room = asked.play.room
    for wall in list(walls):
        fewer = [w for w in walls if w is not wall]
        point = nearest(room, fewer)
        if point is not None and room.distance(point) < room.distance(best) and asked.see(point).new:
            walls, best = fewer, point
    return best


def _wall(asked: Asked, old: _Seen, new: _Seen) -> tuple[list[HalfSpace], Floats]:
    """Return what stands between the old and the new answer, and a point just behind it."""
    walls, entry = _between(asked, old, new, trust=asked.kind == "choice")
    if asked.see(entry).new:
        return walls, entry
    return _between(asked, old, new, trust=False)


def _between(asked: Asked, old: _Seen, new: _Seen, trust: bool) -> tuple[list[HalfSpace], Floats]:
    """The same; with ``trust`` a choice that ends alike on both sides is not solved again between them."""
    while True:
        same = [c for c in asked.choices if old.same(new, c)]
        if asked.kind == "choice" and len(same) == len(asked.choices):
            if asked.play.ranked:
                return [], new.at
            best = max(asked.choices[1:], key=lambda c: asked.play.worth(c, new.at[:, None], new.rests[c])[0])
            return [asked.line(new.rests, best)], new.at
        apart = float(np.abs(new.at - old.at).max())
        if apart < CLOSE or any(near / 2 <= apart < near for near in NEAR):
            walls = _crossed(asked, old.at, new.at)
            if apart < CLOSE or len(walls) == 1:
                return walls, new.at
        middle = asked.see((old.at + new.at) / 2, {c: new.rests[c] for c in same} if trust else None)
        old, new = (old, middle) if middle.new else (middle, new)


def _crossed(asked: Asked, old: Floats, new: Floats) -> list[HalfSpace]:
    """Return the comparisons that come out otherwise on the two sides, as half-spaces around ``new``."""
    found = []
    for i, part in enumerate(asked.play.parts):
        tables = [asked.play.games[c].patterns[i] for c in asked.choices]
        if (old[part] == new[part]).all() or not tables[0].shape[1]:
            continue
        different = np.unique(np.concatenate(tables), axis=0)
        for normal in _turned(different, old[part], new[part], asked.play.units[i]):
            whole = np.zeros(len(new))
            whole[part] = normal
            found.append(HalfSpace(whole, margin(whole, asked.play.room)))
    return found


def _turned(patterns: Bools, old: Floats, new: Floats, unit: int) -> Floats:
    """Return (n, K) the differences of two patterns that are worth something only on the new side."""
    before, after = pattern_sums(patterns, np.stack([old, new], axis=1), unit).T
    a, b = np.nonzero((before[:, None] <= before) & (after[:, None] > after))
    rows = patterns.astype(np.float64)
    return np.unique(rows[a] - rows[b], axis=0)


def proved(asked: Asked, weights: Floats) -> Found | None:
    """Solve again on the way, on the grid of the worlds; a nearer flip on the same way is taken instead.

    Parameters
    ----------
    asked
        The play and the answer now.
    weights
        (N,) where the answer is thought to be another.

    Returns
    -------
    Found or None
        ``None`` if the answer is not the new one there after all.
    """
    centre = asked.play.room.centre
    parts = np.array([0.25, 0.5, 0.75, 0.9, 0.97])
    there = asked.holds(centre[:, None] + (weights - centre)[:, None] * parts)
    tried = [weights]
    if there.any():
        nearer = _first(asked, (centre + parts[int(there.argmax())] * (weights - centre))[None])[0]
        tried = [weights] if nearer is None else [nearer, weights]
    return next((found for x in tried if (found := _on_the_grid(asked, x)) is not None), None)


def _on_the_grid(asked: Asked, weights: Floats) -> Found | None:
    room = asked.play.room
    for beyond in (1.0, 1.0001, 1.001, 1.01):
        way = beyond * (weights - room.centre)
        rounded = np.rint((room.centre + way) / room.step) * room.step
        grid = np.clip(np.where(way != 0, rounded, room.centre), room.low, room.high)
        both = asked.holds(np.stack([room.centre + 0.99 * way, grid], axis=1))
        if both[1]:
            return Found(grid, float("nan") if both[0] else 0.99, 1.0)
    return None

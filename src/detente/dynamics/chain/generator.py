"""Moves x utilities x clock -> Generator: the chains of many worlds at once, without a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.chain import logit, passes, steps
from detente.dynamics.chain.lanes import LANES
from detente.dynamics.chain.listed import Listed, within
from detente.dynamics.clock import Clock
from detente.dynamics.elementary import exponentials
from detente.dynamics.motion import Moves, labels
from detente.errors import DetenteError
from detente.game.model import Bools, Ints
from detente.readonly import ReadOnly
from detente.stability import Judged, Views, board, judge, named

__all__ = ["STEEPEST", "Generator", "Listed", "Span", "generator", "paced", "turn"]

Floats = NDArray[np.float64]
Span = tuple[Ints, Ints] | tuple[Floats, Floats]

#: Largest precision. Beyond it logit choice is best reply to all digits, and exponentials could vanish.
STEEPEST = 300.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Generator(ReadOnly):
    """The uniformized chain of W worlds over S states: P = I + Q / rate.

    Parameters
    ----------
    rate
        (W,) events a year, those that change nothing included.
    movers
        The P pools' movers: actors, then chance options.
    group, row
        (P, S) the class of each state among all pools' C classes, and its row in ``g``.
    source
        (P, S) ``group``, but a class with z = 0 for states in which a pool has no turn.
    g, z, h
        (R, W), (C, W) and (P, S, W), ``h`` empty where it is 1: pool p takes s to t with the probability
        h(p, s) z(class) g(row(p, t)), its part of all events included.
    stay
        (S, W) probability of staying beyond what pools keep; empty where that is nothing.
    lists
        Moves one by one.
    """

    rate: Floats
    movers: tuple[str, ...]
    group: Ints
    source: Ints
    row: Ints
    g: Floats
    z: Floats
    h: Floats
    stay: Floats
    lists: tuple[Listed, ...]
    _room: Floats = field(default_factory=lambda: np.empty((0, 0)))
    _turned: list[tuple[Ints, Ints, Ints, Floats]] = field(default_factory=list, init=False)

    def __len__(self) -> int:
        return int(self.group.shape[1])

    def __repr__(self) -> str:
        return f"Generator({len(self):,} states, {len(self.rate)} worlds)"

    def forth(self, x: Floats, out: Floats | None = None) -> Floats:
        """Return (S, W) distributions one event later."""
        out = np.empty_like(x) if out is None else out
        worlds = len(self.rate)
        if self.h.size or not len(self.group) or (worlds % LANES and worlds != 1):
            steps.forth(*self._arrays(), x, out)
        else:
            code, group, row, total = self._by_state()
            forth = passes.forth_one if worlds == 1 else passes.forth_lanes
            forth(code, group, row, self.g, self.z, self.stay, total, x, out)
        for one in self.lists:
            steps.list_forth(one.start, one.target, one.p, x, out)
        return out

    def back(self, f: Floats, out: Floats | None = None) -> Floats:
        """Return (S, W) values expected one event later."""
        out = np.empty_like(f) if out is None else out
        steps.back(*self._arrays(), f, out)
        for one in self.lists:
            steps.list_back(one.start, one.target, one.p, f, out)
        return out

    def _arrays(self) -> tuple[Ints, Ints, Ints, Floats, Floats, Floats, Floats, Floats]:
        return self.group, self.source, self.row, self.g, self.z, self.h, self.stay, self._room

    def _by_state(self) -> tuple[Ints, Ints, Ints, Floats]:
        """(S, P) what is done with each state, its classes and its row, turned once; and room for sums."""
        if not self._turned:
            group, source, row = (np.ascontiguousarray(x.T) for x in (self.group, self.source, self.row))
            self._turned.append((passes.marked(source, self.z), group, row, np.zeros_like(self.z)))
        return self._turned[0]

    def within(self, mask: Bools) -> Generator:
        """Return the chain killed on leaving a set of states: over the states of the set, in their order."""
        place = (np.cumsum(mask) - 1).astype(np.int32)
        group, source = self.group[:, mask], self.source[:, mask]
        left = passes.used(group, source, len(self.z))
        short = (np.cumsum(left) - 1).astype(np.int32)
        return replace(
            self,
            group=short[group],
            source=short[source],
            row=np.ascontiguousarray(self.row[:, mask]),
            z=np.ascontiguousarray(self.z[left]),
            _room=np.empty((int(left.sum()), len(self.rate))),
            h=np.ascontiguousarray(self.h[:, mask]) if self.h.size else self.h,
            stay=self.stay[mask] if self.stay.size else self.stay,
            lists=tuple(within(one, mask, place) for one in self.lists),
        )


class _Parts:
    """What pools and lists are put together from."""

    def __init__(self, states: int, worlds: int, hops: bool) -> None:
        self.states, self.worlds, self.hops = states, worlds, hops
        self.movers: list[str] = []
        self.group: list[Ints] = []
        self.source: list[Ints] = []
        self.row: list[Ints] = []
        self.g: list[Floats] = []
        self.z: list[Floats] = []
        self.h: list[Floats | None] = []
        self.stay = np.zeros((states, worlds)) if hops else np.empty((0, 0))
        self.lists: list[Listed] = []

    def add(
        self,
        mover: str,
        group: Ints,
        row: Ints,
        g: Floats,
        z: Floats,
        h: Floats | None = None,
        here: Bools | None = None,
    ) -> None:
        """Add a pool; it has its turns everywhere, or in some states."""
        before = sum(map(len, self.z))
        self.movers.append(mover)
        self.group.append(group + before)
        self.source.append(group + before if here is None else np.where(here, group, len(z)) + before)
        self.row.append(row + sum(map(len, self.g)))
        self.g.append(g)
        self.z.append(z if here is None else np.concatenate((z, np.zeros((1, self.worlds)))))
        self.h.append(h)

    def whole(self, rate: Floats) -> Generator:
        """Put everything together."""
        none, z = np.zeros((0, self.states), np.int32), np.empty((0, self.worlds))
        z = np.concatenate(self.z) if self.z else z
        ones = np.ones((self.states, self.worlds))
        hops = any(h is not None for h in self.h)
        return Generator(
            rate=rate,
            movers=tuple(self.movers),
            group=np.array(self.group, np.int32) if self.group else none,
            source=np.array(self.source, np.int32) if self.source else none,
            row=np.array(self.row, np.int32) if self.row else none,
            g=np.concatenate(self.g) if self.g else np.empty((0, self.worlds)),
            z=z,
            h=np.array([ones if h is None else h for h in self.h]) if hops else np.empty((0, 0, 0)),
            stay=self.stay,
            lists=tuple(self.lists),
            _room=np.empty_like(z),
        )


def generator(
    moves: Moves,
    utilities: Ints | Floats,
    clock: Clock,
    concept: str = "R",
    span: Span | None = None,
    views: Views | None = None,
) -> Generator:
    """Make the chains of asynchronous logit revision (model M1).

    Parameters
    ----------
    utilities
        (A, S, W) in the units of ``span``; whole numbers (int32) unless the concept is ``R``.
    clock
        The clock of these W worlds.
    concept
        ``R``: actors look at the state that a move leads to. Any other: at the least that may come of it
        under that concept; staying counts as what the concept compares it with. A state that is stable
        under the concept is then left only by mistake.
    span
        (A, W) lowest and highest utility over the whole game, which become 0 and 1; those over these
        states if left out.
    views
        What actors believe of each other's utilities, as in `stability.board`.

    References
    ----------
    Blume (1993); McKelvey and Palfrey (1995); Alos-Ferrer and Netzer (2010).
    """
    slope = _slope(clock, utilities, span)
    rate, weights = _weights(moves, clock)
    still = sum(weights.values()) < 0.5  # no rate above 0: nothing ever happens
    parts = _Parts(len(moves.game), len(clock), _hops(moves, clock, concept, still))
    if np.any(still):
        parts.stay[:, still] = 1.0
    rule = named(concept)
    if rule.foresight == 1:
        judged: Mapping[int, Judged] = {}
    else:
        judged = judge(board(moves.game, np.asarray(utilities, np.int32), views), rule).judged
    for i, actor in enumerate(clock.actors):
        _actor(parts, moves, i, utilities[i], judged.get(i), slope[i], weights[actor])
    for hurry in clock.hurries:
        i = clock.actors.index(hurry.actor)
        _hurried(parts, moves, hurry.id, i, utilities[i], judged.get(i), slope[i], weights[hurry.id])
    for option in moves.chance:
        if option in weights:
            _chance(parts, moves, option, clock, weights[option])
    for shock in clock.shocks:
        start, target = moves.listed[shock.id]
        parts.stay += weights[shock.id] * (np.diff(start) == 0)[:, None]
        p = np.repeat(weights[shock.id][None], len(target), axis=0)
        parts.lists.append(Listed(shock.id, start, target, p))
    return parts.whole(rate)


def _hops(moves: Moves, clock: Clock, concept: str, still: Bools | bool) -> bool:
    """Whether some states are stayed in beyond what pools keep."""
    return concept != "R" or bool(moves.listed) or bool(clock.hurries) or bool(np.any(still))


def paced(made: Generator, moves: Moves, before: Clock, after: Clock) -> Generator | None:
    """Return the same chains at other rates; nothing where that takes more than changing rates.

    Parameters
    ----------
    made
        Chains of `generator` under ``R``, also over blocks of states.
    moves
        Who can move where.
    before, after
        The clock that they were made with, and the other.
    """
    rate, new = _weights(moves, after)
    old = _weights(moves, before)[1]
    if old.keys() != new.keys() or any((w[old[m] == 0] > 0).any() for m, w in new.items()):
        return None
    times = {m: np.divide(w, old[m], out=np.zeros_like(w), where=old[m] > 0) for m, w in new.items()}
    z = made.z.copy()
    for mover, group in zip(made.movers, made.group, strict=True):
        z[group.min() : group.max() + 1] *= times[mover]
    lists = tuple(Listed(x.mover, x.start, x.target, x.p * times[x.mover]) for x in made.lists)
    stay = made.stay
    if stay.size:
        stay = np.zeros_like(stay) + (sum(new.values()) < 0.5)
        for one in lists:
            logit.kept(one.start, one.p, new[one.mover], stay)
        for mover, away in zip(made.movers, made.source != made.group, strict=True):
            if away.any():
                stay += away[:, None] * new[mover]
    again = replace(made, rate=rate, z=z, stay=stay, lists=lists, _room=np.empty_like(z))
    again._turned.extend(made._turned)  # who is in which class is the same, and sums are begun anew
    return again


def turn(moves: Moves, option: str, clock: Clock) -> Generator:
    """Return the chain whose one step draws a chance option anew, for an election on a date.

    Parameters
    ----------
    moves
        Who can move where.
    option
        The chance option that is drawn.
    clock
        Its levels' probabilities in each world.
    """
    parts = _Parts(len(moves.game), len(clock), False)
    _chance(parts, moves, option, clock, np.ones(len(clock)))
    return parts.whole(np.ones(len(clock)))


def _slope(clock: Clock, utilities: Ints | Floats, span: Span | None) -> Floats:
    low, high = (utilities.min(axis=1), utilities.max(axis=1)) if span is None else span
    width = np.asarray(high, np.float64) - low
    if clock.precision.size and clock.precision.max() > STEEPEST:
        raise DetenteError(f"a precision of {clock.precision.max():.4g} was drawn; at most {STEEPEST:g}")
    slope: Floats = np.divide(clock.precision, width, out=np.zeros_like(width), where=width > 0)
    return slope


def _actor(
    parts: _Parts,
    moves: Moves,
    i: int,
    utility: Ints | Floats,
    judged: Judged | None,
    slope: Floats,
    weight: Floats,
) -> None:
    actor = moves.game.actors[i]
    if actor in moves.listed:
        start, target = moves.listed[actor]
        u = (utility if judged is None else judged.staying).astype(np.float64)
        v = u if judged is None else judged.moving.astype(np.float64)
        p = np.empty((len(target), len(slope)))
        logit.listed(start, target, u, v, slope, weight, p, parts.stay)
        parts.lists.append(Listed(actor, start, target, p))
        return
    group = moves.free[actor]
    z = np.empty((int(group.max()) + 1, len(slope)))
    high = utility.max(axis=0)
    if judged is None:
        row, first = _rows(moves, i, utility)
        g = exponentials(slope * (utility[first] - high))
        logit.myopic(group, row, g, weight, z)
        parts.add(actor, group, row, g, z)
        return
    e, g = exponentials(slope * (judged.staying - high)), exponentials(slope * (judged.moving - high))
    h = np.empty_like(g)
    logit.anticipating(group, g, e, weight, z, h, parts.stay)
    parts.add(actor, group, np.arange(len(group), dtype=np.int32), g, z, h)


def _hurried(
    parts: _Parts,
    moves: Moves,
    name: str,
    i: int,
    utility: Ints | Floats,
    judged: Judged | None,
    slope: Floats,
    weight: Floats,
) -> None:
    """Add turns that an actor has in some states only: elsewhere they change nothing."""
    own, here = _Parts(parts.states, parts.worlds, True), moves.hurried[name]
    _actor(own, moves, i, utility, judged, slope, weight)
    parts.stay += np.where(here[:, None], own.stay, weight)
    for one in own.lists:
        origin = np.repeat(np.arange(len(here)), np.diff(one.start))
        kept = here[origin]
        counts = np.bincount(origin[kept], minlength=len(here))
        start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        parts.lists.append(Listed(name, start, one.target[kept], np.ascontiguousarray(one.p[kept])))
    for k in range(len(own.movers)):
        h = own.h[k]
        if h is None:
            parts.add(name, own.group[k], own.row[k], own.g[k], own.z[k], here=here)
        else:
            parts.add(name, own.group[k], own.row[k], own.g[k], own.z[k], h * here[:, None])


def _rows(moves: Moves, i: int, utility: Ints | Floats) -> tuple[Ints, NDArray[np.intp]]:
    """Number the states by what the actor sees in them, if its utility is a matter of that alone."""
    if i not in moves._seen:
        _, where, place = np.unique(labels(moves.game, i), return_index=True, return_inverse=True)
        moves._seen[i] = place.astype(np.int32), where
    row, first = moves._seen[i]
    if np.array_equal(utility[first][row], utility):
        return row, first
    every = np.arange(len(utility))
    return every.astype(np.int32), every


def _chance(parts: _Parts, moves: Moves, option: str, clock: Clock, weight: Floats) -> None:
    group, level = moves.chance[option]
    # A level that cannot fall keeps a trace, so that a class with no other level is not divided by 0.
    shares = np.ascontiguousarray(np.maximum(clock.chance[option].shares, 1e-300))
    z = np.empty((int(group.max()) + 1, len(clock)))
    logit.share(group, level, shares, weight, z)
    parts.add(option, group, level, shares, z)


def _weights(moves: Moves, clock: Clock) -> tuple[Floats, dict[str, Floats]]:
    """Return (W,) events a year, and each mover's part of them; all parts are 0 where nothing moves."""
    rates = dict(zip(clock.actors, clock.rates, strict=True))
    rates |= {c: clock.chance[c].rate for c in moves.chance if not clock.chance[c].dates}
    rates |= {s.id: s.rate for s in clock.shocks}
    rates |= {h.id: h.rate for h in clock.hurries}
    total = np.sum(list(rates.values()), axis=0)
    rate: Floats = np.where(total > 0, total, 1.0)
    return rate, {name: r / rate for name, r in rates.items()}

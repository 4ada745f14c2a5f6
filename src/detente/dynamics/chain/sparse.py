"""One world's chain as a sparse generator, with what can be asked of it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.chain.generator import Generator, Span, generator
from detente.dynamics.chain.uniformization import ERROR, Flow, evolve
from detente.dynamics.clock import Clock
from detente.dynamics.linear import sparse_times
from detente.dynamics.motion import moves_of
from detente.errors import DetenteError
from detente.game import Game
from detente.game.model import Bools, Ints
from detente.readonly import ReadOnly
from detente.stability import Views

__all__ = ["Chain", "Episodes", "chain", "sparse"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Episodes:
    """How often and how long a set of states holds, up to a time.

    Parameters
    ----------
    entries
        Expected number of times that it is entered.
    spells
        ``entries``, and one more if it held at the start.
    years
        Expected time spent in it.
    mean
        ``years / spells``: the mean length of a spell, cut off at the end; ``nan`` without spells.
    """

    entries: float
    spells: float
    years: float
    mean: float


@dataclass(frozen=True, eq=False, repr=False)
class Chain(ReadOnly):
    """A chain in continuous time over S states: ``rates`` are the N rates of its moves, a year.

    Parameters
    ----------
    indptr
        (S + 1,) int64: the moves from s are numbers ``indptr[s]`` to ``indptr[s + 1]``.
    indices
        (N,) int32: where each move leads. Two movers may each have a move between the same states.
    rates
        (N,) float64, above 0.
    mover
        (N,) int16: index into ``movers`` of whose move it is.
    movers
        Actors, chance options and shocks.
    start
        (S,) distribution at time 0.
    """

    indptr: NDArray[np.int64]
    indices: Ints
    rates: Floats
    mover: NDArray[np.int16]
    movers: tuple[str, ...]
    start: Floats

    def __len__(self) -> int:
        return len(self.start)

    def __repr__(self) -> str:
        return f"Chain({len(self):,} states, {len(self.rates):,} moves)"

    @cached_property
    def origins(self) -> Ints:
        """(N,) where each move starts."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.indptr))

    @cached_property
    def out(self) -> Floats:
        """(S,) total rate at which each state is left."""
        return np.bincount(self.origins, self.rates, len(self)).astype(np.float64)

    def steps(self) -> SparseSteps:
        """Return the chain uniformized."""
        return SparseSteps.of(self)

    def within(self, mask: Bools) -> Chain:
        """Return the chain killed on leaving a set, over the states of the set; ``out`` counts all moves.

        Parameters
        ----------
        mask
            (S,) bool: the set; N of its entries are true.

        Returns
        -------
        Chain
            Of N states in the order that they had; rows of rates may sum to less than ``out``.
        """
        kept = mask[self.origins] & mask[self.indices]
        place = (np.cumsum(mask) - 1).astype(np.int32)
        counts = np.bincount(self.origins[kept], minlength=len(self))[mask]
        inner = Chain(
            np.concatenate(([0], np.cumsum(counts))),
            place[self.indices[kept]],
            self.rates[kept],
            self.mover[kept],
            self.movers,
            self.start[mask],
        )
        inner.__dict__["out"] = self.out[mask]
        return inner

    def occupancy(self, times: Sequence[float] | Floats, error: float = ERROR) -> Floats:
        """Return (T, S) probability of each state at each time; each row is within ``error`` in sum.

        Parameters
        ----------
        times
            (T,): years from the start, at least 0.
        error
            How much of the probability, in sum over states, may be missing at any time; above 0.
        """
        everyone = np.arange(len(self), dtype=np.int32)
        found: Floats = self._follow(times, everyone, error).masses[:, :, 0]
        return found

    def survives(self, mask: Bools, times: Sequence[float] | Floats, error: float = ERROR) -> Floats:
        """Return (T,) probability that a set has held without a break from the start to each time.

        Parameters
        ----------
        mask
            (S,) bool: the set.
        times
            (T,): years from the start, at least 0.
        error
            By how much a probability may be off; above 0.
        """
        inner = self.within(np.asarray(mask, bool))
        held: Floats = inner._follow(times, np.zeros(len(inner), np.int32), error).masses.sum(axis=1)[:, 0]
        return held

    def reaches(self, mask: Bools, times: Sequence[float] | Floats, error: float = ERROR) -> Floats:
        """Return (T,) probability that a set has held at some time up to each time.

        Parameters
        ----------
        mask
            (S,) bool: the set.
        times
            (T,): years from the start, at least 0.
        error
            By how much a probability may be off; above 0.
        """
        whole = float(self.start.sum())
        return whole - self.survives(~np.asarray(mask, bool), times, error)

    def ends(self, mask: Bools, after: float, by: float) -> float:
        """Return the probability that a set holds from the start to some moment in [after, by].

        Parameters
        ----------
        mask
            (S,) bool: the set.
        after, by
            Years from the start, 0 <= ``after`` <= ``by``.
        """
        held = self.survives(mask, [after, by])
        return float(held[0] - held[1])

    def episodes(self, mask: Bools, time: float, error: float = ERROR) -> Episodes:
        """Return how often a set of states is entered, and how long it lasts, up to a time.

        Parameters
        ----------
        mask
            (S,) bool: the set.
        time
            Years from the start, at least 0.
        error
            How much of the probability may be missing; above 0.

        Returns
        -------
        Episodes
            Expected entries, episodes and years within the time; one that holds at the start counts as an
            episode, and not as an entry.
        """
        mask = np.asarray(mask, bool)
        entering = ~mask[self.origins] & mask[self.indices]
        flow = np.bincount(self.origins[entering], self.rates[entering], len(self)).astype(np.float64)
        found = self._follow([time], mask.astype(np.int32), error, (flow[:, None],))
        entries = float(found.passed[0, 0, 0])
        years = float(found.spent[0, 1, 0]) if mask.any() else 0.0
        spells = entries + float(self.start[mask].sum())
        return Episodes(entries, spells, years, years / spells if spells > 0 else float("nan"))

    def _follow(
        self, times: Sequence[float] | Floats, group: Ints, error: float, flows: Sequence[Floats] = ()
    ) -> Flow:
        times = np.asarray(times, np.float64)
        if times.min(initial=0.0) < 0:
            raise ValueError("times may not be below 0")
        return evolve(self.steps(), self.start[:, None], times, group, flows, error=error)


@dataclass(frozen=True, slots=True, eq=False)
class SparseSteps:
    """A chain uniformized, as sparse matrices: P and its transpose."""

    rate: Floats
    stay: Floats
    onward: object
    backward: object

    @classmethod
    def of(cls, chain: Chain) -> SparseSteps:
        """Uniformize at the largest rate out of a state.

        Parameters
        ----------
        chain
            Of S states, with rates a year.
        """
        from scipy.sparse import csr_array

        rate = float(chain.out.max(initial=0.0)) or 1.0
        shape = (len(chain), len(chain))
        p = csr_array((chain.rates / rate, chain.indices, chain.indptr), shape=shape)
        return cls(np.array([rate]), (1 - chain.out / rate)[:, None], p.T.tocsr(), p)

    def forth(self, x: Floats, out: Floats | None = None) -> Floats:
        """Return (S, W) distributions one event later.

        Parameters
        ----------
        x
            (S, W): distributions.
        out
            (S, W): where to write; not ``x`` itself.
        """
        out = np.empty_like(x) if out is None else out
        np.multiply(self.stay, x, out=out)
        out += sparse_times(self.onward, x)
        return out

    def back(self, f: Floats, out: Floats | None = None) -> Floats:
        """Return (S, W) values expected one event later.

        Parameters
        ----------
        f
            (S, W): values of the states.
        out
            (S, W): where to write; not ``f`` itself.
        """
        out = np.empty_like(f) if out is None else out
        np.multiply(self.stay, f, out=out)
        out += sparse_times(self.backward, f)
        return out


def chain(
    game: Game,
    utilities: Ints | Floats,
    clock: Clock,
    world: int = 0,
    concept: str = "R",
    span: Span | None = None,
    views: Views | None = None,
) -> Chain:
    """Make the chain of one world, starting from the status quo.

    Elections on known dates are not in it, nor is the release of a choice: see `course` for those.

    Parameters
    ----------
    utilities
        (A, S) of this world; see `generator`.
    world
        Which world of the clock.
    concept, span, views
        See `generator`; ``span`` is (A,) twice, ``views`` hold (S, 1).
    """
    if game.status_quo < 0:
        raise DetenteError("the game has no status quo to start from")
    one = clock.take(slice(world, world + 1))
    wide = None if span is None else (np.reshape(span[0], (-1, 1)), np.reshape(span[1], (-1, 1)))
    made = generator(moves_of(game, one), np.asarray(utilities)[:, :, None], one, concept, wide, views)  # type: ignore[arg-type]
    start = np.zeros(len(game))
    start[game.status_quo] = 1.0
    return sparse(made, start)


def sparse(made: Generator, start: Floats, world: int = 0) -> Chain:
    """Write the moves of one world of a generator out.

    Parameters
    ----------
    made
        The chains of W worlds.
    start
        (S,) distribution at time 0.
    world
        Which world.
    """
    counts = np.zeros(len(made) + 1, np.int64)
    orders = [_members(group) for group in made.group]
    for order, begin in orders:
        _count_pool(order, begin, counts)
    for one in made.lists:
        counts[1:] += np.diff(one.start)
    indptr = np.cumsum(counts)
    indices = np.empty(int(indptr[-1]), np.int32)
    rates, mover, free = np.empty(len(indices)), np.empty(len(indices), np.int16), indptr[:-1].copy()
    g, z = made.g[:, world] * made.rate[world], made.z[:, world]
    for p, (order, begin) in enumerate(orders):
        h = made.h[p, :, world] if made.h.size else np.ones(len(made))
        _fill_pool(order, begin, g[made.row[p]], z[made.source[p]] * h, p, free, indices, rates, mover)
    for k, one in enumerate(made.lists, len(orders)):
        p_world = one.p[:, world] * made.rate[world]
        _fill_list(one.start, one.target, p_world, k, free, indices, rates, mover)
    kept = rates > 0
    if not kept.all():
        origin = np.repeat(np.arange(len(made)), np.diff(indptr))
        indptr = np.concatenate(([0], np.cumsum(np.bincount(origin[kept], minlength=len(made)))))
        indices, rates, mover = indices[kept], rates[kept], mover[kept]
    movers = (*made.movers, *(one.mover for one in made.lists))
    return Chain(indptr.astype(np.int64), indices, rates, mover, movers, start)


def _members(group: Ints) -> tuple[Ints, NDArray[np.int64]]:
    """Return states sorted by class, and where each class begins."""
    order = np.argsort(group, kind="stable").astype(np.int32)
    new = np.concatenate(([True], np.diff(group[order]) != 0)) if len(group) else np.zeros(0, bool)
    return order, np.append(np.flatnonzero(new), len(group))


@njit(cache=True, nogil=True)
def _count_pool(order: Ints, begin: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Add to counts[s + 1] the number of other states in the class of s."""
    for c in range(len(begin) - 1):
        for k in range(begin[c], begin[c + 1]):
            counts[order[k] + 1] += begin[c + 1] - begin[c] - 1


@njit(cache=True, nogil=True)
def _fill_pool(
    order: Ints,
    begin: NDArray[np.int64],
    into: Floats,
    off: Floats,
    number: int,
    free: NDArray[np.int64],
    indices: Ints,
    rates: Floats,
    mover: NDArray[np.int16],
) -> None:
    """Write the moves s -> t of a pool, of rate off[s] * into[t], at free[s] and on."""
    for c in range(len(begin) - 1):
        for a in range(begin[c], begin[c + 1]):
            s = order[a]
            for b in range(begin[c], begin[c + 1]):
                if a != b:
                    t = order[b]
                    indices[free[s]], rates[free[s]], mover[free[s]] = t, off[s] * into[t], number
                    free[s] += 1


@njit(cache=True, nogil=True)
def _fill_list(
    start: Ints,
    target: Ints,
    p: Floats,
    number: int,
    free: NDArray[np.int64],
    indices: Ints,
    rates: Floats,
    mover: NDArray[np.int16],
) -> None:
    """Write the moves of a list, of rate p, at free[s] and on."""
    for s in range(len(start) - 1):
        for k in range(start[s], start[s + 1]):
            indices[free[s]], rates[free[s]], mover[free[s]] = target[k], p[k], number
            free[s] += 1

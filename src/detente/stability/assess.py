"""Game x utilities -> Stability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import UnknownName
from detente.game.model import Bools, Game, Ints
from detente.stability.concept import Concept
from detente.stability.gmr import GMR
from detente.stability.nash import NASH
from detente.stability.seq import SEQ
from detente.stability.smr import SMR
from detente.stability.sseq import SSEQ
from detente.stability.sweep import FAR, Views, distances, stable_for, worst_values

__all__ = ["CONCEPTS", "Resting", "Stability", "as_views", "assess", "resting", "with_worlds"]

#: Every stability concept, by its abbreviation.
CONCEPTS: dict[str, Concept] = {"R": NASH, "GMR": GMR, "SMR": SMR, "SEQ": SEQ, "SSEQ": SSEQ}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Stability:
    """Which states are stable for whom, under which concept.

    Parameters
    ----------
    concepts
        C abbreviations.
    stable
        (C, A, S) bool, or (C, A, S, W) for several worlds.
    equilibria
        (C, S) bool, or (C, S, W): stable for every actor.
    """

    concepts: tuple[str, ...]
    stable: Bools
    equilibria: Bools

    def __repr__(self) -> str:
        found = self.equilibria.reshape(len(self.concepts), -1).sum(axis=1)
        return "Stability(" + ", ".join(f"{c}: {n}" for c, n in zip(self.concepts, found, strict=True)) + ")"

    def states(self, concept: str) -> list[int]:
        """Return the indices of the equilibria under a concept (of one world)."""
        return [int(s) for s in np.flatnonzero(self.equilibria[self.concepts.index(concept)])]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Resting:
    """Where a game comes to rest.

    Parameters
    ----------
    concept
        The abbreviation.
    distance
        (S,) int32 or (S, W): fewest undeterred improvements from the start, -1 where none leads.
    equilibria
        (S,) bool or (S, W).
    """

    concept: str
    distance: Ints
    equilibria: Bools

    @property
    def states(self) -> list[int]:
        """Indices of the resting points that can be reached (of one world)."""
        return [int(s) for s in np.flatnonzero(self.equilibria & (self.distance >= 0))]

    def __repr__(self) -> str:
        return f"Resting({self.concept}, {int((self.equilibria & (self.distance >= 0)).sum())} reached)"


def assess(
    game: Game,
    utilities: Ints,
    concepts: Sequence[str] = tuple(CONCEPTS),
    views: Views | None = None,
    workers: int = 1,
) -> Stability:
    """Judge every state under every concept for every actor.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S) or (A, S, W) integers; only comparisons of one actor's values matter.
    concepts
        Abbreviations from `CONCEPTS`.
    views
        Viewer -> other -> believed utilities, (S,) or (S, W): each actor judges in the game as it
        sees it (first-level hypergame; Wang, Hipel and Fraser 1988).
    workers
        Threads; the answer does not depend on their number.

    Raises
    ------
    UnknownName
        If a concept is not known.
    """
    wanted = [_concept(name) for name in concepts]
    u, seen = with_worlds(utilities), as_views(views)
    stable = np.empty((len(wanted), *u.shape), np.bool_)

    def judge(task: tuple[int, int]) -> None:
        c, i = task
        stable[c, i] = stable_for(game, u, i, worst_values(game, u, wanted[c], i, seen))

    tasks = [(c, i) for c in range(len(wanted)) for i in range(len(game.actors))]
    _run(judge, tasks, workers)
    if utilities.ndim == 2:
        stable = stable[..., 0]
    equilibria: Bools = np.logical_and.reduce(stable, axis=1)
    return Stability(tuple(concepts), stable, equilibria)


def resting(game: Game, utilities: Ints, concept: str, start: int, views: Views | None = None) -> Resting:
    """Follow undeterred improvements from a state to where nobody has one.

    An improvement of an actor is undeterred under a concept when no sanction that the concept counts
    would leave the actor no better off than before. A state without any is an equilibrium of that
    concept, by definition; these are the resting points. If none can be reached the game does not
    come to rest. Under R every unilateral improvement is undeterred, and the answer is the status-quo
    analysis of Li, Kilgour and Hipel (2005) for sequences of improvements.

    Parameters
    ----------
    start
        Index of the state to begin from.
    """
    u, seen = with_worlds(utilities), as_views(views)
    worst = [worst_values(game, u, _concept(concept), i, seen) for i in range(len(game.actors))]
    stable = np.stack([stable_for(game, u, i, worst[i]) for i in range(len(game.actors))])
    far = distances(game, u, worst, start)
    far = np.where(far >= FAR, np.int32(-1), far)
    rests: Bools = np.logical_and.reduce(stable, axis=0)
    if utilities.ndim == 2:
        far, rests = far[:, 0], rests[:, 0]
    return Resting(concept, far, rests)


def _run(task: Callable[[tuple[int, int]], None], tasks: Sequence[tuple[int, int]], workers: int) -> None:
    if workers <= 1:
        for one in tasks:
            task(one)
        return
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(task, tasks))


def _concept(name: str) -> Concept:
    if name not in CONCEPTS:
        raise UnknownName("stability concept", name, tuple(CONCEPTS))
    return CONCEPTS[name]


def with_worlds(utilities: Ints) -> Ints:
    """Return utilities as (A, S, W) int32, one world if there is no axis of worlds.

    What 32 bits do not hold, large sums or fractions, comes as ranks: only comparisons count.
    """
    u = np.asarray(utilities)
    if u.dtype == np.int32:
        return np.ascontiguousarray(u[:, :, None] if u.ndim == 2 else u)
    return np.stack([_narrow(own[:, None] if u.ndim == 2 else own) for own in u])


def as_views(views: Views | None) -> Views | None:
    """Return believed utilities as (S, W) int32, and none at all for an empty mapping."""
    if not views:
        return None
    return {
        i: {j: _narrow(np.asarray(u).reshape(len(u), -1)) for j, u in others.items()}
        for i, others in views.items()
    }


def _narrow(values: NDArray[Any]) -> Ints:
    """Whole numbers (S, W) as int32, or their ranks world by world where they do not fit."""
    most = np.iinfo(np.int32).max
    if values.dtype.kind in "iub" and not (values.size and max(values.max(), -int(values.min())) > most):
        return np.ascontiguousarray(values, np.int32)
    ranks = [np.unique(column, return_inverse=True)[1].ravel() for column in values.T]
    return np.ascontiguousarray(np.array(ranks, np.int32).T.reshape(values.shape))

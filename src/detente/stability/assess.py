"""Game x utilities -> Stability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from detente.game.model import Bools, Game, Ints
from detente.readonly import ReadOnly
from detente.registry import STANDARD
from detente.stability.concepts import named
from detente.stability.rest import FAR, calm, far, judge, stable
from detente.stability.standpoint import Views, board

__all__ = ["Resting", "Stability", "assess", "resting"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Stability(ReadOnly):
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
        """Return the indices of the equilibria under a concept (of one world).

        Parameters
        ----------
        concept
            One of ``concepts``.

        Returns
        -------
        list of int
            In rising order.

        Raises
        ------
        ValueError
            If it was not asked for.
        """
        return [int(s) for s in np.flatnonzero(self.equilibria[self.concepts.index(concept)])]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Resting(ReadOnly):
    """Where a game comes to rest.

    Parameters
    ----------
    concept
        The abbreviation.
    distance
        (S,) int32 or (S, W): fewest undeterred improvements from the start, -1 where none leads.
    equilibria
        (S,) bool or (S, W). Those that cannot be reached may be left out, but not where the game has no
        status quo.
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
    concepts: Sequence[str] = STANDARD,
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
        Names of concepts, as `stability.named` takes them.
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
    rules, width = [named(name) for name in concepts], utilities.shape[2:]
    found = np.empty((len(rules), len(game.actors), len(game), *(width or (1,))), np.bool_)
    shared = board(game, utilities, views)

    def task(which: tuple[int, int]) -> None:
        c, i = which
        found[c, i] = stable(judge(shared, rules[c], (i,)), i)

    # Some concepts judge for all actors at once: so that threads need not wait, each begins with another.
    _run(task, [(c, i) for i in range(len(game.actors)) for c in range(len(rules))], workers)
    if not width:
        found = found[..., 0]
    equilibria: Bools = np.logical_and.reduce(found, axis=1)
    return Stability(tuple(concepts), found, equilibria)


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
    # A game without a status quo rests anywhere, so every state has to be looked at.
    begin = start if game.status_quo >= 0 else -1
    found = judge(board(game, utilities, views, begin), named(concept))
    distance = far(found, start)
    rests = calm(found) if begin < 0 else calm(found, distance < FAR)
    distance = np.where(distance >= FAR, np.int32(-1), distance)
    if utilities.ndim == 2:
        distance, rests = distance[:, 0], rests[:, 0]
    return Resting(concept, distance, rests)


def _run(task: Callable[[tuple[int, int]], None], tasks: Sequence[tuple[int, int]], workers: int) -> None:
    if workers <= 1:
        for one in tasks:
            task(one)
        return
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(task, tasks))

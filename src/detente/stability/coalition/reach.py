"""What coalitions can reach by sequences of their members' moves, and from where they can reach a state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.stability.coalition import paths
from detente.stability.moves import joined, plain

__all__ = ["Ground", "Reach", "ground"]

Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What a coalition reaches from each state, by rows of bits.

    Parameters
    ----------
    index
        (S,) int32: which row is each state's.
    forth, back
        (C, W) uint64: what is reached from the states of a row, and from where they are reached; they
        themselves are in both.
    """

    index: Ints
    forth: Words
    back: Words


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The moves of a game one by one, forward and backward.

    Parameters
    ----------
    start, target
        (A, S + 1) and (M,) int32: the moves of actor a from state s are ``target[start[a, s]:start[a, s +
        1]]``.
    came, origin
        The same of where moves to a state come from.
    transitive
        Whether two moves of an actor always amount to one, so that it does not matter who moved last.
    """

    start: Ints
    target: Ints
    came: Ints
    origin: Ints
    transitive: bool

    def reach(self, members: Ints) -> Reach:
        """Return what a coalition reaches, ``members`` (N,) being at least one actor.

        Parameters
        ----------
        members
            (N,) int: their indices.

        Returns
        -------
        Reach
            By sequences of the members' moves in which nobody moves twice in a row, forth and back.
        """
        if self.transitive:
            part = paths.turns(self.start, self.target, members)
            forth = paths.closed(self.start, self.target, members, part, False)
            back = paths.closed(self.came, self.origin, members, part, True)
            return Reach(part, forth, back)
        every = np.arange(self.start.shape[1] - 1, dtype=np.int32)
        forth = paths.legal(self.start, self.target, members, -1)
        return Reach(every, forth, paths.legal(self.came, self.origin, members, -1))


def ground(game: Game) -> Ground:
    """List the moves of a game.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    """
    moves = [plain(game, i) for i in range(len(game.actors))]
    every, states = joined(moves), len(game)
    came, origin, at = np.empty((len(moves), states + 1), np.int32), np.empty_like(every.target), 0
    for i, m in enumerate(moves):
        order = np.argsort(m.target, kind="stable")
        origin[at : at + len(order)] = m.origin[order]
        came[i] = at + np.searchsorted(m.target[order], np.arange(states + 1))
        at += len(order)
    return Ground(every.start, every.target, came, origin, game.classes is not None)

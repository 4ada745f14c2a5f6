"""Nash stability as half-spaces: the exact nearest weights at which a state is or is not stable.

A state is Nash stable for an actor exactly where none of its moves raises its utility: one half-space of its
weights for each move. To lose it one of them has to fail, to gain it all have to hold; actors do not share
weights, so the distances of several actors add up like the sides of a right angle.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.insight.flip.play import Play
from detente.insight.flip.polyhedron import HalfSpace, nearest
from detente.insight.flip.search import margin

__all__ = ["gained", "lost"]

Floats = NDArray[np.float64]


def lost(play: Play, choice: str, state: int) -> Floats | None:
    """Return the nearest (N,) weights at which some actor has an improvement from a state, or ``None``.

    Parameters
    ----------
    play
        The case and its games, at the point from which distances are taken.
    choice
        Id of the choice.
    state
        Number of the state.
    """
    found = [nearest(play.room, [wall]) for wall in _moves(play, choice, state)]
    points = [x for x in found if x is not None]
    return min(points, key=lambda x: float(play.room.distance(x))) if points else None


def gained(play: Play, choice: str, state: int) -> Floats | None:
    """Return the nearest (N,) weights at which no actor has an improvement from a state, or ``None``.

    A tie is enough, since a move to a state that is no better is no improvement.

    Parameters
    ----------
    play
        The case and its games, at the point from which distances are taken.
    choice
        Id of the choice.
    state
        Number of the state.
    """
    walls = [HalfSpace(-wall.normal, 0.0) for wall in _moves(play, choice, state)]
    if not _ranks_allow(play, choice, state):
        return None
    return nearest(play.room, walls)


def _moves(play: Play, choice: str, state: int) -> list[HalfSpace]:
    """The half-space of each move in which it is an improvement; equal ones once."""
    game = play.games[choice]
    found: list[HalfSpace] = []
    for i, part in enumerate(play.parts):
        if game.actors[i] in game.ranks:
            continue
        targets = list(game.moves(i, state))
        truth = game.patterns[i][np.unique(game.pattern[i][targets])].astype(np.float64)
        own = game.patterns[i][game.pattern[i][state]].astype(np.float64)
        for normal in np.unique(truth - own, axis=0) if targets else ():
            whole = np.zeros(len(play.room.centre))
            whole[part] = normal
            found.append(HalfSpace(whole, margin(whole, play.room)))
    return found


def _ranks_allow(play: Play, choice: str, state: int) -> bool:
    """Whether no actor with a ranking, which cannot change, would leave the state."""
    game = play.games[choice]
    ranked = [(i, game.ranks[a]) for i, a in enumerate(game.actors) if a in game.ranks]
    return all(r[t] <= r[state] for i, r in ranked for t in game.moves(i, state))

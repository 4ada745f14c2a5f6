"""The situations of a case under one choice, held ready to be filtered and sorted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.brief.answer.accounts import known
from detente.case import Case
from detente.game import Game, unfold
from detente.worlds import draw

__all__ = ["Board", "laid_out"]

#: Orders that are kept for one board.
KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A game and what each actor gets in its states, in the central world.

    Parameters
    ----------
    game
        S feasible states.
    today, chosen
        Option -> level: the status quo, and what the choice sets.
    standing
        (A, S) place of a state between the worst and the best of an actor, 0 to 1.
    """

    game: Game
    today: dict[str, str]
    chosen: dict[str, str]
    standing: NDArray[np.float64]
    _orders: dict[tuple[str, str], NDArray[np.intp]] = field(default_factory=dict)

    def ordered(self, where: str, sort: str, meets: NDArray[np.bool_] | None) -> NDArray[np.intp]:
        """Return states in the order of the table.

        Parameters
        ----------
        where, sort
            The condition as it is written, and whose best states come first.
        meets
            (S,) where the condition holds; ``None`` for everywhere.

        Raises
        ------
        UnknownName
            If there is no such actor.
        """
        known("actor", [sort] if sort else [], dict.fromkeys(self.game.actors))
        if (where, sort) not in self._orders:
            found = np.arange(len(self.game)) if meets is None else np.flatnonzero(meets)
            if sort:
                row = self.standing[self.game.actors.index(sort), found]
                found = found[np.argsort(-row, kind="stable")]
            if len(self._orders) >= KEPT:
                self._orders.clear()
            self._orders[where, sort] = found
        return self._orders[where, sort]


def laid_out(case: Case, choice: str) -> Board:
    """Unfold a case under one choice.

    Parameters
    ----------
    case
        The case.
    choice
        Id of the choice that is made; empty for none.

    Raises
    ------
    UnknownName, TooLarge, NoFeasibleState
    """
    known("choice", [choice] if choice else [], case.choices)
    chosen = dict(case.choices[choice].set) if choice else {}
    worlds = draw(case, 1)
    game = unfold(case, chosen)
    u = np.asarray(worlds.utilities(game)[:, :, 0], np.float64)
    low, high = u.min(axis=1, keepdims=True), u.max(axis=1, keepdims=True)
    standing = (u - low) / np.where(high > low, high - low, 1.0)
    today = game.describe(game.status_quo) if game.status_quo >= 0 else {}
    return Board(game, today, chosen, standing)

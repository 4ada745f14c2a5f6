"""The games that worlds are about: one for each combination of chance levels, and for each choice in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.errors import DetenteError
from detente.game import Game, Whole, unfold
from detente.readonly import ReadOnly
from detente.worlds import Worlds

__all__ = ["Scenario", "combined", "scenarios", "unfolded"]


@dataclass(frozen=True, slots=True, eq=False)
class Scenario(ReadOnly):
    """One combination of chance levels, the games it leads to and the worlds that it holds in.

    Parameters
    ----------
    base
        The whole game, with the choice open.
    games
        Choice id -> the game once the choice is made.
    index
        The worlds, in rising order.
    levels
        The level of each chance option, in the order of the case.
    """

    base: Game
    games: Mapping[str, Game]
    index: NDArray[np.intp]
    levels: tuple[str, ...] = ()


def scenarios(case: Case, worlds: Worlds, limit: int) -> list[Scenario]:
    """Unfold the game for every combination of chance levels that some world has.

    Parameters
    ----------
    case
        The case.
    worlds
        Draws of everything uncertain.
    limit
        Most feasible states that a game may have.
    """
    return [
        Scenario(*unfolded(case, levels, limit), index, levels) for levels, index in combined(case, worlds)
    ]


def combined(case: Case, worlds: Worlds) -> list[tuple[tuple[str, ...], NDArray[np.intp]]]:
    """Return the combinations of chance levels that worlds have, each with its worlds in rising order.

    Parameters
    ----------
    case
        The case.
    worlds
        Draws of everything uncertain.
    """
    names = list(case.chance)
    drawn = (
        np.column_stack([worlds.chance[c] for c in names]) if names else np.zeros((len(worlds), 0), np.uint8)
    )
    different, which = np.unique(drawn, axis=0, return_inverse=True)
    levels = [
        tuple(list(case.chance[c].levels)[k] for c, k in zip(names, row, strict=True)) for row in different
    ]
    return [(told, np.flatnonzero(which.ravel() == k)) for k, told in enumerate(levels)]


def unfolded(
    case: Case, levels: Sequence[str], limit: int, whole: Whole | None = None
) -> tuple[Game, Mapping[str, Game]]:
    """Unfold the whole game and that of each choice, under one combination of chance levels.

    Parameters
    ----------
    case
        The case.
    levels
        Level of each chance option, in the order of the case.
    limit
        Most feasible states that a game may have.
    whole
        All states of the case, if they are at hand.
    """
    fixed = dict(zip(case.chance, levels, strict=True))
    base = unfold(case, fixed, limit, whole)
    if not case.choices:
        return base, {"": _begun(case, fixed, base, "")}
    games = {}
    for name, choice in case.choices.items():
        held = {**fixed, **choice.set}
        game = unfold(case, held, limit, whole)
        games[name] = _begun(case, held, game, "; let the choice set what it changes")
    return base, games


def _begun(case: Case, fixed: Mapping[str, str], game: Game, advice: str) -> Game:
    if game.status_quo < 0 and case.status_quo:
        held = ", ".join(f"{o} = {level}" for o, level in fixed.items())
        told = f"with {held} the" if held else "the"
        raise DetenteError(f"{told} status quo is not a feasible state{advice}")
    return game

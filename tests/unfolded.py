"""A random conflict read by detente, side by side with its twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.game import Game, unfold
from detente.worlds import central
from reference import Conflict
from strategies import Sample, State

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Unfolded:
    """`place[s]` is the game's index of state s of the twin; `u` is the central world's utilities."""

    game: Game
    u: Ints
    place: tuple[int, ...]
    conflict: Conflict

    @property
    def start(self) -> int:
        """The status quo, as the twin counts states."""
        return self.place.index(self.game.status_quo)


def place_of(game: Game, state: State) -> int:
    """The game's index of a state in words."""
    return game.names.index(state) if isinstance(state, str) else game.find(state)


def read(mapping: Mapping[str, Any]) -> tuple[Game, Ints]:
    """The game of a case mapping, and the central world's utilities."""
    case = Case.model_validate(mapping)
    game = unfold(case)
    return game, central(case, game)


def unfolded(sample: Sample) -> Unfolded:
    game, u = read(sample.mapping)
    return Unfolded(game, u, tuple(place_of(game, s) for s in sample.states), sample.conflict)


def ranks(values: Any) -> list[int]:
    """Values as ranks, so that two orders can be compared."""
    known = sorted({int(v) for v in values})
    return [known.index(int(v)) for v in values]

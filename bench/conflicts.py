"""Conflicts of any size for timing: six actors, two-level options dealt out in turn, random rankings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.game import Game, unfold

ACTORS = 6


def conflict(options: int, irreversible: bool = False) -> Case:
    """Return a case with 2 ** options feasible states; every third option can only be taken up."""
    return Case.model_validate(
        {
            "format": 1,
            "case": "bench",
            "title": "A conflict for timing",
            "as_of": "2020-12-31",
            "actors": {f"a{i}": {"name": f"Actor {i}"} for i in range(ACTORS)},
            "options": {
                f"a{k % ACTORS}.o{k}": {
                    "name": f"option {k}",
                    "levels": ["no", "yes"],
                    "moves": "up" if irreversible and k % 3 == 0 else "free",
                }
                for k in range(options)
            },
            "preferences": {},
        }
    )


def rankings(game: Game, seed: int = 0) -> NDArray[np.int32]:
    """Return (A, S) strict random rankings."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.permutation(len(game)) for _ in game.actors]).astype(np.int32)


def solved(options: int, irreversible: bool) -> tuple[Game, NDArray[np.int32]]:
    """Return the game and one ranking."""
    game = unfold(conflict(options, irreversible))
    return game, rankings(game)

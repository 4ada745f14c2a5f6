"""Coalitions: processor seconds for all of six actors, and for jumps between equilibria of a million states.

``python bench/coalitions.py`` prints a line for each: strict random rankings, and correlated ones, in which
actors have more to gain together; with and without moves that cannot be taken back.
"""

from __future__ import annotations

import resource
import time

import numpy as np
from conflicts import ACTORS, solved
from numpy.typing import NDArray

from detente.game import Game
from detente.stability import assess
from detente.stability.coalition import coalitions, jumps


def correlated(game: Game, seed: int = 3) -> NDArray[np.int32]:
    """Return (A, S) rankings around a common one."""
    rng = np.random.default_rng(seed)
    common = rng.permutation(len(game))
    noise = rng.normal(0, len(game) * 0.3, (ACTORS, len(game)))
    return (common + noise).argsort(axis=1).argsort(axis=1).astype(np.int32)


def main() -> None:
    """Time both, small cases first so that nothing is compiled while the clock runs."""
    coalitions(*solved(6, False))
    jumps(*solved(6, True), range(8))
    for irreversible in (False, True):
        game, random = solved(12, irreversible)
        for name, u in (("random", random), ("correlated", correlated(game))):
            begun = time.process_time()
            found = coalitions(game, u)
            told = f"{len(found.members)} coalitions, {len(game):,} states, {name}"
            print(f"{told}, irreversible {irreversible}: {time.process_time() - begun:.2f} s, {found}")
    for irreversible in (False, True):
        game, _ = solved(20, irreversible)
        u = correlated(game)
        spots = assess(game, u, ("R",)).states("R")
        begun = time.process_time()
        found_jumps = jumps(game, u, spots)
        told = f"{len(spots)} equilibria of {len(game):,} states, irreversible {irreversible}"
        print(f"{told}: {len(found_jumps):,} jumps in {time.process_time() - begun:.2f} s")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()

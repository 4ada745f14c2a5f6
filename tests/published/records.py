"""What a publication says about a conflict, and what detente computes for it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente import assess, draw, load, unfold
from detente.case import Case
from detente.game import Game
from detente.worlds import central
from reference import Conflict

HERE = Path(__file__).parent
CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ")

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Published:
    """An equilibrium set as published.

    `states` are the equilibria under `concept`, in the names of the publication, when `reading` (if any)
    holds. `textbook` is what the definition gives where that is something else, `note` says why.
    """

    case: str
    concept: str
    states: tuple[str, ...]
    source: str
    where: str
    reading: str = ""
    textbook: tuple[str, ...] | None = None
    note: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.case, self.reading, self.concept) if part)

    @property
    def defined(self) -> tuple[str, ...]:
        """What the definition gives."""
        return self.states if self.textbook is None else self.textbook


def split(names: str) -> tuple[str, ...]:
    """State names from a text with spaces between them."""
    return tuple(names.split())


def world(case: Case, game: Game, reading: str) -> Ints:
    """(A, S) utilities of the central world, or of a world in which a reading holds."""
    if not reading:
        return central(case, game)
    worlds = draw(case, n=100, seed=1)
    first = int(np.flatnonzero(worlds.reading == worlds.readings.index(reading))[0])
    return worlds.utilities(game, slice(first, first + 1))[:, :, 0]


@cache
def equilibria(slug: str, concept: str, reading: str = "") -> tuple[str, ...]:
    """The names of the equilibria that detente finds in a shipped case."""
    case = load(slug)
    game = unfold(case)
    found = assess(game, world(case, game, reading), (concept,))
    return tuple(game.names[s] for s in found.states(concept))


def twin(slug: str) -> tuple[Conflict, tuple[str, ...]]:
    """A shipped case for the slow twins, and the names of its states."""
    case = load(slug)
    game = unfold(case)
    states = range(len(game))
    arcs = [{(s, t) for s in states for t in game.moves(i, s)} for i in range(len(game.actors))]
    return Conflict(len(game), arcs, central(case, game).tolist()), game.names


def every() -> Iterator[Published]:
    """All published equilibrium sets that the tests of this folder assert."""
    for file in sorted(HERE.glob("*/test_*.py")):
        spec = importlib.util.spec_from_file_location(
            f"{file.parent.name}_{file.stem}".replace("-", "_"), file
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield from module.PUBLISHED

"""In which order actors put the situations that the answer speaks of, and how sure that order is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from detente.case import Case
from detente.ensemble import Runs
from detente.errors import UnknownName
from detente.game.unfolding import today

__all__ = ["MOST", "Place", "Situation", "ranked"]

#: Most situations that are put in order.
MOST = 12


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a situation in an actor's order, 1 for the best; places that tie are the same.

    Parameters
    ----------
    central
        In the central world.
    low, high
        Places that 5% and 95% of the worlds lie at or below.
    """

    central: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation that can be told, and where each actor puts it.

    Parameters
    ----------
    choice
        The choice under which play comes there; empty for the status quo and for states that the case names.
    outcome
        Id of its outcome class, ``other`` for none; empty where ``choice`` is for that reason.
    state
        Option -> level.
    name
        Its name if the case names it.
    places
        Actor -> its place.
    """

    choice: str
    outcome: str
    state: Mapping[str, str]
    name: str
    places: Mapping[str, Place]


#: Choice, outcome, option -> level, and name of a situation.
_Told = tuple[str, str, Mapping[str, str], str]


def ranked(case: Case, runs: Runs, typical: Mapping[str, Mapping[str, _Told]]) -> tuple[Situation, ...]:
    """Put the status quo and what typically follows from each choice into every actor's order.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds.
    typical
        Choice -> outcome -> a situation of this class.

    Notes
    -----
    Utilities of one actor are compared in one world at a time, on the whole game. An actor that only ranks
    states, by a list or by priorities, has the same order in every world that does not change it.
    """
    found: dict[tuple[tuple[str, str], ...], tuple[_Told, np.ndarray]] = {}
    for told in _situations(case, runs, typical):
        _, _, state, name = told
        values = _utilities(runs, state, name)
        key = tuple(sorted(state.items())) or (("", name),)
        if values is not None and key not in found and len(found) < MOST:
            found[key] = told, values
    if len(found) < 2:
        return ()
    every = np.stack([values for _, values in found.values()])  # (N, A, W)
    places = 1 + (every[:, None] < every[None]).sum(axis=1)  # how many are better, and one
    return tuple(
        Situation(*told, {a: _place(runs, places[n, k]) for k, a in enumerate(case.actors)})
        for n, (told, _) in enumerate(found.values())
    )


def _situations(case: Case, runs: Runs, typical: Mapping[str, Mapping[str, _Told]]) -> Iterator[_Told]:
    named = runs.scenarios[0].base.names
    if named and len(named) <= MOST:
        game = runs.scenarios[0].base
        yield from (("", "", game.describe(s), name) for s, name in enumerate(named))
        return
    if case.status_quo and case.options:
        drawn = runs.scenarios[0].levels
        yield "", "", {**today(case), **dict(zip(case.chance, drawn, strict=True))}, ""
    yield from (told for outcomes in typical.values() for told in outcomes.values())


def _utilities(runs: Runs, state: Mapping[str, str], name: str) -> np.ndarray | None:
    """(A, W) utilities in the first scenario of chance that has the state."""
    for scenario in runs.scenarios:
        game = scenario.base
        try:
            at = game.find(state) if game.options else game.names.index(name)
        except (UnknownName, KeyError, ValueError):
            continue
        return runs.worlds.at(game, at)
    return None


def _place(runs: Runs, row: np.ndarray) -> Place:
    others = np.sort(row[runs.index]) if len(runs.index) else row[:1]
    low, high = (int(others[round(q * (len(others) - 1))]) for q in (0.05, 0.95))
    return Place(int(row[0]), low, high)

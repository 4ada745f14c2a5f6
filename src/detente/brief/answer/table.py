"""The table that papers print: each state under each concept, for each actor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import StringIO

import numpy as np

from detente.brief.answer.accounts import drawn, known
from detente.brief.words.matching import matching
from detente.case import Case
from detente.game import LIMIT, Game, unfold
from detente.paper.cells import Rows
from detente.paper.english import capital
from detente.paper.model import Part
from detente.paper.model import Table as Printed
from detente.paper.numbers import count
from detente.registry import variant
from detente.stability import Stability, appraise, varied
from detente.worlds import draw

__all__ = ["Tabled", "tabled"]

#: What stands in a cell where a state is an equilibrium, and where it is stable for nobody.
_ALL, _NOBODY = "E", "·"


@dataclass(frozen=True, slots=True)
class Tabled:
    """States under concepts, for actors, in the central world.

    Parameters
    ----------
    case, game
        The case, and its game.
    found
        What is stable.
    shown
        Indices of the states that are shown.
    """

    case: Case
    game: Game
    found: Stability
    shown: tuple[int, ...]

    def parts(self) -> tuple[Part, ...]:
        """Return the table as papers print it, with what its marks mean."""
        note = (
            f"E: stable for all, an equilibrium. Else those for whom the state is stable; {_NOBODY}: nobody."
        )
        total = len(self.game)
        if len(self.shown) < total:
            note += f" {count(len(self.shown), 'state')} of {total:,}."
        return (*(self._printed(title, names) for title, names in self._groups().items()), note)

    def to_json(self) -> str:
        """Return the table as JSON: state -> concept -> the actors for whom it is stable, and equilibria."""
        rows = [
            {
                "state": self._name(s),
                "levels": self.game.describe(s),
                "stable": {c: self._actors(c, s) for c in self.found.concepts},
                "equilibrium": [c for c in self.found.concepts if self._whole(c, s)],
            }
            for s in self.shown
        ]
        told = {"case": self.case.case, "actors": list(self.game.actors), "feasible": len(self.game)}
        return json.dumps({**told, "states": rows}, ensure_ascii=False, indent=2)

    def to_csv(self) -> str:
        """Return the table as CSV: for each concept a column for each actor, and one for the equilibria."""
        out = StringIO()
        rows = Rows(out)
        actors = self.game.actors
        heads = [f"{c} {a}" for c in self.found.concepts for a in (*actors, "all")]
        rows.writerow(("state", *self.game.options, *heads))
        for s in self.shown:
            cells = [
                "yes" if holds else "no"
                for c in self.found.concepts
                for holds in (*(a in self._actors(c, s) for a in actors), self._whole(c, s))
            ]
            rows.writerow((self._name(s), *self.game.describe(s).values(), *cells))
        return out.getvalue()

    def _groups(self) -> dict[str, list[str]]:
        """Concepts by the kind that they are of, each kind under its title."""
        found: dict[str, list[str]] = {}
        for name in self.found.concepts:
            title = "Stability, state by state" if variant(name) is None else capital(varied(name)[0].title)
            found.setdefault(title, []).append(name)
        return found

    def _printed(self, title: str, names: list[str]) -> Printed:
        rows = tuple((self._name(s), *(self._cell(c, s) for c in names)) for s in self.shown)
        return Printed(title, ("state", *names), rows)

    def _name(self, state: int) -> str:
        if self.game.names:
            return self.game.names[state]
        return ", ".join(f"{o}={level}" for o, level in self.game.describe(state).items())

    def _actors(self, concept: str, state: int) -> list[str]:
        rows = self.found.stable[self.found.concepts.index(concept)]
        return [a for a, row in zip(self.game.actors, rows, strict=True) if row[state]]

    def _whole(self, concept: str, state: int) -> bool:
        return state in self.found.states(concept)

    def _cell(self, concept: str, state: int) -> str:
        return _ALL if self._whole(concept, state) else ", ".join(self._actors(concept, state)) or _NOBODY


def tabled(
    case: Case,
    concepts: tuple[str, ...] = (),
    where: str = "",
    choice: str = "",
    reading: str = "",
    limit: int = 50,
    max_states: int | None = None,
) -> Tabled:
    """Judge states under concepts and their variants, as papers print it.

    Parameters
    ----------
    case
        The case.
    concepts
        Names of concepts and variants; those that fit the case by default.
    where
        A condition that the states meet.
    choice
        Id of a choice that is made.
    reading
        Id of the reading that holds; the mean of all by default.
    limit
        Most states shown, 0 for all; equilibria first where not all are.
    max_states
        Most states held at once.
    """
    known("choice", [choice] if choice else [], case.choices)
    known("reading", [reading] if reading else [], case.readings)
    if reading:
        case = case.model_copy(update={"readings": {reading: case.readings[reading]}})
    worlds = draw(case, 1)
    chosen = case.choices[choice].set if choice else {}
    game = unfold(case, {**drawn(case, worlds), **chosen}, max_states or LIMIT)
    found = appraise(case, game, concepts, worlds)
    order = [int(s) for s in np.flatnonzero(matching(case, game, where))] if where else list(range(len(game)))
    if limit and limit < len(order):
        lasts = np.logical_or.reduce(found.equilibria, axis=0)
        order = sorted(sorted(order, key=lambda s: (not lasts[s], s))[:limit])
    return Tabled(case, game, found, tuple(order))

"""Feasible states as rows: chosen by a condition, told in words, written as CSV."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from io import StringIO

import numpy as np

from detente.brief.answer.accounts import drawn, known
from detente.brief.words.matching import matching
from detente.brief.words.naming import outcome_name
from detente.brief.words.situations import situation
from detente.case import Case
from detente.game import LIMIT, Game, unfold
from detente.paper.cells import Rows
from detente.paper.english import capital, sentence
from detente.paper.model import Listing, Part
from detente.paper.numbers import count
from detente.stability import assess
from detente.worlds import draw

__all__ = ["Listed", "Row", "listed"]


@dataclass(frozen=True, slots=True)
class Row:
    """One feasible state.

    Parameters
    ----------
    levels
        Option -> level.
    name
        Its name where the case gives one.
    outcome
        Id of its outcome class, or an empty string.
    words
        What differs from the status quo, in a clause.
    """

    levels: dict[str, str]
    name: str
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class Listed:
    """States that were asked for.

    Parameters
    ----------
    case
        The case.
    rows
        The states, as many as were to be shown.
    total
        How many meet what was asked.
    feasible
        How many states there are.
    """

    case: Case
    rows: tuple[Row, ...]
    total: int
    feasible: int

    def parts(self) -> tuple[Part, ...]:
        """Return the states as a list in words, with how many there are."""
        share = "" if self.total == self.feasible else f" of {self.feasible:,} that are feasible"
        shown = "" if self.total == len(self.rows) else f"; the first {len(self.rows):,}"
        compared = " Each is told by what differs from the status quo." if self.case.status_quo else ""
        head = f"{capital(count(self.total, 'state'))}{share}{shown}.{compared if self.rows else ''}"
        items = tuple(sentence(r.words) + _outcome(self.case, r) for r in self.rows)
        return (head, Listing("", items)) if items else (head,)

    def to_json(self) -> str:
        """Return the states as JSON."""
        found = {"case": self.case.case, "feasible": self.feasible, "total": self.total}
        return json.dumps({**found, "states": [asdict(r) for r in self.rows]}, ensure_ascii=False, indent=2)

    def to_csv(self) -> str:
        """Return the states as CSV; text that a spreadsheet would run is made harmless."""
        out = StringIO()
        rows = Rows(out)
        options = list(self.case.variables())
        rows.writerow((*options, "name", "outcome", "words"))
        rows.writerows(
            (*(row.levels[o] for o in options), row.name, row.outcome, row.words) for row in self.rows
        )
        return out.getvalue()


def listed(
    case: Case,
    where: str = "",
    choice: str = "",
    equilibria: str | None = None,
    limit: int = 50,
    max_states: int | None = None,
) -> Listed:
    """List feasible states.

    Parameters
    ----------
    case
        The case.
    where
        A condition that the states meet.
    choice
        Id of a choice that is made.
    equilibria
        Abbreviation of a stability concept: only the equilibria of the central world.
    limit
        Most states described, 0 for all.
    max_states
        Most states held at once.
    """
    known("choice", [choice] if choice else [], case.choices)
    chosen = case.choices[choice].set if choice else {}
    worlds = draw(case, 1)
    game = unfold(case, {**(drawn(case, worlds) if equilibria else {}), **chosen}, max_states or LIMIT)
    states = matching(case, game, where) if where else np.ones(len(game), bool)
    if equilibria:
        views = worlds.views(game)
        states = states & assess(game, worlds.utilities(game), (equilibria,), views).equilibria[0, :, 0]
    found = np.flatnonzero(states)
    shown = found[: limit or len(found)]
    today = game.describe(game.status_quo) if game.status_quo >= 0 else {}
    rows = tuple(_row(case, game, int(s), today, set(chosen)) for s in shown)
    return Listed(case, rows, len(found), len(game))


def _row(case: Case, game: Game, state: int, today: dict[str, str], left_out: set[str]) -> Row:
    found, name = game.describe(state), game.names[state] if game.names else ""
    outcome = game.outcomes[game.outcome[state]] if game.outcome[state] >= 0 else ""
    return Row(found, name, outcome, situation(case, found, today, name, left_out))


def _outcome(case: Case, row: Row) -> str:
    outcome = f" Outcome: {outcome_name(case, row.outcome)}." if row.outcome else ""
    name = f" In the case: “{row.name}”." if row.name and case.options else ""
    return outcome + name

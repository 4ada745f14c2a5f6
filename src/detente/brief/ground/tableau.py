"""The case in tables: options, wants and rules; feasible states as rows, chosen by a condition."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import StringIO

import numpy as np

from detente.brief.answer.accounts import drawn, known
from detente.brief.ground.judgements import judgement
from detente.brief.words.matching import matching
from detente.brief.words.naming import actor_name, choice_name, outcome_name
from detente.brief.words.situations import level_phrase, situation
from detente.case import Case
from detente.game import LIMIT, Game, unfold
from detente.paper.cells import Rows
from detente.paper.english import capital, sentence
from detente.paper.model import Listing, Part, Section, Table, row
from detente.paper.numbers import count
from detente.stability import assess
from detente.worlds import draw

__all__ = ["Listed", "Row", "gaps", "listed", "rules", "tableau", "wants"]


_SORTED = (
    "Those that {} likes best come first, with every weight in the middle of its range; states that tie "
    "share a place."
)


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
    place
        Its place in the order of the actor asked for, 1 for the best of all that meet what was asked; states
        that tie share one. ``None`` if no actor was asked for.
    """

    levels: dict[str, str]
    name: str
    outcome: str
    words: str
    place: int | None = None


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
    by
        Id of the actor whose best states come first; empty for the order in which they are made.
    """

    case: Case
    rows: tuple[Row, ...]
    total: int
    feasible: int
    by: str = ""

    def parts(self) -> tuple[Part, ...]:
        """Return the states as a list in words, with how many there are."""
        share = "" if self.total == self.feasible else f" of {self.feasible:,} that are feasible"
        shown = "" if self.total == len(self.rows) else f"; the first {len(self.rows):,}"
        compared = " Each is told by what differs from the status quo." if self.case.status_quo else ""
        head = f"{capital(count(self.total, 'state'))}{share}{shown}.{compared if self.rows else ''}"
        head += f" {_SORTED.format(actor_name(self.case, self.by))}" if self.by and self.rows else ""
        items = tuple(_place(r) + sentence(r.words) + _outcome(self.case, r) for r in self.rows)
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
        rows.writerow((*options, "name", "outcome", "words", *(("place",) if self.by else ())))
        for r in self.rows:
            place = (r.place,) if self.by else ()
            rows.writerow((*(r.levels[o] for o in options), r.name, r.outcome, r.words, *place))
        return out.getvalue()


def listed(
    case: Case,
    where: str = "",
    choice: str = "",
    equilibria: str | None = None,
    limit: int = 50,
    max_states: int | None = None,
    by: str = "",
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
    by
        Id of an actor: its best states come first, with every weight at its central value. If empty, in the
        order in which they are made.

    Raises
    ------
    UnknownName
        If there is no such choice or actor.
    """
    known("choice", [choice] if choice else [], case.choices)
    known("actor", [by] if by else [], case.actors)
    chosen = case.choices[choice].set if choice else {}
    worlds = draw(case, 1)
    game = unfold(case, {**(drawn(case, worlds) if equilibria else {}), **chosen}, max_states or LIMIT)
    states = matching(case, game, where) if where else np.ones(len(game), bool)
    if equilibria:
        views = worlds.views(game)
        states = states & assess(game, worlds.utilities(game), (equilibria,), views).equilibria[0, :, 0]
    found = np.flatnonzero(states)
    places: Sequence[int | None] = [None] * len(found)
    if by:
        # Utilities are exact: states tie only if the case says so.
        utility = worlds.utilities(game)[list(game.actors).index(by), found, 0]
        order = np.argsort(-utility, kind="stable")
        found, places = found[order], (1 + np.unique(-utility[order], return_inverse=True)[1]).tolist()
    today = game.describe(game.status_quo) if game.status_quo >= 0 else {}
    shown = zip(found[: limit or len(found)], places, strict=False)
    rows = tuple(_row(case, game, int(s), today, set(chosen), place) for s, place in shown)
    return Listed(case, rows, len(found), len(game), by)


def _row(
    case: Case, game: Game, state: int, today: dict[str, str], left_out: set[str], place: int | None
) -> Row:
    found, name = game.describe(state), game.names[state] if game.names else ""
    outcome = game.outcomes[game.outcome[state]] if game.outcome[state] >= 0 else ""
    return Row(found, name, outcome, situation(case, found, today, name, left_out), place)


def _place(row: Row) -> str:
    return "" if row.place is None else f"Place {row.place}: "


def _outcome(case: Case, row: Row) -> str:
    outcome = f" Outcome: {outcome_name(case, row.outcome)}." if row.outcome else ""
    name = f" In the case: “{row.name}”." if row.name and case.options else ""
    return outcome + name


def tableau(case: Case) -> Section | None:
    """Return the options tableau: today and each choice side by side.

    Parameters
    ----------
    case
        The case.
    """
    if not case.options:
        return None
    today = case.status_quo if isinstance(case.status_quo, dict) else {}
    heads = ("Who", "Option", "Levels", "Today", *(capital(choice_name(case, c)) for c in case.choices))
    rows = tuple(
        row(
            _who(case, option),
            capital(found.name),
            ", ".join(found.levels),
            today.get(option, "–"),
            *(choice.set.get(option, "–") for choice in case.choices.values()),
        )
        for option, found in case.variables().items()
    )
    words = tuple(
        capital(f"{option} = {level}: {level_phrase(case, option, level)}")
        for option, found in case.variables().items()
        for level in found.levels
    )
    note = "A dash stands where a choice leaves the option to its actor."
    table = Table("", heads, rows, note)
    return Section("tableau", "Who can do what", (table, Listing("What the levels mean", words)))


def _who(case: Case, option: str) -> str:
    return "Chance" if option in case.chance else capital(actor_name(case, option.partition(".")[0]))


def wants(case: Case) -> Section | None:
    """Return what each actor wants, with weights and passages.

    Parameters
    ----------
    case
        The case.
    """
    tables = tuple(
        Table(
            capital(actor_name(case, a)),
            ("Statement", "Weight", "Rests on"),
            tuple(
                row(capital(judgement(case, s)), str(s.weight), str(s.evidence)) for s in case.statements(a)
            ),
        )
        for a in case.actors
        if case.statements(a)
    )
    return Section("wants", "What everybody wants", tables) if tables else None


def rules(case: Case) -> Section | None:
    """Return what cannot be, and what several can only do together.

    Parameters
    ----------
    case
        The case.
    """
    limits = [(name, c) for name, c in case.constraints.items()]
    rows = tuple(row(name, capital(judgement(case, c)), str(c.evidence)) for name, c in limits)
    joint = tuple(
        row(name, capital(judgement(case, c)), str(c.evidence)) for name, c in case.common_moves.items()
    )
    heads = ("Id", "Rule", "Rests on")
    named = (("What cannot be", rows), ("Moves made together", joint))
    tables = tuple(Table(title, heads, found) for title, found in named if found)
    return Section("rules", "Rules", tables) if tables else None


def gaps(case: Case) -> Section | None:
    """Return the statements that rest on the analyst alone, and those that every reading sets aside.

    Parameters
    ----------
    case
        The case.
    """
    every = [s for a in case.actors for s in case.statements(a)]
    alone = tuple(capital(judgement(case, s)) for s in every if s.evidence.judgement)
    readings = case.readings.values()
    dead = tuple(
        capital(judgement(case, s)) for s in every if readings and all(s.id in r.weights for r in readings)
    )
    lists = (
        Listing("Statements that rest on the analyst alone", alone),
        Listing("Weights that no reading uses", dead),
    )
    shown = tuple(part for part in lists if part.items)
    return Section("gaps", "Gaps and dead weights", shown) if shown else None

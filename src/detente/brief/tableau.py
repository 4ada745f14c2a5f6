"""Feasible states as rows: chosen by a condition, told in words, written as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np

from detente.brief.model import Listing, Part
from detente.brief.numbers import count
from detente.brief.sentences import capital, outcome_name, sentence
from detente.brief.states import situation
from detente.case import Case, nearest, parse
from detente.case.condition import Compare, Condition, ConditionSyntax, Defined, walk
from detente.errors import DetenteError, UnknownName
from detente.game import Game
from detente.game.states import definitions, levels
from detente.game.truth import Table, evaluate

__all__ = ["Row", "as_csv", "guarded", "matching", "rows", "tableau"]

#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


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

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain types."""
        return {"levels": self.levels, "name": self.name, "outcome": self.outcome, "words": self.words}


def rows(case: Case, game: Game, states: Iterable[int], chosen: Iterable[str] = ()) -> tuple[Row, ...]:
    """Describe states of a game.

    Parameters
    ----------
    chosen
        Options set by the choice, which the words leave out.
    """
    today = game.describe(game.status_quo) if game.status_quo >= 0 else {}
    left_out = set(chosen)
    return tuple(_row(case, game, s, today, left_out) for s in states)


def _row(case: Case, game: Game, state: int, today: dict[str, str], left_out: set[str]) -> Row:
    found, name = game.describe(state), game.names[state] if game.names else ""
    outcome = game.outcomes[game.outcome[state]] if game.outcome[state] >= 0 else ""
    return Row(found, name, outcome, situation(case, found, today, name, left_out))


def matching(case: Case, game: Game, condition: str) -> Sequence[int]:
    """Return the indices of the states in which a condition holds.

    Raises
    ------
    DetenteError
        If the condition does not follow the grammar.
    UnknownName
        If it names what the case does not declare.
    """
    try:
        parsed = parse(condition)
    except ConditionSyntax as error:
        raise DetenteError(f"{condition}\n{' ' * error.offset}{'^' * error.length} {error.cause}") from None
    _check(case, parsed)
    columns = {o: np.ascontiguousarray(game.states[:, k]) for k, o in enumerate(game.options)}
    table = Table(len(game), columns, levels(case), definitions(case))
    return [int(s) for s in np.flatnonzero(evaluate(parsed.tree, table)[0])]


def _check(case: Case, condition: Condition) -> None:
    for part in walk(condition.tree):
        if isinstance(part, Defined) and part.name not in case.definitions:
            raise UnknownName("definition", part.name, nearest(part.name, case.definitions))
        if isinstance(part, Compare):
            for option in filter(None, (part.option, part.other)):
                if option not in case.variables():
                    raise UnknownName("option", option, nearest(option, case.variables()))
            valid = case.variables()[part.option].levels
            for level in part.levels:
                if level not in valid:
                    raise UnknownName(f"level of {part.option}", level, nearest(level, valid))


def tableau(case: Case, found: Sequence[Row], total: int, feasible: int) -> tuple[Part, ...]:
    """Return states as a list in words, with how many there are."""
    items = tuple(sentence(r.words) + _outcome(case, r) for r in found)
    share = "" if total == feasible else f" of {feasible:,} that are feasible"
    shown = "" if total == len(found) else f"; the first {len(found):,}"
    head = f"{capital(count(total, 'state'))}{share}{shown}."
    compared = "Each is told by what differs from the status quo." if case.status_quo and case.options else ""
    return tuple(part for part in (head, compared, Listing("", items)) if part)


def _outcome(case: Case, row: Row) -> str:
    outcome = f" Outcome: {outcome_name(case, row.outcome)}." if row.outcome else ""
    name = f" In the case: “{row.name}”." if row.name and case.options else ""
    return outcome + name


def as_csv(game: Game, found: Sequence[Row]) -> str:
    """Return states as CSV, one column for each option; text that a spreadsheet would run is made harmless."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*map(guarded, game.options), "name", "outcome", "words"])
    for row in found:
        cells = [*row.levels.values(), row.name, row.outcome, row.words]
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("harmless")
    ("'=1+1", 'harmless')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell

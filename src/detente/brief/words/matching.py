"""Conditions that are typed, and where they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from detente.case import Case, ConditionSyntax, parse
from detente.case.condition import Compare, Condition, Defined, walk
from detente.case.nearest import check_name
from detente.errors import DetenteError
from detente.game import Game
from detente.game.model import Bools
from detente.game.states import definitions, levels
from detente.game.truth import Table, evaluate
from detente.paper.markup import clean

__all__ = ["matching"]


def matching(case: Case, game: Game, condition: str) -> Bools:
    """Return where a condition holds, (S,) bool.

    Parameters
    ----------
    case, game
        The case, and its game of S states.
    condition
        The condition as it was typed.

    Raises
    ------
    DetenteError
        If it cannot be read, with a mark below the place.
    UnknownName
        If it names what the case does not have.
    """
    try:
        parsed = parse(condition)
    except ConditionSyntax as error:
        mark = f"{' ' * error.offset}{'^' * error.length}"
        raise DetenteError(f"{clean(condition)}\n{mark} {error.cause}") from None
    _check(case, parsed)
    columns = {o: np.ascontiguousarray(game.states[:, k]) for k, o in enumerate(game.options)}
    table = Table(len(game), columns, levels(case), definitions(case))
    return evaluate(parsed.tree, table)[0]


def _check(case: Case, condition: Condition) -> None:
    for part in walk(condition.tree):
        if isinstance(part, Defined):
            _known("definition", [part.name], case.definitions)
        if isinstance(part, Compare):
            _known("option", [o for o in (part.option, part.other) if o], case.variables())
            _known(f"level of {part.option}", part.levels, case.variables()[part.option].levels)


def _known(kind: str, names: Iterable[str], valid: Collection[str]) -> None:
    for name in names:
        check_name(kind, name, valid)

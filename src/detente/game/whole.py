"""All feasible states of a case, of which its games are parts: where a condition holds is found once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.errors import NoFeasibleState, TooLarge
from detente.game.states import LIMIT, definitions, enumerate_states, levels, requirements
from detente.game.truth import Table, evaluate

__all__ = ["MOST", "Whole", "full"]

#: States, at most, of which all are listed so that games can be cut out of them.
MOST = 2**18


class Whole:
    """The feasible states of a case in option form with nothing fixed.

    A game in which levels are fixed or held has some of them, in the same order, and the same conditions hold
    there.

    Parameters
    ----------
    case
        The case.
    table
        Its states.
    """

    def __init__(self, case: Case, table: Table) -> None:
        self._case, self._table = case, table

    def __repr__(self) -> str:
        return f"Whole({self._case.case!r}, {self._table.length:,} states)"

    @classmethod
    def of(cls, case: Case, limit: int = LIMIT) -> Whole | None:
        """List the states; None for a case that lists its own, that has none, or more than `MOST`.

        Parameters
        ----------
        case
            The case.
        limit
            Most states held at once.
        """
        if case.states or not case.options:
            return None
        try:
            rows = enumerate_states(case, limit=min(limit, MOST))
        except (TooLarge, NoFeasibleState):  # whoever asks for one game is told of it
            return None
        return cls(case, full(case, rows))

    def within(self, case: Case, fixed: Mapping[str, str]) -> Table | None:
        """Return the states of a case made of this one that have some levels.

        Parameters
        ----------
        case
            A case with the same options and definitions, and all constraints of this one, or more.
        fixed
            Option -> level.

        Returns
        -------
        Table or None
            None if the case is not made of this one, or no state is left.
        """
        known, whole = self._case, self._table
        same = not case.states and all(
            getattr(case, part) is getattr(known, part) for part in ("options", "definitions")
        )
        if not same or any(case.constraints.get(name) is not c for name, c in known.constraints.items()):
            return None
        kept = np.ones(whole.length, np.bool_)
        for option, level in fixed.items():
            kept &= whole.columns[option] == whole.levels[option].index(level)
        for name, tree in requirements(case).items():
            if name not in known.constraints:
                kept &= evaluate(tree, whole)[0]
        index = np.flatnonzero(kept)
        if not len(index):
            return None
        columns = {o: column[index] for o, column in whole.columns.items()}
        return Table(len(index), columns, whole.levels, whole.definitions, whole, index)


def full(case: Case, rows: NDArray[np.uint8]) -> Table:
    """Return states as a table.

    Parameters
    ----------
    case
        The case.
    rows
        (S, O) level of each option, as `detente.game.states.enumerate_states` lists them.
    """
    columns = {o: np.ascontiguousarray(rows[:, k]) for k, o in enumerate(case.variables())}
    return Table(len(rows), columns, levels(case), definitions(case))

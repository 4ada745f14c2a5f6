"""A case as a notebook shows it."""

from __future__ import annotations

from detente.case.model import Case
from detente.paper.model import Table
from detente.paper.notebook import table_html

__all__ = ["html"]


def html(case: Case) -> str:
    """Return the options of a case as a table: name, levels and where it stands today.

    Parameters
    ----------
    case
        The case.
    """
    today = case.status_quo if isinstance(case.status_quo, dict) else {}
    rows = tuple(
        (option, found.name, ", ".join(found.levels), today.get(option, ""))
        for option, found in case.variables().items()
    )
    named = tuple(
        (name, phrase if isinstance(phrase, str) else "", "", "") for name, phrase in case.states.items()
    )
    table = Table(case.title, ("option", "name", "levels", "today"), rows or named, repr(case))
    return table_html(table)

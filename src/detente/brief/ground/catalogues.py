"""The shipped cases as a table, and a case with some of its choices only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from detente.brief.answer.accounts import known
from detente.case import Case
from detente.catalog import Entry
from detente.paper.model import Table, row

__all__ = ["narrowed", "shelf", "shelf_json"]


def narrowed(case: Case, choices: Sequence[str]) -> Case:
    """Keep only some of the choices of a case, and the claims made of them.

    Parameters
    ----------
    case
        The case.
    choices
        Ids of the choices that are kept.

    Raises
    ------
    UnknownName
        If the case has no such choice.
    """
    known("choice", choices, case.choices)
    kept = {name: choice for name, choice in case.choices.items() if name in choices}
    claims = {name: claim for name, claim in case.claims.items() if not claim.choice or claim.choice in kept}
    return case.model_copy(update={"choices": kept, "claims": claims})


def shelf_json(entries: Sequence[Entry]) -> str:
    """Return the shipped cases as JSON.

    Parameters
    ----------
    entries
        The shipped cases.
    """
    return json.dumps([asdict(e) for e in entries], ensure_ascii=False, indent=2)


def shelf(entries: Sequence[Entry]) -> Table:
    """Return the shipped cases as a table.

    Parameters
    ----------
    entries
        The shipped cases.
    """
    rows = tuple(row(e.slug, e.title, e.actors, e.options, e.citation) for e in entries)
    return Table("", ("Case", "Title", "Actors", "Options", "First source"), rows)

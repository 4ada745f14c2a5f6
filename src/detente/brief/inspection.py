"""Everything there is to say of a case file before it is analysed, and of the shelf of shipped cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detente.brief.account import known
from detente.brief.copies import compare
from detente.brief.model import Table
from detente.case import Case, examine
from detente.catalog import Entry
from detente.errors import Problem
from detente.game import inspect, unfold

__all__ = ["inspected", "narrowed", "shelf"]


def inspected(file: str | Path, sources: str | Path | None = None) -> tuple[str, tuple[Problem, ...]]:
    """Check a case file in every way: its text, its states, and the reader's copies of its sources.

    Parameters
    ----------
    file
        The case file.
    sources
        A folder with copies of the sources, if the locators are to be looked up.

    Returns
    -------
    tuple of str and tuple of Problem
        One line about a case without errors, else an empty string; and everything found.
    """
    case, found = examine(file)
    if case is None:
        return "", found
    found = (*found, *inspect(case), *(compare(case, sources) if sources is not None else ()))
    wrong = any(p.severity == "error" for p in found)
    return "" if wrong else f"{file}: {_summary(case)}", found


def _summary(case: Case) -> str:
    sizes = {
        "actors": len(case.actors),
        "options": len(case.options),
        "states": len(unfold(case)),
        "choices": len(case.choices),
        "readings": len(case.readings),
        "claims": len(case.claims),
    }
    needed = ("actors", "options", "states")
    return "ok: " + ", ".join(f"{n:,} {what}" for what, n in sizes.items() if n or what in needed)


def narrowed(case: Case, choices: Sequence[str]) -> Case:
    """Keep only some of the choices of a case, and the claims made of them.

    Raises
    ------
    UnknownName
        If the case has no such choice.
    """
    known("choice", choices, case.choices)
    kept = {name: choice for name, choice in case.choices.items() if name in choices}
    claims = {name: claim for name, claim in case.claims.items() if claim.choice in kept}
    return case.model_copy(update={"choices": kept, "claims": claims})


def shelf(entries: Sequence[Entry]) -> Table:
    """Return the shipped cases as a table."""
    rows = tuple((e.slug, e.title, e.actors, e.options, e.citation) for e in entries)
    return Table("", ("Case", "Title", "Actors", "Options", "First source"), rows)

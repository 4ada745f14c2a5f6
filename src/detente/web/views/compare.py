"""Two versions of a case: the inputs that differ, and what that does to the answer."""

from __future__ import annotations

from typing import Any

from detente.brief.answer.changes import changes, differences
from detente.brief.words.material import Material
from detente.case import Case
from detente.paper.model import Listing, Section
from detente.web.desk import Desk
from detente.web.views.parts import section

__all__ = ["compare"]


def compare(desk: Desk, other: Case, worlds: int, seed: int) -> list[dict[str, Any]]:
    """Return the sections of a comparison.

    Parameters
    ----------
    desk
        The case that is open, which counts as the later version.
    other
        The other version.
    worlds, seed
        What is solved.

    Raises
    ------
    DetenteError
        If one of them cannot be solved.
    """
    found = desk.beside(other, worlds, seed)
    inputs = differences(other, desk.case) or ("Nothing that the analysis uses differs.",)
    told = () if found.altered is None else changes(Material(found.case, found.findings), found.altered)
    return [
        section(Section("inputs", "Inputs that differ", (Listing("", inputs),))),
        section(Section("answers", "What that changes", (Listing("", told),))),
    ]

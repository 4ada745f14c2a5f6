"""Two versions of a case: the inputs that differ, and what that does to the answer."""

from __future__ import annotations

from typing import Any

from detente.brief import comparison_parts
from detente.case import Case
from detente.insight import compare as compared
from detente.paper.model import Section
from detente.web.views.parts import section

__all__ = ["compare"]


def compare(before: Case, after: Case, worlds: int, seed: int) -> list[dict[str, Any]]:
    """Return the sections of a comparison, in the words of ``detente compare``.

    Parameters
    ----------
    before, after
        The earlier and the later version.
    worlds, seed
        What is solved.

    Raises
    ------
    DetenteError
        If one of them cannot be solved.
    """
    said, *told = comparison_parts(before, after, compared(before, after, worlds=worlds, seed=seed))
    found = [section(Section("inputs", "Inputs that differ", (said,)))]
    return [*found, section(Section("answers", "What that changes", tuple(told)))] if told else found

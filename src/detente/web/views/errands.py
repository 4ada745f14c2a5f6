"""What is worked out in the background: dates, and the questions of a mediator."""

from __future__ import annotations

from typing import Any

from detente.brief import alliances_parts, bringing_parts, why_not_parts
from detente.brief.time.lasting import lasting
from detente.brief.time.switching import switching
from detente.brief.time.watching import watching
from detente.brief.time.years import by_year
from detente.brief.words.material import Material
from detente.case import Case
from detente.errors import DetenteError
from detente.insight import Ask, alliances, bringing, find, why_not
from detente.paper.model import Section
from detente.web.views.parts import section
from detente.web.wish import Wish

__all__ = ["dates", "mediated"]

#: Worlds that are followed through time.
FOLLOWED = 8

#: What can be asked -> the heading of its answer.
QUESTIONS = {"why-not": "Why not", "bring": "What would bring it about", "together": "Who must move together"}


def dates(case: Case, wish: Wish) -> list[dict[str, Any]]:
    """Return the sections on time.

    Parameters
    ----------
    case
        The case as it is written.
    wish
        What the reader has changed.

    Raises
    ------
    DetenteError
        If the case has no clock, or cannot be solved.
    """
    if case.clock is None:
        raise DetenteError("this case has no clock, so nothing in it is dated")
    changed = wish.written(case)
    parts = frozenset({"choices", "watch", "choosing"})
    ask = Ask(wish.worlds, wish.seed, dated=min(FOLLOWED, wish.worlds), parts=parts)
    m = Material(changed, find(changed, ask))
    told = (by_year(m), switching(m), lasting(m), watching(m))
    return [section(s) for s in told if s is not None]


def mediated(case: Case, wish: Wish, question: str, target: str, choice: str) -> list[dict[str, Any]]:
    """Return the answer to a question of a mediator, in the words of the command line.

    Parameters
    ----------
    case
        The case as it is written.
    wish
        What the reader has changed.
    question
        ``why-not``, ``bring`` or ``together``.
    target
        Id of an outcome class, or a condition; of no use to ``together``.
    choice
        Id of the choice that is made; empty for none.

    Raises
    ------
    DetenteError
        If there is no such question, target or choice.
    """
    changed = wish.written(case)
    if question not in QUESTIONS:
        raise DetenteError(f"ask one of {', '.join(QUESTIONS)}")
    if question == "together":
        parts = alliances_parts(changed, alliances(changed, choice))
    elif not target:
        raise DetenteError("name an outcome, or write a condition")
    elif question == "bring":
        parts = bringing_parts(changed, bringing(changed, target, False, choice))
    else:
        parts = why_not_parts(changed, why_not(changed, target, choice))
    return [section(Section("asked", QUESTIONS[question], tuple(parts)))]

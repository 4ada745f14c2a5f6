"""The model: who can do what, what everybody wants, what cannot be, joint texts, and every situation."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.brief.answer.texts import texts
from detente.brief.follow.influence import influence
from detente.brief.ground.evidence import evidence
from detente.brief.ground.regimes import regimes
from detente.brief.ground.tableau import gaps, rules, tableau, wants
from detente.brief.ground.ties import ties
from detente.brief.words.matching import matching
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, outcome_name
from detente.brief.words.situations import situation
from detente.case import Case
from detente.paper.english import capital
from detente.paper.model import Section
from detente.paper.numbers import percent
from detente.paper.picture import Influence
from detente.web.board import Board
from detente.web.desk import Answer
from detente.web.views.parts import section

__all__ = ["model", "situations"]

Plain = dict[str, Any]

#: Most rows sent at a time.
MOST = 200


def model(found: Answer) -> list[Plain]:
    """Return the sections of the model.

    Parameters
    ----------
    found
        The case, and what was found of it.
    """
    case = found.case
    m = Material(case, found.findings)
    net = influence(case, found.findings.states)
    of_case = (tableau(case), wants(case), net, rules(case), ties(case))
    told = (*of_case, regimes(m), *texts(m), evidence(m), gaps(case))
    return [{**section(s), **_drawn(s)} for s in told if s is not None]


def _drawn(told: Section) -> Plain:
    """Return what the page draws itself: who is looked at, and the picture's own data."""
    found = [p for p in told.pictures if isinstance(p, Influence)]
    return (
        {"pictures": [{**asdict(p), "tables": [], "actor": p.tables[0].title} for p in found]}
        if found
        else {}
    )


def situations(case: Case, board: Board, where: str, sort: str, start: int, count: int) -> Plain:
    """Return some rows of the table of feasible situations.

    Parameters
    ----------
    case
        The case.
    board
        Its game under one choice, with the utilities of the central world.
    where
        A condition that they meet; empty for all.
    sort
        Id of the actor whose best situations come first; empty for the order of the states.
    start, count
        The first row, from 0, and how many.

    Raises
    ------
    DetenteError
        If the condition cannot be read, or there is no such actor.
    """
    order = board.ordered(where, sort, matching(case, board.game, where) if where else None)
    game, today = board.game, board.today
    rows = []
    for s in order[start : start + min(count, MOST)].tolist():
        name = game.names[s] if game.names else ""
        outcome = game.outcomes[game.outcome[s]] if game.outcome[s] >= 0 else ""
        rows.append(
            {
                "state": s,
                "words": capital(situation(case, game.describe(s), today, name, set(board.chosen))),
                "outcome": capital(outcome_name(case, outcome)) if case.outcomes else "",
                "levels": [percent(float(x)) for x in board.standing[:, s]],
            }
        )
    actors = [{"id": a, "name": capital(actor_name(case, a))} for a in case.actors]
    return {"total": len(order), "feasible": len(game), "start": start, "actors": actors, "rows": rows}

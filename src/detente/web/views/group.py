"""What a group of analysts judges: the sheet while it is filled in blind, and the pool once revealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.brief import pooled_parts
from detente.case import Case, digest
from detente.elicitation import Answer, Pooling, pool
from detente.errors import DetenteError
from detente.paper.model import Section
from detente.web.team import Round, Store, asked, sheets
from detente.web.views.parts import section

__all__ = ["group", "pooled"]

Plain = dict[str, Any]


def group(case: Case, store: Store, who: str, owner: bool, method: str) -> Plain:
    """Return the sheet with one's own answers; those of others only once the round is revealed.

    Parameters
    ----------
    case
        The case.
    store
        The workspace.
    who
        Who looks.
    owner
        Whether it is who may begin and reveal rounds.
    method
        How revealed answers are pooled.

    Raises
    ------
    DetenteError
        If nothing can be asked, or there is no such way to pool.
    """
    now = store.round(case.case)
    told: Plain = {"who": who, "owner": owner, "round": None, "sheet": asked(case), "mine": {}}
    if now is None:
        return {**told, "progress": [], "sections": []}
    mine = store.answers(now.id, who).get(who, {})
    return {
        **told,
        "round": _round(case, now),
        "mine": {name: {"values": _typed(a), "rev": rev} for name, (a, rev) in mine.items()},
        "progress": [{"who": name, "answered": n} for name, n in store.counts(now.id).items()],
        "sections": _sections(case, store, now, method) if now.revealed else [],
    }


def _round(case: Case, now: Round) -> Plain:
    """Return a round, and whether the case has changed since it was begun."""
    told = {"id": now.id, "number": now.number, "who": now.who, "at": now.at, "revealed": now.revealed}
    return {**told, "changed": now.digest != digest(case)}


def _typed(given: Answer) -> list[str]:
    return [f"{value:.15g}" for value in given.quantiles]


def _sections(case: Case, store: Store, now: Round, method: str) -> list[Plain]:
    try:
        found = _pooling(case, store, now, method)
    except DetenteError as error:
        return [
            section(Section("pooled", "What the group says", (f"{str(error)[:1].upper()}{str(error)[1:]}.",)))
        ]
    return [section(Section("pooled", "What the group says", tuple(pooled_parts(case, found))))]


def pooled(case: Case, store: Store, method: str) -> Case:
    """Return the case with the judgements of the newest round in place of its own.

    Parameters
    ----------
    case
        The case.
    store
        The workspace.
    method
        How answers are pooled.

    Raises
    ------
    DetenteError
        If they are not revealed yet, or there are none.
    """
    now = store.round(case.case)
    if now is None or not now.revealed:
        raise DetenteError("the answers are pooled once they are revealed")
    return _pooling(case, store, now, method).case


def _pooling(case: Case, store: Store, now: Round, method: str) -> Pooling:
    given: Mapping[str, Mapping[str, Answer]] = {
        who: {name: answer for name, (answer, _) in own.items()} for who, own in store.answers(now.id).items()
    }
    return pool(case, sheets(case, given), method)

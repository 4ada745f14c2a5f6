"""Situations, coalitions and their moves in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.brief.words.naming import actor_name
from detente.brief.words.situations import changed, move, named_state, situation
from detente.case import Case
from detente.game.unfolding import today
from detente.insight.mediation.central import Place
from detente.paper.english import join

__all__ = ["base_of", "by_steps", "members", "plan", "short"]


def base_of(case: Case, choice: str) -> Mapping[str, str]:
    """Return what situations are told against: the status quo with the choice made.

    Parameters
    ----------
    case
        The case.
    choice
        Id of a choice, or an empty string.
    """
    return {**today(case), **(case.choices[choice].set if choice else {})} if today(case) else {}


def short(case: Case, place: Place, choice: str = "") -> str:
    """Say a situation by its name, where it has one, and by what differs from the status quo.

    Parameters
    ----------
    case
        The case.
    place
        The situation.
    choice
        Id of the choice that is made, whose levels go without saying.
    """
    skip = case.choices[choice].set if choice else ()
    words = situation(case, place.levels, base_of(case, choice), place.name, skip)
    return f"{place.name} ({words})" if place.name and place.levels else words


def members(case: Case, ids: Sequence[str]) -> str:
    """Say who is in a coalition.

    Parameters
    ----------
    case
        The case.
    ids
        Ids of its members.
    """
    return join(actor_name(case, a) for a in ids)


def plan(case: Case, origin: Place, target: Place, ids: Sequence[str]) -> str:
    """Say what leads from one situation to another, a clause for each actor.

    Parameters
    ----------
    case
        The case.
    origin, target
        The two situations.
    ids
        Ids of those who move.
    """
    if not target.levels:
        return f"{members(case, ids)} move to {named_state(case, target.name)}"
    pairs = changed(case, target.levels, origin.levels)
    owners = list(dict.fromkeys(o.partition(".")[0] for o, _ in pairs))
    parts = [(a, [p for p in pairs if p[0].partition(".")[0] == a]) for a in owners]
    return "; ".join(move(case, a, own) for a, own in parts)


def by_steps(case: Case, origin: Place, steps: Sequence[tuple[str, Place]]) -> str:
    """Say moves one after another.

    Parameters
    ----------
    case
        The case.
    origin
        Where they begin.
    steps
        Who moves, and where that leads.
    """
    said, here = [], origin
    for actor, place in steps:
        if place.levels:
            said.append(move(case, actor, changed(case, place.levels, here.levels)))
        else:
            said.append(f"{actor_name(case, actor)} moves to {named_state(case, place.name)}")
        here = place
    return ", then ".join(said)

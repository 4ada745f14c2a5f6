"""States and moves in the words of the options: what differs, who changes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from detente.brief.words.naming import actor_name, owner
from detente.case import Case

__all__ = ["Pair", "changed", "level_phrase", "move", "named_state", "situation", "told"]

#: An option and its level.
Pair = tuple[str, str]

#: After one of these a name is not the whole subject: "Russia and China", "Russia's navy".
_NOT_ALONE = r"(?!(?:and|or|with|but|is|are)\b)"


def level_phrase(case: Case, option: str, level: str) -> str:
    """Say in a clause that an option stands at a level.

    Parameters
    ----------
    case
        The case.
    option
        Id of the option.
    level
        Id of the level.
    """
    variable = case.variables()[option]
    if phrase := variable.levels.get(level, ""):
        return phrase.strip().removesuffix(".")
    who = owner(case, option)
    return f"{who} sets “{variable.name}” to {level}" if who else f"“{variable.name}” is {level}"


def named_state(case: Case, name: str) -> str:
    """Say a state of a case that only names its states.

    Parameters
    ----------
    case
        The case.
    name
        Id of the state.
    """
    phrase = case.states.get(name, name)
    return phrase.strip().removesuffix(".") if isinstance(phrase, str) and phrase else f"“{name}”"


def changed(
    case: Case, state: Mapping[str, str], base: Mapping[str, str], skip: Iterable[str] = ()
) -> tuple[Pair, ...]:
    """Return the options at which two states differ, with their levels in the first.

    Parameters
    ----------
    case
        The case.
    state
        Option -> level.
    base
        The other state, option -> level.
    skip
        Options that are left out.
    """
    left_out = set(skip)
    return tuple(
        (o, state[o])
        for o in case.variables()
        if o in state and o not in left_out and state[o] != base.get(o)
    )


def told(case: Case, pairs: Iterable[Pair]) -> str:
    """Say levels in clauses: one for each actor, what chance decides at the end.

    Parameters
    ----------
    case
        The case.
    pairs
        Options with their levels.
    """
    found = list(pairs)
    drawn = [level_phrase(case, o, v) for o, v in found if o in case.chance]
    groups = groupby((p for p in found if p[0] not in case.chance), key=lambda p: p[0].partition(".")[0])
    clauses = "; ".join(_clause(case, actor, list(group)) for actor, group in groups)
    given = f"given that {_listed(drawn)}" if drawn else ""
    return ", ".join(part for part in (clauses, given) if part)


def situation(
    case: Case, state: Mapping[str, str], base: Mapping[str, str], name: str = "", skip: Iterable[str] = ()
) -> str:
    """Say a state by what differs from another one; all of it where there is no other.

    Parameters
    ----------
    case
        The case.
    state
        Option -> level.
    base
        The state that it is told against; empty for none.
    name
        Id of the state, if it has one.
    skip
        Options that are left out.
    """
    if not state:
        return named_state(case, name) if name else "where it stands"
    found = changed(case, state, base, skip)
    if not any(o not in case.chance for o, _ in found):
        drawn = told(case, found)
        return "all stays as it is today" + (f", {drawn}" if drawn else "")
    return told(case, found)


def move(case: Case, actor: str, pairs: Sequence[Pair], verb: str = "") -> str:
    """Say who brings a change about; the actor is named once, in its own phrase if that names it.

    Parameters
    ----------
    case
        The case.
    actor
        Id of the actor.
    pairs
        Options with their new levels.
    verb
        What stands before the phrase of a level.
    """
    said, name = told(case, pairs), actor_name(case, actor)
    if actor not in case.actors or _named_by(case, actor, said):  # what a regime comes to has no actor
        return said
    return f"{name} {verb}: {said}" if verb else f"{name}: {said}"


def _clause(case: Case, actor: str, pairs: Sequence[Pair]) -> str:
    """Say what one actor does; its name only once."""
    phrases = [level_phrase(case, o, v) for o, v in pairs]
    subject = _subject(case, actor, phrases[0])
    if not subject:
        return _listed(phrases)
    shorter = [
        re.sub(rf"^{re.escape(subject)} {_NOT_ALONE}", "", p, flags=re.IGNORECASE) for p in phrases[1:]
    ]
    return _listed([phrases[0], *shorter])


def _subject(case: Case, actor: str, phrase: str) -> str:
    names = [case.actors[actor].name, *case.actors[actor].aliases] if actor in case.actors else []
    found = (n for n in sorted(names, key=len, reverse=True) if n)
    return next((n for n in found if re.match(rf"{re.escape(n)} {_NOT_ALONE}", phrase, re.IGNORECASE)), "")


def _listed(phrases: Sequence[str]) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    heavy = len(phrases) > 2 or any(" and " in p or "," in p for p in phrases)
    return ", ".join(phrases[:-1]) + (", and " if heavy else " and ") + phrases[-1]


def _named_by(case: Case, actor: str, said: str) -> bool:
    """Whether a phrase begins with its actor: with a name, an alias, or the first word after the article."""
    found = case.actors[actor]
    names = [found.name, *found.aliases]
    names += [" ".join(found.name.split()[:2])] if found.name.startswith(("the ", "The ")) else []
    return any(re.match(rf"{re.escape(n)}\b", said, re.IGNORECASE) for n in names if n)

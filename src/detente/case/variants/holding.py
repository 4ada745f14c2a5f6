"""Policies held by hand: a case in which options have one level, and the ways to hold a condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product

from detente.case.condition import All, Always, AnyOf, Compare, Condition, Count, Defined, Not, Tree
from detente.case.fields import Evidence
from detente.case.model import Alternative, Case
from detente.case.nearest import check_name, nearest
from detente.case.variants.altered import alter
from detente.errors import DetenteError, UnknownName

__all__ = ["MOST_WAYS", "check_level", "hold", "holding", "ways"]

#: More ways to hold one condition than this are refused: nobody reads them.
MOST_WAYS = 64

_COMPARE = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

Levels = dict[str, str]


def hold(case: Case, levels: Mapping[str, str]) -> Case:
    """Return a case in which options are held at a level in every state, that of today included.

    Parameters
    ----------
    case
        The case; it is not changed.
    levels
        Option -> level. An option of chance has it with certainty.

    Raises
    ------
    UnknownName
        If there is no such option, or it has no such level; carries the nearest names.
    DetenteError
        If the case has no options, a choice of the case sets the same option to another level, or the case
        lists its states and none has these levels.

    See Also
    --------
    alter : the same for an alternative that the case itself names.
    """
    if not levels:
        return case
    _known(case, levels)
    for name, choice in case.choices.items():
        for option, level in choice.set.items():
            if levels.get(option, level) != level:
                held = f"{option} is held at {levels[option]}"
                raise DetenteError(f"{held}, and the choice {name} sets it to {level}: leave one out")
    named = case.model_copy(update={"alternatives": {**case.alternatives, "held": holding(case, levels)}})
    return alter(named, "held").model_copy(update={"alternatives": case.alternatives})


def holding(case: Case, levels: Mapping[str, str]) -> Alternative:
    """Return the structural alternative in which options are held.

    Parameters
    ----------
    case
        The case.
    levels
        Option -> level.

    Raises
    ------
    UnknownName
        If there is no such option, or it has no such level.
    """
    _known(case, levels)
    name = ", ".join(f"{option} = {level}" for option, level in levels.items())
    return Alternative(name=name, hold=dict(levels), evidence=Evidence())


def ways(case: Case, condition: Condition) -> tuple[Levels, ...]:
    """Return the ways to make a condition true by holding options.

    Parameters
    ----------
    case
        The case whose options and definitions the condition speaks of.
    condition
        For example ``usa.north == engage and prk.posture in (freeze, pause)``, which has two ways.

    Returns
    -------
    tuple of dict
        Option -> level; each way holds only what it needs, and none contains another. Empty if the
        condition is never true.

    Raises
    ------
    DetenteError
        If there are more than `MOST_WAYS`.
    """
    found = _ways(case, condition.tree, True)
    least = [w for w in found if not any(o.items() < w.items() for o in found)]
    return tuple(least)


def _known(case: Case, levels: Mapping[str, str]) -> None:
    if not case.variables():
        raise DetenteError(f"{case.case} has no options that could be held")
    for option, level in levels.items():
        check_level(case, option, level)


def check_level(case: Case, option: str, level: str) -> None:
    """Refuse an option that the case does not have, or a level that the option does not have.

    Parameters
    ----------
    case
        The case.
    option, level
        The names as given.

    Raises
    ------
    UnknownName
        If there is none; carries the nearest names, or all levels where none is near.
    """
    variables = case.variables()
    check_name("option", option, variables)
    known = tuple(variables[option].levels)
    if level not in known:
        raise UnknownName(f"level of {option}", level, nearest(level, known) or known)


def _ways(case: Case, tree: Tree, wanted: bool) -> list[Levels]:
    """Ways to make a condition what is wanted, without repetition."""
    match tree:
        case Always(value):
            return [{}] if value == wanted else []
        case Defined(name):
            return _ways(case, case.definitions[name].when.tree, wanted)
        case Not(part):
            return _ways(case, part, not wanted)
        case All(parts):
            return _all(case, parts, wanted) if wanted else _any(case, parts, wanted)
        case AnyOf(parts):
            return _any(case, parts, wanted) if wanted else _all(case, parts, wanted)
        case Count(low, high, parts):
            return _count(case, low, high, parts, wanted)
        case Compare():
            return _compared(case, tree, wanted)


def _any(case: Case, parts: Iterable[Tree], wanted: bool) -> list[Levels]:
    return _few(way for part in parts for way in _ways(case, part, wanted))


def _all(case: Case, parts: Iterable[Tree], wanted: bool) -> list[Levels]:
    found: list[Levels] = [{}]
    for part in parts:
        found = _few(a | b for a, b in product(found, _ways(case, part, wanted)) if _agree(a, b))
    return found


def _agree(a: Levels, b: Levels) -> bool:
    return all(b.get(option, level) == level for option, level in a.items())


def _count(case: Case, low: int, high: int, parts: tuple[Tree, ...], wanted: bool) -> list[Levels]:
    numbers = [n for n in range(len(parts) + 1) if (low <= n <= high) == wanted]
    found: list[Levels] = []
    for true in (set(c) for n in numbers for c in combinations(range(len(parts)), n)):
        some = [{}] if not parts else _each(case, parts, true)
        found = _few([*found, *some])
    return found


def _each(case: Case, parts: tuple[Tree, ...], true: set[int]) -> list[Levels]:
    found: list[Levels] = [{}]
    for k, part in enumerate(parts):
        found = _few(a | b for a, b in product(found, _ways(case, part, k in true)) if _agree(a, b))
    return found


def _compared(case: Case, tree: Compare, wanted: bool) -> list[Levels]:
    names = list(case.variables()[tree.option].levels)
    if tree.other:
        others = list(case.variables()[tree.other].levels)
        pairs = product(range(len(names)), range(len(others)))
        return [
            {tree.option: names[a], tree.other: others[b]}
            for a, b in pairs
            if _COMPARE[tree.relation](a, b) == wanted
        ]
    if tree.relation == "in":
        return [{tree.option: name} for name in names if (name in tree.levels) == wanted]
    at = names.index(tree.levels[0])
    holds = (_COMPARE[tree.relation](k, at) == wanted for k in range(len(names)))
    return [{tree.option: name} for name, yes in zip(names, holds, strict=True) if yes]


def _few(found: Iterable[Levels]) -> list[Levels]:
    """Each way once, in the order in which they came; too many are refused."""
    kept = {tuple(sorted(way.items())): way for way in found}
    if len(kept) > MOST_WAYS:
        raise DetenteError(f"there are more than {MOST_WAYS} ways to hold this; hold levels instead")
    return list(kept.values())

"""Conditions put into words: the phrases of the levels stand for comparisons."""

from __future__ import annotations

from collections.abc import Callable

from detente.brief.words.naming import owner
from detente.brief.words.situations import level_phrase
from detente.case import Case
from detente.case.condition import All, Always, AnyOf, Compare, Condition, Count, Defined, Not, Tree
from detente.paper.english import join

__all__ = ["clause"]

_RELATIONS = {
    "==": "the same as",
    "!=": "not the same as",
    "<": "below",
    "<=": "not above",
    ">": "above",
    ">=": "not below",
}

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def clause(case: Case, condition: Condition) -> str:
    """Say a condition in words; parts of a part stand in brackets.

    Parameters
    ----------
    case
        The case.
    condition
        The condition, parsed.
    """
    return _say(case, condition.tree)


def _say(case: Case, tree: Tree) -> str:
    match tree:
        case Always(value):
            return "always" if value else "never"
        case Defined(name):
            return case.definitions[name].name
        case Not(part):
            return _not(case, part)
        case All(parts):
            return join((_inner(case, p) for p in parts), "and")
        case AnyOf((Not(given), then)):
            return f"if {_say(case, given)}, then {_say(case, then)}"
        case AnyOf(parts):
            return join((_inner(case, p) for p in parts), "or")
        case Count(low, high, parts):
            named = "; ".join(_inner(case, p) for p in parts)
            return f"{_how_many(low, high, len(parts))} of these: {named}"
        case Compare():
            return _compare(case, tree)


def _inner(case: Case, tree: Tree) -> str:
    text = _say(case, tree)
    several = isinstance(tree, AnyOf | All | Count) or " or " in text
    return f"({text})" if several else text


def _not(case: Case, part: Tree) -> str:
    """Say that a condition does not hold: the negation goes inwards until a level or a name takes it."""
    match part:
        case Always(value):
            return "never" if value else "always"
        case Not(inner):
            return _say(case, inner)
        case Defined(name):
            meant = case.definitions[name].when.tree
            known = isinstance(meant, Compare) and not meant.other
            return _not(case, meant) if known else f"“{case.definitions[name].name}” does not hold"
        case All(parts):
            return join((_inner(case, Not(p)) for p in parts), "or")
        case AnyOf(parts):
            return join((_inner(case, Not(p)) for p in parts), "and")
        case Count(low, high, parts):
            named = "; ".join(_inner(case, p) for p in parts)
            return f"{_how_few(low, high, len(parts))} of these: {named}"
        case Compare() if part.other:
            left, right = _option(case, part.option), _option(case, part.other)
            return f"{left} is {_RELATIONS[_OPPOSITE[part.relation]]} {right}"
        case Compare():
            left_over = [v for v in case.variables()[part.option].levels if v not in _meant(case, part)]
            return _any(case, part.option, left_over)


def _compare(case: Case, tree: Compare) -> str:
    if tree.other:
        left, right = _option(case, tree.option), _option(case, tree.other)
        return f"{left} is {_RELATIONS[tree.relation]} {right}"
    return _any(case, tree.option, _meant(case, tree))


def _meant(case: Case, tree: Compare) -> list[str]:
    """Levels of the option at which a comparison with levels holds."""
    names = list(case.variables()[tree.option].levels)
    if tree.relation == "in":
        return [n for n in names if n in tree.levels]
    place = names.index(tree.levels[0])
    return [n for k, n in enumerate(names) if _HOLDS[tree.relation](k, place)]


def _any(case: Case, option: str, levels: list[str]) -> str:
    return join((level_phrase(case, option, v) for v in levels), "or") or "never"


def _option(case: Case, option: str) -> str:
    who, name = owner(case, option), case.variables()[option].name
    return f"“{who}: {name}”" if who else f"“{name}”"


def _how_many(low: int, high: int, among: int) -> str:
    if low == high:
        return f"exactly {low}"
    return f"at least {low}" if high == among else f"at most {high}"


def _how_few(low: int, high: int, among: int) -> str:
    """How many hold where those between ``low`` and ``high`` are ruled out."""
    if low == 0:
        return f"at least {high + 1}"
    return f"at most {low - 1}" if high == among else f"fewer than {low} or more than {high}"

"""Whether a condition holds in one state, which need not be known whole."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case import Case, Condition
from detente.case.condition import All, Always, AnyOf, Compare, Count, Defined, Not, Tree

__all__ = ["holds"]


def holds(case: Case, condition: Condition, state: Mapping[str, str]) -> bool | None:
    """Whether a condition of a case holds, by Kleene's three-valued logic.

    Parameters
    ----------
    case
        For definitions and for the order of levels.
    condition
        The condition.
    state
        Option -> level; options may be missing.

    Returns
    -------
    bool or None
        ``None`` where it hangs on an option whose level is not known.
    """
    return _holds(case, condition.tree, state)


def _holds(case: Case, tree: Tree, state: Mapping[str, str]) -> bool | None:
    match tree:
        case Always():
            return tree.value
        case Defined():
            return _holds(case, case.definitions[tree.name].when.tree, state)
        case Not():
            part = _holds(case, tree.part, state)
            return None if part is None else not part
        case All():
            return _counted(case, tree.parts, state, len(tree.parts), len(tree.parts))
        case AnyOf():
            return _counted(case, tree.parts, state, 1, len(tree.parts))
        case Count():
            return _counted(case, tree.parts, state, tree.low, tree.high)
        case Compare():
            return _compared(case, tree, state)


def _counted(
    case: Case, parts: tuple[Tree, ...], state: Mapping[str, str], low: int, high: int
) -> bool | None:
    """Whether between `low` and `high` of the parts hold."""
    found = [_holds(case, part, state) for part in parts]
    least, most = found.count(True), found.count(True) + found.count(None)
    if least >= low and most <= high:
        return True
    return False if most < low or least > high else None


def _compared(case: Case, tree: Compare, state: Mapping[str, str]) -> bool | None:
    order = list(case.variables()[tree.option].levels)
    if tree.option not in state or (tree.other and tree.other not in state):
        return None
    ours = order.index(state[tree.option])
    if tree.other:
        theirs = [list(case.variables()[tree.other].levels).index(state[tree.other])]
    else:
        theirs = [order.index(level) for level in tree.levels]
    match tree.relation:
        case "==" | "in":
            return ours in theirs
        case "!=":
            return ours not in theirs
        case "<":
            return ours < theirs[0]
        case "<=":
            return ours <= theirs[0]
        case ">":
            return ours > theirs[0]
        case _:
            return ours >= theirs[0]

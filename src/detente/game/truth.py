"""Conditions evaluated over all states at once.

Every condition is evaluated to a pair of arrays: where it *may* be true and where it *may* be false.
While states are being enumerated some options have no level yet, and both may hold; once every
option has its level exactly one does. The same code thus prunes early and decides late; where every option
has its level, `where` finds the first of the two alone, and once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from detente.case.condition import All, Always, AnyOf, Compare, Count, Defined, Not, Tree
from detente.game.model import Bools

__all__ = ["Table", "evaluate", "mentions", "where"]

Maybe = tuple[Bools, Bools]

_COMPARE = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


@dataclass(frozen=True, slots=True)
class Table:
    """States in the making.

    Parameters
    ----------
    length
        Number of rows N.
    columns
        Option -> (N,) uint8 level index; an option that is missing has no level yet.
    levels
        Option -> level names.
    definitions
        Definition name -> tree.
    whole, index
        A table that has these rows among others, and which of its rows they are, (N,); where a condition
        holds is asked of that table then.
    known
        What `where` has found: number of a tree's object -> the tree, so that it stays, and where it holds.
    """

    length: int
    columns: Mapping[str, NDArray[np.uint8]]
    levels: Mapping[str, tuple[str, ...]]
    definitions: Mapping[str, Tree]
    whole: Table | None = None
    index: NDArray[np.intp] | None = None
    known: dict[int, tuple[Tree, Bools]] = field(default_factory=dict, compare=False, repr=False)


def evaluate(tree: Tree, table: Table) -> Maybe:
    """Return where a condition may be true and where it may be false, two (N,) bool arrays.

    Parameters
    ----------
    tree
        The condition.
    table
        The states, some of whose options may have no level yet.

    Examples
    --------
    >>> from detente.case.condition import parse
    >>> table = Table(
    ...     2, {"a.x": np.array([0, 1], np.uint8)}, {"a.x": ("no", "yes"), "b.y": ("no", "yes")}, {}
    ... )
    >>> [array.tolist() for array in evaluate(parse("a.x == yes and b.y == yes").tree, table)]
    [[False, True], [True, True]]
    """
    match tree:
        case Always(value):
            return _constant(value, table)
        case Defined(name):
            return evaluate(table.definitions[name], table)
        case Not(part):
            yes, no = evaluate(part, table)
            return no, yes
        case All(parts):
            pairs = [evaluate(p, table) for p in parts]
            return reduce(np.logical_and, (y for y, _ in pairs)), reduce(np.logical_or, (n for _, n in pairs))
        case AnyOf(parts):
            pairs = [evaluate(p, table) for p in parts]
            return reduce(np.logical_or, (y for y, _ in pairs)), reduce(np.logical_and, (n for _, n in pairs))
        case Count(low, high, parts):
            return _count(low, high, [evaluate(p, table) for p in parts])
        case Compare():
            return _compare(tree, table)


def where(tree: Tree, table: Table) -> Bools:
    """Return (N,) bool: where a condition holds, in a table in which every option has its level.

    Parameters
    ----------
    tree
        The condition. What is found of it is kept with the table, as long as that is there.
    table
        The states.

    Examples
    --------
    >>> from detente.case.condition import parse
    >>> table = Table(2, {"a.x": np.array([0, 1], np.uint8)}, {"a.x": ("no", "yes")}, {})
    >>> where(parse("not a.x == yes").tree, table).tolist()
    [True, False]
    """
    if id(tree) not in table.known:
        made = _found(tree, table) if table.whole is None else where(tree, table.whole)[table.index]
        made.setflags(write=False)
        table.known[id(tree)] = tree, made
    return table.known[id(tree)][1]


def _found(tree: Tree, table: Table) -> Bools:
    match tree:
        case Always(value):
            return np.full(table.length, value)
        case Defined(name):
            return where(table.definitions[name], table)
        case Not(part):
            return ~_found(part, table)
        case All(parts):
            return reduce(np.logical_and, (_found(p, table) for p in parts))
        case AnyOf(parts):
            return reduce(np.logical_or, (_found(p, table) for p in parts))
        case Count(low, high, parts):
            number = np.sum([_found(p, table) for p in parts], axis=0)
            return np.asarray((number >= low) & (number <= high), np.bool_)
        case Compare():
            return _compare(tree, table)[0]


def mentions(tree: Tree, definitions: Mapping[str, Tree]) -> frozenset[str]:
    """Return the options that a condition depends on, through definitions too.

    Parameters
    ----------
    tree
        The condition.
    definitions
        Definition -> its condition.
    """
    match tree:
        case Compare(option=option, other=other):
            return frozenset({option, other} - {""})
        case Defined(name):
            return mentions(definitions[name], definitions)
        case Not(part):
            return mentions(part, definitions)
        case All(parts) | AnyOf(parts) | Count(parts=parts):
            return frozenset().union(*(mentions(p, definitions) for p in parts))
        case Always():
            return frozenset()


def _constant(value: bool, table: Table) -> Maybe:
    return np.full(table.length, value), np.full(table.length, not value)


def _both(table: Table) -> Maybe:
    return np.ones(table.length, bool), np.ones(table.length, bool)


def _count(low: int, high: int, pairs: list[Maybe]) -> Maybe:
    most = np.sum([y for y, _ in pairs], axis=0)
    least = np.sum([~n for _, n in pairs], axis=0)
    return (most >= low) & (least <= high), (least < low) | (most > high)


def _holds(tree: Compare, names: tuple[str, ...]) -> Bools:
    """Return for each level whether a comparison with levels holds there."""
    if tree.relation == "in":
        return np.array([name in tree.levels for name in names])
    holds: Bools = _COMPARE[tree.relation](np.arange(len(names)), names.index(tree.levels[0]))
    return holds


def _compare(tree: Compare, table: Table) -> Maybe:
    if tree.option not in table.columns or (tree.other and tree.other not in table.columns):
        return _both(table)
    column = table.columns[tree.option]
    if tree.other:
        yes = _COMPARE[tree.relation](column, table.columns[tree.other])
        return yes, ~yes
    names = table.levels[tree.option]
    yes = _holds(tree, names)[column]
    return yes, ~yes

"""Who can move where: classes where moves are transitive, explicit arcs where they are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case, Moves, Option
from detente.game.model import Arcs, Bools, Classes, Ints
from detente.game.truth import Table, where

__all__ = ["actor_classes", "arcs_from_pairs", "common_pairs", "expand", "open_pairs", "transitive"]


def actor_classes(case: Case, actor: str, table: Table, options: Sequence[str]) -> Classes:
    """Group the states into an actor's classes and say which changes are allowed.

    Parameters
    ----------
    case, actor
        The actor owns the options named ``actor.*``.
    table
        All feasible states.
    options
        All option ids, chance included.
    """
    ways = {o: case.ways(actor, o) for o in options if o in case.options}
    mine = [o for o, rules in ways.items() if rules]
    order, start, group = _group(_code(table, [o for o in options if o not in mine]))
    rules = [_rule(o, case.options[o], way, table) for o in mine for way in ways[o]]
    if all(r.guard is None and r.change.all() for r in rules) and len(rules) == len(mine):
        same = np.zeros(table.length, np.int32)
        return Classes(order, start, group, same, same, np.ones((1, 1, 1), bool), True)
    own, settings = _number(_code(table, mine))
    pattern, examples = _number(_bits(table.length, [r.guard for r in rules if r.guard is not None]))
    seen = [r if r.guard is None else replace(r, guard=r.guard[examples]) for r in rules]
    allowed = _allowed({o: table.columns[o][settings] for o in mine}, seen)
    return Classes(order, start, group, own, pattern, allowed, False)


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """One way in which an option may be changed.

    Parameters
    ----------
    option
        Its id.
    change
        (L, L) which level may follow which, staying included.
    guard
        Where it is open, for each of some states or patterns; None if everywhere.
    """

    option: str
    change: Bools
    guard: Bools | None


def _rule(name: str, option: Option, way: Moves, table: Table) -> _Rule:
    guard = None if way.when is None else where(way.when.tree, table)
    return _Rule(name, _changes(option, way), guard)


def transitive(classes: Classes) -> bool:
    """Whether two moves of the actor in a row never lead where one move does not.

    That holds when the guards that matter do not change inside a class and each pattern's relation
    is transitive; feasible sets with holes do not disturb it, since the states in between exist.

    Parameters
    ----------
    classes
        The moves of one actor.
    """
    if classes.free:
        return True
    pattern = classes.pattern[classes.order]
    inner = np.ones(len(pattern), bool)
    inner[classes.start[:-1]] = False
    same = pattern[1:] == pattern[:-1]
    if not same[inner[1:]].all():
        return False
    for relation in classes.allowed[np.unique(pattern)]:
        steps = relation.astype(np.float32)
        twice = (steps @ steps) > 0
        np.fill_diagonal(twice, False)
        if (twice & ~relation).any():
            return False
    return True


def expand(classes: Classes) -> list[tuple[int, int]]:
    """Write classes out as explicit moves.

    Parameters
    ----------
    classes
        The moves of one actor.
    """
    pairs: list[tuple[int, int]] = []
    for first, last in zip(classes.start[:-1], classes.start[1:], strict=True):
        group = classes.order[first:last]
        own = classes.own[group]
        can = classes.allowed[classes.pattern[group][:, None], own[:, None], own[None, :]]
        rows, columns = np.nonzero(can)
        pairs.extend(zip(group[rows].tolist(), group[columns].tolist(), strict=True))
    return pairs


def open_pairs(case: Case, actor: str, classes: Classes, table: Table) -> list[tuple[int, int]]:
    """Write classes out as explicit moves, without those that the case bars.

    Parameters
    ----------
    case, actor
        The case and the actor.
    classes
        The moves of the actor.
    table
        All feasible states.
    """
    pairs = expand(classes)
    for rule in case.barred.values():
        if rule.actor == actor:
            here, there = (where(c.tree, table) for c in (rule.when, rule.to))
            pairs = [(s, t) for s, t in pairs if not (here[s] and there[t])]
    return pairs


def arcs_from_pairs(pairs: Iterable[tuple[int, int]], length: int) -> Arcs:
    """Sort explicit moves by origin; a move that is listed twice counts once.

    Parameters
    ----------
    pairs
        Origin and target of each move.
    length
        Number of states S.

    Examples
    --------
    >>> arcs_from_pairs([(1, 0), (0, 1), (1, 0)], 2).target.tolist()
    [1, 0]
    """
    moves = np.fromiter(chain.from_iterable(pairs), np.int64).reshape(-1, 2)
    # As one number each, so that they are sorted without holding the interpreter: a signal can be heard.
    code = np.unique((moves[:, 0] * length + moves[:, 1])[moves[:, 0] != moves[:, 1]])
    start = np.searchsorted(code, np.arange(length + 1) * length).astype(np.int32)
    return Arcs(start, (code % max(length, 1)).astype(np.int32))


def common_pairs(
    case: Case, table: Table, place: Mapping[bytes, int], rows: NDArray[np.uint8], options: Sequence[str]
) -> dict[str, list[tuple[int, int]]]:
    """Return the moves that common moves add, by actor.

    Parameters
    ----------
    case
        The case.
    table
        Its states, for conditions.
    place
        Bytes of a row of levels -> number of the state.
    rows
        (S, O) levels.
    options
        Ids of the O options.
    """
    added: dict[str, list[tuple[int, int]]] = {a: [] for a in case.actors}
    for move in case.common_moves.values():
        after = rows.copy()
        for option, level in move.set.items():
            after[:, options.index(option)] = table.levels[option].index(level)
        for origin in np.flatnonzero(where(move.when.tree, table)).tolist():
            target = place.get(after[origin].tobytes())
            if target is not None and target != origin:
                for actor in move.actors:
                    added[actor].append((origin, target))
    return added


def _code(table: Table, options: Sequence[str]) -> NDArray[np.int64]:
    """Number the combinations of levels of some options; compressed before it could overflow."""
    code, size = np.zeros(table.length, np.int64), 1
    for option in options:
        count = len(table.levels[option])
        if size > 2**52 // count:
            _, code = np.unique(code, return_inverse=True)
            size = int(code.max()) + 1
        code = code * count + table.columns[option]
        size *= count
    return code


def _bits(length: int, guards: Iterable[Bools]) -> NDArray[np.int64]:
    """Number the combinations of guards that hold."""
    code = np.zeros(length, np.int64)
    for k, guard in enumerate(guards, 1):
        code = code * 2 + guard
        if k % 31 == 0:
            code = np.unique(code, return_inverse=True)[1].astype(np.int64)
    return code


def _number(code: NDArray[np.int64]) -> tuple[Ints, NDArray[np.intp]]:
    """Number the codes that occur without gaps; return these numbers and an example of each."""
    _, first, index = np.unique(code, return_index=True, return_inverse=True)
    return index.astype(np.int32), first


def _group(code: NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    order = np.argsort(code, kind="stable").astype(np.int32)
    ordered = code[order]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    group = np.empty(len(code), np.int32)
    group[order] = np.cumsum(new, dtype=np.int32) - 1
    return order, np.append(np.flatnonzero(new), len(code)).astype(np.int32), group


def _allowed(settings: Mapping[str, NDArray[np.uint8]], rules: Sequence[_Rule]) -> Bools:
    """Say which of an actor's settings may follow which, for each pattern of guards: (P, M, M).

    Parameters
    ----------
    settings
        Option -> (M,) its level in each setting that occurs.
    rules
        The ways to change these options; a guard says for each of the P patterns whether it holds there.
    """
    tables = np.ones((1, 1, 1), bool)
    for option, level in settings.items():
        stay = level[:, None] == level
        can = stay[None]
        for rule in (r for r in rules if r.option == option):
            change = rule.change[level[:, None], level]
            can = can | (change if rule.guard is None else rule.guard[:, None, None] & change)
        tables = tables & can
    size = tables.shape[1]
    tables[:, np.arange(size), np.arange(size)] = False
    return tables


def _changes(option: Option, way: Moves) -> Bools:
    """Which level may follow which, staying included."""
    names = list(option.levels)
    size = len(names)
    before, after = np.indices((size, size))
    kinds = {"free": np.ones((size, size), bool), "up": after >= before, "down": after <= before}
    can = kinds.get(way.kind, np.zeros((size, size), bool))
    if way.only:
        listed = np.zeros((size, size), bool)
        for a, b in way.only:
            listed[names.index(a), names.index(b)] = True
        can = can & listed
    return can | np.eye(size, dtype=bool)

"""Checks of conditions: their grammar, the names in them, and what they compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.case.checks.checker import CONDITIONS, Check
from detente.case.checks.declared import Declared, Variable
from detente.case.condition import Compare, Condition, ConditionSyntax, Defined, parse, walk
from detente.case.file.origin import Path
from detente.case.nearest import nearest

__all__ = ["check_condition", "check_conditions", "circles", "read_condition", "unused_definitions"]

_ORDERED = frozenset({"<", "<=", ">", ">="})


def check_conditions(check: Check, declared: Declared) -> None:
    """Take down conditions that cannot be read, or speak of what nobody declared.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    for path, text in check.texts(*CONDITIONS):
        check_condition(check, declared, path, text)
    _circles(check, declared)


def check_condition(check: Check, declared: Declared, path: Path, text: str) -> None:
    """Take down what is wrong with one condition.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    path
        Keys and places from the top of the file.
    text
        The text as it is written.
    """
    condition = read_condition(check, path, text)
    for part in walk(condition.tree) if condition else ():
        if isinstance(part, Compare):
            _comparison(check, declared, path, part)
        elif isinstance(part, Defined):
            _defined(check, declared, path, part)


def read_condition(check: Check, path: Path, text: str) -> Condition | None:
    """Parse a condition; take down why it cannot be parsed.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    path
        Keys and places from the top of the file.
    text
        The text as it is written.
    """
    try:
        return parse(text)
    except ConditionSyntax as error:
        word = text[error.offset : error.offset + error.length]
        near = nearest(word, error.words, listed=0)
        check.add(
            "DT206",
            path,
            error.cause + check.cut(path, text),
            value=word,
            nearest=near,
            offset=error.offset,
            length=error.length,
        )
        return None


def unused_definitions(check: Check, declared: Declared) -> None:
    """Take down definitions that no condition mentions.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    used = {name for _, name, _ in _mentions(check)}
    for name in declared.definitions or ():
        if name not in used:
            cause = f"no condition uses the definition {name!r}"
            check.add("DT424", check.path("definitions", name), cause, key=True)


def _comparison(check: Check, declared: Declared, path: Path, part: Compare) -> None:
    left = _option(check, declared, path, part.option, part.at[0])
    right = _option(check, declared, path, part.other, part.at[1]) if part.other else None
    if left is None:
        return
    if part.relation in _ORDERED:
        _order(check, path, part, (left, right))
    if right is not None:
        _same_levels(check, path, part, left, right)
    for level, offset in zip(part.levels, part.at[1:], strict=False):
        if left.levels is not None and level not in left.levels:
            cause = f"{part.option} has no level {level!r}"
            check.unknown("DT303", path, level, left.levels, cause, offset=offset)


def _option(check: Check, declared: Declared, path: Path, name: str, offset: int) -> Variable | None:
    variable = declared.compared(name)
    if variable is None and None not in (declared.variables, declared.consequences):
        near = declared.options_near(name, compared=True)
        cause = f"there is no option {name!r}"
        check.add("DT302", path, cause, value=name, nearest=near, offset=offset, length=len(name))
    return variable


def _order(check: Check, path: Path, part: Compare, sides: tuple[Variable, Variable | None]) -> None:
    for name, side, offset in zip((part.option, part.other), sides, part.at, strict=False):
        if side is not None and not side.ordered:
            cause = f"the levels of {name} have no order, so {part.relation} means nothing"
            check.add("DT401", path, cause, value=name, offset=offset, length=len(name))


def _same_levels(check: Check, path: Path, part: Compare, left: Variable, right: Variable) -> None:
    if left.levels is not None and right.levels is not None and left.levels != right.levels:
        cause = (
            f"{part.option} has the levels {', '.join(left.levels)}, "
            f"but {part.other} has {', '.join(right.levels)}"
        )
        check.add("DT402", path, cause, value=part.other, offset=part.at[1], length=len(part.other))


def _defined(check: Check, declared: Declared, path: Path, part: Defined) -> None:
    if declared.definitions is None or part.name in declared.definitions:
        return
    cause = f"there is no definition {part.name!r}"
    owners = [o for o, v in (declared.options or {}).items() if part.name in (v.levels or ())]
    if owners:
        cause += f"; for a level write {owners[0]} == {part.name}"
    check.unknown("DT304", path, part.name, declared.definitions, cause, offset=part.at)


def _mentions(check: Check) -> Iterator[tuple[Path, str, int]]:
    """Yield where a definition or a consequence is mentioned, which, and the offset in the condition."""
    for path, text in check.texts(*CONDITIONS):
        try:
            tree = parse(text).tree
        except ConditionSyntax:
            continue
        for part in walk(tree):
            if isinstance(part, Defined):
                yield path, part.name, part.at
            elif isinstance(part, Compare):
                yield from ((path, n, at) for n, at in zip((part.option, part.other), part.at, strict=False))


def _circles(check: Check, declared: Declared) -> None:
    """Take down definitions and consequences that lead back to themselves."""
    sections = dict.fromkeys(declared.definitions or (), "definitions")
    sections |= dict.fromkeys(declared.consequences or (), "consequences")
    inside: dict[str, dict[str, tuple[Path, int]]] = {name: {} for name in sections}
    for path, name, offset in _mentions(check):
        if name in sections and sections.get(str(path[1])) == path[0]:
            inside[str(path[1])].setdefault(name, (path, offset))
    for circle in circles(inside):
        first, second = circle[0], circle[1 % len(circle)]
        cause = f"the definition leads back to itself: {' -> '.join([*circle, first])}"
        path, offset = inside[first][second]
        check.add("DT403", path, cause, value=second, offset=offset, length=len(second))


def circles(links: Mapping[str, Mapping[str, object]]) -> Iterator[list[str]]:
    """Yield circles of links; a name stands in one of them at most.

    Parameters
    ----------
    links
        Name -> the names that it leads to.

    Examples
    --------
    >>> list(circles({"a": {"b": 0}, "b": {"a": 0, "c": 0}, "c": {}}))
    [['a', 'b']]
    """
    finished: set[str] = set()
    told: set[str] = set()
    for start in links:
        trail, todo = {start: None}, [iter(links[start])]
        while todo and start not in finished:
            name = next(todo[-1], None)
            if name is None:
                finished.add(trail.popitem()[0])
                todo.pop()
            elif name in trail:
                circle = list(trail)[list(trail).index(name) :]
                if not told & set(circle):
                    told |= set(circle)
                    yield circle
            elif name in links and name not in finished:
                trail[name] = None
                todo.append(iter(links[name]))

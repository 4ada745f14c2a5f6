"""Making a `Problem` from a rule and a place."""

from __future__ import annotations

from collections.abc import Iterable

from detente.case.file.origin import Origin, Path, Span
from detente.case.file.rules import RULES
from detente.errors import Problem

__all__ = ["problem", "problem_at"]


def problem(
    code: str,
    origin: Origin | None,
    path: Path,
    cause: str,
    *,
    key: bool = False,
    value: str = "",
    nearest: Iterable[str] = (),
    offset: int | None = None,
    length: int | None = None,
) -> Problem:
    """Make a problem that stands at a path of the case.

    Parameters
    ----------
    code
        A key of `RULES`.
    origin
        Where things stand; ``None`` for a case made in Python.
    path
        Keys and list positions down to the value, for example ``("constraints", "c1", "forbid")``.
    cause
        One sentence: what is wrong.
    key
        Point at the key instead of its value.
    value
        The offending text; what stands at the place, if left out.
    nearest
        The nearest valid names, best first.
    offset, length
        Point at a part of the text only.

    Examples
    --------
    >>> problem("DT502", None, ("options", "a.x"), "a.x is always no").name
    'option-cannot-move'
    """
    if origin is None:
        return problem_at(code, None, (0, 0, 0), cause, value=value, nearest=nearest)
    inside = offset is not None
    span = origin.within(path, offset or 0, length or 1, key) if inside else origin.where(path, key)
    return problem_at(code, origin, span, cause, value=value, nearest=nearest)


def problem_at(
    code: str,
    origin: Origin | None,
    span: Span,
    cause: str,
    *,
    value: str = "",
    nearest: Iterable[str] = (),
) -> Problem:
    """Make a problem that stands at a line and column.

    Parameters
    ----------
    code
        Code of its rule.
    origin
        The file; ``None`` for a text without one.
    span
        Line and column where it begins and ends.
    cause
        What is wrong, in a clause.
    value
        The value that is wrong.
    nearest
        Valid names near to it.
    """
    line, column, end = span
    excerpt = origin.excerpt(line) if origin else ""
    file, line = origin.told(line) if origin else ("", line)
    return Problem(
        code=code,
        name=RULES[code].name,
        severity=RULES[code].severity,
        line=line,
        column=column,
        end=end,
        value=value or excerpt[column - 1 : end - 1],
        cause=cause,
        nearest=tuple(nearest),
        file=file,
        excerpt=excerpt,
    )

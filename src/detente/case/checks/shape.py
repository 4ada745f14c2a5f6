"""The shape of the format, read off the types: which keys may stand where."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from detente.case.fields import Part
from detente.case.file.origin import Path
from detente.case.model import Case

__all__ = ["fields_at", "key_of", "part_at", "places"]


def part_at(path: Path) -> type[Part] | None:
    """Return the type that reads the mapping at a path, if it is one with fixed keys.

    Examples
    --------
    >>> part_at(("options", "dprk.posture", "moves")).__name__
    'Moves'
    """
    kind: Any = Case
    for step in path:
        kind = _below(kind, step)
        if kind is None:
            return None
    return kind if isinstance(kind, type) and issubclass(kind, Part) else None


def fields_at(path: Path) -> tuple[str, ...]:
    """Return the keys that may stand in the mapping at a path; none where they are free."""
    part = part_at(path)
    return tuple(map(key_of, part.model_fields.items())) if part else ()


def key_of(item: tuple[str, FieldInfo]) -> str:
    """Return the key that a field of a part has in the file: its alias, if its name is no good as a key."""
    return item[1].alias or item[0]


def places(wanted: type, kind: Any = Case, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the patterns of paths under which the format has a value of a type.

    ``*`` stands for any key, ``#`` for any item of a list.

    Examples
    --------
    >>> from detente.case.condition import Condition
    >>> ("outcomes", "*", "when") in set(places(Condition))
    True
    """
    if kind is wanted:
        yield path
    elif isinstance(kind, type) and issubclass(kind, Part):
        for name, field in kind.model_fields.items():
            yield from places(wanted, _bare(field.annotation), (*path, field.alias or name))
    elif get_origin(kind) in (dict, tuple):
        inner = [a for a in get_args(kind) if a is not Ellipsis]
        step = "*" if get_origin(kind) is dict else "#"
        yield from places(wanted, _bare(inner[-1]), (*path, step))


def _below(kind: Any, step: str | int) -> Any:
    if isinstance(kind, type) and issubclass(kind, Part):
        fields = {key_of(item): item[1] for item in kind.model_fields.items()}
        return _bare(fields[str(step)].annotation) if str(step) in fields else None
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return _bare(arguments[1])
    return _bare(arguments[0]) if get_origin(kind) is tuple else None


def _bare(kind: Any) -> Any:
    """Strip ``Annotated``, and of alternatives keep the one with the most inside."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(a for a in get_args(kind) if a is not NoneType))
    return kind

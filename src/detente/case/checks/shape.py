"""The shape of the format, read off the types: which keys may stand where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from detente.case.fields import Part
from detente.case.file.origin import Form, Path
from detente.case.model import Case

__all__ = [
    "FORM",
    "below",
    "fields_at",
    "fields_of",
    "key_of",
    "kind_at",
    "kind_of",
    "optional_at",
    "part_at",
    "places",
]


def part_at(path: Path) -> type[Part] | None:
    """Return the type that reads the mapping at a path, if it is one with fixed keys.

    Parameters
    ----------
    path
        Keys and places from the top of the file.

    Examples
    --------
    >>> part_at(("options", "dprk.posture", "moves")).__name__
    'Moves'
    """
    kind = _type_at(path)
    return kind if _is_part(kind) else None


def fields_at(path: Path) -> tuple[str, ...]:
    """Return the keys that may stand in the mapping at a path; none where they are free.

    Parameters
    ----------
    path
        Keys and places from the top of the file.
    """
    return tuple(fields_of(_type_at(path)))


def kind_at(path: Path) -> str:
    """Say whether the format has a mapping, a list or a text at a path; nothing if it has no such path.

    Parameters
    ----------
    path
        Keys and places from the top of the file.

    Examples
    --------
    >>> kind_at(("actors",)), kind_at(("events",)), kind_at(("title",)), kind_at(("nonesuch",))
    ('mapping', 'list', 'text', '')
    """
    return kind_of(_type_at(path))


def optional_at(path: Path) -> bool:
    """Whether a key has a value that may be ``None`` in a case, as no key of a file may.

    Parameters
    ----------
    path
        Keys and places from the top of the file.
    """
    part = part_at(path[:-1]) if path else None
    fields = {key_of(item): item[1] for item in part.model_fields.items()} if part else {}
    return bool(path) and str(path[-1]) in fields and _may_be_none(fields[str(path[-1])].annotation)


def key_of(item: tuple[str, FieldInfo]) -> str:
    """Return the key that a field of a part has in the file: its alias, if its name is no good as a key.

    Parameters
    ----------
    item
        Name of the field, and the field.
    """
    return item[1].alias or item[0]


@cache
def fields_of(kind: Any) -> Mapping[str, Any]:
    """Return the keys of a part with what their values are; nothing for other types.

    Parameters
    ----------
    kind
        A type of the format, as its field has it.
    """
    return (
        {key_of(item): _bare(item[1].annotation) for item in kind.model_fields.items()}
        if _is_part(kind)
        else {}
    )


def below(kind: Any, step: str | int) -> Any:
    """Return the type of what stands under a key, or at a place of a list; ``None`` if nothing may.

    Parameters
    ----------
    kind
        A type of the format, as its field has it.
    step
        A key, or a place of a list, from 0.
    """
    if _is_part(kind):
        return fields_of(kind).get(str(step))
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return _bare(arguments[1])
    return _bare(arguments[0]) if get_origin(kind) is tuple else None


def kind_of(kind: Any) -> str:
    """Say whether a type is read from a mapping, a list or a text; nothing for ``None``.

    Parameters
    ----------
    kind
        A type of the format, as its field has it.
    """
    if kind is None:
        return ""
    if get_origin(kind) is tuple:
        return "list"
    return "mapping" if get_origin(kind) is dict or _is_part(kind) else "text"


def places(wanted: type, kind: Any = Case, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the patterns of paths under which the format has a value of a type.

    ``*`` stands for any key, ``#`` for any item of a list.

    Parameters
    ----------
    wanted
        The type that is looked for.
    kind
        The type that it is looked for in.
    path
        The pattern so far.

    Examples
    --------
    >>> from detente.case.condition import Condition
    >>> ("outcomes", "*", "when") in set(places(Condition))
    True
    """
    if kind is wanted:
        yield path
    elif _is_part(kind):
        for key, inner in fields_of(kind).items():
            yield from places(wanted, inner, (*path, key))
    elif get_origin(kind) in (dict, tuple):
        arguments = [a for a in get_args(kind) if a is not Ellipsis]
        step = "*" if get_origin(kind) is dict else "#"
        yield from places(wanted, _bare(arguments[-1]), (*path, step))


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


def _type_at(path: Path) -> Any:
    kind: Any = Case
    for step in path:
        kind = below(kind, step)
        if kind is None:
            return None
    return kind


def _may_be_none(kind: Any) -> bool:
    if get_origin(kind) is Annotated:
        return _may_be_none(get_args(kind)[0])
    return get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind)


@cache
def _bare(kind: Any) -> Any:
    """Strip ``Annotated``, and of alternatives keep the one with the most inside."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(a for a in get_args(kind) if a is not NoneType))
    return kind


#: The format, for the reading of files that are broken.
FORM = Form(fields_at, kind_at)

"""The JSON Schema of what `--json` prints, made from the types of the result as `plain` writes them."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from detente.brief.result.whole import Result
from detente.insight.flip.smallest import Flip, Single
from detente.insight.uncertainty.alternatives import Alternative
from detente.insight.uncertainty.discovery import Box, Tree
from detente.insight.uncertainty.regrets import Regrets

__all__ = ["result_schema"]

Plain = dict[str, Any]

#: Types that records name without importing them.
_LATE: dict[str, Any] = {
    "Alternative": Alternative,
    "Box": Box,
    "Flip": Flip,
    "Regrets": Regrets,
    "Single": Single,
    "Tree": Tree,
}

_BARE: dict[Any, Plain] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": ["number", "null"]},
    date: {"type": "string", "format": "date"},
    types.NoneType: {"type": "null"},
    Any: {},
}

_MAPPINGS, _ROWS = (dict, Mapping), (list, tuple, Sequence)


def result_schema() -> Plain:
    """Return the JSON Schema (draft 2020-12) of what ``detente analyze CASE --json`` prints.

    Returns
    -------
    dict
        Every key that may occur, each with what its type's docstring says of it.
    """
    made = _Schema()
    root = made.of(Result)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The result of detente analyze --json",
        **root,
        "$defs": dict(sorted(made.definitions.items())),
    }


class _Schema:
    """The definitions of records that were met."""

    def __init__(self) -> None:
        self.definitions: dict[str, Plain] = {}

    def of(self, kind: Any) -> Plain:
        """Return the schema of a type."""
        if kind in _BARE:
            return _BARE[kind]
        origin, inner = get_origin(kind), get_args(kind)
        if origin is NotRequired:
            return self.of(inner[0])
        if origin is Literal:
            return {"enum": list(inner)}
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(t) for t in inner]}
        if origin in _MAPPINGS or origin is Mapping:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if origin in _ROWS:
            return self._row(inner)
        return self._record(kind)

    def _row(self, inner: tuple[Any, ...]) -> Plain:
        if len(inner) == 1 or inner[-1] is Ellipsis:
            return {"type": "array", "items": self.of(inner[0])}
        places = [self.of(t) for t in inner]
        return {"type": "array", "prefixItems": places, "items": False, "minItems": len(places)}

    def _record(self, kind: Any) -> Plain:
        if not (is_dataclass(kind) or is_typeddict(kind)):
            raise TypeError(f"{kind} has no form in JSON")
        name = f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}"
        if name not in self.definitions:
            self.definitions[name] = {}  # so that a record may hold its like
            self.definitions[name] = self._properties(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _properties(self, kind: Any) -> Plain:
        hints = get_type_hints(kind, localns=_LATE, include_extras=True)
        names = [f.name for f in fields(kind)] if is_dataclass(kind) else list(hints)
        needed = [n for n in names if get_origin(hints[n]) is not NotRequired]
        summary, told = _told(kind)
        properties = {n: _with(self.of(hints[n]), told.get(n, "")) for n in names}
        head = {"description": summary} if summary else {}
        return {
            **head,
            "type": "object",
            "properties": properties,
            "required": needed,
            "additionalProperties": False,
        }


def _with(found: Plain, told: str) -> Plain:
    return {**found, "description": told} if told else found


def _told(kind: Any) -> tuple[str, dict[str, str]]:
    """Return the first sentence of a docstring, and what it says of each parameter."""
    text = inspect.cleandoc(kind.__doc__ or "")
    head, _, rest = text.partition("Parameters\n----------\n")
    told: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", rest.partition("\n\n")[0]):
        names, _, said = block.partition("\n")
        told |= dict.fromkeys((n.strip() for n in names.split(",")), _line(said))
    return _line(head.partition("\n\n")[0]), told


def _line(text: str) -> str:
    return " ".join(text.replace("``", "").split())

"""Records whose arrays nobody may write to: what a stage hands on stays as it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

__all__ = ["ReadOnly"]


class ReadOnly:
    """A record that makes the arrays given to it read-only, also those in its tuples, mappings and records.

    The array itself is closed, not a copy, so that who makes a record gives its arrays away. Fields whose
    names begin with ``_`` are room to work in and stay open.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        _close(self)


def _close(value: Any) -> None:
    if hasattr(value, "setflags"):
        value.setflags(write=False)
    elif isinstance(value, tuple | list):
        for item in value:
            _close(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            _close(item)
    elif is_dataclass(value):
        for field in fields(value):
            if not field.name.startswith("_"):
                _close(getattr(value, field.name))

"""Records whose arrays nobody may write to: what a stage hands on stays as it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

__all__ = ["ReadOnly"]


class ReadOnly:
    """A record that makes the arrays given to it read-only, also those in its tuples and mappings.

    The array itself is closed, not a copy, so that who makes a record gives its arrays away. Fields whose
    names begin with ``_`` are room to work in and stay open.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]  # every heir is a dataclass
            if not field.name.startswith("_"):
                _close(getattr(self, field.name))


def _close(value: Any) -> None:
    if hasattr(value, "setflags"):
        value.setflags(write=False)
    elif isinstance(value, tuple | list):
        for item in value:
            _close(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            _close(item)

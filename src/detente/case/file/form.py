"""What a format has where, as far as it helps to read a text that is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.case.file.origin import Path

__all__ = ["NO_FORM", "Form"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a format has where.

    Parameters
    ----------
    fields
        Path of a mapping -> the keys that it may have; none where they are free.
    kind
        Path -> ``"mapping"``, ``"list"`` or ``"text"``; an empty text where nothing is known.
    """

    fields: Callable[[Path], tuple[str, ...]]
    kind: Callable[[Path], str]


#: Nothing is known.
NO_FORM = Form(lambda _: (), lambda _: "")

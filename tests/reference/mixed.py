"""Mixed stability: each actor by a concept of its own (Fang, Hipel & Kilgour 1993)."""

from __future__ import annotations

from collections.abc import Sequence

from reference.concepts import TEXTBOOK
from reference.conflict import Conflict


def stable(conflict: Conflict, concepts: Sequence[str], i: int, s: int) -> bool:
    return TEXTBOOK[concepts[i]](conflict, i, s)

"""Variants of the concepts, one a file: they ask more of a case than whose utility is larger.

`detente.registry` says which file holds which names.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from detente.errors import UnknownName
from detente.registry import Variation, variant, variants
from detente.stability.variants.asking.model import Frame, Ground, Variant, frame

__all__ = ["Frame", "Ground", "Variant", "frame", "varied"]


@cache
def varied(name: str) -> tuple[Variant, Variation]:
    """Return a variant by its name, and what the name asks of it.

    Parameters
    ----------
    name
        Name of the variant, for example ``SEQ-strong``.

    Raises
    ------
    UnknownName
        If there is none of that name.
    """
    told = variant(name)
    if told is None:
        raise UnknownName("variant of a stability concept", name, variants())
    made: Variant = import_module(f"{__name__}.{told.file}").VARIANT
    return made, told

"""The stability concepts, one a file: what each counts, and the paper that defines it.

`detente.registry` says which file holds which name.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module

from detente.errors import UnknownName
from detente.registry import FILES, names, read
from detente.stability.concept import Concept

__all__ = ["CONCEPTS", "named"]


@cache
def named(name: str) -> Concept:
    """Return a stability concept by its name.

    A name that ends in ``-irr`` is the concept in which redundant improvements are nobody's moves.

    Parameters
    ----------
    name
        Name of the concept, for example ``SEQ``.

    Raises
    ------
    UnknownName
        If there is none of that name.

    Examples
    --------
    >>> named("SEQ-irr").irredundant
    True
    """
    told = read(name)
    if told is None:
        raise UnknownName("stability concept", name, names())
    file = import_module(f"{__name__}.{FILES[told.key]}")
    made: Concept = file.CONCEPT if not told.order else file.of_order(told.order)
    if not told.irredundant:
        return made
    title = f"{made.title}, irredundant moves"
    counts = f"{made.counts} Nobody makes a move when a part of it would do as well."
    return replace(made, name=name, title=title, counts=counts, irredundant=True)


#: Every stability concept that has one name, by it. `named` also knows orders and irredundant moves.
CONCEPTS: dict[str, Concept] = {name: named(name) for name in FILES if read(name) is not None}

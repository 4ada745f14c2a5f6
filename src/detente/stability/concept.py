"""What a stability concept is: who may sanction, and whether the mover may answer."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Concept"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A stability concept of the sanction family.

    A state is stable for an actor when the others can answer each of its unilateral improvements so
    that it ends no better off than before.

    Parameters
    ----------
    name
        The field's abbreviation, for example ``SEQ``.
    title
        The full name.
    sanctions
        Whether the others' answers count at all; not for Nash stability.
    credible
        Whether the others use only moves that improve their own lot.
    escapes
        Whether the actor may answer the sanction with one more move.
    foresight
        Number of moves that the actor looks ahead.
    source
        Author and year.
    """

    name: str
    title: str
    sanctions: bool
    credible: bool
    escapes: bool
    foresight: int
    source: str

"""Which accepted items say something like another one."""

from __future__ import annotations

from collections.abc import Mapping

from detente.proposal.item import Item
from detente.sources.wording import words

__all__ = ["alike"]

#: The least share of words in common, of the shorter one's (of names: more than half), and the shortest
#: word that counts.
_LEAST, _NAMES = 0.3, 0.6
_SHORT = 4


def alike(item: Item, others: Mapping[str, Item]) -> tuple[str, ...]:
    """Return the ids of items of the same type with many words in common, the nearest first.

    Parameters
    ----------
    item
        What is compared.
    others
        Id -> item.

    Examples
    --------
    >>> one = Item("interest", ("K.P1.S1",), "Chad wants lasting peace", slots={"actor": "Chad"})
    >>> alike(one, {"N1": one, "N2": Item("interest", ("K.P2.S1",), "Mali seeks gold")})
    ('N1',)
    """
    mine = _said(item)
    shares = {
        name: len(mine & theirs) / max(min(len(mine), len(theirs)), 1)
        for name, other in others.items()
        if other.type == item.type
        for theirs in (_said(other),)
    }
    least = _NAMES if item.type in ("actor", "relation") else _LEAST
    near = [name for name, share in shares.items() if share >= least]
    return tuple(sorted(near, key=lambda name: -shares[name]))


def _said(item: Item) -> set[str]:
    if item.type in ("actor", "relation"):  # names alone tell them apart
        told = " ".join(item.slots.get(slot, "") for slot in ("name", "from", "to"))
        return set(words(told))
    told = " ".join((item.text or item.quote, *item.slots.values()))
    return {word[:6] for word in words(told) if len(word) >= _SHORT}

"""What a reader proposes: items, each with its quote, its locator and its slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

__all__ = ["MODALITIES", "SLOTS", "TYPES", "Item", "Proposal"]

#: Every type of item -> the slots that it may have beside those that all have.
SLOTS: Mapping[str, tuple[str, ...]] = {
    "actor": ("name", "kind", "of"),
    "interest": ("actor",),
    "lever": ("actor", "target"),
    "causal": ("cause", "effect", "sign"),
    "conditional": ("if", "then"),
    "forecast": (),
    "relation": ("from", "to", "kind", "sign", "direction"),
    "event": ("date", "actors", "event"),
}

#: The types, in the order in which they are listed.
TYPES = tuple(SLOTS)

#: How a thing may be said.
MODALITIES = ("asserted", "certain", "likely", "unlikely", "possible", "hope", "conditional", "normative")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a reader proposes; nothing holds before a person has accepted it.

    Parameters
    ----------
    type
        One of `TYPES`.
    at
        Locators of the sentences that it rests on, the quoted one first.
    quote
        Words that stand there, verbatim.
    text
        What it says, shorter; may be empty.
    slots
        The slots of its type that are filled, all texts.
    modality
        How it is said: one of `MODALITIES`.
    voice
        Whose judgement it is where the text reports one; empty for the author's own.
    reader, reason
        What proposed it, and why.
    flags
        What a person should look at, such as a negation beside the quote.
    """

    type: str
    at: tuple[str, ...]
    quote: str
    text: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    modality: str = "asserted"
    voice: str = ""
    reader: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the item as plain types; what is empty is left out."""
        plain: dict[str, Any] = {"type": self.type, "at": list(self.at), "quote": self.quote}
        plain |= {"text": self.text} if self.text else {}
        plain |= {slot: self.slots[slot] for slot in SLOTS[self.type] if self.slots.get(slot)}
        plain |= {"modality": self.modality}
        plain |= {name: told for name in ("voice", "reader", "reason") if (told := getattr(self, name))}
        return plain | ({"flags": list(self.flags)} if self.flags else {})

    def with_slots(self, **slots: str) -> Item:
        """Return the item with slots changed."""
        return replace(self, slots={**self.slots, **slots})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one reader proposes of one document.

    Parameters
    ----------
    key
        The key of the source in locators.
    file, digest
        The document: the name of its file, and the digest of its text.
    items
        What is proposed.
    dropped
        Reason -> how many items a reader offered that were not taken.
    pages
        Block -> the page it begins on, where the document has pages.
    """

    key: str
    file: str
    digest: str
    items: tuple[Item, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[int, int] = field(default_factory=dict)

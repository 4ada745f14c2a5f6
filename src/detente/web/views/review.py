"""One card of a review, and what may be answered to it."""

from __future__ import annotations

from typing import Any

from detente.brief import gist, likest, mergeable, reasons, sentences, told
from detente.proposal import MODALITIES, SLOTS, Paper, Review

__all__ = ["review"]


def review(held: Review, paper: Paper | None, name: str = "") -> dict[str, Any]:
    """Return how far a review is, and one of its open items.

    Parameters
    ----------
    held
        The review.
    paper
        The document, if it is at hand.
    name
        Id of the item; the next open one if it is none of them.
    """
    open_ = held.open
    name = name if name in open_ else next(iter(open_), "")
    named = {item.slots.get("name", "") for item in held.items.values() if item.type == "actor"}
    return {
        "file": held.head.document or held.file.name,
        "log": held.log.path.name,
        "counts": held.counts(),
        "rev": len(held.log.entries),
        "open": list(open_),
        "fields": {kind: list(slots) for kind, slots in SLOTS.items()},
        "modalities": list(MODALITIES),
        "names": sorted(named - {""}),
        "reasons": reasons(held),
        "card": _card(held, paper, name) if name else None,
    }


def _card(held: Review, paper: Paper | None, name: str) -> dict[str, Any]:
    item = held.items[name]
    before, sentence, after = sentences(item, paper)
    start = sentence.find(item.quote)
    left, right = (sentence[:start], sentence[start + len(item.quote) :]) if start >= 0 else ("", "")
    return {
        "id": name,
        "type": item.type,
        "at": list(item.at),
        "around": [f"{before} {left}".lstrip(), item.quote, f"{right} {after}".rstrip()],
        "rows": [list(row) for row in told(item)],
        "flags": list(item.flags),
        "reason": f"{item.reader}: {item.reason}",
        "near": [[other, gist(one)] for other, one in likest(held, name).items()],
        "others": [list(one) for one in mergeable(held, name)],
        "as": {
            **{"text": item.text, "voice": item.voice, "modality": item.modality or "asserted"},
            **{slot: item.slots.get(slot, "") for slots in SLOTS.values() for slot in slots},
        },
    }

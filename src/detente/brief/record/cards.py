"""An item of a proposal as a card: what it says, its whole sentence, and accepted items that are like it."""

from __future__ import annotations

from detente.errors import DetenteError
from detente.paper.model import Part, Table, row
from detente.proposal import Paper, Review
from detente.proposal.item import SLOTS, Item
from detente.sources import parse_locator, passage

__all__ = ["KEYS", "card", "gist", "likest", "mergeable", "reasons", "reviewed", "sentences", "told"]

#: What a person may answer to a card.
KEYS = {
    "a": "accept",
    "e": "edit, then accept",
    "t": "retype, then accept",
    "m": "merge with an accepted item",
    "r": "reject with a reason",
    "l": "later",
    "u": "undo the last decision",
    "q": "stop; it goes on from here next time",
}

#: Accepted items that a card shows.
_SHOWN = 3

#: Reasons that are offered before any was given, and how many are offered.
_REASONS, _OFFERED = ("not what it says", "said before", "too small to matter", "the wrong actor"), 8


def card(review: Review, name: str, paper: Paper | None = None) -> list[Part]:
    """Return one item as a table, and the accepted items nearest to it.

    Parameters
    ----------
    review
        The review.
    name
        Id of the item.
    paper
        The document, if it is at hand; without it only the quote is shown.
    """
    item, done = review.items[name], len(review.items) - len(review.open)
    told = [("quote", item.quote), ("at", ", ".join(item.at))]
    sentence = _sentence(item.at[0], paper)
    told += [("sentence", sentence)] if sentence and sentence != item.quote else []
    told += [("text", item.text)] if item.text else []
    told += [(slot, item.slots[slot]) for slot in SLOTS[item.type] if item.slots.get(slot)]
    told += [(key, text) for key in ("modality", "voice", "reader", "reason") if (text := getattr(item, key))]
    told += [("look at", flag) for flag in item.flags]
    parts: list[Part] = [
        Table(
            f"{name}, {item.type}; {done} of {len(review.items)} decided",
            ("", ""),
            tuple(row(*x) for x in told),
        )
    ]
    near = likest(review, name)
    if near:
        rows = tuple(row(other, one.at[0], one.text or one.quote) for other, one in near.items())
        parts.append(Table("Accepted already", ("Item", "At", "What it says"), rows))
    return parts


def reviewed(review: Review) -> list[Part]:
    """Return how far a review is.

    Parameters
    ----------
    review
        The review.
    """
    counts = review.counts()
    judged = sum(counts.values()) - counts["open"]
    rows = (
        row("accepted", counts["accept"]),
        row("merged", counts["merge"]),
        row("rejected", counts["reject"]),
        row("open", counts["open"]),
    )
    parts: list[Part] = [Table(f"Review of {review.file.name}", ("Items", "Number"), rows)]
    if counts["accept"]:
        parts.append(f"{judged / counts['accept']:.1f} proposals judged for each accepted item.")
    parts.append(
        f"Every decision stands in {review.log.path.name}; accepted items are in {review.case.name}."
    )
    return parts


def told(item: Item) -> list[tuple[str, str]]:
    """Return what an item says beside its quote: names of slots, and what they hold.

    Parameters
    ----------
    item
        The item.
    """
    held = [("text", item.text)] if item.text and item.text != item.quote else []
    held += [(slot, item.slots[slot]) for slot in SLOTS[item.type] if item.slots.get(slot)]
    held += [("modality", item.modality)] if item.modality not in ("", "asserted") else []
    return held + ([("voice", item.voice)] if item.voice else [])


def gist(item: Item) -> str:
    """Return an item in one line.

    Parameters
    ----------
    item
        The item.
    """
    if item.type in ("actor", "relation"):
        return " ".join(text for text in item.slots.values() if text) or item.quote
    who = item.slots.get("actor", "")
    return f"{who}: {item.text or item.quote}" if who else item.text or item.quote


def reasons(review: Review) -> list[str]:
    """Return reasons to reject an item that may be offered: those given before, the last first.

    Parameters
    ----------
    review
        The review.
    """
    given = [one.reason for one in review.decisions.values() if one.reason]
    return list(dict.fromkeys([*reversed(given), *_REASONS]))[:_OFFERED]


def likest(review: Review, name: str) -> dict[str, Item]:
    """Return the accepted items that a card of an item shows, by their ids, the nearest first.

    Parameters
    ----------
    review
        The review.
    name
        Id of the item.
    """
    return {other: review.accepted[other] for other in review.nearest(name)[:_SHOWN]}


def mergeable(review: Review, name: str) -> list[tuple[str, str]]:
    """Return accepted items that an item may say again, each in one line, the nearest first.

    Parameters
    ----------
    review
        The review.
    name
        Id of the item.
    """
    held, near = review.accepted, review.nearest(name)
    rest = [one for one in reversed(held) if one not in near and held[one].type == review.items[name].type]
    return [(one, gist(held[one])) for one in (*near, *rest)]


def sentences(item: Item, paper: Paper | None) -> tuple[str, str, str]:
    """Return the sentence that an item stands in, between the one before and the one after.

    Parameters
    ----------
    item
        The item.
    paper
        The document, if it is at hand.

    Returns
    -------
    tuple of str
        Before, sentence, after; each empty where there is none in the same block, or no document.
    """
    at = parse_locator(item.at[0])
    block = paper.document.blocks[at.block - 1] if paper and at.block <= len(paper.document.blocks) else ()
    held, last = _sentence(item.at[0], paper), at.last_sentence or at.sentence
    if not 0 < at.sentence <= len(block):
        return "", held, ""
    before = block[at.sentence - 2] if at.sentence > 1 else ""
    return before, held, block[last] if last < len(block) else ""


def _sentence(at: str, paper: Paper | None) -> str:
    try:
        return passage(paper.document, parse_locator(at)) if paper else ""
    except DetenteError:
        return ""

"""What a reader proposes of a document, as a table of counts and of what was dropped."""

from __future__ import annotations

from collections import Counter

from detente.paper.model import Part, Table, row
from detente.proposal import TYPES, Proposal

__all__ = ["proposed"]


def proposed(proposal: Proposal, out: str = "") -> list[Part]:
    """Return how many items of each type are proposed, with the first of each, and what was dropped.

    Parameters
    ----------
    proposal
        What a reader offers of a document.
    out
        The file that it was written to, if it was.
    """
    counts = Counter(item.type for item in proposal.items)
    first = {item.type: item for item in reversed(proposal.items)}
    rows = tuple(
        row(kind, counts[kind], first[kind].at[0], first[kind].quote) for kind in TYPES if counts[kind]
    )
    flagged = sum(bool(item.flags) for item in proposal.items)
    parts: list[Part] = [
        Table(f"Proposed from {proposal.file}", ("Type", "Items", "First at", "Quote"), rows)
    ]
    if flagged:
        parts.append(f"{flagged} quotes stand beside a negation and are flagged.")
    for reason, count in proposal.dropped.items():
        parts.append(f"{count} offered and dropped: {reason}.")
    parts.append(f"All of it is proposed, and nothing is in a case yet. {_next(out)}")
    return parts


def _next(out: str) -> str:
    return (
        f"Next: detente review {out} --case CASE"
        if out
        else "With --out proposal.yaml it is kept for review."
    )

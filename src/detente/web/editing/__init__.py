"""Editing a case file: what is wrong with a text, single values, drafts, and changes of others."""

from detente.web.editing.commits import commits, committed
from detente.web.editing.looked import changed, looked
from detente.web.editing.merge import Chunk, merged
from detente.web.editing.paper import Paper, Stale, Unusable, digest_of

__all__ = [
    "Chunk",
    "Paper",
    "Stale",
    "Unusable",
    "changed",
    "commits",
    "committed",
    "digest_of",
    "looked",
    "merged",
]

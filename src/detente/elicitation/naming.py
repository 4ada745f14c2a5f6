"""Names of people: which are the same, though they are spelled in another way."""

from __future__ import annotations

import unicodedata

__all__ = ["alike", "same"]


def same(name: str) -> str:
    r"""Return what spellings of one name share: capitals, blanks, wide forms and the unseen aside.

    Parameters
    ----------
    name
        A name as somebody wrote it.

    Examples
    --------
    >>> same("Anna  Petrova") == same("ANNA petrova\u200b")
    True
    """
    seen = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def alike(name: str) -> str:
    """Return what two names share that differ by accents, points, hyphens or blanks at most.

    Parameters
    ----------
    name
        A name as somebody wrote it.

    Examples
    --------
    >>> alike("José A. Diaz") == alike("jose a-diaz")
    True
    """
    apart = unicodedata.normalize("NFKD", same(name))
    return "".join(c for c in apart if c.isalnum()) or same(name)

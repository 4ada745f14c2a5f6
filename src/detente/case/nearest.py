"""The nearest valid names to a mistyped one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from detente.errors import UnknownName

__all__ = ["LISTED", "REACH", "check_name", "distance", "nearest", "unambiguous"]

#: Most edits between a mistyped name and one that is suggested; one for names of up to three letters.
REACH = 2

#: Where nothing is near, all names are listed if there are at most this many.
LISTED = 8


def nearest(name: str, names: Iterable[str], listed: int = LISTED) -> tuple[str, ...]:
    """Return the valid names nearest to a mistyped one: those at the smallest distance.

    Parameters
    ----------
    name
        The name as written.
    names
        The valid names.
    listed
        Return all names where none is near and there are at most this many.

    Examples
    --------
    >>> nearest("dpkr", ["rok", "dprk", "usa"])
    ('dprk',)
    >>> nearest("japan", ["rok", "dprk", "usa"])
    ('rok', 'dprk', 'usa')
    """
    return _nearest(name, tuple(dict.fromkeys(names)), listed)


def check_name(kind: str, name: str, names: Collection[str]) -> None:
    """Refuse a name that is not among those that there are.

    Parameters
    ----------
    kind
        What it is a name of, as the refusal calls it.
    name
        The name as written.
    names
        The valid names.

    Raises
    ------
    UnknownName
        If it is not among them; carries the nearest.

    Examples
    --------
    >>> check_name("actor", "dpkr", ["rok", "dprk", "usa"])
    Traceback (most recent call last):
    ...
    detente.errors.UnknownName: no actor named 'dpkr'; nearest: dprk
    """
    if name not in names:
        raise UnknownName(kind, name, nearest(name, names))


def unambiguous(name: str, names: Iterable[str]) -> str:
    """Return the one name that a mistyped name can only stand for, or an empty string.

    Parameters
    ----------
    name
        The name as it was written.
    names
        The names that there are.

    Examples
    --------
    >>> unambiguous("weigth", ["weight", "when"])
    'weight'
    >>> unambiguous("ro", ["rok", "roc"])
    ''
    """
    found = nearest(name, names, listed=0)
    return found[0] if len(found) == 1 else ""


def distance(a: str, b: str, limit: int = REACH) -> int:
    """Damerau-Levenshtein distance: letters added, dropped, changed, or two neighbours swapped.

    Capitals and small letters count as the same, and so do hyphens and underscores; a distance
    above ``limit`` is returned as ``limit + 1``.

    Parameters
    ----------
    a
        A name.
    b
        Another.
    limit
        Distance from which it need not be exact.

    Examples
    --------
    >>> distance("posture", "postrue"), distance("DPRK", "dprk"), distance("us", "russia")
    (1, 0, 3)
    """
    a, b = _fold(a), _fold(b)
    if abs(len(a) - len(b)) > limit or len(set(a) ^ set(b)) > 2 * limit:
        return limit + 1
    older: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        older, row, last = row, [i, *([0] * len(b))], older
        for j, other in enumerate(b, 1):
            row[j] = min(older[j] + 1, row[j - 1] + 1, older[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


@lru_cache(maxsize=8192)
def _nearest(name: str, names: tuple[str, ...], listed: int) -> tuple[str, ...]:
    reach = _reach(name)
    found = sorted((d, k) for k, n in enumerate(names) if (d := distance(name, n)) <= reach)
    if found:
        return tuple(names[k] for d, k in found if d == found[0][0])[:3]
    return names if len(names) <= listed else ()


def _reach(name: str) -> int:
    return 1 if len(name) <= 3 else REACH


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_")

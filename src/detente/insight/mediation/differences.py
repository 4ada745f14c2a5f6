"""What differs between two case files, part by part, whatever the order and layout of their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.case import Case

__all__ = ["Difference", "differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two files say differently.

    Parameters
    ----------
    path
        Where it stands: keys, ids and places in lists, from the outermost on.
    before, after
        What the first and the second file say, as plain types; ``None`` for nothing.
    """

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def differences(a: Case, b: Case) -> tuple[Difference, ...]:
    """Return what two cases say differently, in the order of the format.

    Parameters
    ----------
    a, b
        The first and the second case.

    Examples
    --------
    >>> from detente.catalog import load
    >>> differences(load("elmira"), load("elmira"))
    ()
    >>> [d.path for d in differences(load("elmira"), load("elmira-gmcrplus"))][:2]
    [('case',), ('title',)]
    """
    return tuple(_between((), a.to_dict(), b.to_dict()))


def _between(path: tuple[str, ...], a: Any, b: Any) -> Iterator[Difference]:
    if a == b:
        return
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in dict.fromkeys([*a, *b]):
            yield from _between((*path, str(key)), a.get(key), b.get(key))
        return
    by_id = _by_id(a), _by_id(b)
    if by_id[0] is not None and by_id[1] is not None:
        yield from _between(path, *by_id)
    elif path and len(path) == 1 and isinstance(a or b, Mapping) and (a is None or b is None):
        # A whole section that only one file has: part by part.
        yield from _between(path, a or {}, b or {})
    else:
        yield Difference(path, a, b)


def _by_id(listed: Any) -> dict[str, Any] | None:
    """Return a list of parts by their ids, or ``None`` if they have none."""
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return None
    if not all(isinstance(x, Mapping) and "id" in x for x in listed):
        return None
    return {str(x["id"]): {k: v for k, v in x.items() if k != "id"} for x in listed}

"""Several sources on the same past: which events are the same, where they differ, where they are silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from detente.history.model import Event, Series

__all__ = ["Differing", "Gap", "Merged", "Pair", "compare", "gaps", "match"]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same event in two sources, and by how many days their dates differ."""

    first: Event
    second: Event
    apart: int


@dataclass(frozen=True, slots=True)
class Merged:
    """Two sources put side by side.

    Attributes
    ----------
    pairs : tuple of Pair
        Events that both have, in order of time.
    first, second : tuple of Event
        Events that only one of them has, within the time that both cover.
    """

    pairs: tuple[Pair, ...]
    first: tuple[Event, ...]
    second: tuple[Event, ...]

    @property
    def shifted(self) -> tuple[Pair, ...]:
        """Pairs whose dates differ."""
        return tuple(pair for pair in self.pairs if pair.apart)


@dataclass(frozen=True, slots=True)
class Differing:
    """A month for which two series, or two sources, give different counts."""

    month: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A long silence: from the last day before to the first day after, in days."""

    source: str
    start: date
    end: date
    days: int


def match(first: Sequence[Event], second: Sequence[Event], tolerance: int = 1) -> Merged:
    """Find the events that two sources both have.

    Two events can be the same if type and actors agree (for machine-coded ones code, source and target) and
    their dates lie at most `tolerance` days apart; a range is as near as its nearest day. As many pairs as
    possible are made, equal dates first (augmenting paths, Kuhn 1955).

    Parameters
    ----------
    first, second
        Events of the two sources, in any order.
    tolerance
        Days, 0 or more.
    """
    mate: dict[int, int] = {}
    for ours, theirs in _alike(first, second):
        reach = {i: _near(first[i], second, theirs, tolerance) for i in ours}
        for i in sorted(ours, key=lambda i: (_nearest(first[i], second, reach[i]), first[i].when.start)):
            _augment(i, reach, mate, set())
    made = [Pair(first[i], second[j], first[i].when.apart(second[j].when)) for j, i in mate.items()]
    left = [e for i, e in enumerate(first) if i not in set(mate.values())]
    right = [e for j, e in enumerate(second) if j not in mate]
    low, high = _common(first, second)
    return Merged(
        tuple(sorted(made, key=lambda p: (p.first.when.start, p.first.id))),
        tuple(e for e in left if low <= e.when.start <= high),
        tuple(e for e in right if low <= e.when.start <= high),
    )


def _key(event: Event) -> object:
    if event.coded is not None:
        return event.coded.code, event.coded.source, event.coded.target
    return event.type, frozenset(event.actors)


def _alike(first: Sequence[Event], second: Sequence[Event]) -> Iterable[tuple[list[int], list[int]]]:
    found: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, events in enumerate((first, second)):
        for k, event in enumerate(events):
            found[_key(event)][side].append(k)
    return found.values()


def _near(event: Event, others: Sequence[Event], among: list[int], tolerance: int) -> list[int]:
    apart = {j: event.when.apart(others[j].when) for j in among}
    return sorted((j for j in among if apart[j] <= tolerance), key=lambda j: apart[j])


def _nearest(event: Event, others: Sequence[Event], reach: list[int]) -> int:
    return event.when.apart(others[reach[0]].when) if reach else 0


def _augment(i: int, reach: dict[int, list[int]], mate: dict[int, int], seen: set[int]) -> bool:
    """Give event i a mate, moving others to another of theirs if that is needed."""
    for j in reach[i]:
        if j not in mate:
            mate[j] = i
            return True
    for j in reach[i]:
        if j not in seen:
            seen.add(j)
            if _augment(mate[j], reach, mate, seen):
                mate[j] = i
                return True
    return False


def _common(first: Sequence[Event], second: Sequence[Event]) -> tuple[date, date]:
    """Return the first and the last day that both sources cover."""
    if not first or not second:
        return date.max, date.min
    starts = [[e.when.start for e in events] for events in (first, second)]
    return max(map(min, starts)), min(map(max, starts))


def compare(first: Series, second: Series) -> tuple[Differing, ...]:
    """Return the months for which two series give different counts, where both have one."""
    theirs = dict(zip(second.months.astype(str).tolist(), second.counts.tolist(), strict=True))
    return tuple(
        Differing(month, count, theirs[month])
        for month, count in zip(first.months.astype(str).tolist(), first.counts.tolist(), strict=True)
        if month in theirs and theirs[month] != count
    )


def gaps(source: str, days: Iterable[date], least: int) -> tuple[Gap, ...]:
    """Return the silences of a source: `least` days or more between two days with an event."""
    found = pairwise(sorted(set(days)))
    return tuple(Gap(source, a, b, (b - a).days) for a, b in found if (b - a).days >= least)

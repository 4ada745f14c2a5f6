"""Several sources on the same past: which events are the same, where they differ, where they are silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import combinations, pairwise

from detente.history.model import Event, Reading, Series
from detente.steps import each

__all__ = ["Differing", "Gap", "Merged", "Pair", "compare", "gaps", "match", "side_by_side"]

#: First and last day of an event as numbers.
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same event in two sources, and by how many days their dates differ."""

    first: Event
    second: Event
    apart: int


@dataclass(frozen=True, slots=True)
class Merged:
    """Two sources put side by side.

    Parameters
    ----------
    pairs
        Events that both have, in order of time.
    first, second
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


def side_by_side(readings: Sequence[Reading], tolerance: int = 1) -> dict[tuple[str, str], Merged]:
    """Put every two files of one scheme side by side; other schemes do not count the same things.

    Files of a scheme that gives its events ids are put side by side if they share one; the others if they
    cover a day in common, or days at most `tolerance` apart.

    Parameters
    ----------
    readings
        What was read of each file.
    tolerance
        Days by which two sources may date one event apart, from 0.
    """
    scheme = {r.file: r.scheme for r in readings}
    events = {r.file: r.events for r in readings if r.events}
    pairs = _sharing(events) | _covering(events, tolerance)
    return {
        (a, b): match(events[a], events[b], tolerance)
        for a, b in combinations(events, 2)
        if scheme[a] == scheme[b] and (a, b) in pairs
    }


def _sharing(events: dict[str, tuple[Event, ...]]) -> set[tuple[str, str]]:
    """Return the pairs of files that share the id of an event."""
    where: dict[tuple[str, str], tuple[str, ...]] = {}
    for file, found in events.items():
        for key in dict.fromkeys((e.scheme, e.key) for e in found if e.named and e.key):
            where[key] = (*where.get(key, ()), file)
    return {pair for files in set(where.values()) for pair in combinations(files, 2)}


def _covering(events: dict[str, tuple[Event, ...]], tolerance: int) -> set[tuple[str, str]]:
    """Return the pairs of files with events that are matched by their dates and that cover common days."""
    spans = {
        file: (min(days), max(days))
        for file, found in events.items()
        if (days := [e.when.start.toordinal() for e in found if _by_date(e)])
    }
    return {
        (a, b)
        for a, b in combinations(spans, 2)
        if spans[a][0] <= spans[b][1] + tolerance and spans[b][0] <= spans[a][1] + tolerance
    }


def match(first: Sequence[Event], second: Sequence[Event], tolerance: int = 1) -> Merged:
    """Find the events that two sources both have.

    Events with the same id are the same. Others can be if type and actors agree (for rows of dyads code,
    source and target) and their dates lie at most `tolerance` days apart; a range is as near as its nearest
    day. As many pairs as possible are made, equal dates first where that costs no pair.

    Parameters
    ----------
    first, second
        Events of the two sources, in any order.
    tolerance
        Days, 0 or more.

    Notes
    -----
    Dates are intervals of days, and two events can be a pair if the one interval, wider by the tolerance on
    both sides, meets the other. Of all that are left, take the interval that ends first.
    Whatever it meets holds its end, so all that it meets could stand for one another, and the one among them
    that ends first is the one least missed by others: the greedy choice is part of a largest set of pairs.
    With a heap for each side that takes n log n steps for n events, in a loop.
    """
    mate = _same_id(first, second)
    spans = [[(e.when.start.toordinal(), e.when.end.toordinal()) for e in side] for side in (first, second)]
    for ours, theirs in each("kinds of events matched", _alike(first, second, mate)):
        mate |= _paired(_Sides(spans[0], spans[1], ours, theirs), tolerance)
    made = [Pair(first[i], second[j], first[i].when.apart(second[j].when)) for i, j in mate.items()]
    taken = set(mate.values())
    low, high = _common(first, second)
    return Merged(
        tuple(sorted(made, key=lambda p: (p.first.when.start, p.first.id))),
        tuple(e for i, e in enumerate(first) if i not in mate and low <= e.when.start <= high),
        tuple(e for j, e in enumerate(second) if j not in taken and low <= e.when.start <= high),
    )


def _same_id(first: Sequence[Event], second: Sequence[Event]) -> dict[int, int]:
    theirs = {(e.scheme, e.key): j for j, e in enumerate(second) if e.named and e.key}
    shared = ((i, theirs.pop((e.scheme, e.key), None)) for i, e in enumerate(first) if e.named and e.key)
    return {i: j for i, j in shared if j is not None}


def _by_date(event: Event) -> bool:
    """Whether an event may be the same as one with another id: ids of own lists are each list's own."""
    return event.coded is None or not event.named


def _key(event: Event) -> Hashable:
    if event.coded is not None:
        return event.coded.code, event.coded.source, event.coded.target
    return event.type, frozenset(event.actors)


def _alike(
    first: Sequence[Event], second: Sequence[Event], mate: dict[int, int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Bring together the events that are left and may be the same but for their dates."""
    found: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    taken = (mate.keys(), set(mate.values()))
    for side, events in enumerate((first, second)):
        for k, event in enumerate(events):
            if k not in taken[side] and _by_date(event):
                found[_key(event)][side].append(k)
    return (both for both in found.values() if both[0] and both[1])


@dataclass(frozen=True, slots=True)
class _Sides:
    """The spans of all events of two sources, and which of them are to be paired."""

    first: Sequence[_Span]
    second: Sequence[_Span]
    ours: list[int]
    theirs: list[int]

    def apart(self, i: int, j: int) -> int:
        (a, b), (c, d) = self.first[i], self.second[j]
        return max(a - d, c - b, 0)


def _paired(sides: _Sides, tolerance: int) -> dict[int, int]:
    """Pair as many as possible; then exchange partners for nearer ones where no pair is lost."""
    mate = _most(sides, tolerance)
    for _ in range(2 if tolerance else 0):  # once for each side
        far = [i for i, j in mate.items() if sides.apart(i, j)]
        taken = set(mate.values())
        free = [j for j in sides.theirs if j not in taken] if far else []
        if free:
            mate |= _most(_Sides(sides.first, sides.second, far, free), 0)
        mate = {j: i for i, j in mate.items()}
        sides = _Sides(sides.second, sides.first, sides.theirs, sides.ours)
    _exchange(sides, mate, tolerance)
    return mate


def _most(sides: _Sides, tolerance: int) -> dict[int, int]:
    """Return a largest set of pairs that are at most so many days apart: the greedy sweep of `match`."""
    entries = sorted(
        [(sides.first[i][0] - tolerance, 0, sides.first[i][1] + tolerance, i) for i in sides.ours]
        + [(sides.second[j][0], 1, sides.second[j][1], j) for j in sides.theirs]
    )
    mate: dict[int, int] = {}
    waiting: tuple[list[_Span], list[_Span]] = ([], [])
    for start, side, end, k in entries:
        _close(waiting, mate, start)
        heappush(waiting[side], (end, k))
    _close(waiting, mate, None)
    return mate


def _close(waiting: tuple[list[_Span], list[_Span]], mate: dict[int, int], until: int | None) -> None:
    """Pair what waits and ends before a day, the one that ends first with what of the other side does."""
    ours, theirs = waiting
    while ours and theirs and (until is None or min(ours[0][0], theirs[0][0]) < until):
        mate[heappop(ours)[1]] = heappop(theirs)[1]
    for side in waiting:
        while side and until is not None and side[0][0] < until:
            heappop(side)


def _exchange(sides: _Sides, mate: dict[int, int], tolerance: int) -> None:
    """Bring together equal dates that are paired with others, where those others can be a pair themselves."""
    back = {j: i for i, j in mate.items()}
    equal: dict[_Span, list[int]] = defaultdict(list)
    for j, i in back.items():
        if sides.apart(i, j):
            equal[sides.second[j]].append(j)
    for i in [i for i, j in mate.items() if sides.apart(i, j)]:
        there, left = equal.get(sides.first[i], []), mate[i]
        while there and not sides.apart(back[there[-1]], there[-1]):
            there.pop()
        if there and sides.apart(i, left) and sides.apart(back[there[-1]], left) <= tolerance:
            j = there.pop()
            mate[back[j]], back[left] = left, back[j]
            mate[i], back[j] = j, i


def _common(first: Sequence[Event], second: Sequence[Event]) -> tuple[date, date]:
    """Return the first and the last day that both sources cover."""
    if not first or not second:
        return date.max, date.min
    starts = [[e.when.start for e in events] for events in (first, second)]
    return max(map(min, starts)), min(map(max, starts))


def compare(first: Series, second: Series) -> tuple[Differing, ...]:
    """Return the months for which two series give different counts, where both have one.

    Parameters
    ----------
    first
        One series of months.
    second
        Another.
    """
    theirs = dict(zip(second.months.astype(str).tolist(), second.counts.tolist(), strict=True))
    return tuple(
        Differing(month, count, theirs[month])
        for month, count in zip(first.months.astype(str).tolist(), first.counts.tolist(), strict=True)
        if month in theirs and theirs[month] != count
    )


def gaps(source: str, days: Iterable[date], least: int) -> tuple[Gap, ...]:
    """Return the silences of a source: `least` days or more between two days with an event.

    Parameters
    ----------
    source
        Name of the source.
    days
        Days on which it has an event, in any order.
    least
        Days without an event that count as a silence, at least 1.
    """
    found = pairwise(sorted(set(days)))
    return tuple(Gap(source, a, b, (b - a).days) for a, b in found if (b - a).days >= least)

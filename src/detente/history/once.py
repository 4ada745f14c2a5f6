"""One event counts once, however many rows and files tell of it.

Two rows tell of one event if their source gave them the same id. Rows without an id do if they say the same
in every column, rows of own lists if they say the same of what happened; only in files of dyads, where
leaders and bodies are folded into their states, such rows of one file are different events, and there are as
many of them as the file that has most of them says.

Where rows of one event differ, the newer one counts: by the time at which its source changed it, then by the
date of publication in the file's name. Where neither is known, the one that says more does. None of this
hangs on the order in which files are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Final

from detente.history.dates import PRECISIONS
from detente.history.model import Bad, Event, Reading, Repeat

__all__ = ["Once", "differing", "natural", "settled"]

#: What rows of one event may say differently, and how it is called.
_FIELDS: Final = {
    "when": "date",
    "type": "kind",
    "actors": "actors",
    "says": "summary",
    "source": "source",
    "confidence": "confidence",
    "checked": "checked",
    "second": "second source",
    "voice": "voice",
    "moves": "moves",
    "until": "lapses",
}
_CODES: Final = {
    "code": "code",
    "source": "who",
    "target": "to whom",
    "score": "score",
    "leading": "root event",
    "place": "place",
    "contexts": "contexts",
    "deaths": "deaths",
}

#: A moment after all others, for what is taken back without saying when.
_EVER: Final = "~"

#: All that rows of one event may say differently.
_said: Final = attrgetter(*_FIELDS, "coded")

_DIGITS = re.compile(r"(\d+)")
_RELEASE = re.compile(r"(?<!\d)((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{6})?)(?!\d)")


class Once:
    """The events of one file while it is read: each of them once, and only those that are asked for.

    Parameters
    ----------
    keep
        Which events to hold on to; all if left out.
    revised
        Whether the owners of the format change events later, so that what concerns nobody is remembered too.
    mended
        Whether the file is somebody's own, so that one id for two events is a mistake.
    """

    def __init__(self, keep: Callable[[Event], bool] | None, revised: bool, mended: bool) -> None:
        self._keep, self._revised, self._mended = keep, revised, mended
        self._told: dict[str, list[Event]] = {}
        self.aside: dict[str, str] = {}
        self.outside = 0
        self.clashing: list[Bad] = []

    def add(self, event: Event, lines: int) -> bool:
        """Take in the event of a row that takes up so many lines; return whether it clashes with another.

        Parameters
        ----------
        event
            What the row says.
        lines
            How many lines of the file it takes up, at least 1.

        Returns
        -------
        bool
            Whether another row with the same id says something else.
        """
        if self._keep is not None and not self._keep(event):
            self.outside += 1
            if self._revised:
                self.aside[event.key] = max(event.stamp, self.aside.get(event.key, ""))
            return False
        told = self._told.setdefault(event.key, [])
        if told and self._mended and event.named and differing(told[0], event):
            reason = f"the id {event.id!r} is that of line {told[0].line} too"
            self.clashing.append(Bad(event.file, event.line, reason, event.says, lines))
            return True
        told.append(event)
        return False

    def settled(self) -> tuple[list[Event], list[Repeat]]:
        """Return the events, in the order of the file, and the rows that do not count."""
        events: list[Event] = []
        repeats: list[Repeat] = []
        for told in self._told.values():
            if len(told) == 1 or _loose(told[0]):
                events += told
            else:
                events.append(_settle(told, repeats))
        return sorted(events, key=lambda e: e.line), repeats


def settled(readings: Sequence[Reading]) -> tuple[list[list[Event]], list[Repeat], list[Event]]:
    """Return the events of each of several files that count, in the order of the file.

    Parameters
    ----------
    readings
        What was read of each file.

    Returns
    -------
    events
        For each file those of its events that are counted in no other.
    repeats
        The rows that do not count, since a row of another file tells of the same event.
    gone
        Events that their source has taken back.
    """
    repeats: list[Repeat] = []
    gone: list[Event] = []
    kept: dict[str, list[Event]] = {reading.file: [] for reading in readings}
    for told in _groups(readings):
        for event in [told[0]] if len(told) == 1 else _counted(told, repeats):
            kept[event.file].append(event)
    _superseded(readings, kept, repeats)
    _taken_back(readings, kept, gone)
    events = [sorted(kept[reading.file], key=lambda e: e.line) for reading in readings]
    return events, sorted(repeats, key=lambda r: (natural(r.file), r.line)), gone


def _groups(readings: Iterable[Reading]) -> Iterable[list[Event]]:
    """Bring the rows of each event together."""
    found: dict[tuple[str, str], list[Event]] = {}
    for reading in readings:
        for event in reading.events:
            found.setdefault((event.scheme, event.key), []).append(event)
    return found.values()


def _counted(told: list[Event], repeats: list[Repeat]) -> list[Event]:
    """Return which of several rows count: one, or as many as one file has of rows without an id."""
    if not _loose(told[0]):
        return [_settle(told, repeats)]
    by_file: dict[str, list[Event]] = {}
    for event in sorted(told, key=_place):
        by_file.setdefault(event.file, []).append(event)
    most = max(by_file.values(), key=len)
    for events in by_file.values():
        if events is not most:
            repeats += [_repeat(event, one) for event, one in zip(events, most, strict=False)]
    return most


def _superseded(readings: Sequence[Reading], kept: dict[str, list[Event]], repeats: list[Repeat]) -> None:
    """Leave out events of which another file has a newer row that concerns nobody."""
    newest: dict[tuple[str, str], tuple[str, str, str]] = {}
    for reading in readings:
        for key, stamp in reading.aside.items():
            found = (stamp, _release(reading.file), reading.file)
            newest[reading.scheme, key] = max(found, newest.get((reading.scheme, key), found))
    for file, events in kept.items() if newest else ():
        old = [e for e in events if (e.scheme, e.key) in newest and newest[e.scheme, e.key][:2] > _newness(e)]
        repeats += [
            Repeat(e.id, e.file, e.line, newest[e.scheme, e.key][2], 0, ("actors",), "newer") for e in old
        ]
        dropped = set(map(id, old))
        kept[file] = [e for e in events if id(e) not in dropped]


def _taken_back(readings: Sequence[Reading], kept: dict[str, list[Event]], gone: list[Event]) -> None:
    """Leave out events that their source has taken back, and not told again since."""
    last: dict[tuple[str, str], str] = {}
    for reading in readings:
        for one in reading.withdrawn:
            last[reading.scheme, one.key] = max(one.stamp or _EVER, last.get((reading.scheme, one.key), ""))
    for file, events in kept.items() if last else ():
        gone += [e for e in events if last.get((e.scheme, e.key), "") >= (e.stamp or " ")]
        kept[file] = [e for e in events if last.get((e.scheme, e.key), "") < (e.stamp or " ")]


def _settle(told: list[Event], repeats: list[Repeat]) -> Event:
    """Return which of several rows of one event counts, and take down the others."""
    first, *others = sorted(told, key=_place)
    if not any(differing(first, event) for event in others):
        winner = first
    else:
        best = max(map(_rank, told))
        winner = next(event for event in (first, *others) if _rank(event) == best)
    repeats += [_repeat(event, winner) for event in (first, *others) if event is not winner]
    return winner


def _repeat(event: Event, winner: Event) -> Repeat:
    differs = differing(event, winner)
    if not differs:
        return Repeat(event.id, event.file, event.line, winner.file, winner.line)
    why = "newer" if _newness(winner) > _newness(event) else ""
    if not why and _detail(winner) > _detail(event):
        why = "says more"
    return Repeat(event.id, event.file, event.line, winner.file, winner.line, differs, why)


def _loose(event: Event) -> bool:
    """Whether rows that say the same may be different events."""
    return event.scheme == "dyads" and not event.named


def _rank(event: Event) -> tuple[tuple[str, str], int, str]:
    return _newness(event), _detail(event), repr(_said(event))


def _newness(event: Event) -> tuple[str, str]:
    return event.stamp, _release(event.file)


def _detail(event: Event) -> int:
    """How much a row says: how exact its date is, and how many of its fields hold something."""
    fields = [getattr(event, name) for name in _FIELDS if name not in ("when", "moves")]
    fields += [getattr(event.coded, name) for name in _CODES] if event.coded else []
    exact = len(PRECISIONS) - PRECISIONS.index(event.when.precision) - event.when.about / 2
    return int(2 * exact) + sum(field not in ("", (), None) for field in fields) + (event.moves is not None)


def differing(first: Event, second: Event) -> tuple[str, ...]:
    """Return what two rows of one event say differently.

    Parameters
    ----------
    first
        One row.
    second
        Another row of the same event.
    """
    if _said(first) == _said(second):
        return ()
    found = [told for name, told in _FIELDS.items() if getattr(first, name) != getattr(second, name)]
    one, other = first.coded, second.coded
    if one is not None and other is not None and one != other:
        found += [told for name, told in _CODES.items() if getattr(one, name) != getattr(other, name)]
    return tuple(found)


def _place(event: Event) -> tuple[tuple[object, ...], int]:
    return natural(event.file), event.line


@lru_cache(4096)
def natural(file: str) -> tuple[object, ...]:
    """Return what files are sorted by: their names with numbers as numbers, then where they are.

    Parameters
    ----------
    file
        Path of the file.

    Examples
    --------
    >>> sorted(["b/part-10.csv", "a/part-9.csv"], key=natural)
    ['a/part-9.csv', 'b/part-10.csv']
    """
    parts = _DIGITS.split(Path(file).name)
    return tuple((int(p), p) if k % 2 else p for k, p in enumerate(parts)), file


@lru_cache(4096)
def _release(file: str) -> str:
    """Return the date of publication that a file's name ends on, such as events.2017.20201119132436.tab."""
    found: list[str] = _RELEASE.findall(Path(file).name)
    return found[-1].ljust(14, "0") if found else ""

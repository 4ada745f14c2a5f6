"""The past of a case, gathered: events, levels through time, counts, and where the sources differ."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.errors import HistoryError
from detente.history.merge import Gap, Merged
from detente.history.model import Event, Reading, Repeat, Series, Step
from detente.history.past.path import YEAR, Change, Path

__all__ = ["Departure", "History"]


@dataclass(frozen=True, slots=True)
class Departure:
    """An event of the case file whose levels the event files do not show at that time.

    Parameters
    ----------
    event
        The event as the case tells it.
    option, level
        What it says.
    shown
        The levels that the files give the option in the span of its date.
    """

    event: Event
    option: str
    level: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What happened, as far as the files of a case tell it.

    Parameters
    ----------
    case
        Id of the case.
    as_of
        The date of the case. What lies after it may settle questions and score forecasts, and nothing else.
    resolving
        Whether events and counts after `as_of` are among `events`, `levels` and `series`.
    events
        Dated events of the files, in order of time, without figures for a year.
    later
        Events after `as_of`, where they are kept out of `events`: for scoring only.
    yearly
        Figures for a year.
    told
        The events of the case file itself, as its sources tell them.
    coded
        Machine-coded events among the actors of the case.
    levels
        Option -> its levels through time.
    series
        Id -> counts by month.
    names
        Code or name of an actor -> its id in the case.
    readings
        Each file with what could not be used; its events are above.
    counts
        How many events of each file were kept.
    merged
        Two files -> the same events in both, and what only one has.
    departures
        Where the case file and the event files differ on a level.
    gaps
        Long silences of each file and of each series (from the first day of the last month that has one).
    status_quo
        Option -> level at the date of the case, as the case file says.
    repeats
        Rows that do not count, since another row tells of the same event.
    gone
        Events that their source has taken back.
    """

    case: str
    as_of: date
    resolving: bool
    events: tuple[Event, ...]
    later: tuple[Event, ...]
    yearly: tuple[Event, ...]
    told: tuple[Event, ...]
    coded: tuple[Event, ...]
    levels: Mapping[str, tuple[Step, ...]]
    series: Mapping[str, Series]
    names: Mapping[str, str]
    readings: tuple[Reading, ...]
    counts: tuple[int, ...]
    merged: Mapping[tuple[str, str], Merged]
    departures: tuple[Departure, ...]
    gaps: tuple[Gap, ...]
    status_quo: Mapping[str, str]
    repeats: tuple[Repeat, ...] = ()
    gone: tuple[Event, ...] = ()

    def state(self, day: date) -> dict[str, str]:
        """Return the level of every option whose level is known on a day.

        From the date of the case on, an option that no event has moved stands where the case says.

        Parameters
        ----------
        day
            Steps of that day are in.

        Returns
        -------
        dict
            Option -> level.
        """
        known = dict(self.status_quo) if day >= self.as_of else {}
        for option, steps in self.levels.items():
            reached = bisect_right(steps, day, key=_start)
            if reached:
                known[option] = steps[reached - 1].level
        return known

    @property
    def adrift(self) -> dict[str, tuple[str, str]]:
        """Options that the record leaves elsewhere at the date of the case: option -> (record, case)."""
        found = self.state(self.as_of)
        return {o: (found[o], level) for o, level in self.status_quo.items() if found[o] != level}

    def path(self, start: date, end: date) -> Path:
        """Return the levels of all options over a window of time.

        Parameters
        ----------
        start, end
            First and last day.

        Returns
        -------
        Path
            Times in years from ``start``.

        Raises
        ------
        HistoryError
            If the window runs backwards or past the date of the case (unless gathered for resolving), or if
            the level of an option at its start is not known.
        """
        if end < start:
            raise HistoryError((f"the window {start} to {end} runs backwards",))
        if end > self.as_of and not self.resolving:
            cause = "what came later is for scoring only; gather with resolving=True"
            raise HistoryError(
                (f"the window ends on {end}, after the date of the case, {self.as_of}: {cause}",)
            )
        initial = self.state(start)
        if unknown := [option for option in self.status_quo if option not in initial]:
            told = ", ".join(unknown)
            raise HistoryError((f"no event says where these options stood on {start}: {told}",))
        moves = sorted(
            (step.start, option, step)
            for option, steps in self.levels.items()
            for step in steps
            if start < step.start <= end
        )
        changes = (Change((day - start).days / YEAR, o, step.level, step.event) for day, o, step in moves)
        return Path(start, end, initial, tuple(changes))


def _start(step: Step) -> date:
    return step.start

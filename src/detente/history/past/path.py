"""What happened, as levels of options through time: the noun that clocks, calibration and scores read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["YEAR", "Change", "Path"]

#: Days in a year, for turning a span of days into years.
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Change:
    """One option taking one level at one moment.

    Parameters
    ----------
    at
        Years since the start of the path, 0 or more.
    option
        The option, as the case names it (`chance.seoul` too).
    level
        The level it has from then on.
    event
        Which event of the history says so: its id or its place in the file.
    """

    at: float
    option: str
    level: str
    event: str


@dataclass(frozen=True, slots=True)
class Path:
    """The levels of all options over a window of time.

    Parameters
    ----------
    start, end
        The window; changes lie in (start, end].
    initial
        The level of each option at the start.
    changes
        What changed, in order of time. An event that leaves a level as it was is no change.
    """

    start: date
    end: date
    initial: Mapping[str, str]
    changes: tuple[Change, ...]

    @property
    def years(self) -> float:
        """Length of the window in years."""
        return (self.end - self.start).days / YEAR

    def state(self, at: float) -> dict[str, str]:
        """Level of every option at `at` years after the start (changes at that very moment are in).

        Parameters
        ----------
        at
            Years from the start.

        Returns
        -------
        dict
            Option -> level.
        """
        levels = dict(self.initial)
        for change in self.changes:
            if change.at > at:
                break
            levels[change.option] = change.level
        return levels

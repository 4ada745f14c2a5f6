"""Dates as sources give them: a day, a month, a year, or a range of them."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["PRECISIONS", "When", "add_months", "day_after", "parse_when"]

#: How exactly a date is known, the most exact first.
PRECISIONS = ("day", "range", "month", "year")

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

#: Dates as they are written elsewhere, some of which can be read two ways.
_OTHER = re.compile(r"\d{1,4}([./])\d{1,2}\1\d{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is known.

    Parameters
    ----------
    start, end
        First and last day on which it may have been; the same for a day.
    precision
        One of `PRECISIONS`.
    about
        Whether it was written with a trailing ``~``.
    """

    start: date
    end: date
    precision: str
    about: bool = False

    @property
    def moment(self) -> date:
        """The day that stands for it where one is needed.

        A day is itself, a range its first day (what happens over some days is known of from then on), a
        month its 15th and a year 1 July: the middle errs least on either side.
        """
        if self.precision == "month":
            return self.start.replace(day=15)
        return date(self.start.year, 7, 1) if self.precision == "year" else self.start

    def apart(self, other: When) -> int:
        """Days between two dates; 0 where they overlap.

        Parameters
        ----------
        other
            Another interval of days.

        Returns
        -------
        int
            At least 0; one on the next day is 1 apart.
        """
        return max((self.start - other.end).days, (other.start - self.end).days, 0)


def parse_when(text: str) -> When:
    """Read a date: ``2017-07-04``, ``2017-07``, ``2017``, two of them as from/to, with ``~`` for about.

    Parameters
    ----------
    text
        The date as it is written.

    Raises
    ------
    ValueError
        With a sentence that says what is wrong.

    Examples
    --------
    >>> parse_when("2018-02/2018-03~")
    When(start=datetime.date(2018, 2, 1), end=datetime.date(2018, 3, 31), precision='range', about=True)
    >>> parse_when("2020").moment
    datetime.date(2020, 7, 1)
    """
    bare = text.strip().removesuffix("~")
    if len(bare) == 10 and bare[4] == bare[7] == "-":  # the usual case, quickly
        with suppress(ValueError):
            day = date.fromisoformat(bare)
            return When(day, day, "day", text.strip().endswith("~"))
    if _OTHER.fullmatch(bare):
        raise ValueError(f"{text!r} is no date; write 2017-07-04: year, month, day")
    parts = bare.split("/")
    if len(parts) > 2:
        raise ValueError(f"{text!r} has more than a from and a to")
    spans = [_span(part, text) for part in parts]
    start, end = spans[0][0], spans[-1][1]
    if end < start:
        raise ValueError(f"{text!r} runs backwards")
    return When(start, end, "range" if len(parts) == 2 else spans[0][2], text.strip().endswith("~"))


def _span(part: str, text: str) -> tuple[date, date, str]:
    found = _PART.fullmatch(part)
    if not found:
        raise ValueError(f"{text!r} is no date; write 2017, 2017-07, 2017-07-04, or two of them as from/to")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None
    if day:
        return first, first, "day"
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    return first, last, "month" if month else "year"


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or the last day of that month where it is shorter.

    What would lie after the year 9999 is its last day.

    Parameters
    ----------
    day
        The day.
    months
        How many months later; may be negative.

    Examples
    --------
    >>> add_months(date(2016, 2, 29), 12)
    datetime.date(2017, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_after(day: date) -> date:
    """Return the next day; the last day of the calendar has none and is returned.

    Parameters
    ----------
    day
        The day.
    """
    return day + timedelta(1) if day < date.max else day

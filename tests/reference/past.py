"""Slow twins for the past of a case: levels day by day, matching by trying every order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

__all__ = ["levels_by_day", "months_later", "most_pairs"]


def months_later(day: date, months: int) -> date:
    """The same day some months on; the last day of a month that is too short."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def levels_by_day(
    settings: list[tuple[date, str, tuple[str, int] | None]], first: date, last: date
) -> list[str | None]:
    """Walk through the days: the last setting up to a day holds, unless its silence has run out.

    A setting is a day, a level, and what it lapses to after so many months, or nothing.
    """
    found: list[str | None] = []
    day = first
    while day <= last:
        past = [s for s in settings if s[0] <= day]
        latest = max((s[0] for s in past), default=None)
        level = None
        for when, set_to, lapse in past:
            if when == latest:
                level = set_to
                if lapse and months_later(when, lapse[1]) <= day:
                    level = lapse[0]
        found.append(level)
        day += timedelta(days=1)
    return found


def most_pairs(near: list[list[bool]]) -> int:
    """Most pairs that can be made, each of a row and a column that are near: by trying every order."""
    rows = len(near)
    columns = len(near[0]) if near else 0
    width = max(rows, columns)
    best = 0
    for order in permutations(range(width), rows):
        best = max(best, sum(order[i] < columns and near[i][order[i]] for i in range(rows)))
    return best

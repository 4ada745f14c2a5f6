"""Document -> the days of it as iCalendar (RFC 5545), which calendars subscribe to or import."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from detente.errors import DetenteError
from detente.paper.document import Document
from detente.paper.markup import clean
from detente.paper.model import Day

__all__ = ["calendar"]


def calendar(brief: Document) -> bytes:
    """Return the days of a brief as a calendar of whole days; the same brief gives the same bytes.

    Parameters
    ----------
    brief
        What is written; an entry is stamped with the day that the brief stands on, so that nothing in it
        depends on when it was written.

    Raises
    ------
    DetenteError
        If there is no day in it.
    """
    if not brief.days:
        raise DetenteError("there is no day to watch: no question with rules, and no clock")
    found = Calendar()
    found.add("prodid", f"-//detente//{brief.data.get('version', '')}//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", clean(brief.title))
    stamp = date.fromisoformat(str(brief.data["as_of"]))
    for day in brief.days:
        found.add_component(_event(day, datetime.combine(stamp, time(), UTC)))
    made: bytes = found.to_ical()
    return made


def _event(day: Day, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@detente")
    event.add("dtstamp", stamp)
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", clean(day.title))
    event.add("description", "\n".join(clean(line) for line in day.lines))
    event.add("transp", "TRANSPARENT")  # a day to look something up keeps nobody busy
    return event

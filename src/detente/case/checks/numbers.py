"""Checks of numbers and dates: probabilities, shares, and what could be known when."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.checks.declared import Declared, quantity
from detente.case.checks.logic import missing
from detente.case.file.origin import Path
from detente.case.quantity import Quantity

__all__ = ["check_numbers", "day", "meaning"]

#: How far from 1 a sum of probabilities may be that were rounded, such as three times 0.33.
ROUNDED = 0.0101

_EVENT = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:/(\d{4}(?:-\d{2}(?:-\d{2})?)?))?~?")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")


def check_numbers(check: Check, declared: Declared) -> None:
    """Take down probabilities, shares and dates that cannot be meant.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    for path, given in check.each(("chance", "*", "probabilities")):
        if isinstance(given, dict):
            _probabilities(check, declared, path, given)
    for path, given in check.each(("clock", "chance", "*", "probabilities")):
        if isinstance(given, dict) and given:
            _probabilities(check, declared, path, given)
    for path, given in check.each(("readings", "*", "chance", "*")):
        if isinstance(given, dict):
            _range(check, declared, path, given)
            _overlaid(check, declared, path, given)
    _shares(check, declared)
    today = day(check.value("as_of"))
    _events(check, today)
    if today:
        _hindsight(check, today)
        _deadlines(check, today)
    _published(check)


def _probabilities(check: Check, declared: Declared, path: Path, given: Mapping[str, object]) -> None:
    option = str(path[-2])
    variable = declared.variable(option)
    lacking = missing(given, (variable and variable.levels) or ())
    if lacking:
        cause = f"{option} gives no probability to {', '.join(lacking)}"
        check.add("DT406", path, cause, key=True)
    _range(check, declared, path, given)
    read = [meaning(declared, v) for v in given.values()]
    if not lacking and read and all(q is not None and q.span == (0, 0) for q in read):
        check.add("DT427", path, f"all probabilities of {option} are 0", key=True)
    elif variable and given.keys() == set(variable.levels or ()):
        _sum(check, path, {level: meaning(declared, value) for level, value in given.items()})


def _overlaid(check: Check, declared: Declared, path: Path, given: Mapping[str, object]) -> None:
    """Check the sum where a reading overlays some of the probabilities and leaves the others."""
    option = check.section("chance").get(str(path[-1]))
    base = option.get("probabilities") if isinstance(option, dict) else None
    variable = declared.variable(str(path[-1]))
    whole = {**base, **given} if isinstance(base, dict) else {}
    if given and variable and whole.keys() == set(variable.levels or ()):
        _sum(check, path, {level: meaning(declared, value) for level, value in whole.items()})


def _sum(check: Check, path: Path, read: Mapping[str, Quantity | None]) -> None:
    """Say if the probabilities of all levels cannot sum to 1, and what becomes of them."""
    found = {level: q for level, q in read.items() if q is not None}
    if len(found) < len(read) or any(not 0 <= q.span[0] <= q.span[1] <= 1 for q in found.values()):
        return
    low, high = (math.fsum(q.span[k] for q in found.values()) for k in (0, 1))
    if low - ROUNDED <= 1 <= high + ROUNDED:
        return
    total = math.fsum(q.central for q in found.values())
    become = ", ".join(f"{level} {q.central / total:.2g}" for level, q in found.items())
    span = f"{low:.3g}" if high - low < ROUNDED else f"{low:.3g} to {high:.3g}"
    check.add("DT449", path, f"they sum to {span}; each world rescales them to 1: {become}", key=True)


def _range(check: Check, declared: Declared, path: Path, given: Mapping[str, object]) -> None:
    for level, value in given.items():
        read = meaning(declared, value)
        if read and (read.span[0] < 0 or read.span[1] > 1):
            low, high = read.span
            reach = f"can be {low:g}" if low < 0 else f"can be {high:g}"
            check.add("DT407", (*path, level), f"the probability of {level!r} {reach}; it must lie in 0..1")


def _shares(check: Check, declared: Declared) -> None:
    spans = []
    for path, value in check.each(("readings", "*", "share")):
        read = meaning(declared, value)
        spans.append(read.span if read else None)
        if read and read.span[0] < 0:
            cause = f"the share of {path[1]!r} can be {read.span[0]:g}; it must be 0 or more"
            check.add("DT408", path, cause)
    if spans and all(span == (0, 0) for span in spans):
        check.add("DT427", check.path("readings"), "the shares of all readings are 0", key=True)


def meaning(declared: Declared, value: object) -> Quantity | None:
    """Return a quantity, a word by its meaning; nothing where it cannot be read, as is said elsewhere.

    Parameters
    ----------
    declared
        The names that the case declares.
    value
        The value, as it was read.
    """
    read = quantity(value)
    return (declared.scales or {}).get(read.text) if read and read.kind == "word" else read


def _events(check: Check, today: datetime.date | None) -> None:
    for path, text in check.texts(("events", "#", "date")):
        found = _EVENT.fullmatch(text)
        first = day(found[1]) if found else None
        last = day(found[2]) if found and found[2] else first
        if not first or not last:
            cause = f"{text!r} is no date; write 2017, 2017-07, 2017-07-04, or two of them as from/to"
            check.add("DT209", path, cause, value=text)
        elif last < first:
            check.add("DT209", path, f"{text!r} runs backwards", value=text)
        elif today and first > today and not _expected(check, path):
            check.add("DT421", path, f"the event is later than as_of, {today}", value=text)


def _expected(check: Check, path: Path) -> bool:
    """Whether an event is said to be due; what is neither yes nor no is reported elsewhere."""
    said = dict(check.each(("events", "#", "expected"))).get((*path[:-1], "expected"))
    return said not in (None, "no", "false")


def _published(check: Check) -> None:
    """Take down days of publication that do not exist, in a text that may hold other words."""
    for path, text in check.texts(("sources", "*", "published")):
        for found in _YEAR.finditer(text):
            if day(found[0]) is None:
                cause = f"there is no day {found[0]}"
                check.add("DT209", path, cause, value=found[0], offset=found.start(), length=len(found[0]))


def _hindsight(check: Check, today: datetime.date) -> None:
    if check.value("hindsight"):
        return
    for path, text in check.texts(("sources", "*", "published")):
        dates = [d for found in _YEAR.finditer(text) if (d := day(found[0]))]
        if dates and min(dates) > today:
            cause = f"the source is later than as_of, {today}; say so under 'hindsight'"
            check.add("DT420", path, cause, value=text)


def _deadlines(check: Check, today: datetime.date) -> None:
    for path, text in check.texts(("questions", "#", "by")):
        deadline = day(text)
        if deadline and deadline < today:
            check.add("DT422", path, f"the deadline is before as_of, {today}", value=text)


def day(text: object) -> datetime.date | None:
    """Return the first day of a year, month or day, or ``None`` for anything else.

    Parameters
    ----------
    text
        The date as it is written, if it is a text.
    """
    if not isinstance(text, str) or not _YEAR.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return None

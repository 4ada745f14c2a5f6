"""Checks of what a case says of time: rates and their windows, the horizon, questions, files of history."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from itertools import pairwise

from detente.case.checks.checker import MOVERS, Check, Pattern
from detente.case.checks.declared import Declared
from detente.case.checks.logic import missing
from detente.case.checks.numbers import day, meaning
from detente.case.checks.play.turning import check_turns
from detente.case.file.origin import Path

__all__ = ["check_time"]

_RATES: tuple[Pattern, ...] = (("clock", "rates", "*"), ("clock", "chance", "*"), ("clock", "shocks", "#"))

_FILES: tuple[Pattern, ...] = (
    ("history", "events", "#"),
    ("history", "rules", "#"),
    ("history", "series", "*", "file"),
)

_TURNS: tuple[Pattern, ...] = (("clock", "turns", "#", "factor"), ("clock", "turns", "#", "per_year"))

#: How a rate may be given; by dates only where chance decides.
_WAYS = ("count", "per_year", "dates")

Given = Mapping[str, object]


def check_time(check: Check, declared: Declared) -> None:
    """Take down rates, dates, questions and files that cannot be meant.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    today = _date(check.value("as_of"))
    for pattern in _RATES:
        for path, rate in check.each(pattern):
            if isinstance(rate, dict):
                _way(check, path, rate)
                _window(check, path, rate, today)
    _numbers(check, declared)
    check_turns(check, declared)
    _horizon(check, today)
    _complete(check, declared)
    if check.section("clock") and ("status_quo",) not in check.broken and not check.value("status_quo"):
        cause = "the clock has no status quo to start from"
        check.add("DT450", check.path("clock"), cause, key=True)
    for path, question in check.each(("questions", "#")):
        if isinstance(question, dict):
            _measure(check, path, question)
            _opening(check, path, question, today)
    _references(check)
    _files(check)


def _way(check: Check, path: Path, rate: Given) -> None:
    """Check that a rate is given in exactly one way, with what belongs to it."""
    given = [way for way in _WAYS if rate.get(way) not in (None, "", [])]
    if not given:
        ways = "count, per_year or dates" if path[1] == "chance" else "count or per_year"
        check.add("DT437", path, f"{_called(path, rate)} says not how often: give {ways}", key=True)
    elif len(given) > 1:
        cause = f"{_called(path, rate)} has both {given[0]} and {given[1]}"
        check.add("DT437", (*path, given[1]), cause, key=True, value=given[1])
    lacking = [key for key in missing(rate, ("from", "to")) if given == ["count"]]
    if lacking:
        cause = f"{_called(path, rate)} has a count, but no {' and no '.join(lacking)}"
        check.add("DT437", (*path, "count"), cause, key=True)
    for key, whole in (("from", "count"), ("to", "count"), ("every", "dates")):
        if key in rate and given and whole not in given:
            check.add("DT437", (*path, key), f"{key!r} belongs to {whole!r}", key=True, value=key)


def _called(path: Path, rate: Given) -> str:
    name = rate.get("id") if isinstance(path[-1], int) else path[-1]
    return repr(name) if isinstance(name, str) else "the shock"


def _window(check: Check, path: Path, rate: Given, today: datetime.date | None) -> None:
    first, last = _date(rate.get("from")), _date(rate.get("to"))
    if first and last and last <= first:
        check.add("DT438", (*path, "to"), f"the window ends on {last}, and begins on {first}")
    elif last and today and last > today:
        check.add("DT439", (*path, "to"), f"the window ends after as_of, {today}", value=str(last))
    listed = rate.get("dates")
    dates = [_date(text) for text in listed] if isinstance(listed, list) else []
    for k, (one, other) in enumerate(pairwise(dates), 1):
        if one and other and other <= one:
            check.add("DT438", (*path, "dates", k), f"{other} does not come after {one}", value=str(other))


def _numbers(check: Check, declared: Declared) -> None:
    """Check that rates, precision, steps and the factor are not below what they can be."""
    for pattern in (*((*p, "per_year") for p in _RATES), ("clock", "precision", "*"), *_TURNS):
        for path, value in check.each(pattern):
            read = meaning(declared, value)
            if read and read.span[0] < 0:
                what = {"precision": "precision", "turns": "a factor"}.get(str(path[1]), "a rate")
                check.add("DT441", path, f"{what} can be {read.span[0]:g} here; it must be 0 or more")
    for pattern, least in (
        (("clock", "imprecise"), 1.0),
        (("clock", "chance", "*", "every"), 0.01),
        (("questions", "#", "takes"), 0.01),
    ):
        for path, value in check.texts(pattern):
            number = meaning(declared, value)
            if number and number.kind == "point" and number.central < least:
                cause = f"{path[-1]!r} must be at least {least:g}; this is {value}"
                check.add("DT441", path, cause, value=value)


def _horizon(check: Check, today: datetime.date | None) -> None:
    for path, text in check.texts(("clock", "horizon")):
        horizon = _date(text)
        if not horizon or not today:
            continue
        if horizon <= today:
            check.add("DT436", path, f"the horizon is not after as_of, {today}", value=text)
            continue
        for where, asked in check.each(("questions", "#")):
            by = _date(asked.get("by")) if isinstance(asked, dict) else None
            if isinstance(asked, dict) and by and by > horizon and asked.keys() & {"when", "phase"}:
                cause = f"the deadline is after the horizon of the clock, {horizon}"
                check.add("DT444", (*where, "by"), cause, value=str(by))


def _complete(check: Check, declared: Declared) -> None:
    """Check that the clock gives every actor that can move a rate and a precision."""
    movers = {o.partition(".")[0] for o in declared.options or ()} | set(check.section("arcs"))
    movers |= {name for _, name in check.texts(*MOVERS)}
    wanted = [actor for actor in declared.actors or () if actor in movers]
    for key, word in (("rates", "a rate"), ("precision", "a precision")):
        for path, given in check.each(("clock", key)):
            lacking = missing(given, wanted) if isinstance(given, dict) and "all" not in given else []
            if lacking:
                check.add("DT446", path, f"the clock does not give {word} to {', '.join(lacking)}", key=True)


def _measure(check: Check, path: Path, question: Given) -> None:
    """Check that a question has what its measure needs, and nothing that belongs to another."""
    measure, name = question.get("measure", "by"), question.get("id")
    if question.get("when") is not None and question.get("phase"):
        check.add("DT443", (*path, "phase"), f"{name!r} has both 'when' and 'phase'", key=True)
    needs = {"ends": ("after",), "count": ("series", "opens")}
    if measure not in ("at", "by", "throughout", "ends", "count"):
        return
    for key in missing(question, needs.get(str(measure), ())):
        check.add(
            "DT443", path, f"{name!r} is measured by {measure!r}, which needs {key!r}", value=str(measure)
        )
    for key, whose in (("after", "ends"), ("series", "count"), ("takes", "by")):
        if key in question and measure != whose:
            check.add(
                "DT443", (*path, key), f"{key!r} is for the measure {whose!r} only", key=True, value=key
            )
    for key in ("when", "phase") if measure == "count" else ():
        if question.get(key):
            cause = f"a count is asked of a series, so {key!r} means nothing"
            check.add("DT443", (*path, key), cause, key=True, value=key)
    series = question.get("series")
    given = series.keys() & {"at_least", "at_most"} if isinstance(series, dict) else {""}
    if isinstance(series, dict) and len(given) != 1:
        check.add("DT443", (*path, "series"), "a series needs exactly one of at_least and at_most", key=True)


def _opening(check: Check, path: Path, question: Given, today: datetime.date | None) -> None:
    """Check that a question opens, is after, and closes in this order."""
    opens, after, by = (_date(question.get(key)) for key in ("opens", "after", "by"))
    if opens and today and opens < today:
        cause = f"it opens before as_of, {today}; what is over is no forecast"
        check.add("DT442", (*path, "opens"), cause, value=str(opens))
    elif opens and by and opens > by:
        check.add("DT442", (*path, "opens"), f"it opens after its deadline, {by}", value=str(opens))
    first = opens or today
    if after and by and after >= by:
        check.add("DT442", (*path, "after"), f"it is not before the deadline, {by}", value=str(after))
    elif after and first and after < first:
        check.add("DT442", (*path, "after"), f"it is before the question opens, on {first}", value=str(after))


def _references(check: Check) -> None:
    """Look up the phases and the series that questions name."""
    if check.usable("phases"):
        phases = check.section("phases")
        for path, name in check.texts(("questions", "#", "phase")):
            if name and name not in phases:
                check.unknown("DT319", path, name, phases, f"there is no phase {name!r}")
    series = [str(path[-1]) for path, _ in check.each(("history", "series", "*"))]
    for path, name in check.texts(("questions", "#", "series", "id")):
        if name not in series:
            check.unknown("DT320", path, name, series, f"there is no series {name!r}")


def _files(check: Check) -> None:
    """Check that files are named relative to the case, and lie beside or below it."""
    for path, name in check.texts(*_FILES):
        steps = re.split(r"[/\\]", name)
        if not name.strip() or ".." in steps or not steps[0] or ":" in name or "\\" in name:
            cause = f"{name!r} does not lie beside the case"
            check.add("DT445", path, cause, value=name)


def _date(value: object) -> datetime.date | None:
    """Return a day, or nothing for what is not written as one; that is said by its type."""
    return day(value) if isinstance(value, str) and len(value) == 10 else None

"""What may stand in a ledger: sound records, of days that have come, under names that mislead nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from detente.case import nearest
from detente.elicitation.naming import same
from detente.forecast.ledger.records import (
    BASE_RATE,
    KINDS,
    SETTLED,
    TOGETHER,
    VERDICTS,
    Asked,
    Branch,
    Forecast,
    Record,
    Resolution,
)

__all__ = ["PEOPLE", "RESERVED", "misnamed", "premature", "today", "wrong"]

#: Kinds of forecasters whose names are made up by those who bear them.
PEOPLE = ("person", "crowd")

#: Names that stand for something else in every table of scores.
RESERVED = (BASE_RATE, TOGETHER)


def today() -> date:
    """Return the latest day that has begun anywhere, so that nobody's today lies in the future."""
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def wrong(r: Record, questions: Mapping[str, Asked]) -> Iterator[str]:
    """Say every reason why a record cannot stand, whoever made it and whenever.

    Parameters
    ----------
    r
        The record.
    questions
        Id -> the question as it is put when the record is made.
    """
    if isinstance(r, Asked):
        yield from _dates(r.id, opens=r.opens, closes=r.closes)
    elif isinstance(r, Branch):
        yield from _dates(f"choice {r.choice}", on=r.on)
        yield from (f"choice {r.choice}: name the source" for _ in [0] if not r.source.strip())
    elif r.question not in questions:
        near = nearest(r.question, questions)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        yield f"no question named {r.question!r}{hint}"
    elif isinstance(r, Forecast):
        yield from _wrong_forecast(r, questions[r.question])
    else:
        yield from _wrong_resolution(r, questions[r.question])


def premature(r: Record, latest: date) -> Iterator[str]:
    """Say whether a record speaks of a day that has not come.

    Parameters
    ----------
    r
        The record. Forecasts of a model, a paper or a base rate have the date of their case.
    latest
        The last day that may be spoken of.
    """
    on, name = "", ""
    match r:
        case Resolution():
            on, name = r.on, r.question
        case Branch():
            on, name = r.on, f"choice {r.choice}"
        case Forecast() if r.kind in PEOPLE:
            on, name = r.as_of, f"{r.question} by {r.who}"
    if (day := _day(on)) and day > latest:
        yield f"{name}: {on} has not come yet"


def misnamed(r: Record, questions: Mapping[str, Asked], there: Iterable[Forecast]) -> Iterator[str]:
    """Say whether the name of a person or a crowd would be taken for somebody else's.

    Parameters
    ----------
    r
        The record.
    questions
        Id -> question; the name of a case is that of its model.
    there
        The forecasts before it.
    """
    if not isinstance(r, Forecast) or r.kind not in PEOPLE:
        return
    own = same(r.who)
    taken = {same(name): name for name in (*RESERVED, *(q.case for q in questions.values() if q.case))}
    if not r.who.isprintable():
        yield f"{r.question}: the name {r.who!a} has signs that cannot be seen"
    if own in taken:
        yield f"{r.question}: {r.who!r} is what the scores call something else; choose another name"
        return
    for f in there:
        if same(f.who) == own and f.kind != r.kind and f.kind in KINDS:
            yield f"{r.question}: {f.who!r} is a {f.kind} in this ledger; choose another name"
            return
        if same(f.who) == own and f.who != r.who:
            yield f"{r.question}: {f.who!r} is in this ledger already; write the name in the same way"
            return


def _wrong_forecast(r: Forecast, q: Asked) -> Iterator[str]:
    name = f"{r.question} by {r.who or 'nobody'}"
    if not same(r.who):
        yield f"{r.question}: say who forecasts"
    if r.kind not in KINDS:
        yield f"{name}: {r.kind!r} is none of {', '.join(KINDS)}"
    for label, value in (("probability", r.probability), ("low end", r.low), ("high end", r.high)):
        if value is not None and not 0 <= value <= 1:
            yield f"{name}: the {label} {value:g} is not between 0 and 1"
    if r.low is not None and r.high is not None and r.low > r.high:
        yield f"{name}: the interval {r.low:g} to {r.high:g} is upside down"
    faults = tuple(_dates(name, as_of=r.as_of))
    yield from faults
    if not faults and r.as_of > q.closes:
        yield f"{name}: {r.as_of} is after the question closed, on {q.closes}"


def _wrong_resolution(r: Resolution, q: Asked) -> Iterator[str]:
    if r.verdict not in VERDICTS:
        near = nearest(r.verdict, VERDICTS, listed=len(VERDICTS))
        yield f"{r.question}: no verdict named {r.verdict!r}; nearest: {', '.join(near)}"
    if r.answer not in ("", "yes", "no"):
        yield f"{r.question}: the answer {r.answer!r} is neither yes nor no"
    if r.verdict in VERDICTS and bool(r.answer) != (r.verdict in SETTLED):
        goes = "without" if r.answer else "with"
        yield f"{r.question}: a verdict of {r.verdict!r} goes {goes} an answer, yes or no"
    if not r.source.strip():
        yield f"{r.question}: name the source that settles it"
    faults = tuple(_dates(r.question, on=r.on))
    yield from faults
    if not faults and r.on < q.opens:
        yield f"{r.question}: {r.on} is before the question opens, on {q.opens}"


def _dates(name: str, **days: str) -> Iterator[str]:
    """Every text that is no day; then, whether they are in order."""
    bad = [f"{name}: {text!r} is no date; write year-month-day" for text in days.values() if not _day(text)]
    yield from bad
    ordered = list(days.values())
    if not bad and ordered != sorted(ordered):
        yield f"{name}: it closes on {ordered[-1]}, before it opens on {ordered[0]}"


def _day(text: str) -> date | None:
    """A day as it is written in a ledger, so that texts are in the order of their days."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None

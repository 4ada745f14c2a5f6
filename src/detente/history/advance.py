"""A case rolled forward to a later date by its coded history: a proposal for somebody to review.

What the record tells is carried on: the situation of the day, counts of what was counted, questions that are
still open. What it does not tell, such as what anybody now wants, is left as it was, and said to be left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from detente.case import Case
from detente.case.file.writing import scalar
from detente.case.time import Rate
from detente.errors import DetenteError
from detente.history.past.history import History

__all__ = ["Advance", "Recount", "Turned", "advance"]


@dataclass(frozen=True, slots=True)
class Turned:
    """An option that stands elsewhere by now.

    Parameters
    ----------
    option, before, after
        Its level in the case, and by the record.
    on, event
        Since when, and the event that brought it; ``silent`` if it came of silence after that event.
    """

    option: str
    before: str
    after: str
    on: date
    event: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Recount:
    """A count continued.

    Parameters
    ----------
    place
        The section of the clock, and whose rate: ``rates`` or ``chance``, and an id.
    before, more
        The count of the case, and what the record adds after its window.
    start, end
        The window from now on.
    """

    place: tuple[str, str]
    before: int
    more: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Advance:
    """What a case would say on a later date.

    Parameters
    ----------
    case, to
        The case that is rolled forward, and the date.
    known
        The day of the last event; silence after it is not known to be silence.
    turned
        Options that stand elsewhere.
    recounts
        Counts continued.
    horizon
        The horizon of the clock, as far ahead as it was; ``None`` without a clock.
    closed
        Ids of questions whose deadline has passed.
    reopened
        Ids of questions that go on, and whose window began before the new date.
    left
        What is left as it was, in sentences.
    """

    case: Case
    to: date
    known: date
    turned: tuple[Turned, ...]
    recounts: tuple[Recount, ...]
    horizon: date | None
    closed: tuple[str, ...]
    reopened: tuple[str, ...]
    left: tuple[str, ...]

    def to_yaml(self, name: str) -> str:
        """Return it as a case file that extends the other.

        Parameters
        ----------
        name
            Id of the new case.
        """
        return "\n".join(_lines(self, name)) + "\n"


def advance(case: Case, past: History, to: date) -> Advance:
    """Roll a case forward.

    Parameters
    ----------
    case
        A case whose status quo is given by options.
    past
        Its history, gathered for resolving.
    to
        The new date, after that of the case.

    Raises
    ------
    DetenteError
        If the date does not come after that of the case, or the case has no options, or no event moves any.
    """
    if to <= case.as_of:
        raise DetenteError(f"{to} does not come after {case.as_of}, the date of the case")
    if not isinstance(case.status_quo, dict) or not case.status_quo:
        raise DetenteError(f"{case.case} has no status quo of options that could be rolled forward")
    if not past.levels:
        raise DetenteError(
            f"no event in the history of {case.case} moves an option; give it files with events"
        )
    questions = [q for q in case.questions if q.by > to]
    return Advance(
        case=case,
        to=to,
        known=min(max((e.day for e in past.events), default=case.as_of), to),
        turned=tuple(_turned(case, past, to)),
        recounts=tuple(_recounts(case, past, to)),
        horizon=None if case.clock is None else case.clock.horizon + (to - case.as_of),
        closed=tuple(q.id for q in case.questions if q.by <= to),
        reopened=tuple(q.id for q in questions if q.opens is not None and q.opens < to),
        left=tuple(_left(case, past, to)),
    )


def _turned(case: Case, past: History, to: date) -> Iterator[Turned]:
    assert isinstance(case.status_quo, dict)
    for option, before in case.status_quo.items():
        steps = [s for s in past.levels.get(option, ()) if case.as_of < s.start <= to]
        if steps and steps[-1].level != before:
            last = steps[-1]
            yield Turned(option, before, last.level, last.start, last.event, last.silent)


def _recounts(case: Case, past: History, to: date) -> Iterator[Recount]:
    """Continue the counts of actors by changes of their options, those of chance by changes of its levels."""
    clock = case.clock
    if clock is None:
        return
    owners = {o: o.partition(".")[0] for o in case.options}
    for actor, rate in clock.rates.items():
        yield from _recount(past, ("rates", actor), rate, [o for o, a in owners.items() if a == actor], to)
    for option, given in clock.chance.items():
        yield from _recount(past, ("chance", option), given, [option], to)


def _recount(
    past: History, place: tuple[str, str], rate: Rate, options: list[str], to: date
) -> Iterator[Recount]:
    if rate.count is None or rate.from_ is None or rate.to is None or rate.to >= to:
        return
    begins, more = rate.to, 0
    for option in options:
        before = None
        for step in past.levels.get(option, ()):
            if step.start > to:
                break
            more += step.start > begins and before is not None and step.level != before and not step.silent
            before = step.level
    yield Recount(place, rate.count, more, rate.from_, to)


def _left(case: Case, past: History, to: date) -> Iterator[str]:
    known = min(max((e.day for e in past.events), default=case.as_of), to)
    if known < to - timedelta(days=31):
        yield f"The record ends on {known}; what came after it is not in here."
    silent = [o for o in case.variables() if o not in past.levels]
    if silent:
        yield f"No event of the history moves {', '.join(silent)}: they stand as they did."
    clock = case.clock
    if clock is not None:
        counted = [a for a, r in clock.rates.items() if r.count is None]
        counted += [s.id for s in clock.shocks]
        if counted:
            yield f"Rates of {', '.join(counted)} are as they were: they were not counted from levels."
        listed = [o for o, c in clock.chance.items() if c.dates and not c.every and max(c.dates) <= to]
        if listed:
            yield f"The dates of {', '.join(listed)} have passed; give new ones."
    yield "Weights, readings, perceptions and probabilities are those of the other case: review each of them."
    yield "Write new questions, and say under 'hindsight' what the authors could know."


def _lines(made: Advance, name: str) -> Iterator[str]:
    case = made.case
    yield f"# {name}: {case.case} rolled forward to {made.to} by its coded history, known up to {made.known}."
    yield "# A proposal: review every line. What is not said here is as in the other case. Left as it was:"
    yield from (f"# - {line}" for line in made.left)
    yield from ("format: 1", f"case: {name}", f"extends: {case.case}", f"as_of: {made.to}")
    yield f"title: {scalar(f'{case.title}, as of {made.to.day} {made.to:%B %Y}')}"
    if made.turned:
        yield "status_quo:"
        for t in made.turned:
            how = "by silence after" if t.silent else "by"
            yield f"  {t.option}: {t.after}  # since {t.on}, {how} {t.event}; was {t.before}"
    if made.horizon is not None:
        yield from ("clock:", f"  horizon: {made.horizon}")
        for section in dict.fromkeys(r.place[0] for r in made.recounts):
            yield f"  {section}:"
            yield from _rates(case, [r for r in made.recounts if r.place[0] == section])
    if made.closed:
        yield from ("without:", f"  questions: [{', '.join(made.closed)}]")
    if made.reopened:
        yield "questions:"
        yield from (f"  - {{id: {q}, opens: {made.to}}}" for q in made.reopened)


def _rates(case: Case, recounts: list[Recount]) -> Iterator[str]:
    assert case.clock is not None
    sections: Mapping[str, Mapping[str, Rate]] = {"rates": case.clock.rates, "chance": case.clock.chance}
    for r in recounts:
        section, name = r.place
        given = sections[section][name]
        at = given.evidence.at
        evidence = f"[{', '.join(map(str, at))}]" if at else "analyst judgement"
        yield f"    {name}:"
        told = f"{r.before} up to {given.to}, and {r.more} by the record since"
        yield f"      count: {r.before + r.more}  # {told}"
        yield from (f"      from: {r.start}", f"      to: {r.end}", f"      evidence: {evidence}")
        odds = getattr(given, "probabilities", {})
        if odds:
            yield f"      probabilities: {{{', '.join(f'{x}: {scalar(str(q))}' for x, q in odds.items())}}}"

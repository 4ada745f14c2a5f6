"""From events to levels of options: what an event moves, and what silence does.

Three things move an option, in this order. What an event itself says, in its column ``moves``. Else the rules
that fit it by type, actors and date; the first rule that names an option decides on it. And silence: a level
may be said to lapse to another when nothing has set the option again for so many months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import HistoryError
from detente.history.countries import called
from detente.history.dates import add_months, parse_when
from detente.history.lines.table import table
from detente.history.model import Bad, Event, Lapse, Step
from detente.history.readers.own import parse_moves, parse_until

__all__ = ["Rule", "levels", "moved", "read_rules"]

_COLUMNS = ("types", "actors", "from", "to", "moves", "until", "reason")


@dataclass(frozen=True, slots=True)
class Rule:
    """Which events move which options.

    Parameters
    ----------
    types
        Types of event that it is for; any if empty.
    actors
        Actors that must all have taken part.
    since, until_day
        First and last day that it is for.
    moves
        Option -> level.
    until
        What the moves fall back to in silence.
    reason
        Why, in one's own words.
    file, line
        Where it stands.
    """

    types: tuple[str, ...]
    actors: frozenset[str]
    since: date
    until_day: date
    moves: Mapping[str, str]
    until: tuple[Lapse, ...]
    reason: str
    file: str
    line: int

    def fits(self, event: Event) -> bool:
        """Whether it is for an event; figures for a year are never moves.

        Parameters
        ----------
        event
            Of any source.
        """
        typed = not self.types or event.type in self.types
        dated = self.since <= event.day <= self.until_day
        return typed and dated and self.actors <= set(event.actors) and not event.yearly


def read_rules(file: str | Path, names: Mapping[str, str]) -> tuple[Rule, ...]:
    """Read a CSV file of rules.

    Parameters
    ----------
    file
        With the columns ``types,actors,from,to,moves,until,reason``; several types or actors with ``;``.
    names
        Code or name of an actor -> its id.

    Raises
    ------
    HistoryError
        With every row that cannot be used.
    """
    line, header, rows = table(file, _COLUMNS)
    if header != list(_COLUMNS):
        lacks = ", ".join(name for name in _COLUMNS if name not in header)
        cause = f"the columns of rules are {','.join(_COLUMNS)}" + (f"; there is no {lacks}" if lacks else "")
        raise HistoryError((f"{file}:{line}: {cause}",))
    rules: list[Rule] = []
    bad: list[str] = []
    for row in rows:
        try:
            rules.append(_rule(str(file), row.line, row.fields, names))
        except ValueError as error:
            bad.append(str(Bad(str(file), row.line, str(error), ",".join(row.fields))))
    if bad:
        raise HistoryError(tuple(bad))
    return tuple(rules)


def _rule(file: str, line: int, fields: list[str], names: Mapping[str, str]) -> Rule:
    if len(fields) != len(_COLUMNS):
        raise ValueError(f"{len(fields)} fields where there should be {len(_COLUMNS)}")
    types, actors, since, until, moves, lapses, reason = (field.strip() for field in fields)
    moved = parse_moves(moves)
    if not moved:
        raise ValueError("the rule moves nothing")
    return Rule(
        tuple(filter(None, (t.strip() for t in types.split(";")))),
        frozenset(called(a.strip(), names) for a in actors.split(";") if a.strip()),
        parse_when(since).start if since else date.min,
        parse_when(until).end if until else date.max,
        moved,
        parse_until(lapses),
        reason,
        file,
        line,
    )


def moved(event: Event, rules: Iterable[Rule]) -> tuple[Mapping[str, str], tuple[Lapse, ...]]:
    """Return what an event moves, and what that falls back to in silence.

    Parameters
    ----------
    event
        The event.
    rules
        The rules of the case, the first that fits an option wins.
    """
    if event.moves is not None:
        return event.moves, event.until
    moves: dict[str, str] = {}
    lapses: list[Lapse] = []
    for rule in rules:
        if rule.fits(event):
            new = {option: level for option, level in rule.moves.items() if option not in moves}
            moves |= new
            lapses += [lapse for lapse in rule.until if lapse.option in new]
    return moves, tuple(lapses)


def levels(
    events: Sequence[Event], rules: Sequence[Rule] = (), last: date = date.max
) -> dict[str, tuple[Step, ...]]:
    """Return the levels of each option through time.

    Parameters
    ----------
    events
        In any order; those on the same day count in the order given, so the last one holds.
    rules
        What moves options where an event says nothing of it.
    last
        The day up to which silence is known; a lapse after it has not happened yet.

    Returns
    -------
    dict
        Option -> steps in order of time, each to another level than the one before.
    """
    set_: dict[str, list[tuple[date, str, str, Lapse | None]]] = defaultdict(list)
    for event in sorted(events, key=lambda e: e.day):
        moves, lapses = moved(event, rules)
        fall = {lapse.option: lapse for lapse in lapses}
        for option, level in moves.items():
            set_[option].append((event.day, level, event.id, fall.get(option)))
    return {option: _steps(found, last) for option, found in set_.items()}


def _steps(found: list[tuple[date, str, str, Lapse | None]], last: date) -> tuple[Step, ...]:
    """Put silences between the settings of one option, and leave out what changes nothing."""
    whole: list[Step] = []
    following = [day for day, *_ in found[1:]] + [None]
    for (day, level, event, lapse), after in zip(found, following, strict=True):
        whole.append(Step(day, level, event))
        if lapse is None:
            continue
        falls = add_months(day, lapse.months)
        if falls <= last and (after is None or falls < after):
            whole.append(Step(falls, lapse.level, event, True))
    steps: list[Step] = []
    for k, step in enumerate(whole):
        overtaken = k + 1 < len(whole) and whole[k + 1].start == step.start
        if not overtaken and (not steps or steps[-1].level != step.level):
            steps.append(step)
    return tuple(steps)

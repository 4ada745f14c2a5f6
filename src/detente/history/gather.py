"""Case -> History: its files read, checked against the case, cut at its date, put side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

from detente.case import Case, nearest
from detente.errors import HistoryError
from detente.history.dates import parse_when
from detente.history.mapping import Rule, levels, read_rules
from detente.history.merge import Gap, Merged, gaps, match
from detente.history.model import Event, Reading, Series, Step
from detente.history.past import Departure, History
from detente.history.readers import read
from detente.history.series import read_series

__all__ = ["SILENCE", "gather"]

#: A file or a series without an event for so many days is told as silent.
SILENCE = 180


def gather(
    case: Case,
    folder: str | Path | None = None,
    files: Sequence[str | Path] = (),
    *,
    form: str = "",
    resolving: bool = False,
    tolerance: int = 1,
) -> History:
    """Gather what the files of a case say of the past.

    Parameters
    ----------
    case
        Its section ``history`` names event files, rules and series.
    folder
        Where they are; the folder of the case file by default.
    files
        Further event files.
    form
        Format of the further files, a name in `READERS`; recognised by the first line if left out.
    resolving
        Whether to take in what happened after the date of the case. For settling questions and scoring
        forecasts only: an analysis that used it would know what it is to foresee.
    tolerance
        Days by which the dates of one event may differ between two files.

    Raises
    ------
    HistoryError
        With everything that is wrong: files that are not there, rows of own lists, of rules and of series
        that cannot be used or that name what the case does not have. Rows of machine-coded files that
        cannot be used are no error; they are in ``readings``, with their reasons.
    """
    place = Path(folder) if folder is not None else _beside(case)
    names = _names(case)
    wrong: list[str] = []
    readings = [_read(place / file, "own", names, wrong) for file in case.history.events]
    readings += [_read(Path(file), form, names, wrong) for file in files]
    rules = [rule for file in case.history.rules for rule in _rules(place / file, names, wrong)]
    series = _series(case, place, wrong)
    wrong += _unknown(case, readings, rules)
    if wrong:
        raise HistoryError(tuple(dict.fromkeys(wrong)))
    return _history(case, names, readings, rules, series, resolving, tolerance)


def _beside(case: Case) -> Path:
    return Path(case.origin.file).parent if case.origin is not None else Path()


def _names(case: Case) -> dict[str, str]:
    """Return the id of each actor by its ISO code, and of each actor and party by its names."""
    found: dict[str, str] = {}
    for mark, party in case.parties.items():
        found |= dict.fromkeys((*party.aliases, party.name), mark)
    for mark, actor in case.actors.items():
        found |= dict.fromkeys((*actor.aliases, actor.name), mark)
    found |= {actor.iso: mark for mark, actor in case.actors.items() if actor.iso}
    return found | {mark: mark for mark in (*case.parties, *case.actors)}


def _read(file: Path, form: str, names: Mapping[str, str], wrong: list[str]) -> Reading:
    """Read a file; of machine-coded events only those between two different actors that have names."""

    def concerns(event: Event) -> bool:
        coded = event.coded
        if coded is None or not (coded.source or coded.target):
            return coded is None or any(actor in names for actor in event.actors)
        return coded.source in names and coded.target in names and coded.source != coded.target

    try:
        reading = read(file, form, concerns)
    except HistoryError as error:
        wrong += error.problems
        return Reading(str(file), form, ())
    except OSError as error:
        wrong.append(f"{file}: {error.strerror or error}")
        return Reading(str(file), form, ())
    if reading.scheme == "own":
        wrong += map(str, reading.bad)
    known = (replace(e, actors=tuple(names.get(a, a) for a in e.actors)) for e in reading.events)
    return replace(reading, events=tuple(known))


def _rules(file: Path, names: Mapping[str, str], wrong: list[str]) -> tuple[Rule, ...]:
    try:
        return read_rules(file, names)
    except HistoryError as error:
        wrong += error.problems
    except OSError as error:
        wrong.append(f"{file}: {error.strerror or error}")
    return ()


def _series(case: Case, place: Path, wrong: list[str]) -> dict[str, Series]:
    found = {}
    for key, asked in case.history.series.items():
        try:
            found[key] = read_series(place / asked.file, key, asked)
        except HistoryError as error:
            wrong += error.problems
        except OSError as error:
            wrong.append(f"{place / asked.file}: {error.strerror or error}")
    return found


def _unknown(case: Case, readings: Sequence[Reading], rules: Sequence[Rule]) -> list[str]:
    """Say which moves name options or levels that the case does not have."""
    found: list[Event | Rule] = [event for reading in readings for event in reading.events]
    wrong = []
    for where in (*found, *rules):
        for option, level in [*(where.moves or {}).items(), *((s.option, s.level) for s in where.until)]:
            if cause := _nameless(case, option, level):
                wrong.append(f"{where.file}:{where.line}: {cause}")
        wrong += [
            f"{where.file}:{where.line}: {s.option} lapses but is not moved"
            for s in where.until
            if s.option not in (where.moves or {})
        ]
    return wrong


def _nameless(case: Case, option: str, level: str) -> str:
    variables = case.variables()
    if option not in variables:
        return f"no option named {option!r}; nearest: {', '.join(nearest(option, variables))}"
    known = variables[option].levels
    if level not in known:
        return f"{option} has no level {level!r}; nearest: {', '.join(nearest(level, known))}"
    return ""


def _history(
    case: Case,
    names: Mapping[str, str],
    readings: Sequence[Reading],
    rules: Sequence[Rule],
    series: Mapping[str, Series],
    resolving: bool,
    tolerance: int,
) -> History:
    last = date.max if resolving else case.as_of
    dated = sorted((e for r in readings for e in r.events), key=lambda e: (e.when.start, e.file, e.line))
    own = [e for e in dated if e.coded is None]
    told = _told(case)
    shown = [e for e in own if e.day <= last] or [e for e in told if e.day <= last]
    known = _latest(own) if resolving else case.as_of
    found = levels(shown, rules, known)
    counted = {k: s.until(last) if not resolving else s for k, s in series.items()}
    quo = case.status_quo if isinstance(case.status_quo, dict) else {}
    return History(
        case=case.case,
        as_of=case.as_of,
        resolving=resolving,
        events=tuple(e for e in own if e.day <= last and not e.yearly),
        later=tuple(e for e in own if e.day > last and not e.yearly),
        yearly=tuple(e for e in own if e.yearly and e.when.end <= last),
        told=told,
        coded=tuple(e for e in dated if e.coded is not None and e.day <= last),
        levels=found,
        series=counted,
        names=names,
        readings=tuple(replace(r, events=()) for r in readings),
        counts=tuple(len(r.events) for r in readings),
        merged=_merged(readings, tolerance, last),
        departures=_departures(told, found) if own else (),
        gaps=_gaps(readings, counted, last),
        status_quo={o: v for o, v in quo.items() if o in case.variables()},
    )


def _latest(events: Sequence[Event]) -> date:
    """The day up to which silence is known: that of the last event."""
    return max((e.when.end for e in events if not e.yearly), default=date.min)


def _told(case: Case) -> tuple[Event, ...]:
    """Return the events of the case file itself; what is expected has not happened."""
    file = case.origin.file if case.origin is not None else ""
    found = []
    for k, e in enumerate(case.events):
        if e.expected:
            continue
        line = case.origin.where(("events", k))[0] if case.origin is not None else 0
        found.append(
            Event(
                e.id,
                parse_when(e.date),
                e.actors,
                e.type,
                "case",
                file,
                line,
                e.says.strip(),
                confidence=e.confidence,
                checked=e.checked,
                voice=e.voice,
                moves=e.moves,
            )
        )
    return tuple(found)


def _merged(readings: Sequence[Reading], tolerance: int, last: date) -> dict[tuple[str, str], Merged]:
    """Put every two files of one scheme side by side; other schemes do not count the same things."""
    cut = {r.file: (r.scheme, [e for e in r.events if e.day <= last and not e.yearly]) for r in readings}
    pairs = ((a, b) for a, b in combinations(cut, 2) if cut[a][0] == cut[b][0])
    return {(a, b): match(cut[a][1], cut[b][1], tolerance) for a, b in pairs}


def _departures(told: Sequence[Event], found: Mapping[str, tuple[Step, ...]]) -> tuple[Departure, ...]:
    """Return what the case file says of levels and the event files do not show at that time."""
    departures = []
    for event in told:
        for option, level in (event.moves or {}).items():
            shown = _within(found.get(option, ()), event)
            if shown and level not in shown:
                departures.append(Departure(event, option, level, shown))
    return tuple(departures)


def _within(steps: Sequence[Step], event: Event) -> tuple[str, ...]:
    """Return the levels of an option in the span of an event's date."""
    before = [step.level for step in steps if step.start <= event.when.start][-1:]
    inside = [step.level for step in steps if event.when.start < step.start <= event.when.end]
    return tuple(dict.fromkeys((*before, *inside)))


def _gaps(readings: Sequence[Reading], series: Mapping[str, Series], last: date) -> tuple[Gap, ...]:
    found: list[Gap] = []
    for reading in readings:
        days = [e.when.start for e in reading.events if not e.yearly and e.when.start <= last]
        found += gaps(reading.file, days, SILENCE)
    for key, one in series.items():
        found += gaps(key, one.months[one.counts > 0].astype("datetime64[D]").tolist(), SILENCE)
    return tuple(found)

"""Case -> History: its files read, checked against the case, cut at its date, put side by side."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from detente.case import Case, nearest
from detente.case.file.origin import Path as Place
from detente.errors import HistoryError
from detente.history.countries import called, from_name
from detente.history.dates import parse_when
from detente.history.mapping import Rule, levels, read_rules
from detente.history.merge import Gap, gaps, side_by_side
from detente.history.model import Event, Reading, Repeat, Series, Step
from detente.history.once import natural, settled
from detente.history.past.history import Departure, History
from detente.history.readers import read
from detente.history.series import read_series
from detente.steps import each

__all__ = ["SILENCE", "gather"]

#: A file or a series without an event for so many days is told as silent.
SILENCE = 180

#: Most refused rows of one file that are told at once.
_MOST = 100


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles of garbage meanwhile; among millions of events that took a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
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

    Returns
    -------
    History
        Which does not hang on the order in which the files are given, nor on whether one is given twice or in
        parts: an event counts once, by its id or by what its row says (see `detente.history.once`).

    Raises
    ------
    HistoryError
        With everything that is wrong: files that are not there, rows of own lists, of rules and of series
        that cannot be used or that name what the case does not have. Rows of machine-coded files that
        cannot be used are no error; they are in ``readings``, with their reasons.
    """
    names = _names(case)
    wrong: list[str] = []

    def at(*steps: str | int) -> Path:
        return Path(folder) if folder is not None else _beside(case, ("history", *steps))

    known = [(at("events", k) / file, "own") for k, file in enumerate(case.history.events)]
    further = sorted(((Path(file), form) for file in files), key=lambda f: natural(str(f[0])))
    asked = each("files of events", list(_different([*known, *further])))
    readings = [_read(file, form, names, wrong) for file, form in asked]
    ruling = [at("rules", k) / file for k, file in enumerate(case.history.rules)]
    rules = [rule for file in ruling for rule in _rules(file, names, wrong)]
    series = _series(case, {key: at("series", key) / s.file for key, s in case.history.series.items()}, wrong)
    events, repeats, gone = settled(readings)
    wrong += _unknown(case, readings, rules)
    wrong += _clashing(readings, repeats, tolerance)
    if wrong:
        raise HistoryError(tuple(dict.fromkeys(wrong)))
    found = _Gathered(case, names, readings, events, repeats, gone, rules, series)
    return _history(found, resolving, tolerance)


@dataclass(frozen=True, slots=True, eq=False)
class _Gathered:
    """What the files of a case hold: readings, the events of each that count, the others; rules, series."""

    case: Case
    names: Mapping[str, str]
    readings: Sequence[Reading]
    events: Sequence[Sequence[Event]]
    repeats: Sequence[Repeat]
    gone: Sequence[Event]
    rules: Sequence[Rule]
    series: Mapping[str, Series]


def _beside(case: Case, path: Place) -> Path:
    """The folder of the file that names another: the case's own, or that of one that it extends."""
    return Path(case.origin.source(path)).parent if case.origin is not None else Path()


def _different(files: Iterable[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Leave out a file that was named before."""
    found: dict[str, tuple[Path, str]] = {}
    for file, form in files:
        found.setdefault(os.path.realpath(file), (file, form))
    return list(found.values())


def _names(case: Case) -> dict[str, str]:
    """Return the id of each actor by its ISO code, and of each actor and party by its names."""
    found: dict[str, str] = {}
    for mark, party in case.parties.items():
        found |= dict.fromkeys((*party.aliases, party.name), mark)
    for mark, actor in case.actors.items():
        found |= dict.fromkeys((*actor.aliases, actor.name), mark)
    for mark, actor in case.actors.items():
        found |= {iso: mark for iso in (from_name(actor.iso), actor.iso) if iso}
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
        more = len(reading.bad) - _MOST
        wrong += [*map(str, reading.bad[:_MOST]), *([f"{file}: and {more:,} more rows"] if more > 0 else [])]
    named = cache(lambda actors: _called(actors, names))
    return replace(reading, events=tuple(_known(event, named) for event in reading.events))


def _known(event: Event, named: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Event:
    actors = named(event.actors)
    return event if actors == event.actors else replace(event, actors=actors)


def _called(actors: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the case calls those who took part; several may stand with commas between them."""
    found: list[str] = []
    for actor in actors:
        parts = [called(part.strip(), names) for part in actor.split(",")]
        whole = called(actor, names)
        found += parts if whole not in names.values() and set(parts) <= set(names.values()) else [whole]
    return tuple(dict.fromkeys(found))


def _rules(file: Path, names: Mapping[str, str], wrong: list[str]) -> tuple[Rule, ...]:
    try:
        return read_rules(file, names)
    except HistoryError as error:
        wrong += error.problems
    except OSError as error:
        wrong.append(f"{file}: {error.strerror or error}")
    return ()


def _series(case: Case, files: Mapping[str, Path], wrong: list[str]) -> dict[str, Series]:
    found = {}
    for key, asked in case.history.series.items():
        try:
            found[key] = read_series(files[key], key, asked)
        except HistoryError as error:
            wrong += error.problems
        except OSError as error:
            wrong.append(f"{files[key]}: {error.strerror or error}")
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


def _clashing(readings: Sequence[Reading], repeats: Sequence[Repeat], tolerance: int) -> list[str]:
    """Say which ids of own lists stand for two events: the same id in two lists on days that lie apart."""
    own = {r.file: r for r in readings if r.scheme == "own"}
    dated = [one for one in repeats if "date" in one.differs and one.file in own]
    lines = {r.file: {e.line: e for e in r.events} for r in own.values()} if dated else {}
    wrong = []
    for one in dated:
        first, second = lines[one.instead_file][one.instead_line], lines[one.file][one.line]
        if first.when.apart(second.when) > tolerance:
            wrong.append(
                f"{one.file}:{one.line}: the id {one.id!r} is that of {one.instead_file}:"
                f"{one.instead_line} too, which is of {first.when.start} and not of {second.when.start}; "
                "give one of them another id, or both the same date"
            )
    return wrong


def _nameless(case: Case, option: str, level: str) -> str:
    variables = case.variables()
    if option not in variables:
        return f"no option named {option!r}; nearest: {', '.join(nearest(option, variables))}"
    known = variables[option].levels
    if level not in known:
        return f"{option} has no level {level!r}; nearest: {', '.join(nearest(level, known))}"
    return ""


def _history(found: _Gathered, resolving: bool, tolerance: int) -> History:
    case = found.case
    last = date.max if resolving else case.as_of
    dated = _in_order(found)
    own = [e for e in dated if e.coded is None]
    told = _told(case)
    shown = [e for e in own if e.day <= last] or [e for e in told if e.day <= last]
    steps = levels(shown, found.rules, _latest(own) if resolving else case.as_of)
    counted = {k: s.until(last) if not resolving else s for k, s in found.series.items()}
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
        levels=steps,
        series=counted,
        names=found.names,
        readings=tuple(replace(r, events=(), aside={}) for r in found.readings),
        counts=tuple(map(len, found.events)),
        merged=side_by_side([_until(r, last) for r in found.readings], tolerance),
        departures=_departures(told, steps) if own else (),
        gaps=_gaps(found, counted, last),
        status_quo={o: v for o, v in quo.items() if o in case.variables()},
        repeats=(*(one for r in found.readings for one in r.repeats), *found.repeats),
        gone=tuple(found.gone),
    )


def _in_order(found: _Gathered) -> list[Event]:
    """Return all events by day; those of one day stand as in their files, and the files by their names."""
    pairs = zip(found.readings, found.events, strict=True)
    files = [events for _, events in sorted(pairs, key=lambda pair: natural(pair[0].file))]
    return sorted((e for events in files for e in events), key=lambda e: e.when.start)


def _until(reading: Reading, last: date) -> Reading:
    events = tuple(e for e in reading.events if e.day <= last and not e.yearly)
    return replace(reading, events=events)


def _latest(events: Sequence[Event]) -> date:
    """The day up to which silence is known: that of the last event."""
    return max((e.when.end for e in events if not e.yearly), default=date.min)


def _told(case: Case) -> tuple[Event, ...]:
    """Return the events of the case file itself; what is expected has not happened."""
    found = []
    for k, e in enumerate(case.events):
        if e.expected:
            continue
        here = case.origin.where(("events", k))[0] if case.origin is not None else 0
        file, line = case.origin.told(here) if case.origin is not None else ("", 0)
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


def _gaps(found: _Gathered, series: Mapping[str, Series], last: date) -> tuple[Gap, ...]:
    silent: list[Gap] = []
    for reading, events in zip(found.readings, found.events, strict=True):
        days = [e.when.start for e in events if not e.yearly and e.when.start <= last]
        silent += gaps(reading.file, days, SILENCE)
    for key, one in series.items():
        silent += gaps(key, one.months[one.counts > 0].astype("datetime64[D]").tolist(), SILENCE)
    return tuple(silent)

"""Whether the files with history that a case names are there, and hold what they are read for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.case import Case, problem
from detente.case.file.origin import Path as Place
from detente.errors import HistoryError, Problem
from detente.history.gather import gather

__all__ = ["astray"]

#: Most problems of files that are taken down; a list that is no list of events would have one in each row.
MOST = 50


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a case names a file, and which; of a series the column too."""

    place: Place
    file: str
    column: str = ""


def astray(case: Case) -> tuple[Problem, ...]:
    """Return what keeps the files with history from being read, each at the line that names the file.

    Parameters
    ----------
    case
        A case read from a file; its files are looked for beside it.
    """
    named = tuple(_named(case))
    if not named:
        return ()
    try:
        gather(case)
    except HistoryError as error:
        told = error.problems
    else:
        return ()
    return tuple(_problem(case, named, cause) for cause in told[:MOST])


def _problem(case: Case, named: tuple[_Named, ...], cause: str) -> Problem:
    alike = [one for one in named if cause.startswith(f"{_folder(case, one.place) / one.file}:")]
    about = [one for one in alike if one.column and repr(one.column) in cause]
    if about:
        return problem("DT447", case.origin, (*about[0].place, "column"), cause, value=about[0].column)
    if not alike:
        return problem("DT447", case.origin, ("history",), cause, key=True)
    place = (*alike[0].place, "file") if alike[0].column else alike[0].place
    return problem("DT447", case.origin, place, cause, value=alike[0].file)


def _folder(case: Case, place: Place) -> Path:
    return Path(case.origin.source(place)).parent if case.origin else Path()


def _named(case: Case) -> Iterator[_Named]:
    for section, names in (("events", case.history.events), ("rules", case.history.rules)):
        yield from (_Named(("history", section, k), name) for k, name in enumerate(names))
    for key, series in case.history.series.items():
        yield _Named(("history", "series", key), series.file, series.column)

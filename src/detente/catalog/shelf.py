"""The shelf of shipped cases: what is there, and reading one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from detente.case import Case
from detente.case import load as read
from detente.case.nearest import check_name

__all__ = ["Entry", "entries", "file_of", "load", "names", "path"]

_FILE = "case.yaml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One shipped case, in a line.

    Parameters
    ----------
    slug
        The name that `load` takes.
    title
        Title of the case.
    citation
        The first source: author, year and title; empty if the case names none.
    actors, options
        How many there are.
    states
        Number of feasible states where the case lists them, else ``None``.
    """

    slug: str
    title: str
    citation: str
    actors: int
    options: int
    states: int | None


def names() -> tuple[str, ...]:
    """Return the slugs of the shipped cases, in alphabetical order.

    Examples
    --------
    >>> "prisoners-dilemma" in names()
    True
    """
    folders = resources.files("detente.catalog").iterdir()
    return tuple(sorted(f.name for f in folders if f.is_dir() and f.joinpath(_FILE).is_file()))


def path(slug: str) -> Path:
    """Return the file of a shipped case.

    Parameters
    ----------
    slug
        Name of the case, as `detente catalog` lists it.

    Raises
    ------
    UnknownName
        If no shipped case has this slug; carries the nearest ones.
    """
    check_name("case", slug, names())
    return Path(str(resources.files("detente.catalog").joinpath(slug, _FILE)))


def load(slug_or_path: str | Path) -> Case:
    """Read a shipped case by its slug, or any case by its path.

    Parameters
    ----------
    slug_or_path
        A path if it is a `Path`, contains a separator, ends in ``.yaml`` or ``.yml``, or exists as a
        file; else a slug.

    Raises
    ------
    UnknownName
        If it is no path and no shipped case has this slug.
    CaseError
        If the file is not a valid case.

    Examples
    --------
    >>> load("prisoners-dilemma").title
    "Prisoner's Dilemma"
    """
    return read(file_of(slug_or_path))


def file_of(slug_or_path: str | Path) -> Path:
    """Return the file that `load` reads.

    Parameters
    ----------
    slug_or_path
        As for `load`.

    Raises
    ------
    UnknownName
        If it is no path and no shipped case has this slug.
    """
    return Path(slug_or_path) if _is_path(slug_or_path) else path(str(slug_or_path))


def entries() -> tuple[Entry, ...]:
    """Return a line about each shipped case, in the order of `names`."""
    return tuple(_entry(slug) for slug in names())


def _is_path(given: str | Path) -> bool:
    if isinstance(given, Path) or "/" in given or "\\" in given:
        return True
    return given.endswith((".yaml", ".yml")) or Path(given).is_file()


def _entry(slug: str) -> Entry:
    case = load(slug)
    source = next(iter(case.sources.values()), None)
    said = (source.author, source.published, source.title) if source else ()
    citation = ", ".join(part for part in said if part)
    return Entry(slug, case.title, citation, len(case.actors), len(case.options), len(case.states) or None)

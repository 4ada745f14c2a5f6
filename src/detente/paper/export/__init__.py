"""A brief as files: one self-contained page, DOCX, XLSX, a calendar, tables as CSV, figures as SVG and PNG.

The packages that this needs are in the extra ``page`` and are imported when they are first used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from detente.errors import DetenteError, MissingExtra
from detente.files import filling, write_atomically
from detente.paper.document import Document
from detente.paper.markup import markdown
from detente.paper.terminal import plain_text
from detente.steps import each

__all__ = ["FORMATS", "page", "ready", "rendered", "save", "save_figures", "save_tables"]

#: Packages of the extra ``page``, by the name they are imported under.
_PACKAGES = {
    "anyascii": "anyascii",
    "docx": "python-docx",
    "icalendar": "icalendar",
    "jinja2": "Jinja2",
    "matplotlib": "matplotlib",
    "typst": "typst",
    "xlsxwriter": "XlsxWriter",
}

#: The extra that has a package, where it is not ``page``.
_EXTRAS = {"typst": "pdf"}

#: What each format needs of them.
_NEEDS = {
    ".html": ("jinja2", "matplotlib"),
    ".docx": ("docx", "matplotlib"),
    ".pdf": ("typst", "matplotlib"),
    ".xlsx": ("xlsxwriter",),
    ".ics": ("icalendar",),
}


def page(brief: Document) -> str:
    """Return a brief as one self-contained HTML page.

    Parameters
    ----------
    brief
        What is shown.

    Raises
    ------
    MissingExtra
        If the extra ``page`` is not installed.
    """
    with _needed():
        from detente.paper.export.html import document

        return document(brief)


def _word(brief: Document) -> bytes:
    from detente.paper.export.word import document

    return document(brief)


def _pages(brief: Document) -> bytes:
    from detente.paper.export.pdf import document

    return document(brief)


def _workbook(brief: Document) -> bytes:
    from detente.paper.export.workbook import workbook

    return workbook(brief)


def _calendar(brief: Document) -> bytes:
    from detente.paper.export.calendar import calendar

    return calendar(brief)


#: Ending of a file name -> what is written.
FORMATS: dict[str, Callable[[Document], str | bytes]] = {
    ".html": page,
    ".docx": _word,
    ".pdf": _pages,
    ".xlsx": _workbook,
    ".ics": _calendar,
    ".md": markdown,
    ".json": lambda brief: brief.to_json() + "\n",
    ".txt": lambda brief: plain_text(brief, 100),
}


def ready(ending: str, figures: bool = False) -> None:
    """Make sure that what a format needs is installed, without importing it.

    Parameters
    ----------
    ending
        Ending of a file name, such as ``.docx``.
    figures
        Whether figures are drawn too.

    Raises
    ------
    MissingExtra
        If it is not.
    """
    for package in (*_NEEDS.get(ending, ()), *(["matplotlib"] if figures else [])):
        if find_spec(package) is None:
            raise MissingExtra(_PACKAGES[package], _EXTRAS.get(package, "page"))


def rendered(brief: Document, ending: str) -> str | bytes:
    """Return a brief in the format of a file ending.

    Parameters
    ----------
    brief
        What is shown.
    ending
        A key of `FORMATS`.

    Raises
    ------
    DetenteError
        If nothing is written under this ending.
    MissingExtra
        If the extra ``page`` is needed and not installed.
    """
    if ending not in FORMATS:
        raise DetenteError(f"end the name in one of {', '.join(FORMATS)}")
    with _needed():
        made = FORMATS[ending](brief)
    return made


def save(brief: Document, path: str | Path) -> None:
    """Write a brief to a file, in the format that the ending of its name says.

    Parameters
    ----------
    brief
        What is shown.
    path
        Where to; the ending of its name is a key of `FORMATS`.
    """
    write_atomically(path, rendered(brief, Path(path).suffix.lower()))


def save_tables(brief: Document, folder: str | Path) -> tuple[Path, ...]:
    """Write every table of a brief as a CSV file of its own, and return the files.

    Parameters
    ----------
    brief
        What the tables are taken from.
    folder
        Where to; made if it is not there.
    """
    from detente.paper.export.tables import named_tables, to_csv

    return _written(folder, {f"{name}.csv": to_csv(t).encode() for name, t in named_tables(brief).items()})


def save_figures(brief: Document, folder: str | Path) -> tuple[Path, ...]:
    """Write every picture of a brief as SVG and as PNG, and return the files.

    Parameters
    ----------
    brief
        What the pictures are taken from.
    folder
        Where to; made if it is not there.

    Raises
    ------
    MissingExtra
        If the extra ``page`` is not installed.
    """
    with _needed():
        from detente.paper.draw import png, svg

        made = {f"{p.key}.svg": svg(p).encode() for p in each("pictures", brief.pictures)}
        made |= {f"{p.key}.png": png(p) for p in each("pictures in dots", brief.pictures)}
    return _written(folder, made)


def _written(folder: str | Path, files: dict[str, bytes]) -> tuple[Path, ...]:
    with filling(folder) as place:
        for name, contents in files.items():
            write_atomically(place / name, contents)
    return tuple(place / name for name in files)


@contextmanager
def _needed() -> Iterator[None]:
    """Say which extra is missing, if one is; matplotlib need not say where it keeps its list of typefaces."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in _PACKAGES:
            raise
        raise MissingExtra(_PACKAGES[name], _EXTRAS.get(name, "page")) from None

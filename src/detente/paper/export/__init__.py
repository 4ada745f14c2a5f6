"""A brief as files: one self-contained page, DOCX, XLSX, tables as CSV, figures as SVG and PNG.

The packages that this needs are in the extra ``page`` and are imported when they are first used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from detente.errors import DetenteError, MissingExtra
from detente.paper import write_atomically
from detente.paper.model import Brief

__all__ = ["FORMATS", "page", "ready", "rendered", "save", "save_figures", "save_tables"]

#: Packages of the extra ``page``, by the name they are imported under.
_PACKAGES = {
    "docx": "python-docx",
    "jinja2": "Jinja2",
    "matplotlib": "matplotlib",
    "xlsxwriter": "XlsxWriter",
}

#: What each format needs of them.
_NEEDS = {".html": ("jinja2", "matplotlib"), ".docx": ("docx", "matplotlib"), ".xlsx": ("xlsxwriter",)}


def page(brief: Brief) -> str:
    """Return a brief as one self-contained HTML page.

    Raises
    ------
    MissingExtra
        If the extra ``page`` is not installed.
    """
    with _needed():
        from detente.paper.export.html import document

        return document(brief)


def _word(brief: Brief) -> bytes:
    from detente.paper.export.word import document

    return document(brief)


def _workbook(brief: Brief) -> bytes:
    from detente.paper.export.workbook import workbook

    return workbook(brief)


#: Ending of a file name -> what is written.
FORMATS: dict[str, Callable[[Brief], str | bytes]] = {
    ".html": page,
    ".docx": _word,
    ".xlsx": _workbook,
    ".md": Brief.to_markdown,
    ".json": lambda brief: brief.to_json() + "\n",
    ".txt": lambda brief: brief.to_text(100),
}


def ready(ending: str, figures: bool = False) -> None:
    """Make sure that what a format needs is installed, without importing it.

    Raises
    ------
    MissingExtra
        If it is not.
    """
    for package in (*_NEEDS.get(ending, ()), *(["matplotlib"] if figures else [])):
        if find_spec(package) is None:
            raise MissingExtra(_PACKAGES[package], "page")


def rendered(brief: Brief, ending: str) -> str | bytes:
    """Return a brief in the format of a file ending.

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


def save(brief: Brief, path: str | Path) -> None:
    """Write a brief to a file, in the format that the ending of its name says."""
    write_atomically(path, rendered(brief, Path(path).suffix.lower()))


def save_tables(brief: Brief, folder: str | Path) -> tuple[Path, ...]:
    """Write every table of a brief as a CSV file of its own, and return the files."""
    from detente.paper.export.tables import named_tables, to_csv

    return _written(folder, {f"{name}.csv": to_csv(t).encode() for name, t in named_tables(brief).items()})


def save_figures(brief: Brief, folder: str | Path) -> tuple[Path, ...]:
    """Write every picture of a brief as SVG and as PNG, and return the files.

    Raises
    ------
    MissingExtra
        If the extra ``page`` is not installed.
    """
    with _needed():
        from detente.paper.draw import png, svg

        made = {f"{p.key}.svg": svg(p).encode() for p in brief.pictures}
        made |= {f"{p.key}.png": png(p) for p in brief.pictures}
    return _written(folder, made)


def _written(folder: str | Path, files: dict[str, bytes]) -> tuple[Path, ...]:
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, contents in files.items():
        write_atomically(Path(folder) / name, contents)
    return tuple(Path(folder) / name for name in files)


@contextmanager
def _needed() -> Iterator[None]:
    """Say which extra is missing, if one is."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = _PACKAGES.get((error.name or "").partition(".")[0])
        if package is None:
            raise
        raise MissingExtra(package, "page") from None

"""The events of a YAML parser: libyaml's, or PyYAML's own where that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from detente.case.file.page import Page

__all__ = ["Place", "events"]


class Place(NamedTuple):
    """A place in a text: line and column, counted from 0."""

    line: int
    column: int


def events(page: Page) -> Iterator[Any]:
    """Yield the events of a text, at the places where they stand in the file.

    Parameters
    ----------
    page
        The text of the file, with the places of its characters.

    Raises
    ------
    yaml.YAMLError
        Where the text is not YAML; its marks are places in the text as mended.
    """
    parser = _parser(page.text)
    try:
        while parser.check_event():
            event = parser.get_event()
            if page.mended:
                event.start_mark = Place(*page.place(event.start_mark.line, event.start_mark.column))
                event.end_mark = Place(*page.place(event.end_mark.line, event.end_mark.column))
            yield event
    finally:
        parser.dispose()


def _parser(text: str) -> Any:
    try:
        from yaml._yaml import CParser
    except ImportError:
        return _pure_parser(text)
    return CParser(text)


def _pure_parser(text: str) -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Pure(Reader, Scanner, Parser):
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)

    return Pure(text)

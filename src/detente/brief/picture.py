"""Pictures as data: what is drawn, in words, and the tables behind it. Nothing here draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.brief.model import Table

__all__ = ["NEUTRAL", "Bars", "Link", "Net", "Panel", "Picture", "Row", "Series", "Spot", "Tiles", "Timeline"]

#: The look of what belongs to no choice.
NEUTRAL = -1


@dataclass(frozen=True, slots=True)
class Picture:
    """What every picture has.

    Parameters
    ----------
    key
        Short name for files and anchors: small letters, digits and hyphens.
    section
        Title of the section that the picture belongs to.
    title
        What it shows.
    words
        The same for a reader who does not see it.
    tables
        The tables behind it; every number of the picture is in one of them.
    """

    key: str
    section: str
    title: str
    words: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that are drawn alike, one for each label of a panel.

    Parameters
    ----------
    name
        What the legend says.
    values, errors, texts
        A number or ``None`` where there is none, its standard error, and the number as it is written.
    marks
        A second number beside each, drawn as a diamond; may be empty.
    look
        Which colour and pattern: those of the choice that it belongs to, or `NEUTRAL`.
    """

    name: str
    values: tuple[float | None, ...]
    errors: tuple[float, ...]
    texts: tuple[str, ...]
    marks: tuple[float | None, ...] = ()
    look: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """One set of bars: a title, a label for each row, and the series; ``axis`` says what is measured."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class Bars(Picture):
    """Bars with their errors.

    Parameters
    ----------
    panels
        Drawn side by side, with the same labels.
    shared
        Whether the series share each row instead of standing below one another.
    mark
        What a diamond stands for, if there are any.
    """

    panels: tuple[Panel, ...]
    shared: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A situation in a graph of moves: number, words, moves from the start, whether play rests there."""

    number: int
    title: str
    lines: tuple[str, ...]
    moves: int
    rests: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A move between two situations, by their places in ``spots``."""

    origin: int
    target: int
    actor: str
    words: str


@dataclass(frozen=True, slots=True)
class Net(Picture):
    """A graph of moves, laid out by the number of moves from the start.

    Parameters
    ----------
    spots, links
        Situations and moves.
    actors
        Those who move, name -> short sign.
    rest
        What the picture leaves out, in words.
    after
        Title of the list of the section below which it stands.
    """

    spots: tuple[Spot, ...]
    links: tuple[Link, ...]
    actors: Mapping[str, str]
    rest: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One bar of a timeline: from and to in years, ``None`` for an open end; kind counts in ``kinds``."""

    label: str
    begins: float | None
    ends: float | None
    kind: int


@dataclass(frozen=True, slots=True)
class Timeline(Picture):
    """Bars along the years; ``kinds`` are the signs and names of what the bars mean."""

    rows: tuple[Row, ...]
    kinds: tuple[tuple[str, str], ...]
    now: float


@dataclass(frozen=True, slots=True)
class Tiles(Picture):
    """A map of squares, one for each item, in groups; a square is filled by its kind.

    Parameters
    ----------
    groups
        Name of the group -> kind of each item, counted in ``kinds``.
    kinds
        What the squares mean.
    """

    groups: Mapping[str, tuple[int, ...]]
    kinds: tuple[str, ...]

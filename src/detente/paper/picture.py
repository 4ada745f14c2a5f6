"""Pictures as data: what is drawn, in words, and the tables behind it. Nothing here draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.paper.model import Picture

__all__ = [
    "ABREAST",
    "NEUTRAL",
    "Band",
    "Bands",
    "Bars",
    "Dots",
    "Influence",
    "Link",
    "Net",
    "Panel",
    "Place",
    "Places",
    "Ribbon",
    "Row",
    "Series",
    "Spot",
    "Strand",
    "Tiles",
    "Timeline",
]

#: Moves from the start up to which a graph of moves has room for words.
ABREAST = 3

#: The look of what belongs to no choice.
NEUTRAL = -1


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


@dataclass(frozen=True, slots=True)
class Band:
    """One line of a history: what it is of, its stretches, and single days.

    Parameters
    ----------
    label
        What it is of.
    scale
        What its steps are, the lowest first, in a few words.
    stretches
        From and to in years, how high of how many steps (1 is the lowest), and words.
    days
        Days in years, each drawn as a stroke.
    steps
        How many steps the line has.
    """

    label: str
    scale: str = ""
    stretches: tuple[tuple[float, float, int, str], ...] = ()
    days: tuple[float, ...] = ()
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Bands(Picture):
    """Lines under a common scale of years, in groups with titles; a vertical line at ``now``."""

    groups: tuple[tuple[str, tuple[Band, ...]], ...]
    span: tuple[float, float]
    now: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A line: its points, half the width of the band around each (or nothing), and its look."""

    name: str
    across: tuple[float, ...]
    up: tuple[float, ...]
    halves: tuple[float, ...] = ()
    look: int = 0


@dataclass(frozen=True, slots=True)
class Curves(Picture):
    """Lines over a common scale.

    Parameters
    ----------
    curves
        The lines.
    across, up
        What the two scales measure.
    percent
        Whether the scale across is in percent; that which goes up always is.
    logarithmic
        Whether the scale across is logarithmic.
    steps
        Whether lines go in steps, as distributions of samples do.
    """

    curves: tuple[Curve, ...]
    across: str
    up: str
    percent: bool = False
    logarithmic: bool = False
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A range and the part of it that is left: label, both from 0 to 1 of the range, words at the ends."""

    label: str
    low: float
    high: float
    least: str
    most: str
    text: str


@dataclass(frozen=True, slots=True)
class Limits(Picture):
    """Boxes of scenario discovery: title of the box and its sides, one bar in its range each."""

    boxes: tuple[tuple[str, tuple[Limit, ...]], ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A line with the range around it: its points from left to right, and its look."""

    name: str
    values: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    look: int = 0


@dataclass(frozen=True, slots=True)
class Fan:
    """One panel of ribbons over years."""

    title: str
    across: tuple[float, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True, slots=True)
class Fans(Picture):
    """Small panels of lines with ranges, over the same years and from 0 to 100%; ``up`` says of what."""

    panels: tuple[Fan, ...]
    up: str


@dataclass(frozen=True, slots=True)
class Dots(Picture):
    """Shares with their ranges, 0 to 100%: a row for each label, a column for each moment.

    Parameters
    ----------
    labels
        What stands in each row.
    columns
        Heads of the columns, each with one ribbon for each series, whose points are the rows; a point that
        is `nan` is left out.
    """

    labels: tuple[str, ...]
    columns: tuple[tuple[str, tuple[Ribbon, ...]], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands on a scale: a range with its middle, how much of 1 it weighs, and words."""

    label: str
    low: float
    middle: float
    high: float
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Places(Picture):
    """A scale from 0 to 100: who stands where, and below it a distribution.

    Parameters
    ----------
    anchors
        Place -> what it means.
    rows
        Who stands where.
    parts
        Ends of each part of the scale, and its probability.
    interval
        Ends of an interval that is told of the distribution.
    marks
        Single places with their names, drawn as lines.
    """

    anchors: tuple[tuple[float, str], ...]
    rows: tuple[Place, ...]
    parts: tuple[tuple[float, float, float], ...]
    interval: tuple[float, float]
    marks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Strand:
    """What an actor wants, between the options that it speaks of and the outcomes that decide it.

    Parameters
    ----------
    words, text
        The want, and its weight as the case has it.
    weight
        Size of the weight, from 0 to 1 for the heaviest.
    options, meets, breaks
        Places of the options, of outcomes in which it is always met, and of those in which it never is.
    """

    words: str
    text: str
    weight: float
    options: tuple[int, ...]
    meets: tuple[int, ...]
    breaks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Influence(Picture):
    """Options, lines to what one actor wants of them, and a mark for each outcome that decides it."""

    options: tuple[str, ...]
    strands: tuple[Strand, ...]
    outcomes: tuple[str, ...]

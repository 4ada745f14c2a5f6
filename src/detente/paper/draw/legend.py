"""The legend above a picture: a sample of each look, and what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from detente.paper.draw.sheet import LETTER, LINE_HEIGHT, Sheet, styled, wrapped
from detente.paper.draw.theme import INK, MUTED, Look, dashed

__all__ = ["LINE", "Entry", "Legend", "box", "dashes", "diamond", "place", "today"]

SAMPLE, SPACE, SIZE, ROW = 22.0, 22.0, 13.0, 6.0

#: Length of a sample line, which has to show its dashes.
LINE = 34.0

Draw = Callable[[Axes, float, float], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample, its words, and the space that the sample takes."""

    sample: Draw
    words: str
    room: float = SAMPLE


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries with their places, and the height of them all."""

    entries: tuple[tuple[Entry, float, float, list[str]], ...]
    height: float

    def draw(self, sheet: Sheet) -> None:
        """Draw every entry.

        Parameters
        ----------
        sheet
            The sheet that the legend was laid out for.
        """
        axes = sheet.whole()
        for entry, x, y, lines in self.entries:
            entry.sample(axes, x, y)
            sheet.lines(x + entry.room, y, lines, SIZE)


def place(entries: Sequence[Entry], width: float) -> Legend:
    """Put entries beside one another where they fit, else below.

    Parameters
    ----------
    entries
        Samples and their words, in order.
    width
        Width in pixels that they have to fit.
    """
    placed = []
    x = y = 0.0
    height = SIZE * LINE_HEIGHT
    for entry in entries:
        lines = wrapped(entry.words, width - entry.room, SIZE)
        long = entry.room + max(map(len, lines)) * LETTER * SIZE
        if x and x + long > width:
            x, y = 0.0, y + height + ROW
            height = SIZE * LINE_HEIGHT
        placed.append((entry, x, y, lines))
        height = max(height, len(lines) * SIZE * LINE_HEIGHT)
        x += long + SPACE
    return Legend(tuple(placed), y + height + 10 if placed else 0.0)


def box(look: Look) -> Draw:
    """A sample of bars.

    Parameters
    ----------
    look
        Colour and pattern of the sample.
    """

    def draw(axes: Axes, x: float, y: float) -> None:
        axes.add_patch(Rectangle((x, y + 1), 15, 12, **styled(look)))

    return draw


def diamond(axes: Axes, x: float, y: float) -> None:
    """Draw a sample of a second number.

    Parameters
    ----------
    axes
        Where it is drawn.
    x, y
        Upper left corner, in pixels.
    """
    axes.plot([x + 7.5], [y + 7], "D", color=INK, markersize=6)


def today(axes: Axes, x: float, y: float) -> None:
    """Draw a sample of the line at the date of the case.

    Parameters
    ----------
    axes
        Where it is drawn.
    x, y
        Upper left corner, in pixels.
    """
    axes.plot([x + 7.5, x + 7.5], [y, y + 14], color=MUTED, linewidth=1.2, linestyle=(0, (3, 2)))


def dashes(look: Look) -> Draw:
    """A sample of lines.

    Parameters
    ----------
    look
        Colour and dashes of the sample.
    """

    def draw(axes: Axes, x: float, y: float) -> None:
        axes.plot([x, x + LINE], [y + 7, y + 7], color=look.colour, linewidth=2, linestyle=dashed(look))

    return draw

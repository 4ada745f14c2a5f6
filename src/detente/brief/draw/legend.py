"""The legend above a picture: a sample of each look, and what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.patches import Rectangle

from detente.brief.draw.sheet import LETTER, LINE_HEIGHT, Sheet, styled, wrapped
from detente.brief.draw.theme import INK, Look, dashed

__all__ = ["Entry", "Legend", "box", "dashes", "diamond", "place"]

SAMPLE, SPACE, SIZE, ROW = 22.0, 22.0, 13.0, 6.0

Draw = Callable[[Sheet, float, float], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample and its words."""

    sample: Draw
    words: str


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries with their places, and the height of them all."""

    entries: tuple[tuple[Entry, float, float, list[str]], ...]
    height: float

    def draw(self, sheet: Sheet) -> None:
        """Draw every entry."""
        for entry, x, y, lines in self.entries:
            entry.sample(sheet, x, y)
            sheet.lines(x + SAMPLE, y, lines, SIZE)


def place(entries: Sequence[Entry], width: float) -> Legend:
    """Put entries beside one another where they fit, else below."""
    placed = []
    x = y = 0.0
    height = SIZE * LINE_HEIGHT
    for entry in entries:
        lines = wrapped(entry.words, width - SAMPLE, SIZE)
        long = SAMPLE + max(map(len, lines)) * LETTER * SIZE
        if x and x + long > width:
            x, y = 0.0, y + height + ROW
            height = SIZE * LINE_HEIGHT
        placed.append((entry, x, y, lines))
        height = max(height, len(lines) * SIZE * LINE_HEIGHT)
        x += long + SPACE
    return Legend(tuple(placed), y + height + 10 if placed else 0.0)


def box(look: Look) -> Draw:
    """A sample of bars."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        axes = sheet.axes(x, y + 1, 15, 11)
        axes.set_axis_off()
        axes.set_xlim(0, 15)
        axes.add_patch(Rectangle((0, 0), 15, 11, **styled(look)))

    return draw


def diamond(sheet: Sheet, x: float, y: float) -> None:
    """Draw a sample of a second number."""
    axes = sheet.axes(x, y, 15, 13)
    axes.set_axis_off()
    axes.set_xlim(0, 15)
    axes.plot([7.5], [6.5], "D", color=INK, markersize=6)


def dashes(look: Look) -> Draw:
    """A sample of lines."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        axes = sheet.axes(x, y, 17, 13)
        axes.set_axis_off()
        axes.set_xlim(0, 17)
        axes.plot([0, 17], [6.5, 6.5], color=look.colour, linewidth=2, linestyle=dashed(look))

    return draw

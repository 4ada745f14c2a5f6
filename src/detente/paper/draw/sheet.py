"""A sheet to draw on, measured in pixels from its top left corner."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from rich.cells import cell_len

from detente.paper.draw.theme import INK, LINE, PAPER, Look

__all__ = ["LINE_HEIGHT", "Sheet", "styled", "wrapped"]

#: Height of a line of text, and mean width of a letter, as parts of the size of the type.
LINE_HEIGHT = 1.25
LETTER = 0.57


def wrapped(text: str, width: float, size: float = 12, most: int = 99) -> list[str]:
    """Break words into lines that fit a width in pixels; what is more than so many lines is cut off.

    Parameters
    ----------
    text
        The words.
    width
        Width in pixels that each line has to fit.
    size
        Size of the letters, in pixels.
    most
        Most lines.

    Examples
    --------
    >>> wrapped("a fairly long label", 70)
    ['a fairly', 'long label']
    >>> wrapped("a fairly long label", 70, most=1)
    ['a fairly …']
    """
    letters = max(int(width / (LETTER * size)), 6)
    wide = cell_len(text) / max(len(text), 1)  # letters of Chinese or Korean are two cells wide
    across = max(int(letters / max(wide, 1)), 4)
    found = textwrap.wrap(text, across, break_on_hyphens=False) or [""]
    return found if len(found) <= most else [*found[: most - 1], f"{found[most - 1]} …"]


def styled(look: Look) -> dict[str, Any]:
    """Return the arguments that give a bar its colour and pattern.

    Parameters
    ----------
    look
        Colour and pattern.
    """
    return {"facecolor": look.colour, "edgecolor": PAPER, "hatch": look.hatch or None, "linewidth": 0.0}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure and its size in pixels."""

    figure: Figure
    width: float
    height: float

    @classmethod
    def of(cls, width: float, height: float) -> Sheet:
        """Return an empty sheet.

        Parameters
        ----------
        width, height
            In pixels, 72 to an inch.
        """
        figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=PAPER)
        FigureCanvasAgg(figure)
        return cls(figure, width, height)

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Return axes without frame; rows are counted in pixels from the top.

        Parameters
        ----------
        x, y
            Left and upper edge, in pixels from the upper left corner.
        width, height
            In pixels.
        """
        box = (x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(box, facecolor="none")
        axes.set_ylim(height, 0)
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
        axes.set_axisbelow(True)
        axes.grid(axis="x", color=LINE, linewidth=0.8)
        return axes

    def whole(self) -> Axes:
        """Return axes that cover the sheet, in pixels."""
        axes = self.axes(0, 0, self.width, self.height)
        axes.set_xlim(0, self.width)
        axes.set_axis_off()
        return axes

    def text(self, x: float, y: float, words: str, size: float = 12, **style: Any) -> None:
        """Write one line; y is where its upper edge is.

        Parameters
        ----------
        x, y
            Left and upper edge, in pixels from the upper left corner.
        words
            The line.
        size
            Of the letters, in pixels.
        **style
            As matplotlib's text takes it.
        """
        style = {"color": INK, "va": "baseline", "ha": "left", **style}
        self.figure.text(x / self.width, 1 - (y + 0.95 * size) / self.height, words, fontsize=size, **style)

    def lines(self, x: float, y: float, lines: list[str], size: float = 12, **style: Any) -> float:
        """Write several lines and return where the next would begin.

        Parameters
        ----------
        x, y
            Left and upper edge, in pixels from the upper left corner.
        lines
            One after the other.
        size
            Of the letters, in pixels.
        **style
            As matplotlib's text takes it.

        Returns
        -------
        float
            In pixels from the upper edge of the sheet.
        """
        for k, line in enumerate(lines):
            self.text(x, y + k * size * LINE_HEIGHT, line, size, **style)
        return y + len(lines) * size * LINE_HEIGHT

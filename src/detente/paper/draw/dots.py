"""Shares with their ranges: a dot and a line for each series, rows of labels, a column for each moment."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from detente.paper.draw.legend import Draw, Entry, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, wrapped
from detente.paper.draw.theme import LINE, MUTED, PAPER, look_of
from detente.paper.picture import Dots, Ribbon

__all__ = ["draw_dots"]

SIZE, SMALL = 12.0, 11.0

#: Height that a series takes in a row, space between rows, between columns, and for the scale below.
STEP, ROW, BETWEEN, SCALE = 11.0, 7.0, 16.0, 18.0

#: Part of the width for labels, and their most lines; narrower than this they stand above their rows.
LABELS, LINES, NARROW = 0.34, 2, 520.0

#: Space left and right in a column for half a dot.
SIDE = 6.0

#: How much wider bold letters are than measured ones; width of a column with room for a middle tick.
BOLD, ROOMY = 1.12, 90.0

_SIGNS = ("o", "s", "D", "^", "v", "P")


def draw_dots(picture: Dots, width: float) -> Sheet:
    """Draw the columns beside one another, over the same rows.

    Parameters
    ----------
    picture
        Shares with ranges.
    width
        Width in pixels.
    """
    narrow = width < NARROW
    left = 0.0 if narrow else LABELS * width
    number = len(picture.columns)
    wide = (width - left - BETWEEN * (number - 1)) / number
    legend = place(_entries(picture), width)
    labels = [wrapped(x, (width if narrow else left) - 10, SIZE, LINES) for x in picture.labels]
    tops, height = _rows(labels, len(picture.columns[0][1]) * STEP, narrow)
    heads = [wrapped(head, (wide - SIDE) / BOLD, SIZE) for head, _ in picture.columns]
    above = max(map(len, heads)) * SIZE * LINE_HEIGHT + 4
    sheet = Sheet.of(width, legend.height + above + height + SCALE)
    legend.draw(sheet)
    for lines, (top, field) in zip(labels, tops, strict=True):
        drop = 0.0 if narrow else max((field - len(lines) * SIZE * LINE_HEIGHT) / 2, 0)
        sheet.lines(0, legend.height + above + top + drop, lines, SIZE)
    for k, (_, ribbons) in enumerate(picture.columns):
        x = left + k * (wide + BETWEEN)
        sheet.lines(x + SIDE, legend.height, heads[k], SIZE, weight="bold")
        axes = sheet.axes(x, legend.height + above, wide, height)
        _column(axes, ribbons, [_first(t, labels[r], narrow) for r, (t, _) in enumerate(tops)], wide)
    return sheet


def _entries(picture: Dots) -> list[Entry]:
    ribbons = picture.columns[0][1]
    return [Entry(_sample(r), r.name) for r in ribbons] if len(ribbons) > 1 else []


def _sample(ribbon: Ribbon) -> Draw:
    def draw(axes: Axes, x: float, y: float) -> None:
        _dot(axes, ribbon, x, x + 15, x + 7.5, y + 7)

    return draw


def _rows(labels: list[list[str]], tall: float, narrow: bool) -> tuple[list[tuple[float, float]], float]:
    """Top and height of each row, and the height of them all."""
    tops, y = [], 2.0
    for lines in labels:
        written = len(lines) * SIZE * LINE_HEIGHT
        field = written + 2 + tall if narrow else max(written, tall)
        tops.append((y, field))
        y += field + ROW
    return tops, y


def _first(top: float, lines: list[str], narrow: bool) -> float:
    """Where the first series of a row is drawn."""
    return top + STEP / 2 + (len(lines) * SIZE * LINE_HEIGHT + 2 if narrow else 0)


def _column(axes: Axes, ribbons: tuple[Ribbon, ...], rows: list[float], wide: float) -> None:
    edge = SIDE / (wide - 2 * SIDE)
    axes.set_xlim(-edge, 1 + edge)
    for k, ribbon in enumerate(ribbons):
        for y, value, low, high in zip(rows, ribbon.values, ribbon.lows, ribbon.highs, strict=True):
            if math.isfinite(value):
                _dot(axes, ribbon, low, high, value, y + k * STEP)
    axes.grid(axis="x", color=LINE, linewidth=0.8)
    axes.xaxis.set_major_locator(FixedLocator([0, 0.5, 1]))
    written = {0.0: "0", 0.5: "50" if wide >= ROOMY else "", 1.0: "100%"}
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: written[v]))
    axes.tick_params(axis="x", labelcolor=MUTED, labelsize=SMALL, pad=1)
    first, _, last = axes.get_xticklabels()  # the outer ones stay inside the column
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")


def _dot(axes: Axes, ribbon: Ribbon, low: float, high: float, value: float, y: float) -> None:
    look = look_of(ribbon.look)
    axes.plot([low, high], [y, y], color=look.colour, linewidth=2.2, solid_capstyle="butt")
    sign = _SIGNS[ribbon.look % len(_SIGNS)]
    axes.plot([value], [y], sign, color=look.colour, markersize=6.5, markeredgecolor=PAPER, clip_on=False)

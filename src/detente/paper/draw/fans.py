"""Small panels of lines over years, each with the range of the worlds around it."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from detente.paper.draw.legend import Entry, dashes, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, wrapped
from detente.paper.draw.theme import LINE, MUTED, dashed, look_of
from detente.paper.picture import Fan, Fans

__all__ = ["draw_fans"]

TITLE, SMALL = 12.5, 11.0

#: Height of a field, space for the scales, between panels, and for the sample of a line in the legend.
FIELD, LEFT, BELOW, GAP, SAMPLE = 118.0, 40.0, 26.0, 18.0, 44.0

#: Space between a title and its field: half a number of the scale stands above the field.
ABOVE = 12.0

#: Width below which panels stand one below the other.
NARROW = 520.0


def draw_fans(picture: Fans, width: float) -> Sheet:
    """Draw the panels, two or three beside one another where there is room.

    Parameters
    ----------
    picture
        Panels of ribbons over years.
    width
        Width in pixels.
    """
    across = 1 if width < NARROW else 3 if len(picture.panels) > 4 else 2
    room = (width - GAP * (across - 1)) / across
    shown = [wrapped(p.title, room, TITLE) for p in picture.panels]
    legend = place([Entry(dashes(look_of(r.look)), r.name, SAMPLE) for r in picture.panels[0].ribbons], width)
    rows = [shown[k : k + across] for k in range(0, len(shown), across)]
    heads = [max(map(len, row)) * TITLE * LINE_HEIGHT + ABOVE for row in rows]
    below = SMALL * LINE_HEIGHT + 6
    sheet = Sheet.of(width, legend.height + below + math.fsum(h + FIELD + BELOW + GAP for h in heads))
    legend.draw(sheet)
    sheet.text(0, legend.height, f"{picture.up}; thin lines: 5% and 95% of the worlds", SMALL, color=MUTED)
    y = legend.height + below
    for k, panel in enumerate(picture.panels):
        row, column = divmod(k, across)
        if k and not column:
            y += heads[row - 1] + FIELD + BELOW + GAP
        x = column * (room + GAP)
        # Titles end right above their fields, however many lines their neighbours have.
        drop = heads[row] - ABOVE - len(shown[k]) * TITLE * LINE_HEIGHT
        sheet.lines(x, y + drop, shown[k], TITLE, weight="bold")
        _panel(sheet.axes(x + LEFT, y + heads[row], room - LEFT - 12, FIELD), panel, room)
    return sheet


def _panel(axes: Axes, panel: Fan, room: float) -> None:
    for ribbon in panel.ribbons:
        look = look_of(ribbon.look)
        axes.fill_between(panel.across, ribbon.lows, ribbon.highs, color=look.colour, alpha=0.1, linewidth=0)
        for edge in (ribbon.lows, ribbon.highs):
            axes.plot(panel.across, edge, color=look.colour, linewidth=0.8, linestyle=dashed(look))
        axes.plot(panel.across, ribbon.values, color=look.colour, linewidth=2, linestyle=dashed(look))
    axes.set_ylim(0, 1)
    axes.grid(axis="y", color=LINE, linewidth=0.8)
    axes.yaxis.set_major_locator(FixedLocator([0, 0.5, 1]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{100 * v:.0f}%"))
    axes.tick_params(axis="y", labelcolor=MUTED)
    axes.xaxis.set_major_locator(MaxNLocator(max(int(room / 60), 2), steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.0f}"))

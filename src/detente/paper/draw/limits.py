"""Boxes of scenario discovery: each side as a bar within the whole range."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from detente.paper.draw.legend import Entry, box, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, styled, wrapped
from detente.paper.draw.theme import INK, LINE, LOOKS, MUTED, SOFT
from detente.paper.picture import Limit, Limits

__all__ = ["draw_limits"]

BAR, GAP, SIZE, SMALL, NARROW, LINES = 14.0, 26.0, 13.0, 12.0, 520.0, 4


def draw_limits(picture: Limits, width: float) -> Sheet:
    """Draw the sides of each box below its title.

    Parameters
    ----------
    picture
        Boxes with the range that each side keeps.
    width
        Width in pixels.
    """
    narrow = width < NARROW
    left = 0.0 if narrow else 0.42 * width
    legend = place([Entry(box(LOOKS[0]), "part of the range that belongs to the box")], width)
    wide = (width if narrow else left) - 14
    rows = [[(s, wrapped(s.label, wide, SIZE, LINES)) for s in sides] for _, sides in picture.boxes]
    titles = [wrapped(title, width, SIZE) for title, _ in picture.boxes]
    heights = [[_height(lines, narrow) for _, lines in found] for found in rows]
    tall = sum(len(t) * SIZE * LINE_HEIGHT + 10 + sum(h) for t, h in zip(titles, heights, strict=True))
    sheet = Sheet.of(width, legend.height + tall)
    legend.draw(sheet)
    axes, y = sheet.whole(), legend.height
    for title, found, high in zip(titles, rows, heights, strict=True):
        y = sheet.lines(0, y, title, SIZE, weight="bold") + 10
        for (side, lines), h in zip(found, high, strict=True):
            below = sheet.lines(0, y, lines, SIZE)
            _side(sheet, axes, side, (left, below + 3 if narrow else y + 2, width - left))
            y += h
    return sheet


def _height(lines: list[str], narrow: bool) -> float:
    written = len(lines) * SIZE * LINE_HEIGHT
    bar = BAR + SMALL * LINE_HEIGHT
    return (written + 3 + bar if narrow else max(written, bar)) + GAP / 2


def _side(sheet: Sheet, axes: Axes, side: Limit, place: tuple[float, float, float]) -> None:
    x, y, width = place
    axes.add_patch(Rectangle((x, y), width, BAR, facecolor=SOFT, edgecolor=LINE, linewidth=1.0))
    inside = (x + side.low * width, y), max(side.high - side.low, 0.005) * width, BAR
    axes.add_patch(Rectangle(*inside, **styled(LOOKS[0])))
    below = y + BAR + 2
    sheet.text(x, below, side.least, SMALL, color=MUTED)
    sheet.text(x + width, below, side.most, SMALL, color=MUTED, ha="right")
    sheet.text(x + width / 2, below, side.text, SMALL, color=INK, ha="center")

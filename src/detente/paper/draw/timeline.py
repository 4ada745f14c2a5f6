"""Bars along the years, each with its sign."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from detente.paper.draw.legend import Entry, box, place, today
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, styled, wrapped
from detente.paper.draw.theme import INK, LOOKS, MUTED, PAPER, PLAIN, Look
from detente.paper.picture import Row, Timeline

__all__ = ["draw_timeline"]

BAR, GAP, SCALE, SIZE, NARROW = 14.0, 7.0, 26.0, 13.0, 520.0

#: Space right of the scale, for half of its last number.
EDGE = 18.0

#: Years shown before the first date and after the last.
MARGIN = 1.0

#: Shortest bar, in parts of the scale.
LEAST = 0.012


def draw_timeline(picture: Timeline, width: float) -> Sheet:
    """Draw one bar for each row; an open end has a tip.

    Parameters
    ----------
    picture
        Rows of spans over years.
    width
        Width in pixels.
    """
    narrow = width < NARROW
    kinds = [Entry(box(_look(k)), f"{sign} {name}") for k, (sign, name) in enumerate(picture.kinds)]
    legend = place([*kinds, Entry(_tip, "open end"), Entry(today, "date of the case")], width)
    left = 0.0 if narrow else 0.42 * width
    labels = [wrapped(row.label, (width if narrow else left) - 12, SIZE) for row in picture.rows]
    tops, y = [], 4.0
    for lines in labels:
        tops.append(y)
        written = len(lines) * SIZE * LINE_HEIGHT
        y += (written + BAR + 2 if narrow else max(written, BAR)) + GAP
    sheet = Sheet.of(width, legend.height + y + SCALE)
    legend.draw(sheet)
    axes = sheet.axes(left, legend.height, width - left - EDGE, y)
    low, high = _span(picture)
    _scale(axes, low, high, picture.now)
    for row, lines, top in zip(picture.rows, labels, tops, strict=True):
        below = sheet.lines(0, legend.height + top, lines, SIZE) - legend.height
        _bar(
            axes,
            row,
            picture.kinds[row.kind][0],
            below + 2 + BAR / 2 if narrow else (top + below) / 2,
            (low, high),
        )
    return sheet


def _look(kind: int) -> Look:
    return LOOKS[kind] if kind < 2 else PLAIN if kind == 2 else LOOKS[2]


def _span(picture: Timeline) -> tuple[float, float]:
    dates = [d for row in picture.rows for d in (row.begins, row.ends) if d is not None]
    return min([*dates, picture.now]) - MARGIN, max([*dates, picture.now]) + MARGIN


def _scale(axes: Axes, low: float, high: float, now: float) -> None:
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.0f}"))
    axes.axvline(now, color=MUTED, linewidth=1, linestyle=(0, (3, 2)))


def _bar(axes: Axes, row: Row, sign: str, middle: float, ends: tuple[float, float]) -> None:
    low, high = ends
    begins = low if row.begins is None else row.begins
    stops = high if row.ends is None else max(row.ends, begins + LEAST * (high - low))
    axes.add_patch(Rectangle((begins, middle - BAR / 2), stops - begins, BAR, **styled(_look(row.kind))))
    inset = 0.012 * (high - low)
    for end, at, tip in ((row.begins, low + inset, "<"), (row.ends, high - inset, ">")):
        if end is None:
            axes.plot([at], [middle], tip, color=PAPER, markeredgecolor=INK, markersize=7)
    style = {"boxstyle": "square,pad=0.12", "facecolor": PAPER, "edgecolor": "none"}
    centre = min(max((begins + stops) / 2, low + 2 * inset), high - 2 * inset)
    axes.text(
        centre, middle, sign, fontsize=10, ha="center", va="center", color=INK, bbox=style, weight="bold"
    )


def _tip(axes: Axes, x: float, y: float) -> None:
    """Draw a sample of an open end."""
    axes.plot([x + 7.5], [y + 7], ">", color=PAPER, markeredgecolor=INK, markersize=7)

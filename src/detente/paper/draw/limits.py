"""Ranges on scales: sides of boxes of scenario discovery, and who stands where on what a text may say."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from detente.paper.draw.legend import Entry, box, dashes, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, styled, wrapped
from detente.paper.draw.theme import INK, LINE, LOOKS, MUTED, SOFT, dashed
from detente.paper.picture import Limit, Limits, Place, Places

__all__ = ["draw_limits", "draw_places"]

BAR, GAP, SIZE, SMALL, NARROW, LINES = 14.0, 26.0, 13.0, 12.0, 520.0, 4

#: Height of a row of positions, of the field with the distribution, and of the line with its interval.
ROW, FIELD, SPAN = 24.0, 110.0, 16.0


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


def draw_places(picture: Places, width: float) -> Sheet:
    """Draw positions as ranges, and below them, on the same scale, a distribution with its interval.

    Parameters
    ----------
    picture
        A scale with rows and parts.
    width
        Width in pixels.
    """
    narrow = width < NARROW
    left = 0.28 * width if not narrow else 0.34 * width
    room = width - left - 16
    labels = [wrapped(r.label, left - 10, SIZE, 2) for r in picture.rows]
    heights = [max(ROW, len(lines) * SIZE * LINE_HEIGHT + 4) for lines in labels]
    entries = [Entry(box(LOOKS[0]), "probability of what is written"), Entry(box(LOOKS[1]), "80% of it")]
    entries += [Entry(dashes(LOOKS[2 + k]), words, 44) for k, (_, words) in enumerate(picture.marks)]
    legend = place(entries, width)
    told = [wrapped(f"{at:g}: {words}", width, SMALL) for at, words in picture.anchors]
    below = sum(len(lines) for lines in told) * SMALL * LINE_HEIGHT
    top, tall = legend.height + 6, sum(heights)
    sheet = Sheet.of(width, top + tall + 10 + FIELD + SPAN + 30 + below)
    legend.draw(sheet)
    y = top
    for row, lines, height in zip(picture.rows, labels, heights, strict=True):
        sheet.lines(0, y + 2, lines, SIZE)
        _stands(sheet.axes(left, y, room, height), row, height)
        y += height
    _distribution(sheet.axes(left, top + tall + 10, room, FIELD + SPAN), picture)
    for k, (at, _) in enumerate(picture.marks):
        axes = sheet.axes(left, top, room, tall + 10 + FIELD)
        _plain(axes, (0.0, 1.0))
        look = LOOKS[2 + k]
        axes.plot([at, at], [0, 1], color=look.colour, linewidth=1.6, linestyle=dashed(look))
    y = top + tall + 10 + FIELD + SPAN + 26
    for lines in told:
        y = sheet.lines(0, y, lines, SMALL, color=MUTED)
    return sheet


def _plain(axes: Axes, rise: tuple[float, float]) -> None:
    """A field over the scale, without numbers."""
    axes.set_xlim(0, 100)
    axes.set_ylim(*rise)
    axes.set_xticks([0, 25, 50, 75, 100], labels=[""] * 5)


def _stands(axes: Axes, row: Place, height: float) -> None:
    _plain(axes, (height, 0))
    thick = 3 + 9 * row.weight
    axes.plot(
        [row.low, row.high], [height / 2] * 2, color=LOOKS[0].colour, linewidth=thick,
        alpha=0.35, solid_capstyle="butt", clip_on=False,
    )  # fmt: skip
    axes.plot([row.middle], [height / 2], "o", color=INK, markersize=5, clip_on=False)
    beside = row.high < 60
    axes.text(
        row.high + 3 if beside else row.low - 3, height / 2, row.text, fontsize=SMALL,
        color=MUTED, va="center", ha="left" if beside else "right",
    )  # fmt: skip


def _distribution(axes: Axes, picture: Places) -> None:
    """Bars whose area is the probability of each part, and the interval as a line below them."""
    dense = [share / max(high - low, 1e-9) for low, high, share in picture.parts]
    top = max([*dense, 1e-9])
    axes.set_xlim(0, 100)
    axes.set_ylim(-SPAN / FIELD * top, top * 1.05)
    for (low, high, _), tall in zip(picture.parts, dense, strict=True):
        axes.add_patch(Rectangle((low, 0), high - low, tall, **styled(LOOKS[0])))
    middle = -SPAN / FIELD * top / 2
    axes.plot(
        picture.interval, [middle, middle], color=LOOKS[1].colour, linewidth=6, solid_capstyle="butt",
        clip_on=False,
    )  # fmt: skip
    axes.set_xticks([0, 25, 50, 75, 100])

"""A map of squares in groups: what is carried and what is not, at a glance."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from detente.brief.draw.legend import Entry, box, place
from detente.brief.draw.sheet import LINE_HEIGHT, Sheet, styled, wrapped
from detente.brief.draw.theme import INK, LOOKS, PLAIN, Look
from detente.brief.picture import Tiles

__all__ = ["draw_tiles"]

TILE, APART, GAP, SIZE, NARROW = 11.0, 2.5, 9.0, 13.0, 520.0


def draw_tiles(picture: Tiles, width: float) -> Sheet:
    """Draw a square for each item, group by group."""
    narrow = width < NARROW
    legend = place([Entry(box(_look(k, picture)), kind) for k, kind in enumerate(picture.kinds)], width)
    left = 0.0 if narrow else min(230.0, 0.34 * width)
    across = max(int((width - left) / (TILE + APART)), 1)
    labels = [wrapped(name, (width if narrow else left) - 12, SIZE) for name in picture.groups]
    rows = [-(-len(kinds) // across) * (TILE + APART) for kinds in picture.groups.values()]
    heights = [
        (written := len(lines) * SIZE * LINE_HEIGHT) + 3 + tall if narrow else max(written, tall)
        for lines, tall in zip(labels, rows, strict=True)
    ]
    sheet = Sheet.of(width, legend.height + sum(heights) + GAP * len(heights))
    legend.draw(sheet)
    axes, y = sheet.whole(), legend.height
    for lines, kinds, height in zip(labels, picture.groups.values(), heights, strict=True):
        below = sheet.lines(0, y, lines, SIZE)
        top = below + 3 if narrow else y + 2
        for k, kind in enumerate(kinds):
            at = left + k % across * (TILE + APART), top + k // across * (TILE + APART)
            axes.add_patch(Rectangle(at, TILE, TILE, **styled(_look(kind, picture))))
            axes.add_patch(Rectangle(at, TILE, TILE, facecolor="none", edgecolor=INK, linewidth=0.5))
        y += height + GAP
    return sheet


def _look(kind: int, picture: Tiles) -> Look:
    """The last kind, what is missing or left out, is plain."""
    return PLAIN if kind == len(picture.kinds) - 1 else LOOKS[kind % len(LOOKS)]

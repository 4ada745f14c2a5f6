"""A map of squares in groups: what is carried and what is not, at a glance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from detente.paper.draw.legend import Entry, box, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, styled, wrapped
from detente.paper.draw.theme import LOOKS, PLAIN, Look
from detente.paper.picture import Tiles

__all__ = ["draw_tiles"]

Point = tuple[float, float]

TILE, APART, GAP, SIZE, NARROW = 11.0, 2.5, 9.0, 13.0, 520.0


def draw_tiles(picture: Tiles, width: float) -> Sheet:
    """Draw a square for each item, group by group.

    Parameters
    ----------
    picture
        Items by group, each of a kind.
    width
        Width in pixels.
    """
    narrow = width < NARROW
    legend = place([Entry(box(_look(k, picture)), kind) for k, kind in enumerate(picture.kinds)], width)
    left = 0.0 if narrow else min(230.0, 0.34 * width)
    across = max(int((width - left) / (TILE + APART)), 1)
    labels = [wrapped(name, (width if narrow else left) - 12, SIZE) for name in picture.groups]
    rows = [-(-len(kinds) // across) * (TILE + APART) for kinds in picture.groups.values()]
    written = [len(lines) * SIZE * LINE_HEIGHT for lines in labels]
    heights = [w + 3 + t if narrow else max(w, t) for w, t in zip(written, rows, strict=True)]
    sheet = Sheet.of(width, legend.height + math.fsum(heights) + GAP * len(heights))
    legend.draw(sheet)
    squares: dict[int, list[Point]] = {}
    y = legend.height
    for lines, kinds, height in zip(labels, picture.groups.values(), heights, strict=True):
        below = sheet.lines(0, y, lines, SIZE)
        top = below + 3 if narrow else y + 2
        for k, kind in enumerate(kinds):
            at = left + k % across * (TILE + APART), top + k // across * (TILE + APART)
            squares.setdefault(kind, []).append(at)
        y += height + GAP
    _fill(sheet, picture, squares)
    return sheet


def _fill(sheet: Sheet, picture: Tiles, squares: Mapping[int, Sequence[Point]]) -> None:
    """Draw all squares of a kind as one shape, which keeps the drawing small."""
    axes = sheet.whole()
    for kind, places in sorted(squares.items()):
        paths = [
            Path([(x, y), (x + TILE, y), (x + TILE, y + TILE), (x, y + TILE), (x, y)]) for x, y in places
        ]
        whole = Path.make_compound_path(*paths)
        axes.add_patch(PathPatch(whole, **styled(_look(kind, picture))))


def _look(kind: int, picture: Tiles) -> Look:
    """The last kind, what is missing or left out, is plain."""
    return PLAIN if kind == len(picture.kinds) - 1 else LOOKS[kind % len(LOOKS)]

"""The marks of situations in a large graph: told apart by shape, not by colour."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from detente.paper.draw.legend import Draw, Entry
from detente.paper.draw.theme import INK, PAPER

__all__ = ["mark", "marks"]

RADIUS, SIZE = 10.0, 9.0


def mark(
    axes: Axes, at: tuple[float, float], words: str, rests: bool, start: bool, radius: float = RADIUS
) -> None:
    """Draw a situation: a square where play rests, a thick ring for today, else a ring.

    Parameters
    ----------
    axes
        Where it is drawn.
    at
        Centre, in pixels.
    words
        One or two letters inside.
    rests
        Whether play rests there.
    start
        Whether it is where things stand today.
    radius
        Half of its width, in pixels.
    """
    x, y = at
    if rests:
        box = (x - radius, y - radius), 2 * radius, 2 * radius
        axes.add_patch(Rectangle(*box, facecolor=INK, edgecolor=INK, zorder=3))
    else:
        edge = 2.6 if start else 1.0
        axes.add_patch(Circle(at, radius, facecolor=PAPER, edgecolor=INK, linewidth=edge, zorder=3))
    ink = PAPER if rests else INK
    axes.text(
        x, y, words, fontsize=SIZE, ha="center", va="center_baseline", color=ink, zorder=4, clip_on=False
    )


def marks() -> list[Entry]:
    """Return the legend of the marks."""
    return [
        Entry(_sample(False, True), "today"),
        Entry(_sample(True, False), "play rests here"),
        Entry(_sample(False, False), "passed on the way"),
    ]


def _sample(rests: bool, start: bool) -> Draw:
    def draw(axes: Axes, x: float, y: float) -> None:
        mark(axes, (x + 7.5, y + 7), "", rests, start, RADIUS - 3)

    return draw

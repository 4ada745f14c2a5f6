"""Lines over a common scale, with bands, and their names at their ends."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from detente.paper.draw.legend import Entry, dashes, place
from detente.paper.draw.sheet import Sheet
from detente.paper.draw.theme import LINE, MUTED, dashed, look_of
from detente.paper.picture import Curve, Curves

__all__ = ["draw_curves"]

#: Height of the field, space for numbers left of and below it, and for half of the last number.
FIELD, LEFT, BELOW, RIGHT, ABOVE, SMALL = 230.0, 46.0, 44.0, 22.0, 22.0, 12.0

#: Space that a line of the legend takes for its sample.
SAMPLE = 44.0


def draw_curves(picture: Curves, width: float) -> Sheet:
    """Draw every line with its band; lines differ by dashes as well as by colour.

    Parameters
    ----------
    picture
        Lines over a common scale.
    width
        Width in pixels.
    """
    legend = place([Entry(dashes(look_of(c.look)), c.name, SAMPLE) for c in picture.curves], width)
    sheet = Sheet.of(width, legend.height + ABOVE + FIELD + BELOW)
    legend.draw(sheet)
    axes = sheet.axes(LEFT, legend.height + ABOVE, width - LEFT - RIGHT, FIELD)
    for curve in picture.curves:
        _curve(axes, curve, picture.steps)
    _scales(axes, picture, width)
    sheet.text(0, legend.height, picture.up, SMALL, color=MUTED)
    sheet.text(LEFT, legend.height + ABOVE + FIELD + BELOW - 18, picture.across, SMALL, color=MUTED)
    return sheet


def _curve(axes: Axes, curve: Curve, steps: bool) -> None:
    look = look_of(curve.look)
    way = "steps-post" if steps else "default"
    axes.plot(curve.across, curve.up, color=look.colour, linewidth=2, linestyle=dashed(look), drawstyle=way)
    for side in (-1, 1) if curve.halves else ():
        edge = [min(max(y + side * half, 0.0), 1.0) for y, half in zip(curve.up, curve.halves, strict=True)]
        axes.plot(curve.across, edge, color=look.colour, linewidth=0.8)


def _scales(axes: Axes, picture: Curves, width: float) -> None:
    tops = [y + h for c in picture.curves for y, h in zip(c.up, c.halves or (0.0,) * len(c.up), strict=True)]
    axes.set_ylim(0, max(min(max(tops, default=1.0) * 1.05, 1.02), 0.01))
    axes.grid(axis="y", color=LINE, linewidth=0.8)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(_percent))
    axes.tick_params(axis="y", labelcolor=MUTED)
    if picture.logarithmic:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator(_marks(picture, width)))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        axes.xaxis.set_major_locator(MaxNLocator(max(int(width / 90), 3), steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_percent if picture.percent else _number))


def _marks(picture: Curves, width: float) -> list[float]:
    """The ends, and ones, twos and fives between them as far as there is room."""
    reach = [x for c in picture.curves for x in c.across]
    low, high = min(reach), max(reach)
    kinds = (1, 2, 5) if width > 500 else (1,)
    between = [k * 10.0**e for e in range(12) for k in kinds]
    return [low, *(x for x in between if 1.4 * low < x < high / 1.4), high]


def _percent(value: float, _: object) -> str:
    return f"{100 * value:.4g}%" if abs(value) > 1e-9 else "0"


def _number(value: float, _: object) -> str:
    return f"{value:,.0f}"

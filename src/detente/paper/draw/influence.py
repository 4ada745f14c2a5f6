"""Options, lines from them to what an actor wants, and a mark for each outcome that meets or breaks it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from detente.paper.draw.legend import Draw, Entry, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, wrapped
from detente.paper.draw.theme import LINE, LOOKS, MUTED, PLAIN
from detente.paper.picture import Influence, Strand

__all__ = ["draw_influence"]

#: Where the columns begin, as parts of the width: options, lines, wants, marks.
OPTIONS, LINES, WANTS, MARKS = 0.0, 0.25, 0.33, 0.73

SIZE, SMALL, GAP, MOST = 12.0, 11.0, 11.0, 4

#: Radius of the mark of a weight of nothing, and of the heaviest, in pixels.
SMALLEST, LARGEST = 2.5, 7.0

MET, BROKEN = LOOKS[0].colour, LOOKS[1].colour


def draw_influence(picture: Influence, width: float) -> Sheet:
    """Draw the wants of one actor between options and outcomes.

    Parameters
    ----------
    picture
        Wants, options and outcomes.
    width
        Width in pixels.
    """
    legend = place(
        [Entry(_sample(True), "met there, always"), Entry(_sample(False), "met there, never")], width
    )
    named = [wrapped(f"{k}  {name}", width, SIZE) for k, name in enumerate(picture.outcomes, 1)]
    left = [wrapped(name, (LINES - OPTIONS) * width - 6, SIZE, MOST) for name in picture.options]
    middle = [wrapped(s.words, (MARKS - WANTS) * width - 16, SIZE, MOST) for s in picture.strands]
    tall, head = max(_tall(left), _tall(middle)), legend.height + SMALL * LINE_HEIGHT
    below = sum(map(len, named)) * SIZE * LINE_HEIGHT
    sheet = Sheet.of(width, head + tall + GAP + below)
    legend.draw(sheet)
    options = _column(sheet, left, OPTIONS * width, head, tall)
    wants = _column(sheet, middle, WANTS * width, head, tall)
    _wired(sheet, picture, options, wants)
    _marked(sheet, picture.strands, len(picture.outcomes), wants, head, tall)
    y = head + tall + GAP
    for lines in named:
        y = sheet.lines(0, y, lines, SIZE)
    return sheet


def _tall(column: Sequence[Sequence[str]]) -> float:
    return sum(len(lines) * SIZE * LINE_HEIGHT + GAP for lines in column)


def _column(sheet: Sheet, column: Sequence[list[str]], x: float, top: float, tall: float) -> list[float]:
    """Write a column, its lines spread over the height; return the middle of each entry."""
    spare, y, middles = (tall - _tall(column)) / max(len(column), 1), top, []
    for lines in column:
        y += spare / 2
        end = sheet.lines(x, y, lines, SIZE)
        middles.append((y + end) / 2 + 1)
        y = end + GAP + spare / 2
    return middles


def _wired(sheet: Sheet, picture: Influence, options: Sequence[float], wants: Sequence[float]) -> None:
    """Join each want with the options that it speaks of."""
    axes, here, there = sheet.whole(), LINES * sheet.width, WANTS * sheet.width - 6
    half = (here + there) / 2
    for strand, y in zip(picture.strands, wants, strict=True):
        for o in strand.options:
            corners = [(here, options[o]), (half, options[o]), (half, y), (there, y)]
            path = Path(corners, [1, 4, 4, 4])
            axes.add_patch(PathPatch(path, facecolor="none", edgecolor=PLAIN.colour, linewidth=1.0))


def _marked(
    sheet: Sheet, strands: Sequence[Strand], outcomes: int, wants: Sequence[float], top: float, tall: float
) -> None:
    """Draw the marks of each want, a column for each outcome, under the numbers of these."""
    axes, step = sheet.whole(), (1 - MARKS) * sheet.width / outcomes
    for o in range(outcomes):
        x = MARKS * sheet.width + (o + 0.5) * step
        axes.plot([x, x], [top, top + tall - GAP], color=LINE, linewidth=0.8, zorder=0)
        sheet.text(x, top - SMALL * LINE_HEIGHT, f"{o + 1}", SMALL, ha="center", color=MUTED)
        for strand, y in zip(strands, wants, strict=True):
            if o in strand.meets or o in strand.breaks:
                _mark(axes, x, y, o in strand.meets, SMALLEST + (LARGEST - SMALLEST) * strand.weight)


def _mark(axes: Axes, x: float, y: float, met: bool, radius: float) -> None:
    """A full disc where a want is met, a cross where it is broken: told apart without colours."""
    if met:
        axes.add_patch(Circle((x, y), radius, facecolor=MET, linewidth=0, zorder=3))
    else:
        r = 0.8 * radius
        for sign in (-1, 1):
            axes.plot([x - r, x + r], [y - sign * r, y + sign * r], color=BROKEN, linewidth=2.2, zorder=3)


def _sample(met: bool) -> Draw:
    def draw(axes: Axes, x: float, y: float) -> None:
        _mark(axes, x + 7.5, y + 8, met, 5.5)

    return draw

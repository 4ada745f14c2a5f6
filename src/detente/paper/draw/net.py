"""A graph of moves: columns by the number of moves from today, places worked out here and always the same.

Few situations are drawn as boxes with words, joined by arrows that say who does what. Many are drawn as
numbered marks, whose words stand in the table under the picture.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle

from detente.paper.draw.legend import LINE, Draw, Entry, dashes, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, wrapped
from detente.paper.draw.theme import INK, LOOKS, MUTED, PAPER, SOFT, Look, dashed
from detente.paper.picture import ABREAST, Link, Net

__all__ = ["columns", "draw_net", "worded"]

#: Up to so many situations are drawn as boxes with words.
BOXES = 12

#: A box, least and most space for an arrow with words, the smallest space between boxes, in pixels.
WIDE, ARROW, APART = 156.0, (122.0, 236.0), 18.0

#: How far from a box an arrow turns to another row.
TURN = 16.0

#: Length of the head of an arrow.
HEAD = 8.0

#: Space between columns and rows of marks.
STEP, ROW = 92.0, 25.0

SIZE, SMALL = 13.0, 12.0

#: Half of the width of a mark, and its letters.
RADIUS, LETTERS = 10.0, 9.0

#: Up to so many lines carry the sign of who moves; beyond that the dashes have to do.
LABELLED = 70

Point = tuple[float, float]


def worded(picture: Net) -> bool:
    """Whether every situation has a box with words, and every arrow has a line of its own for its words.

    Parameters
    ----------
    picture
        A graph of moves.
    """
    leaving = Counter(link.origin for link in picture.links)
    arriving = Counter(link.target for link in picture.links)
    clear = all(leaving[link.origin] == 1 or arriving[link.target] == 1 for link in picture.links)
    return clear and len(picture.spots) <= BOXES and max(s.moves for s in picture.spots) <= ABREAST


def columns(picture: Net) -> list[list[int]]:
    """Return the places of the situations, column by column, with few crossings.

    Parameters
    ----------
    picture
        A graph of moves.

    Notes
    -----
    In each column situations stand in the order of the mean row of those they are reached from (Sugiyama,
    Tagawa and Toda 1981), and by number where that is the same.
    """
    found: list[list[int]] = [[] for _ in range(max(s.moves for s in picture.spots) + 1)]
    for k, spot in enumerate(picture.spots):
        found[spot.moves].append(k)
    origins: dict[int, list[int]] = {}
    for link in picture.links:
        origins.setdefault(link.target, []).append(link.origin)
    row: dict[int, float] = {}
    for column in found:
        column.sort(key=lambda k: (_mean([row[o] for o in origins.get(k, ()) if o in row]), k))
        row |= {k: place - (len(column) - 1) / 2 for place, k in enumerate(column)}
    return found


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def draw_net(picture: Net, width: float) -> Sheet:
    """Draw a graph of moves; a chain on a narrow sheet runs downwards.

    Parameters
    ----------
    picture
        A graph of moves.
    width
        Width in pixels.
    """
    placed = columns(picture)
    if not worded(picture):
        return _numbered(picture, placed, width)
    chain = all(len(column) == 1 for column in placed)
    return _down(picture, width) if chain and width < 520 else _across(picture, placed, width)


@dataclass(frozen=True, slots=True)
class _Box:
    """The words of a situation, in lines, and how high its box is."""

    head: list[str]
    lines: list[str]
    height: float


def _boxes(picture: Net, width: float) -> list[_Box]:
    made = []
    for spot in picture.spots:
        head = wrapped(f"{spot.number}  {spot.title}", 0.93 * (width - 20), SIZE)  # bold letters are wider
        rests = ["■ Play rests here"] if spot.rests else []
        lines = [line for text in (*spot.lines, *rests) for line in wrapped(text, width - 20, SMALL)]
        height = (len(head) * SIZE + len(lines) * SMALL) * LINE_HEIGHT + 20
        made.append(_Box(head, lines, height))
    return made


def _across(picture: Net, placed: list[list[int]], width: float) -> Sheet:
    boxes = _boxes(picture, WIDE)
    gaps = max(len(placed) - 1, 1)
    arrow = min(max((width - WIDE * len(placed)) / gaps, ARROW[0]), ARROW[1])
    several = max(map(len, placed)) > 1
    words = [wrapped(link.words, arrow - 14 - (TURN if several else 0), SMALL) for link in picture.links]
    tallest = max(b.height for b in boxes)
    above = max(max((len(lines) for lines in words), default=0) * SMALL * LINE_HEIGHT + 8, tallest / 2 + 2)
    row = max(tallest, above + tallest / 2) + APART
    sheet = Sheet.of(
        max(width, len(placed) * (WIDE + arrow) - arrow),
        above + row * (max(map(len, placed)) - 1) + tallest / 2 + 4,
    )
    axes, first = sheet.whole(), above
    centre = first + row * (max(map(len, placed)) - 1) / 2
    at = {
        k: (x * (WIDE + arrow), centre + (place - (len(column) - 1) / 2) * row)
        for x, column in enumerate(placed)
        for place, k in enumerate(column)
    }
    for link, lines in zip(picture.links, words, strict=True):
        _joined(sheet, axes, at[link.origin], at[link.target], _turns_late(picture, link), lines)
    for k, made in enumerate(boxes):
        _box(sheet, axes, picture, k, made, (at[k][0], at[k][1] - made.height / 2, WIDE))
    return sheet


def _turns_late(picture: Net, link: Link) -> bool:
    """Whether an arrow keeps the height of its origin till shortly before its target."""
    return sum(other.target == link.target for other in picture.links) > 1


def _joined(sheet: Sheet, axes: Axes, origin: Point, target: Point, late: bool, lines: Sequence[str]) -> None:
    """Draw an arrow between two boxes, with its words above the part that is its own."""
    (x, y), (x2, y2) = (origin[0] + WIDE + 2, origin[1]), (target[0] - 3, target[1])
    turn = x2 - TURN if late else x + TURN
    corners = [(x, y), (turn, y), (turn, y2), (x2, y2)] if y != y2 else [(x, y), (x2, y2)]
    _arrow(axes, corners)
    left = x + 5 if late or y == y2 else turn + 5
    level = y if late else y2
    sheet.lines(left, level - len(lines) * SMALL * LINE_HEIGHT - 4, list(lines), SMALL)


def _down(picture: Net, width: float) -> Sheet:
    boxes = _boxes(picture, width - 4)
    words = [wrapped(link.words, width - 40, SMALL) for link in picture.links]
    room = [max(len(lines) * SMALL * LINE_HEIGHT, 20) + 18 for lines in words]
    sheet = Sheet.of(width, math.fsum([*(b.height for b in boxes), *room, 4]))
    axes, y = sheet.whole(), 2.0
    for k, made in enumerate(boxes):
        _box(sheet, axes, picture, k, made, (2, y, width - 4))
        y += made.height
        if k < len(room):
            _arrow(axes, [(16, y + 2), (16, y + room[k] - 3)])
            sheet.lines(32, y + 9, words[k], SMALL)
            y += room[k]
    return sheet


def _arrow(axes: Axes, corners: Sequence[Point]) -> None:
    """Draw a line with a head at its last corner."""
    *_, (x0, y0), (x, y) = corners
    axes.plot(*zip(*corners, strict=True), color=INK, linewidth=1.3, solid_capstyle="butt")
    right, down = (x > x0), (y > y0)
    back = (x - HEAD * right, y - HEAD * down)
    half = HEAD / 2
    wings = [(back[0] - half * down, back[1] - half * right), (back[0] + half * down, back[1] + half * right)]
    axes.add_patch(Polygon([(x, y), *wings], closed=True, color=INK, linewidth=0))


def _box(
    sheet: Sheet, axes: Axes, picture: Net, k: int, made: _Box, place: tuple[float, float, float]
) -> None:
    x, y, width = place
    spot = picture.spots[k]
    shape = "round,pad=0,rounding_size=3" if spot.rests else "round,pad=0,rounding_size=12"
    edge = 2.4 if spot.rests or not spot.moves else 1.0
    inner = (x + 1.5, y + 1.5), width - 3, made.height - 3
    axes.add_patch(FancyBboxPatch(*inner, shape, facecolor=SOFT, edgecolor=INK, linewidth=edge))
    below = sheet.lines(x + 10, y + 10, made.head, SIZE, weight="bold")
    sheet.lines(x + 10, below, made.lines, SMALL)


def _numbered(picture: Net, placed: list[list[int]], width: float) -> Sheet:
    looks = {actor: LOOKS[k % len(LOOKS)] for k, actor in enumerate(picture.actors)}
    entries = [Entry(dashes(look), actor, LINE + 7) for actor, look in looks.items()]
    wide = max(width, 40 + STEP * (len(placed) - 1) + 40)
    legend = place([*_marks(), *entries], wide)
    step = (wide - 60) / max(len(placed) - 1, 1)
    top = legend.height + 26
    sheet = Sheet.of(wide, top + ROW * max(map(len, placed)) + 14)
    legend.draw(sheet)
    axes = sheet.whole()
    centre = (top + sheet.height) / 2
    at = {
        k: (30 + x * step, centre + (place - (len(column) - 1) / 2) * ROW)
        for x, column in enumerate(placed)
        for place, k in enumerate(column)
    }
    _heads(sheet, placed, step, legend.height)
    _lines(axes, picture, at, looks)
    for k, spot in enumerate(picture.spots):
        _mark(axes, at[k], str(spot.number), spot.rests, not spot.moves)
    return sheet


def _heads(sheet: Sheet, placed: list[list[int]], step: float, y: float) -> None:
    for x in range(len(placed)):
        words = "today" if not x else str(x) if x > 1 else "1 move"
        sheet.text(30 + x * step, y, words, SMALL, ha="center", color=MUTED)


def _lines(axes: Axes, picture: Net, at: Mapping[int, Point], looks: Mapping[str, Look]) -> None:
    few = len(picture.links) <= LABELLED
    taken: list[Point] = []
    for link in picture.links:
        start, end = at[link.origin], at[link.target]
        look = looks[link.actor]
        axes.plot(
            *zip(start, end, strict=True),
            color=look.colour,
            linewidth=1.3 if few else 0.9,
            linestyle=dashed(look),
        )
        free = _free(start, end, taken) if few else None
        if free is not None:
            taken.append(free)
            style = {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none"}
            axes.text(*free, picture.actors[link.actor], fontsize=8, ha="center", va="center", bbox=style)


def _free(start: Point, end: Point, taken: Sequence[Point]) -> Point | None:
    """Find a place on a line where the sign of who moves covers no other."""
    for part in (0.62, 0.5, 0.74, 0.38):
        x, y = (a + part * (b - a) for a, b in zip(start, end, strict=True))
        if all(abs(x - a) > 23 or abs(y - b) > 11 for a, b in taken):
            return x, y
    return None


def _mark(
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
        x, y, words, fontsize=LETTERS, ha="center", va="center_baseline", color=ink, zorder=4, clip_on=False
    )


def _marks() -> list[Entry]:
    """Return the legend of the marks."""
    return [
        Entry(_kind(False, True), "today"),
        Entry(_kind(True, False), "play rests here"),
        Entry(_kind(False, False), "passed on the way"),
    ]


def _kind(rests: bool, start: bool) -> Draw:
    def draw(axes: Axes, x: float, y: float) -> None:
        _mark(axes, (x + 7.5, y + 7), "", rests, start, RADIUS - 3)

    return draw

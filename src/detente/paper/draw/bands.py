"""A history: events as strokes, levels of options as bands that rise in steps, spells as bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from detente.paper.draw.legend import Entry, box, place, today
from detente.paper.draw.sheet import LETTER, LINE_HEIGHT, Sheet, styled, wrapped
from detente.paper.draw.theme import INK, LOOKS, MUTED, PAPER, PLAIN, Look
from detente.paper.picture import Band, Bands

__all__ = ["draw_bands"]

#: Windows of fewer years have months or days below them, and so many at most.
_YEARS, _MARKS = 3, 6

TITLE, SIZE, SMALL, NARROW = 14.0, 12.5, 11.0, 520.0

#: Height of a line of strokes, of a bar, of a further step, and the space between lines.
STROKES, BAR, STEP, GAP = 12.0, 17.0, 8.0, 7.0

#: Space for the scale below, right of it, and around a group's title.
SCALE, EDGE, AROUND = 26.0, 18.0, 12.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A band with its place: the words, those of its scale, where they begin, and what is drawn."""

    band: Band
    words: tuple[str, ...]
    scale: tuple[str, ...]
    said: float
    top: float
    height: float


def draw_bands(picture: Bands, width: float) -> Sheet:
    """Draw the groups below one another, over the scale of years.

    Parameters
    ----------
    picture
        Groups of bands over years.
    width
        Width in pixels; below that of a telephone, labels stand above their rows.
    """
    narrow = width < NARROW
    left = 0.0 if narrow else 0.3 * width
    legend = place(
        [
            Entry(today, "date of the case"),
            Entry(box(LOOKS[0]), "a colour a level; the higher, the later in the list"),
        ],
        width,
    )
    titles, lines, y = [], [], legend.height + SCALE
    for title, bands in picture.groups:
        titles.append((y + AROUND / 2, title))
        y += AROUND + TITLE * LINE_HEIGHT
        for band in bands:
            lines.append(_placed(band, y, left or width, narrow))
            y = max(lines[-1].top + lines[-1].height, lines[-1].said + _tall(lines[-1])) + GAP
    sheet = Sheet.of(width, y + SCALE)
    legend.draw(sheet)
    for at, title in titles:
        sheet.text(0, at, title, TITLE, weight="bold")
    axes = sheet.axes(left, legend.height + SCALE, width - left - EDGE, y - legend.height - SCALE)
    axes.tick_params(labeltop=True)  # a tall picture is read from above
    _scale(axes, picture)
    axes.set_ylim(y, legend.height + SCALE)
    for line in lines:
        below = sheet.lines(0, line.said, list(line.words), SIZE)
        sheet.lines(0, below, list(line.scale), SMALL, color=MUTED)
        _band(axes, line, picture, (width - left - EDGE) / (picture.span[1] - picture.span[0]))
    return sheet


def _placed(band: Band, y: float, room: float, narrow: bool) -> _Line:
    words = tuple(wrapped(band.label, room - 12, SIZE))
    scale = tuple(wrapped(band.scale, room - 12, SMALL)) if band.scale else ()
    height = BAR + STEP * (band.steps - 1) if band.stretches else STROKES
    tall = _tall(_Line(band, words, scale, 0, 0, 0))
    if narrow:
        return _Line(band, words, scale, y, y + tall + 2, height)
    return _Line(band, words, scale, y + max(height - tall, 0) / 2, y + max(tall - height, 0) / 2, height)


def _tall(line: _Line) -> float:
    return (len(line.words) * SIZE + len(line.scale) * SMALL) * LINE_HEIGHT


def _scale(axes: Axes, picture: Bands) -> None:
    axes.set_xlim(*picture.span)
    if marks := _marks(*picture.span):
        axes.set_xticks([at for at, _ in marks], [words for _, words in marks])
    else:
        axes.xaxis.set_major_locator(MaxNLocator(9, integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.0f}"))
    axes.axvline(picture.now, color=MUTED, linewidth=1, linestyle=(0, (3, 2)))


def _marks(begins: float, ends: float) -> list[tuple[float, str]]:
    """Return months or days with their names, for a window in which years are too few to go by."""
    if ends - begins >= _YEARS:
        return []
    first, last = _day(begins), _day(ends)
    days = [first + timedelta(k) for k in range(max((last - first).days, 1))]
    months = [day for day in days if day.day == 1]
    shown, form = (months, "%Y-%m") if len(months) > 2 else (days, "%Y-%m-%d")
    step = -(-len(shown) // _MARKS)
    return [(_years(day), f"{day:{form}}") for day in shown[::step]]


def _day(at: float) -> date:
    year = int(at)
    return date(year, 1, 1) + timedelta(round((at - year) * (date(year, 12, 31) - date(year, 1, 1)).days))


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / (date(day.year, 12, 31).timetuple().tm_yday)


def _band(axes: Axes, line: _Line, picture: Bands, scale: float) -> None:
    """Draw one line; `scale` is pixels a year."""
    foot = line.top + line.height
    for day in line.band.days:
        axes.plot([day, day], [line.top, foot], color=INK, linewidth=1.1, solid_capstyle="butt")
    for begins, ends, step, words in line.band.stretches:
        low, high = max(begins, picture.span[0]), min(ends, picture.span[1])
        if high <= low:
            continue
        height = BAR + STEP * (step - 1)
        look = _look(step, line.band.steps)
        axes.add_patch(Rectangle((low, foot - height), high - low, height, **styled(look)))
        if (high - low) * scale > len(words) * LETTER * SMALL + 8:
            _name(axes, (low + high) / 2, foot - height / 2, words)


def _look(step: int, steps: int) -> Look:
    """Return the look of a step: one a level, and plain at the bottom of several."""
    return PLAIN if steps > 1 and step == 1 else LOOKS[max(step - 2, 0) % len(LOOKS)]


def _name(axes: Axes, x: float, y: float, words: str) -> None:
    style = {"boxstyle": "square,pad=0.15", "facecolor": PAPER, "edgecolor": "none"}
    axes.text(x, y, words, fontsize=SMALL, ha="center", va="center", color=INK, bbox=style)

"""Bars with their errors: panels beside one another on a wide sheet, below one another on a narrow one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from detente.paper.draw.legend import Entry, box, diamond, place
from detente.paper.draw.sheet import LINE_HEIGHT, Sheet, styled, wrapped
from detente.paper.draw.theme import INK, MUTED, PLAIN, Look, look_of
from detente.paper.picture import Bars, Panel, Series

__all__ = ["draw_bars"]

#: A bar, the space between the bars of a row and between rows, and what the scale below needs, in pixels.
BAR, GAP, ROW, SCALE = 14.0, 3.0, 14.0, 44.0

#: Widest column of labels; space between panels; narrower than this the labels stand above their bars.
LABELS, BETWEEN, NARROW = 250.0, 10.0, 520.0

#: Space left of and right of the scale for its first and last number.
FIRST, LAST = 4.0, 16.0

#: Most lines of a label; the table below the picture has it in full.
LINES = 4

#: Space for a number as it is written, and the narrowest panel that has numbers in it.
WRITTEN, ROOMY = 96.0, 190.0

SIZE, SMALL = 13.0, 12.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything stands: label lines, top and height of each row, and height of a panel."""

    labels: list[list[str]]
    tops: list[float]
    heads: float
    height: float
    above: bool


def draw_bars(picture: Bars, width: float) -> Sheet:
    """Draw bars on a sheet of a given width.

    Parameters
    ----------
    picture
        Panels of bars with errors.
    width
        Width in pixels; on a narrow sheet panels stand below one another.
    """
    narrow = width < NARROW
    legend = place(_entries(picture), width)
    left = 0.0 if narrow else min(LABELS, 0.36 * width)
    columns = 1 if narrow else len(picture.panels)
    wide = (width - left - BETWEEN * (columns - 1)) / columns
    titles = [wrapped(p.title, wide, SIZE) if p.title else [] for p in picture.panels]
    head = max(map(len, titles)) * SIZE * LINE_HEIGHT + (6 if any(titles) else 0)
    plan = _plan(picture, left or wide, narrow)
    one = head + plan.height + SCALE + (14 if narrow and columns < len(picture.panels) else 0)
    sheet = Sheet.of(width, legend.height + one * (len(picture.panels) if narrow else 1))
    legend.draw(sheet)
    ends, said = _ends(picture), ""
    for k, panel in enumerate(picture.panels):
        x, y = (0.0, legend.height + k * one) if narrow else (left + k * (wide + BETWEEN), legend.height)
        sheet.lines(x + FIRST, y, titles[k], SIZE, weight="bold")
        if narrow or k == 0:
            _labels(sheet, plan, y + head)
        _panel(sheet, picture, panel, plan, (x, y + head, wide, plan.height), ends[k])
        if panel.axis != said or narrow:
            sheet.text(x + FIRST, y + head + plan.height + SCALE - 18, panel.axis, SMALL, color=MUTED)
        said = panel.axis
    return sheet


def _entries(picture: Bars) -> list[Entry]:
    named = {s.name: s for p in picture.panels for s in p.series}
    alone = len(named) == 1 and next(iter(named)) in ("Share", "Change")
    found = [] if alone or _own(picture) else [Entry(box(_look(s)), name) for name, s in named.items()]
    return found + ([Entry(diamond, picture.mark)] if picture.mark else [])


def _own(picture: Bars) -> bool:
    """Whether every row is a series of its own, so that the labels are a legend already."""
    return all(tuple(s.name for s in p.series) == p.labels for p in picture.panels)


def _look(series: Series) -> Look:
    return look_of(series.look) if series.look >= 0 else PLAIN


def _plan(picture: Bars, room: float, narrow: bool) -> _Plan:
    first = picture.panels[0]
    bars = 1 if picture.shared else len(first.series)
    tall = bars * (BAR + GAP) - GAP
    labels = [wrapped(label, room - 14, SIZE, LINES) for label in first.labels]
    tops, y = [], 2.0
    for lines in labels:
        written = len(lines) * SIZE * LINE_HEIGHT
        tops.append(y)
        y += (written + 3 + tall if narrow else max(written, tall)) + ROW
    return _Plan(labels, tops, tall, y - ROW + 6, narrow)


def _labels(sheet: Sheet, plan: _Plan, y: float) -> None:
    for lines, top in zip(plan.labels, plan.tops, strict=True):
        written = len(lines) * SIZE * LINE_HEIGHT
        lower = 0.0 if plan.above else max(plan.heads - written, 0) / 2
        sheet.lines(2 * FIRST if plan.above else 0, y + top + lower, lines, SIZE)


def _bar_top(plan: _Plan, row: int) -> float:
    written = len(plan.labels[row]) * SIZE * LINE_HEIGHT
    return plan.tops[row] + (written + 3 if plan.above else max(written - plan.heads, 0) / 2)


def _ends(picture: Bars) -> list[tuple[float, float]]:
    """Lowest and highest number of each panel; panels that measure the same have the same scale."""
    reach = {axis: [0.0] for axis in {p.axis for p in picture.panels}}
    for panel in picture.panels:
        for s in panel.series:
            for value, error in zip(s.values, s.errors, strict=True):
                reach[panel.axis] += [] if value is None else [value - error, value + error]
            reach[panel.axis] += [mark for mark in s.marks if mark is not None]
    return [(min(reach[p.axis]), max(reach[p.axis])) for p in picture.panels]


def _panel(
    sheet: Sheet,
    picture: Bars,
    panel: Panel,
    plan: _Plan,
    place: tuple[float, float, float, float],
    ends: tuple[float, float],
) -> None:
    x, y, width, height = place
    width -= FIRST + LAST
    axes = sheet.axes(x + FIRST, y, width, height)
    texts = width >= ROOMY
    _scale(axes, ends, width, texts)
    for k, series in enumerate(panel.series):
        offset = 0.0 if picture.shared else k * (BAR + GAP)
        for row, bar in _rows(series):
            top = _bar_top(plan, row) + offset
            _bar(axes, series, row, bar, top + BAR / 2, texts)
    axes.axvline(0, color=INK, linewidth=1)


def _rows(series: Series) -> Iterator[tuple[int, float]]:
    yield from ((k, value) for k, value in enumerate(series.values) if value is not None)


def _scale(axes: Axes, ends: tuple[float, float], width: float, texts: bool) -> None:
    """Leave room beside the longest bar for its number."""
    low, high = ends
    room = WRITTEN / (width - (WRITTEN if low == 0 else 2 * WRITTEN)) if texts else 0.03
    span = (high - low) or 1.0
    axes.set_xlim(low - span * (room if low < 0 else 0.0), high + span * room)
    ticks = MaxNLocator(min(max(int(width / 60), 2), 5), steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    axes.set_xticks([t for t in ticks if low - 1e-9 <= t <= high * 1.02], minor=False)
    axes.xaxis.set_major_formatter(FuncFormatter(_percent))


def _percent(value: float, _: object) -> str:
    return f"{100 * value:.4g}%".replace("-", "−") if abs(value) > 1e-9 else "0"


def _bar(axes: Axes, series: Series, row: int, value: float, middle: float, texts: bool) -> None:
    error = series.errors[row]
    axes.add_patch(Rectangle((0, middle - BAR / 2), value, BAR, **styled(_look(series))))
    if error > 0:
        axes.plot([value - error, value + error], [middle] * 2, "|-", color=INK, linewidth=1.2, markersize=6)
    mark = series.marks[row] if series.marks else None
    if mark is not None:
        axes.plot([mark], [middle], "D", color=INK, markersize=6)
    if texts:
        beyond = max([value + error, *([mark] if mark is not None else [])]) if value >= 0 else value - error
        _written(axes, series.texts[row], beyond, middle, 6 if mark is None else 10, value >= 0)


def _written(axes: Axes, text: str, beyond: float, middle: float, apart: float, right: bool) -> None:
    axes.annotate(
        text,
        (beyond, middle),
        (apart if right else -apart, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center_baseline",
        fontsize=SMALL,
        color=MUTED if text.startswith("0 ±") else INK,
        annotation_clip=False,
    )

"""Dated probabilities as pictures: a small panel for each outcome and phase, with the range of the worlds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.brief.words.material import Material
from detente.insight import Dated, Spread
from detente.paper.english import capital, sentence
from detente.paper.model import Table
from detente.paper.picture import Fan, Fans, Ribbon

__all__ = ["fan", "fans"]


def fans(d: Dated, key: str, tables: Sequence[Table], title: str, panels: Sequence[Fan]) -> Fans:
    """Return panels side by side, with the words that go with them.

    Parameters
    ----------
    d
        What was found of dates.
    key, title
        Those of the picture.
    tables
        The tables behind it.
    panels
        The panels.
    """
    words = sentence(f"{title}: one panel for each, a line for each choice with the range of the worlds")
    last = f"{words} The tables have the numbers for some of the days; {d.worlds:,} worlds."
    return Fans(key, title, last, tuple(tables), tuple(panels), "probability")


def fan(m: Material, d: Dated, title: str, rows: Sequence[Sequence[Spread]]) -> Fan:
    """Return one panel: a line for each choice, with the range of the worlds.

    Parameters
    ----------
    m
        The case and what was found.
    d
        What was found of dates.
    title
        What it is of.
    rows
        For each choice the probability at each date.
    """
    across = tuple(_years(day) for day in d.dates)
    ribbons = tuple(
        Ribbon(
            m.choice(c.choice) if c.choice else "mean",
            tuple(s.mean.value for s in row),
            tuple(s.low for s in row),
            tuple(s.high for s in row),
            k,
        )
        for k, (c, row) in enumerate(zip(d.choices, rows, strict=True))
    )
    return Fan(capital(title), across, ribbons)


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25

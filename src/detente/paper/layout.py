"""How a table is fitted to a width: columns side by side, or one record under the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from detente.paper.model import Cell, Figure, Table

__all__ = ["GAP", "Fit", "bar", "fit", "numbers_width", "numeric", "proportions", "said", "shortened"]

Floats = NDArray[np.float64]

#: Spaces between columns.
GAP = 2

#: Shortest and longest bar, in characters.
BAR = (6, 20)

#: More columns of shares than this are left without bars, which would only clutter them.
CALM = 3

#: A column of words is never made narrower than the first of these that its longest cell exceeds.
_NARROWEST = ((60, 26), (24, 20), (0, 10))

#: A column of words is made this wide before bars are drawn, and never wider than the second.
_READABLE, _WIDEST = 36, 60

#: A heading is not given more than this in one line.
_HEADING = 24

#: Rows that are looked at when a page is shared out, and letters lost at the end of a broken line.
_SEEN, _HALF = 200, 4

_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Fit:
    """Widths of a table that fits.

    Parameters
    ----------
    widths
        Characters of each column, bars not counted.
    bar
        Characters of a bar after each share, 0 for none.
    """

    widths: tuple[int, ...]
    bar: int


def said(cell: Cell) -> str:
    """Return a cell as text.

    Parameters
    ----------
    cell
        Words, a count, or a number with its error.
    """
    return cell.text if isinstance(cell, Figure) else f"{cell:,}" if isinstance(cell, int) else cell


def shortened(table: Table) -> Table:
    """Return a table with *never* and *always* alone, and what they mean in its note.

    Tables with many columns fit a terminal only so.

    Parameters
    ----------
    table
        The table.
    """
    rows = tuple(tuple(_short(cell) for cell in row) for row in table.rows)
    words = [w for w in ("never", "always") if any(said(c) == w for row in rows for c in row)]
    if rows == table.rows or not words:
        return table
    means = {"never": "Never: in none of the worlds.", "always": "Always: in all of the worlds."}
    return replace(table, rows=rows, note=" ".join((table.note, *(means[w] for w in words))).strip())


def _short(cell: Cell) -> Cell:
    return replace(cell, text=cell.short) if isinstance(cell, Figure) else cell


def fit(table: Table, width: int) -> Fit | None:
    """Find widths that fit, or ``None`` where the columns have to be told one under the other.

    Parameters
    ----------
    table
        The table.
    width
        Characters on a line.
    """
    number = len(table.columns)
    least = [_least(table, k) for k in range(number)]
    spare = width - GAP * (number - 1) - sum(least)
    if spare < 0:
        return None
    shares = sum(_shares(table, k) for k in range(number))
    widths, rest = _worded(table, least, spare, _READABLE if shares else _WIDEST)
    length = min(BAR[1], rest // shares - 1) if 0 < shares <= CALM else 0
    length = length if length >= BAR[0] else 0
    rest -= shares * (length + 1) if length else 0
    widths, rest = _worded(table, widths, rest, _WIDEST)
    widths, _ = _headed(table, widths, length, rest)
    if not length:  # narrower words may cost no line where wider headings save one
        headed, rest = _headed(table, least, length, spare)
        other, _ = _worded(table, headed, rest, _WIDEST)
        widths = min(widths, other, key=lambda w: _lines(table, w))
    return Fit(tuple(widths), length)


def proportions(table: Table, letters: int) -> list[float]:
    """Return the part of a page that each column is best given: that with which the table takes fewest lines.

    Parameters
    ----------
    table
        The table.
    letters
        Letters on a line of the page.

    Returns
    -------
    list of float
        They add up to one. No column is narrower than its longest word, if all of these fit side by side.

    Examples
    --------
    >>> words = Table("", ("Answer", "A"), (("The sanctions stand and nobody reports on them", "36%"),))
    >>> [round(part, 1) for part in proportions(words, 60)]
    [0.9, 0.1]
    """
    columns = list(zip(table.columns, *([said(c) for c in row] for row in table.rows[:_SEEN]), strict=True))
    length = np.array([[cell_len(cell) for cell in column] for column in columns]).T
    least = np.array([max([2, *(cell_len(w) for cell in c for w in cell.split())]) for c in columns]) + GAP
    if least.sum() >= letters:
        return [float(x) for x in least / least.sum()]
    natural = np.maximum(length.max(axis=0) + GAP, least).astype(float)
    wide = least + (letters - least.sum()) * (natural - least) / max((natural - least).sum(), 1)
    if natural.sum() > letters:
        wide = _shifted(length, wide, least)
    return [float(x) for x in wide / wide.sum()]


def _shifted(
    length: NDArray[np.int_], wide: NDArray[np.float64], least: NDArray[np.int_]
) -> NDArray[np.float64]:
    """Give letters of one column to another as long as the table gets shorter by it."""

    def lines(w: Floats) -> float:
        # A word that does not fit leaves a part of its line empty: half a word, more or less.
        taken = np.ceil((length + _HALF * (length > w - GAP)) / np.maximum(w - GAP, 1))
        return float(taken.max(axis=1).sum() + 0.01 * taken.sum())

    best = lines(wide)
    for step in (8.0, 4.0, 2.0):
        moved = True
        while moved:
            moved = False
            for a, b in permutations(range(len(wide)), 2):
                if wide[a] - step >= least[a]:
                    other = wide.copy()
                    other[a] -= step
                    other[b] += step
                    if (found := lines(other)) < best - 1e-9:
                        wide, best, moved = other, found, True
    return wide


def _lines(table: Table, widths: list[int]) -> int:
    """Lines that a table takes without bars."""
    return sum(
        max(len(wrap(said(cell), wide)) or 1 for cell, wide in zip(cells, widths, strict=True))
        for cells in (table.columns, *table.rows)
    )


def _worded(table: Table, widths: list[int], spare: int, most: int) -> tuple[list[int], int]:
    """Widen the columns of words up to a limit, as far as there is space."""
    wide = list(widths)
    for k in range(len(wide)):
        grown = max(wide[k], min(_natural(table, k), most, wide[k] + spare))
        spare -= grown - wide[k]
        wide[k] = grown
    return wide, spare


def _headed(table: Table, widths: list[int], length: int, spare: int) -> tuple[list[int], int]:
    """Give what is left to the columns of numbers, so that their headings need fewer lines."""
    wide = list(widths)
    for k, heading in enumerate(table.columns):
        if numeric(table, k):
            drawn = length + 1 if length and _shares(table, k) else 0
            more = min(max(min(cell_len(heading), _HEADING) - wide[k] - drawn, 0), spare)
            wide[k] += more
            spare -= more
    return wide, spare


def numbers_width(table: Table, column: int) -> int:
    """Return the width that the numbers of a column are aligned in.

    Parameters
    ----------
    table
        The table.
    column
        Number of the column, from 0.
    """
    return max(
        (cell_len(said(row[column])) for row in table.rows if not isinstance(row[column], str)), default=0
    )


def bar(value: float, length: int, plain: bool = False) -> str:
    """Draw a share as a bar, to an eighth of a character.

    Parameters
    ----------
    value
        A share, from 0 to 1.
    length
        Characters that stand for 1.
    plain
        Whether only ASCII signs may be used.

    Examples
    --------
    >>> bar(0.5, 4), bar(0.5, 4, plain=True)
    ('██  ', '##  ')
    """
    eighths = round(min(max(value, 0.0), 1.0) * length * 8)
    if plain:
        return ("#" * round(eighths / 8)).ljust(length)
    whole, left = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[left] if left else "")).ljust(length)


def numeric(table: Table, column: int) -> bool:
    """Whether a column holds numbers, apart from cells that say why there is none.

    Parameters
    ----------
    table
        The table.
    column
        Number of the column, from 0.
    """
    return any(not isinstance(row[column], str) for row in table.rows)


def _shares(table: Table, column: int) -> bool:
    return any(isinstance(c := row[column], Figure) and c.share for row in table.rows)


def _natural(table: Table, column: int) -> int:
    cells = [cell_len(said(row[column])) for row in table.rows]
    return max([*cells, 0 if numeric(table, column) else cell_len(table.columns[column])])


def _least(table: Table, column: int) -> int:
    longest = max([0, *(cell_len(word) for word in table.columns[column].split())])
    natural = _natural(table, column)
    if numeric(table, column):
        return max(natural, longest)
    floor = next(least for above, least in _NARROWEST if natural >= above)
    return max(longest, min(natural, floor))

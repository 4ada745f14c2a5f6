"""Numbers in long form: one row for each of them, which every table library reads."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from typing import Any

from detente.paper.model import Table
from detente.paper.notebook import table_html

__all__ = ["Frame", "framed"]

#: Rows that a notebook shows.
SHOWN = 20


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """Named columns of the same length, in no library's type.

    ``pandas.DataFrame(frame.to_dict())`` and ``polars.DataFrame(frame.to_dict())`` read it as it is.

    Parameters
    ----------
    columns
        Name -> values, one for each row: words, numbers, dates; ``None`` where there is none.
    """

    columns: Mapping[str, tuple[Any, ...]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __getitem__(self, column: str) -> tuple[Any, ...]:
        return self.columns[column]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row, column -> value."""
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, values, strict=True))

    def where(self, **values: Any) -> Frame:
        """Return the rows in which columns have these values.

        Parameters
        ----------
        values
            Column -> value.

        Examples
        --------
        >>> framed(("choice", "share"), [("a", 0.5), ("b", 0.2)]).where(choice="b")["share"]
        (0.2,)
        """
        return framed(
            tuple(self.columns), (r.values() for r in self if all(r[c] == v for c, v in values.items()))
        )

    def to_dict(self) -> dict[str, list[Any]]:
        """Return name -> list of values."""
        return {name: list(values) for name, values in self.columns.items()}

    def to_csv(self) -> str:
        """Return the rows as CSV under a line of names."""
        out = StringIO()
        rows = csv.writer(out)
        rows.writerow(self.columns)
        rows.writerows(zip(*self.columns.values(), strict=True))
        return out.getvalue()

    def to_pandas(self) -> Any:
        """Return a ``pandas.DataFrame``; pandas is not among what detente installs.

        Raises
        ------
        ModuleNotFoundError
            If pandas is not installed.
        """
        return import_module("pandas").DataFrame(self.to_dict())

    def to_polars(self) -> Any:
        """Return a ``polars.DataFrame``; polars is not among what detente installs.

        Raises
        ------
        ModuleNotFoundError
            If polars is not installed.
        """
        return import_module("polars").DataFrame(self.to_dict())

    def __repr__(self) -> str:
        return f"Frame({len(self):,} rows: {', '.join(self.columns)})"

    def _repr_html_(self) -> str:
        rows = tuple(
            tuple(_said(v) for v in row.values()) for row, _ in zip(self, range(SHOWN), strict=False)
        )
        left = len(self) - len(rows)
        return table_html(Table("", tuple(self.columns), rows, f"and {left:,} rows more" if left > 0 else ""))


def framed(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> Frame:
    """Make a frame of rows.

    Parameters
    ----------
    names
        Names of the columns.
    rows
        A value for each column.

    Examples
    --------
    >>> framed(("a", "b"), [(1, 2), (3, 4)]).to_dict()
    {'a': [1, 3], 'b': [2, 4]}
    """
    found = [tuple(row) for row in rows]
    columns = zip(*found, strict=True) if found else ((),) * len(names)
    return Frame({name: tuple(map(_plain, values)) for name, values in zip(names, columns, strict=True)})


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _said(value: Any) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)

"""The codes of CAMEO: quad class by root, and the table that gives a Goldstein value for each code.

CAMEO is due to Gerner, Schrodt, Yilmaz and Abu-Jabr (2002), the values to Goldstein (1992, "A
conflict-cooperation scale for WEIS events data"). The table itself is read from a file of yours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.errors import HistoryError
from detente.history.lines.table import table
from detente.history.model import Bad

__all__ = ["Goldstein", "goldstein_table", "quad"]

#: Last root of each quad class: 01-05, 06-08, 09-13, 14-20.
_LAST = (5, 8, 13, 20)


def quad(code: str) -> int:
    """Return the quad class of a CAMEO code, as GDELT and ICEWS have it.

    Parameters
    ----------
    code
        Two to four digits as text: 010 and 10 are different codes.

    Returns
    -------
    int
        1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 for no code.

    Examples
    --------
    >>> quad("010"), quad("10"), quad("0871"), quad("190"), quad("1")
    (1, 3, 2, 4, 0)
    """
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
        return 0
    root = int(code[:2])
    return next((k for k, last in enumerate(_LAST, 1) if root <= last), 0) if root else 0


@dataclass(frozen=True, slots=True)
class Goldstein:
    """Goldstein values by CAMEO code, -10 to 10."""

    values: Mapping[str, float]

    def value(self, code: str) -> float | None:
        """Return the value of a code, or of the nearest code above it; ``None`` if there is neither.

        Parameters
        ----------
        code
            A code of the scheme; ``0311`` stands below ``031`` and ``03``.

        Returns
        -------
        float
            From -10, the most hostile, to 10.
        """
        while code and code not in self.values:
            code = code[:-1]
        return self.values.get(code)


def goldstein_table(file: str | Path) -> Goldstein:
    """Read a CSV file with the columns ``code`` and ``goldstein``; other columns are left alone.

    Parameters
    ----------
    file
        The CSV file.

    Raises
    ------
    HistoryError
        With every row that cannot be used: no value, a code that is no code, a value outside -10 to 10, or
        a code given twice with different values.
    """
    line, names, rows = table(file, ("code", "goldstein"))
    if not {"code", "goldstein"} <= set(names):
        raise HistoryError((str(Bad(str(file), line, "the columns code and goldstein are needed")),))
    values: dict[str, float] = {}
    bad: list[Bad] = []
    for row in rows:
        has = dict(zip(names, map(str.strip, row.fields), strict=False))
        if reason := _entry(values, has.get("code", ""), has.get("goldstein", "")):
            bad.append(Bad(str(file), row.line, reason, has.get("code", "")))
    if bad:
        raise HistoryError(tuple(map(str, bad)))
    return Goldstein(values)


def _entry(values: dict[str, float], code: str, text: str) -> str:
    """Take one value down, or say why not."""
    if not quad(code):
        return "no CAMEO code: two to four digits, with leading zeros"
    try:
        value = float(text)
    except ValueError:
        return f"{text!r} is no number"
    if not -10 <= value <= 10:
        return f"{text} lies outside -10 to 10"
    if values.setdefault(code, value) != value:
        return f"given twice, as {values[code]:g} and {value:g}"
    return ""

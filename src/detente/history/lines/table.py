"""Small CSV files with headings, such as rules and counts: every line in a row, or an error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detente.errors import HistoryError
from detente.history.lines.rows import SEPARATORS, Flaw, Row, headings, plain, rows
from detente.history.lines.text import Tally, lines

__all__ = ["table"]


def table(file: str | Path, columns: Sequence[str]) -> tuple[int, list[str], list[Row]]:
    """Read a file with headings.

    Parameters
    ----------
    file
        The file; what stands between its fields is told by the headings.
    columns
        Headings that are looked for.

    Returns
    -------
    line, names, rows
        The line of the headings, the headings in plain form, and the rows below.

    Raises
    ------
    HistoryError
        If it is empty or no text, or with every line that makes no row.
    OSError
        If it cannot be read.
    """
    tally = Tally()
    body = lines(Path(file), tally)
    line, text = next(((n, t) for n, t in body if t.strip()), (0, ""))
    if not line:
        raise HistoryError((f"{file}: the file is empty",))
    splits = {sep: headings(plain(text, sep) or text.split(sep)) for sep in SEPARATORS}
    sep = max(SEPARATORS, key=lambda s: (len(set(splits[s]) & set(columns)), len(splits[s])))
    width = len(splits[sep])
    found = list(rows(body, sep, width, lambda fields: len(fields) == width > 1, tally))
    if flaws := [f"{file}:{f.line}: {f.reason}: {f.text[:60]!r}" for f in found if isinstance(f, Flaw)]:
        raise HistoryError(tuple(flaws))
    return line, splits[sep], [row for row in found if isinstance(row, Row)]

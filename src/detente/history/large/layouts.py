"""How large event files are laid out, and which SQL turns their fields into the columns of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from detente.history.countries import fips_codes, other_codes
from detente.history.readers.gdelt import FIELDS, OLD

__all__ = ["LAYOUTS", "Layout"]

_ROOTS: Final = ", ".join(f"'{root:02}'" for root in range(1, 21))


#: An id that a spreadsheet has rounded.
_ROUNDED: Final = "[0-9]([.,][0-9]+)?[eE][+]?[0-9]+"


@dataclass(frozen=True, slots=True)
class Layout:
    """A format of large files; fields are called ``f0``, ``f1`` and so on in SQL.

    Parameters
    ----------
    fields
        Number of fields of a row, with tabs between them and without quotes.
    dates
        How dates are written.
    typed
        Field -> type that it must have; the others are text.
    select
        The columns of the store.
    sound
        What must hold of a row beyond its types, for fields of type text too.
    """

    fields: int
    dates: str
    typed: Mapping[int, str]
    select: str
    sound: str


def _gdelt(fields: int) -> Layout:
    place, added = FIELDS[fields]
    fips, codes = _map(fips_codes()), _map(other_codes())
    typed = {1: "DATE", 25: "UTINYINT", 29: "UTINYINT", 30: "DECIMAL(4, 1)"}
    entered = f"try_strptime(left(regexp_replace(f{added}, '[-/.]', '', 'g'), 8), '%Y%m%d')::DATE"
    select = f"""f0 AS id, f1 AS day, coalesce({codes}[f7], f7, '') AS source,
        coalesce({codes}[f17], f17, '') AS target, f26 AS code, f29 AS quad, f30 AS score, f25 = 1 AS is_root,
        coalesce({fips}[f{place}], f{place}, '') AS place,
        coalesce(date_diff('day', f1, {entered}) >= {OLD}, false) AS doubtful,
        year(f1) AS year"""
    sound = f"""f1 IS NOT NULL AND coalesce(f0, '') <> '' AND NOT regexp_full_match(f0, '{_ROUNDED}')
        AND (coalesce(f{added}, '') = '' OR {entered} IS NOT NULL)
        AND coalesce(date_diff('day', {entered}, f1) <= 1, true)
        AND f25 IN (0, 1) AND f28 IN ({_ROOTS}) AND starts_with(f26, f28)
        AND regexp_full_match(f26, '[0-9]{{2,4}}') AND abs(coalesce(f30, 0)) <= 10
        AND f29 = CASE WHEN f28 <= '05' THEN 1 WHEN f28 <= '08' THEN 2 WHEN f28 <= '13' THEN 3 ELSE 4 END"""
    return Layout(fields, "%Y%m%d", typed, select, sound)


def _map(codes: Mapping[str, str]) -> str:
    """SQL for a table that translates codes."""
    return "MAP {" + ", ".join(f"'{code}': '{iso}'" for code, iso in codes.items()) + "}"


#: Name of a format -> its layout: GDELT 2.0, 1.0 from April 2013, and 1.0 before that.
LAYOUTS: Final[dict[str, Layout]] = {"gdelt": _gdelt(61), "gdelt-1": _gdelt(58), "gdelt-57": _gdelt(57)}
